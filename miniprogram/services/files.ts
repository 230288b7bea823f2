import { uploadFile } from './call';
import { newId } from './ids';

/*
 * Photos and voice. WeChat deletes temporary files when it likes, so what a person chose or recorded is first kept in
 * the app's own folder (200 MB), where drafts and the outbox find it after days without a network.
 */

/** Long side of a kept photo, px: enough to read a school report, small enough for a village network. */
const PHOTO_WIDTH = 1_600;

const folder = (): string => `${wx.env.USER_DATA_PATH}/kept`;
const suffixOf = (path: string): string => /\.[A-Za-z0-9]{1,5}$/.exec(path)?.[0].toLowerCase() ?? '';
export const isKept = (path: string): boolean => path.startsWith(`${folder()}/`);

/** Copies a temporary file to the app's own folder and answers the new path; a kept one stays where it is. */
export async function keepFile(path: string): Promise<string> {
  if (isKept(path)) return path;
  makeFolder(folder());
  const files = wx.getFileSystemManager();
  const destPath = `${folder()}/${newId()}${suffixOf(path)}`;
  await new Promise<void>((resolve, reject) => {
    files.copyFile({ srcPath: path, destPath, success: () => resolve(), fail: reject });
  });
  return destPath;
}

/** Makes a folder of the app's own where it is not there yet. */
export function makeFolder(path: string): void {
  const files = wx.getFileSystemManager();
  try {
    files.accessSync(path);
  } catch {
    files.mkdirSync(path, true);
  }
}

/** Deletes a kept file that nobody needs any more; one that is gone already is fine. */
export const dropFile = (path: string): void => dropFrom(folder(), path);

/** Deletes a file if it lies in that folder of ours: a path that was stored may name anything. */
export function dropFrom(home: string, path: string): void {
  if (path.startsWith(`${home}/`)) wx.getFileSystemManager().unlink({ filePath: path, fail: () => undefined });
}

/** Lets the person take or choose up to `count` photos. Answers kept, compressed files; none when they went back. */
export async function choosePhotos(count: number): Promise<string[]> {
  const chosen = await new Promise<string[]>((resolve) => {
    wx.chooseMedia({
      count,
      mediaType: ['image'],
      sourceType: ['camera', 'album'],
      sizeType: ['compressed'],
      success: ({ tempFiles }) => resolve(tempFiles.map(({ tempFilePath }) => tempFilePath)),
      fail: () => resolve([]),
    });
  });
  const photos: string[] = [];
  for (const path of chosen) photos.push(await keepFile(await compress(path)));
  return photos;
}

/** Uploads a kept file under a name that nobody can guess or collide with. Answers its `cloud://` id. @throws AppError */
export const sendFile = (path: string): Promise<string> => uploadFile(`u/${newId()}${suffixOf(path)}`, path);

function compress(src: string): Promise<string> {
  return new Promise((resolve) => {
    wx.compressImage({
      src,
      quality: 75,
      compressedWidth: PHOTO_WIDTH,
      success: ({ tempFilePath }) => resolve(tempFilePath),
      // A picture that cannot be made smaller is still the picture that the person wants to send.
      fail: () => resolve(src),
    });
  });
}
