/** What a dry run found, page by page, sealed, for as long as the sheet itself is kept. */
import type { Output } from '../../../miniprogram/shared/contract';
import type { Vault } from '../data/crypto';
import type { ImportPage } from '../data/documents';
import { inParts } from '../data/parts';
import type { Store } from '../data/store';
import { insertAll } from './carry-out';

type Preview = Output<'roster.preview'>;
/** Everything that comes in pages. */
export type Found = Pick<Preview, 'doubts' | 'changes' | 'gone'>;
export type Kind = keyof Found;

/** How many fit on a page, as the contract has it. */
export const PER_PAGE: Readonly<Record<Kind, number>> = { doubts: 50, changes: 20, gone: 50 };
/** Pages in one write: some hundred kilobytes. */
const BATCH = 50;

interface Needs {
  readonly store: Store;
  readonly vault: Vault;
}
interface Of {
  readonly importId: string;
  readonly schoolId: string;
  readonly at: number;
}

const pageId = (importId: string, of: Kind | 'answer', page: number): string => `${importId}:${of}:${page}`;

/** Keeps the whole of what was found, and the answer itself, in place of what an earlier try kept. */
export async function keepPages({ store, vault }: Needs, of: Of, found: Found, answer: Preview): Promise<void> {
  const pages = [
    ...(Object.keys(PER_PAGE) as Kind[]).flatMap((kind) => {
      const parts = inParts<unknown>(found[kind], PER_PAGE[kind]);
      return parts.map((rows, i) => ({ kind, page: i, rows, more: i < parts.length - 1 }));
    }),
    { kind: 'answer' as const, page: 0, rows: answer, more: false },
  ];
  await pagesGone(store, of.importId);
  for (const part of inParts(pages, BATCH)) {
    const docs = part.map(
      ({ kind, page, rows, more }): ImportPage => ({
        ...of,
        _id: pageId(of.importId, kind, page),
        rows: vault.seal(JSON.stringify(rows)),
        more,
      }),
    );
    await insertAll(store, 'importPages', docs);
  }
}

/** One page; nothing and no more where there is none. */
export async function pageOf<K extends Kind>(
  { store, vault }: Needs,
  importId: string,
  of: K,
  page: number,
): Promise<{ readonly rows: Found[K]; readonly more: boolean }> {
  const found = await store.get('importPages', pageId(importId, of, page));
  if (!found) return { rows: [] as unknown as Found[K], more: false };
  return { rows: JSON.parse(vault.open(found.rows)) as Found[K], more: found.more };
}

/** What a dry run answered, for a request that is repeated. */
export async function answerOf({ store, vault }: Needs, importId: string): Promise<Preview | undefined> {
  const found = await store.get('importPages', pageId(importId, 'answer', 0));
  return found && (JSON.parse(vault.open(found.rows)) as Preview);
}

export const pagesGone = (store: Store, importId: string): Promise<number> =>
  store.removeWhere('importPages', { importId });
