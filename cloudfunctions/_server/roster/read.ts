/** From an uploaded file to what a roster says. */
import { createHash } from 'node:crypto';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Deps } from '../kernel/deps';
import { isUpload } from '../wechat/uploads';
import { unreadable } from './problem';
import type { ReadOptions } from './settle';
import { type Understood, understand } from './understand';
import { readWorkbook } from './workbook';

export interface ReadRoster {
  readonly understood: Understood;
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
}

/**
 * Reads and understands a roster that a phone sent.
 * @throws AppError `common.not-found` where there is no such upload, `roster.unreadable` with its problem.
 */
export async function readRoster(
  { files }: Pick<Deps, 'files'>,
  file: { readonly fileId: string; readonly fileName: string },
  options: ReadOptions,
): Promise<ReadRoster> {
  if (!isUpload(file.fileId)) throw new AppError('common.not-found');
  const [link] = await files.links([file.fileId]);
  if (!link) throw new AppError('common.not-found');
  const bytes = await files.read(file.fileId);
  const understood = understand(await readWorkbook(bytes, file.fileName), options);
  const { sheets } = understood;
  const rows = sheets.reduce((sum, { pupilRows }) => sum + pupilRows, 0);
  if (sheets.length === 0) throw unreadable('empty');
  if (sheets.every(({ headerRow }) => headerRow === 0)) throw unreadable('no-header');
  if (rows === 0) throw unreadable('empty');
  return { understood, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** Keys of the columns that the file has. */
export const columnsOf = ({ sheets }: Understood): ReadonlySet<string> =>
  new Set(sheets.flatMap(({ recognised }) => recognised.map(({ key }) => key)));

export const errorsOf = ({ doubts }: Understood): number =>
  doubts.filter(({ severity }) => severity === 'error').length;
