import type { CareRecord } from '../data/documents';
import type { Store, Transaction } from '../data/store';

/** Takes a record of which a concern came back from its families for good; in the transaction that raises the concern. */
export async function shareNeverMore(tx: Transaction, recordId: string): Promise<void> {
  const record = await tx.get('records', recordId);
  if (!record || record.neverShare === true) return;
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
