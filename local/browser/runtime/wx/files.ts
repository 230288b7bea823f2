import { reach } from '../system/server';
import { asyncApi, syncCall } from './api';
import { WxFailure } from './failure';
import {
  deleteFile,
  getFile,
  keptPath,
  listPaths,
  noSuchFile,
  putFile,
  storeTemporary,
  USER_DATA_PATH,
  urlOfLocalFile,
} from './file-store';

type Data = string | ArrayBuffer;

const ending = (path: string): string => /\.[A-Za-z0-9]+$/.exec(path)?.[0] ?? '';

const isFolder = (path: string): boolean =>
  path === USER_DATA_PATH || path === `${USER_DATA_PATH}/` || getFile(`${path.replace(/\/$/, '')}/`) !== undefined;

const bytesOf = (data: Data, encoding = 'utf8'): Uint8Array<ArrayBuffer> => {
  if (typeof data !== 'string') return new Uint8Array(data.slice(0));
  if (encoding === 'base64') return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return new TextEncoder().encode(data);
};

const textOf = (bytes: Uint8Array<ArrayBuffer>, encoding: string | undefined): Data => {
  if (encoding === undefined) return bytes.slice().buffer;
  if (encoding === 'base64') return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return new TextDecoder().decode(bytes);
};

function fileAt(path: string) {
  const file = getFile(path);
  if (file === undefined) throw noSuchFile(path);
  return file;
}

function assertWritable(path: string): void {
  if (!path.startsWith(`${USER_DATA_PATH}/`))
    throw new WxFailure(`permission denied, open "${path}"`, { errno: 1300013 });
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (!isFolder(folder)) throw noSuchFile(path);
}

interface Path {
  filePath: string;
}

/** The work itself; each is offered as `name` with callbacks or promise, and as `nameSync`. */
const operations = {
  access({ path }: { path: string }): void {
    if (getFile(path) === undefined && !isFolder(path)) throw noSuchFile(path);
  },
  readFile({ filePath, encoding }: Path & { encoding?: string }): { data: Data } {
    return { data: textOf(fileAt(filePath).bytes, encoding) };
  },
  writeFile({ filePath, data, encoding }: Path & { data: Data; encoding?: string }): void {
    assertWritable(filePath);
    putFile(filePath, bytesOf(data, encoding), '');
  },
  appendFile({ filePath, data, encoding }: Path & { data: Data; encoding?: string }): void {
    const before = fileAt(filePath).bytes;
    const more = bytesOf(data, encoding);
    const joined = new Uint8Array(before.length + more.length);
    joined.set(before);
    joined.set(more, before.length);
    putFile(filePath, joined, '');
  },
  saveFile({ tempFilePath, filePath }: { tempFilePath: string; filePath?: string }): { savedFilePath: string } {
    const { bytes, type } = fileAt(tempFilePath);
    if (filePath !== undefined) assertWritable(filePath);
    const savedFilePath = filePath ?? keptPath(ending(tempFilePath));
    putFile(savedFilePath, bytes, type);
    // WeChat moves the temporary file
    deleteFile(tempFilePath);
    return { savedFilePath };
  },
  copyFile({ srcPath, destPath }: { srcPath: string; destPath: string }): void {
    const { bytes, type } = fileAt(srcPath);
    assertWritable(destPath);
    putFile(destPath, bytes.slice(), type);
  },
  unlink({ filePath }: Path): void {
    fileAt(filePath);
    deleteFile(filePath);
  },
  removeSavedFile({ filePath }: Path): void {
    fileAt(filePath);
    deleteFile(filePath);
  },
  stat({ path }: { path: string }): { stats: object } {
    const folder = isFolder(path);
    if (!folder) fileAt(path);
    const { bytes, modifiedAt } = getFile(path) ?? { bytes: [], modifiedAt: 0 };
    const seconds = Math.floor(modifiedAt / 1000);
    return {
      stats: {
        size: bytes.length,
        lastModifiedTime: seconds,
        lastAccessedTime: seconds,
        isFile: () => !folder,
        isDirectory: () => folder,
      },
    };
  },
  mkdir({ dirPath, recursive = false }: { dirPath: string; recursive?: boolean }): void {
    const path = dirPath.replace(/\/$/, '');
    if (isFolder(path)) {
      if (recursive) return;
      throw new WxFailure(`file already exists ${dirPath}`, { errno: 1300005 });
    }
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (recursive && !isFolder(parent)) operations.mkdir({ dirPath: parent, recursive });
    assertWritable(path);
    putFile(`${path}/`, new Uint8Array(), 'folder');
  },
  readdir({ dirPath }: { dirPath: string }): { files: string[] } {
    if (!isFolder(dirPath)) throw noSuchFile(dirPath);
    const inside = `${dirPath.replace(/\/$/, '')}/`;
    const names = listPaths()
      .filter((path) => path.startsWith(inside) && path !== inside)
      .map((path) => path.slice(inside.length).split('/')[0] ?? '');
    return { files: [...new Set(names)] };
  },
  getFileInfo({ filePath }: Path): { size: number } {
    return { size: fileAt(filePath).bytes.length };
  },
};

/** Arguments of the `…Sync` forms in order, and what they answer. */
const syncForms: { [K in keyof typeof operations]?: readonly [parameters: readonly string[], result?: string] } = {
  access: [['path']],
  readFile: [['filePath', 'encoding'], 'data'],
  writeFile: [['filePath', 'data', 'encoding']],
  appendFile: [['filePath', 'data', 'encoding']],
  saveFile: [['tempFilePath', 'filePath'], 'savedFilePath'],
  copyFile: [['srcPath', 'destPath']],
  unlink: [['filePath']],
  stat: [['path'], 'stats'],
  mkdir: [['dirPath', 'recursive']],
  readdir: [['dirPath'], 'files'],
};

type Operation = (options: Record<string, unknown>) => Record<string, unknown> | undefined;

function fileSystemManager(): Record<string, unknown> {
  const manager: Record<string, unknown> = {};
  for (const [name, operation] of Object.entries(operations) as unknown as [keyof typeof operations, Operation][]) {
    manager[name] = asyncApi(name, (options: Record<string, unknown>) => operation(options));
    const [parameters, result] = syncForms[name] ?? [];
    if (parameters === undefined) continue;
    manager[`${name}Sync`] = (...values: unknown[]) =>
      syncCall(`${name}Sync`, () => {
        const given = parameters.map((parameter, index) => [parameter, values[index]] as const);
        const answer = operation(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
        return result === undefined ? undefined : answer?.[result];
      });
  }
  return manager;
}

const manager = fileSystemManager();

/** What opens in a tab of its own; other documents are saved. */
const SHOWN_BY_BROWSER = new Set(['.pdf', '.txt', '.png', '.jpg', '.jpeg']);

export const filesApi = {
  env: { USER_DATA_PATH },
  getFileSystemManager: () => manager,
  saveFile: manager.saveFile,
  downloadFile: asyncApi<{ url: string; filePath?: string }>('downloadFile', async ({ url, filePath }) => {
    const response = await reach(url);
    const name = new URL(url, location.href).pathname;
    const tempFilePath = await storeTemporary(await response.blob(), name);
    if (filePath !== undefined) operations.saveFile({ tempFilePath, filePath });
    return { statusCode: response.status, ...(filePath === undefined ? { tempFilePath } : { filePath }) };
  }),
  openDocument: asyncApi<{ filePath: string; fileType?: string }>('openDocument', ({ filePath, fileType }) => {
    const { type } = fileAt(filePath);
    const url = urlOfLocalFile(filePath) ?? '';
    const suffix = fileType === undefined ? ending(filePath) : `.${fileType}`;
    const link = document.createElement('a');
    link.href = url;
    if (SHOWN_BY_BROWSER.has(suffix.toLowerCase()) && type !== '') link.target = '_blank';
    else link.download = filePath.split('/').at(-1) ?? `document${suffix}`;
    link.click();
  }),
};
