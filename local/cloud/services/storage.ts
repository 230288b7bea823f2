import { basename } from 'node:path/posix';
import * as v from 'valibot';
import type { Files } from '../storage/files';
import { type Action, action } from './action';

/** How long a link is good where none is asked for: a day, in seconds. */
const DEFAULT_MAX_AGE = 86_400;

/** getTempFileURL answers at most 50 at a time (D: wx-server-sdk and CloudBase's documentation of temporary links). */
const MAX_LINKS = 50;

const MISSING = 'STORAGE_FILE_NONEXIST';

const schemas = {
  upload: v.object({ path: v.string() }),
  links: v.object({
    file_list: v.pipe(
      v.array(v.object({ fileid: v.string(), max_age: v.optional(v.number(), DEFAULT_MAX_AGE) })),
      v.maxLength(MAX_LINKS),
    ),
  }),
  remove: v.object({ fileid_list: v.array(v.string()) }),
  copy: v.object({
    file_list: v.array(
      v.object({
        src_path: v.string(),
        dst_path: v.string(),
        overwrite: v.optional(v.boolean(), true),
        remove_original: v.optional(v.boolean(), false),
      }),
    ),
  }),
};

export function storageActions(files: Files, base: () => string): Record<string, Action> {
  const existing = (fileId: string): string | undefined => {
    const path = files.pathOf(fileId);
    return path !== undefined && files.record(path) ? path : undefined;
  };

  const copy = async (from: string, to: string, overwrite: boolean, move: boolean) => {
    const bytes = await files.read(from);
    if (!bytes) return { code: MISSING, message: `no file ${from}` };
    if (!overwrite && files.record(to)) return { code: 'STORAGE_FILE_EXIST', message: `${basename(to)} exists` };
    const fileId = await files.put(to, bytes, files.record(from)?.owner);
    if (move) await files.remove(from);
    return { fileId, code: 'SUCCESS' };
  };

  return {
    'storage.getUploadMetadata': action(schemas.upload, ({ path }) => {
      const { id, token } = files.ticket(path);
      const fileId = files.fileId(path);
      return { data: { url: `${base()}/upload/${id}`, token, authorization: token, fileId, cosFileId: id } };
    }),

    'storage.batchGetDownloadUrl': action(schemas.links, ({ file_list }) => {
      const link = ({ fileid, max_age }: { fileid: string; max_age: number }) => {
        const path = existing(fileid);
        if (path === undefined) return { fileID: fileid, tempFileURL: '', code: MISSING };
        return { fileID: fileid, tempFileURL: files.link(path, max_age), code: 'SUCCESS', maxAge: max_age };
      };
      return { data: { download_list: file_list.map(link) } };
    }),

    'storage.batchDeleteFile': action(schemas.remove, async ({ fileid_list }) => {
      const drop = async (fileID: string) => {
        const path = existing(fileID);
        return { fileID, code: path !== undefined && (await files.remove(path)) ? 'SUCCESS' : MISSING };
      };
      return { data: { delete_list: await Promise.all(fileid_list.map(drop)) } };
    }),

    'storage.batchCopyFile': action(schemas.copy, async ({ file_list }) => {
      const copied = [];
      for (const one of file_list)
        copied.push(await copy(one.src_path, one.dst_path, one.overwrite, one.remove_original));
      return { data: { copy_list: copied } };
    }),
  };
}
