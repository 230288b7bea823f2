import type cloudbase from '@cloudbase/node-sdk';
import { inParts } from '../data/parts';

/** The environment's private storage. */
export interface Files {
  /** A link that is good for some minutes, or `null` where the file is gone. Same order as asked. */
  links(fileIds: readonly string[]): Promise<(string | null)[]>;
  read(fileId: string): Promise<Uint8Array>;
  /** The id under which a file at this path is, or will be. */
  idOf(path: string): Promise<string>;
  write(path: string, bytes: Uint8Array): Promise<string>;
  /** Takes a file away for good; one that is gone already is no failure. */
  remove(fileId: string): Promise<void>;
}

const LINK_SECONDS = 600;
/** `getTempFileURL` takes no more (D). */
const LINKS_AT_ONCE = 50;

export function createFiles(app: ReturnType<typeof cloudbase.init>): Files {
  return {
    async links(fileIds) {
      const answers = inParts(fileIds, LINKS_AT_ONCE).map((part) =>
        app.getTempFileURL({ fileList: part.map((fileID) => ({ fileID, maxAge: LINK_SECONDS })) }),
      );
      return (await Promise.all(answers)).flatMap(({ fileList }) => fileList.map((file) => file.tempFileURL || null));
    },
    async read(fileId) {
      const { fileContent } = await app.downloadFile({ fileID: fileId });
      if (!fileContent) throw new Error('the file has no content');
      return Buffer.from(fileContent);
    },
    idOf: async (cloudPath) => (await app.getUploadMetadata({ cloudPath })).data.fileId,
    async write(cloudPath, bytes) {
      const { fileID } = await app.uploadFile({ cloudPath, fileContent: Buffer.from(bytes) });
      return fileID;
    },
    async remove(fileId) {
      await app.deleteFile({ fileList: [fileId] });
    },
  };
}
