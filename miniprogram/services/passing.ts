import { dropFrom, makeFolder } from './files';
import { newId } from './ids';

/*
 * Files that must not stay on a device which many children use: the sound of a letter while it is heard, a voice before it is sent,
 * a letter while it is printed. They lie in a folder of their own that is emptied whenever nobody reads, and each time the app starts,
 * for it may have been killed in between.
 */

const folder = (): string => `${wx.env.USER_DATA_PATH}/passing`;

/** Where they lie, for `openDocument`; made where it is not there yet. */
export function passingFolder(): string {
  makeFolder(folder());
  return folder();
}

/** Writes the sound of a data URL to a file that a player can play. Answers its path. */
export async function openVoice(dataUrl: string): Promise<string> {
  const filePath = newPath();
  const data = dataUrl.slice(dataUrl.indexOf(',') + 1);
  await new Promise<void>((resolve, reject) => {
    wx.getFileSystemManager().writeFile({ filePath, data, encoding: 'base64', success: () => resolve(), fail: reject });
  });
  return filePath;
}

/** A copy of a file, to pass; who calls drops the other one. Answers the copy's path. */
export async function passingCopy(srcPath: string): Promise<string> {
  const destPath = newPath();
  await new Promise<void>((resolve, reject) => {
    wx.getFileSystemManager().copyFile({ srcPath, destPath, success: () => resolve(), fail: reject });
  });
  return destPath;
}

/** Nobody needs it any more; one that is gone already is fine. */
export const dropPassing = (path: string): void => dropFrom(folder(), path);

/** Nothing is left of whoever was here before. */
export function emptyPassing(): void {
  let files: string[];
  try {
    files = wx.getFileSystemManager().readdirSync(folder());
  } catch {
    // Nothing was ever here.
    return;
  }
  for (const file of files) dropPassing(`${folder()}/${file}`);
}

const newPath = (): string => `${passingFolder()}/${newId()}.mp3`;
