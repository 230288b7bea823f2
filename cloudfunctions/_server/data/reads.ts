import type { CollectionName, Documents } from './documents';
import { inParts } from './parts';
import type { Store, Where } from './store';

/** Ids in one question. */
const PART = 500;

/** Documents by their ids, a read for each five hundred; ids that are not there are left out. */
export async function byIds<C extends CollectionName>(
  store: Pick<Store, 'list'>,
  collection: C,
  ids: readonly string[],
  fields?: readonly (keyof Documents[C] & string)[],
): Promise<ReadonlyMap<string, Documents[C]>> {
  const parts = inParts([...new Set(ids)], PART);
  const found = await Promise.all(
    parts.map((part) =>
      store.list(collection, {
        where: { _id: { in: part } } as unknown as Where<Documents[C]>,
        limit: PART,
        ...(fields ? { fields } : {}),
      }),
    ),
  );
  return new Map(found.flat().map((doc) => [doc._id, doc]));
}
