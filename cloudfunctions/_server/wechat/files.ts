import type cloudbase from '@cloudbase/node-sdk';

/** The environment's private storage. */
export interface Files {
  /** A link that is good for some minutes, or `null` where the file is gone. Same order as asked. */
  links(fileIds: readonly string[]): Promise<(string | null)[]>;
  read(fileId: string): Promise<Uint8Array>;
  write(path: string, bytes: Uint8Array): Promise<string>;
  /** Takes a file away for good; one that is gone already is no failure. */
  remove(fileId: string): Promise<void>;
}

const LINK_SECONDS = 600;

export function createFiles(app: ReturnType<typeof cloudbase.init>): Files {
  return {
    async links(fileIds) {
      if (fileIds.length === 0) return [];
      const { fileList } = await app.getTempFileURL({
        fileList: fileIds.map((fileID) => ({ fileID, maxAge: LINK_SECONDS })),
      });
      return fileList.map((file) => file.tempFileURL || null);
    },
    async read(fileId) {
      const { fileContent } = await app.downloadFile({ fileID: fileId });
      if (!fileContent) throw new Error('the file has no content');
      return Buffer.from(fileContent);
    },
    async write(cloudPath, bytes) {
      const { fileID } = await app.uploadFile({ cloudPath, fileContent: Buffer.from(bytes) });
      return fileID;
    },
    async remove(fileId) {
      await app.deleteFile({ fileList: [fileId] });
    },
  };
}
