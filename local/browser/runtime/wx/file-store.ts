import { filesIn, openFileDatabase } from '../system/file-database';
import { phone } from '../system/phone';
import { reach } from '../system/server';
import { WxFailure } from './failure';

export const USER_DATA_PATH = 'wxfile://usr';
const LIMIT_BYTES = 200 * 1024 * 1024;

export interface StoredFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Milliseconds of the local clock. */
  readonly modifiedAt: number;
}

/** Files of this phone: temporary ones until a reload, those below `USER_DATA_PATH` for good. Folders end in `/`. */
const files = new Map<string, StoredFile>();
const urls = new Map<string, string>();
let database: IDBDatabase | undefined;
let temporaryCount = 0;

const isKept = (path: string): boolean => path.startsWith(`${USER_DATA_PATH}/`) || path.startsWith('wxfile://store_');
const keyOf = (path: string): string => `${phone.persona.key}/${path}`;

/** Reads what the phone kept; before the app starts, for WeChat reads files synchronously. */
export async function openFileStore(): Promise<void> {
  const opened = await openFileDatabase();
  database = opened;
  const range = IDBKeyRange.bound(keyOf(''), keyOf('\uffff'));
  await new Promise<void>((resolve, reject) => {
    const request = filesIn(opened).openCursor(range);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) return resolve();
      files.set(String(cursor.key).slice(keyOf('').length), cursor.value as StoredFile);
      cursor.continue();
    };
  });
}

export const getFile = (path: string): StoredFile | undefined => files.get(path);
export const listPaths = (): string[] => [...files.keys()];

export function putFile(path: string, bytes: Uint8Array<ArrayBuffer>, type: string): void {
  const kept = [...files].filter(([other]) => isKept(other) && other !== path);
  const used = kept.reduce((sum, [, file]) => sum + file.bytes.length, 0);
  if (isKept(path) && used + bytes.length > LIMIT_BYTES)
    throw new WxFailure('the maximum size of the file storage limit is exceeded', { errno: 1300202 });
  const file = { bytes, type, modifiedAt: Date.now() };
  files.set(path, file);
  forgetUrl(path);
  if (isKept(path) && database) filesIn(database, 'readwrite').put(file, keyOf(path));
}

export function deleteFile(path: string): void {
  files.delete(path);
  forgetUrl(path);
  if (isKept(path) && database) filesIn(database, 'readwrite').delete(keyOf(path));
}

/** Keeps a blob until the next reload and answers its path; the ending tells what it is. */
export async function storeTemporary(blob: Blob, name: string): Promise<string> {
  temporaryCount += 1;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? `.${blob.type.split('/')[1]?.split(';')[0] ?? 'bin'}`;
  const path = `wxfile://tmp_${Date.now().toString(36)}${temporaryCount}${ending}`;
  putFile(path, new Uint8Array(await blob.arrayBuffer()), blob.type);
  return path;
}

/** Path of a file that is kept although the app did not name it (`saveFile` without a path). */
export const keptPath = (ending: string): string => {
  temporaryCount += 1;
  return `wxfile://store_${Date.now().toString(36)}${temporaryCount}${ending}`;
};

/** Bytes of a file of the phone or of the app's package. */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = files.get(path);
  if (file !== undefined) return file.bytes;
  if (path.startsWith('wxfile://')) throw noSuchFile(path);
  const response = await reach(`/bundle/assets/${path.replace(/^\//, '')}`);
  if (!response.ok) throw noSuchFile(path);
  return new Uint8Array(await response.arrayBuffer());
}

export const noSuchFile = (path: string): WxFailure =>
  new WxFailure(`no such file or directory "${path}"`, { errno: 1300002 });

/** An address under which this browser shows a file of the phone. */
export function urlOfLocalFile(path: string): string | undefined {
  const known = urls.get(path);
  if (known !== undefined) return known;
  const file = files.get(path);
  if (file === undefined) return undefined;
  const url = URL.createObjectURL(new Blob([file.bytes], { type: file.type }));
  urls.set(path, url);
  return url;
}

function forgetUrl(path: string): void {
  const url = urls.get(path);
  if (url !== undefined) URL.revokeObjectURL(url);
  urls.delete(path);
}
