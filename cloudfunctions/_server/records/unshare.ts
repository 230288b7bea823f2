import type { CareRecord } from '../data/documents';
import type { Store, Transaction } from '../data/store';

/** What the writing of a record says where a concern of it was raised in the same moment: it is written anew, and not shared. */
export class ConcernCame extends Error {
  override readonly name = 'ConcernCame';
}

/**
 * A concern that is raised while its record is on its way, and the sharing of that record, do not pass each other unseen: both transactions
 * change the same document, that of the record's author, and the database lets only one of two do that at a time. The other begins anew.
 */
export const inTurn = (tx: Transaction, authorId: string): Promise<void> =>
  tx.update('staff', authorId, { inc: { turns: 1 } });

/** Whether a concern came of a record; in the transaction from which on families see it. */
export async function concernCame(
  store: Store,
  tx: Transaction,
  record: Pick<CareRecord, '_id' | 'schoolId' | 'authorId'>,
): Promise<boolean> {
  await inTurn(tx, record.authorId);
  // A list cannot be read inside a transaction: what was raised before our turn is there already, what comes after has to wait for it.
  return hasConcern(store, record);
}

/**
 * Takes a record of which a concern came back from its families for good; in the transaction that raises the concern. Of one that has not
 * arrived there is nothing to take back: it will see the concern.
 */
export async function shareNeverMore(
  tx: Transaction,
  { _id: recordId, schoolId }: Pick<CareRecord, '_id' | 'schoolId'>,
): Promise<void> {
  const record = await tx.get('records', recordId);
  if (record?.schoolId !== schoolId || record.neverShare === true) return;
  // The version rises, so that a correction that was begun before, and would share it, has to look again.
  const set = { share: false, neverShare: true, version: record.version + 1 };
  await tx.update('records', recordId, { set });
}

/**
 * Tells the receipts of a record that is shared no more that it is over: it leaves the families' lists, and what waits to be sent about it
 * does not leave. May be repeated.
 */
export const endReceiptsOf = (store: Store, { _id, schoolId }: Pick<CareRecord, '_id' | 'schoolId'>): Promise<number> =>
  store.updateWhere(
    'receipts',
    { schoolId, refId: _id, over: null },
    { set: { over: 'recalled', open: false, climbAt: null }, inc: { version: 1 } },
  );

/** Whether a concern came of a record before it left the phone on which it was written: then it is never shared at all. */
export const hasConcern = async (
  store: Store,
  { _id, schoolId }: Pick<CareRecord, '_id' | 'schoolId'>,
): Promise<boolean> => (await store.count('concerns', { schoolId, recordId: _id })) > 0;
