import { NoNetwork, post, reach } from '../system/server';
import { asyncApi } from './api';
import { readBytes, storeTemporary } from './file-store';

/** What the gateway answers for a failed call; WeChat gives the client the same two fields. */
interface CloudError {
  readonly errCode: number;
  readonly errMsg: string;
}

const NETWORK_ERR_CODE = -1;

/** Cloud calls fail with `errCode` and `errMsg`. */
async function cloudCall<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { errCode, errMsg } =
      error instanceof NoNetwork ? { errCode: NETWORK_ERR_CODE, errMsg: error.message } : (error as CloudError);
    if (errCode === undefined) throw error;
    const text = errMsg.startsWith(`${name}:fail`)
      ? errMsg
      : `${name}:fail Error: errCode: ${errCode} | errMsg: ${errMsg}`;
    throw Object.assign(new Error(text), { errCode, errMsg: text });
  }
}

interface FileList {
  fileList: (string | { fileID: string })[];
}

/** `wx.cloud`: functions and files of the local cloud, as this persona. */
export const cloud = {
  init(): void {},

  callFunction: asyncApi<{ name: string; data?: unknown }>('cloud.callFunction', ({ name, data = {} }) =>
    cloudCall('cloud.callFunction', () => post<{ result: unknown; requestID: string }>('call', { name, data })),
  ),

  uploadFile: asyncApi<{ cloudPath: string; filePath: string }>('cloud.uploadFile', ({ cloudPath, filePath }) =>
    cloudCall('cloud.uploadFile', async () => {
      const bytes = await readBytes(filePath);
      const { fileID } = await post<{ fileID: string }>(
        `upload?path=${encodeURIComponent(cloudPath)}`,
        new Blob([bytes]),
      );
      return { fileID, statusCode: 200 };
    }),
  ),

  getTempFileURL: asyncApi<FileList>('cloud.getTempFileURL', ({ fileList }) =>
    cloudCall('cloud.getTempFileURL', async () => {
      const fileIds = fileList.map((file) => (typeof file === 'string' ? file : file.fileID));
      const { urls } = await post<{ urls: Record<string, string> }>('temp-urls', { fileIds });
      return {
        fileList: fileIds.map((fileID) => {
          const tempFileURL = urls[fileID];
          return tempFileURL === undefined
            ? { fileID, tempFileURL: '', status: 1, errMsg: 'STORAGE_EXCEED_AUTHORITY' }
            : { fileID, tempFileURL, status: 0, errMsg: 'ok' };
        }),
      };
    }),
  ),

  downloadFile: asyncApi<{ fileID: string }>('cloud.downloadFile', ({ fileID }) =>
    cloudCall('cloud.downloadFile', async () => {
      const { urls } = await post<{ urls: Record<string, string> }>('temp-urls', { fileIds: [fileID] });
      const url = urls[fileID];
      if (url === undefined) throw { errCode: -503001, errMsg: 'STORAGE_EXCEED_AUTHORITY' } satisfies CloudError;
      const response = await reach(url);
      const tempFilePath = await storeTemporary(await response.blob(), fileID);
      return { tempFilePath, statusCode: response.status };
    }),
  ),

  /** Opens data that only WeChat could have encrypted; the function sees it opened. */
  CloudID: (cloudID: string) => ({ cloudID }),
};
