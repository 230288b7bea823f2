import { AppError } from '../shared/errors/catalogue';
import { LIMITS } from '../shared/limits';
import { uploadFile } from './call';
import { newId } from './ids';

/*
 * Photos and voice. WeChat deletes temporary files when it likes, so what a person chose or recorded is first kept in
 * the app's own folder (200 MB), where drafts and the outbox find it after days without a network.
 */

/** Long side of a kept photo, px: enough to read a school report, small enough for a village network. */
const PHOTO_WIDTH = 1_600;
/** Tried in this order until a photo is small enough to be sent; WeChat's quality, 0–100. */
const QUALITIES = [75, 40] as const;

const folder = (): string => `${wx.env.USER_DATA_PATH}/kept`;
const suffixOf = (path: string): string => /\.[A-Za-z0-9]{1,5}$/.exec(path)?.[0].toLowerCase() ?? '';
export const isKept = (path: string): boolean => path.startsWith(`${folder()}/`);

/** Copies a temporary file to the app's own folder and answers the new path; a kept one stays where it is. @throws AppError `phone.full`, `phone.file-gone` */
export async function keepFile(path: string): Promise<string> {
  if (isKept(path)) return path;
  makeFolder(folder());
  const files = wx.getFileSystemManager();
  const destPath = `${folder()}/${newId()}${suffixOf(path)}`;
  await new Promise<void>((resolve, reject) => {
    const fail = (failure: unknown) => reject(new AppError(isFull(failure) ? 'phone.full' : 'phone.file-gone'));
    files.copyFile({ srcPath: path, destPath, success: () => resolve(), fail });
  });
  return destPath;
}

/** Whether a file is still on the phone. */
export function isThere(path: string): boolean {
  try {
    wx.getFileSystemManager().accessSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Makes a folder of the app's own where it is not there yet. */
export function makeFolder(path: string): void {
  if (!isThere(path)) wx.getFileSystemManager().mkdirSync(path, true);
}

/** Deletes a kept file that nobody needs any more; one that is gone already is fine. */
export const dropFile = (path: string): void => dropFrom(folder(), path);

/**
 * Deletes kept files of which nothing stored speaks: the app was killed between the copy and the draft. For the start of the app, when no page holds
 * one yet; where anything stored cannot be read, all stay.
 */
export function dropStrayFiles(): void {
  try {
    const names = wx.getFileSystemManager().readdirSync(folder());
    if (names.length === 0) return;
    const stored = wx.getStorageInfoSync().keys.map((key) => JSON.stringify(wx.getStorageSync(key)));
    for (const name of names) if (!stored.some((text) => text.includes(name))) dropFile(`${folder()}/${name}`);
  } catch {
    // Nothing was ever kept, or what is stored cannot be told: then nothing is deleted.
  }
}

/** Deletes a file if it lies in that folder of ours: a path that was stored may name anything. */
export function dropFrom(home: string, path: string): void {
  if (path.startsWith(`${home}/`)) wx.getFileSystemManager().unlink({ filePath: path, fail: () => undefined });
}

/** What came of choosing photos: kept, small files, and why the others are not among them. */
export interface Chosen {
  readonly photos: readonly string[];
  /** Photos that could not be made small enough to be sent. */
  readonly tooLarge: number;
  /** Photos for which the phone had no room. */
  readonly noRoom: number;
}

/** Lets the person take or choose up to `count` photos; none when they went back. */
export async function choosePhotos(count: number): Promise<Chosen> {
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
  let tooLarge = 0;
  let noRoom = 0;
  for (const path of chosen) {
    try {
      const small = await smaller(path);
      if (small === undefined) tooLarge += 1;
      else photos.push(await keepFile(small));
    } catch (failure) {
      if (!(failure instanceof AppError && failure.code === 'phone.full')) throw failure;
      noRoom += 1;
    }
  }
  return { photos, tooLarge, noRoom };
}

/** Uploads a kept file under a name that nobody can guess or collide with. Answers its `cloud://` id. @throws AppError */
export const sendFile = (path: string): Promise<string> => uploadFile(`u/${newId()}${suffixOf(path)}`, path);

/** The photo small enough to be sent; undefined where that cannot be done. */
async function smaller(src: string): Promise<string | undefined> {
  for (const quality of QUALITIES) {
    const path = await compress(src, quality);
    if ((await sizeOf(path)) <= LIMITS.fileBytes) return path;
  }
  return undefined;
}

function compress(src: string, quality: number): Promise<string> {
  return new Promise((resolve) => {
    wx.compressImage({
      src,
      quality,
      compressedWidth: PHOTO_WIDTH,
      success: ({ tempFilePath }) => resolve(tempFilePath),
      // A picture that cannot be made smaller is still the picture that the person wants to send.
      fail: () => resolve(src),
    });
  });
}

/** Bytes; 0 where the phone cannot tell. */
const sizeOf = (filePath: string): Promise<number> =>
  new Promise((resolve) => {
    wx.getFileSystemManager().getFileInfo({
      filePath,
      success: ({ size }) => resolve(size),
      fail: () => resolve(0),
    });
  });

/** WeChat's number and words for a folder of 200 MB that is full, and a phone's that has no room itself. */
const isFull = (failure: unknown): boolean => {
  const { errno, errMsg = '' } = (failure ?? {}) as { errno?: number; errMsg?: string };
  return errno === 1_300_202 || /exceed|storage limit|no space/i.test(errMsg);
};
