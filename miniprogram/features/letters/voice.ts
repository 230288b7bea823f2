import { makeFolder } from '../../services/files';
import { newId } from '../../services/ids';

/*
 * The sound of a letter comes sealed from the school and is opened for one page: it lies in a folder of its own while that page is
 * shown and goes with it, so that nobody finds it on the tablet afterwards.
 */
const folder = (): string => `${wx.env.USER_DATA_PATH}/letters`;

/** Writes the sound of a data URL to a file that a player can play. Answers its path. */
export async function openVoice(dataUrl: string): Promise<string> {
  makeFolder(folder());
  const filePath = `${folder()}/${newId()}.mp3`;
  const data = dataUrl.slice(dataUrl.indexOf(',') + 1);
  await new Promise<void>((resolve, reject) => {
    wx.getFileSystemManager().writeFile({ filePath, data, encoding: 'base64', success: () => resolve(), fail: reject });
  });
  return filePath;
}

/** The page is left: nothing of the sound stays. */
export function closeVoice(path: string): void {
  if (path) wx.getFileSystemManager().unlink({ filePath: path, fail: () => undefined });
}
