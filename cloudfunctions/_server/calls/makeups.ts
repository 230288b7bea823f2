/**
 * Make-up credits (product.md section 4): a call that failed on the school's side is made up for. Sets of booking ids a child,
 * moved in the transaction that changes the call, so that no crash loses one and a repeated step counts nothing twice.
 */
import { eachOf } from '../contacts/repository';
import type { Booking, Makeups } from '../data/documents';
import type { Store, Transaction } from '../data/store';

type Call = Pick<Booking, '_id' | 'schoolId' | 'studentIds'>;

/** A call failed on the school's side, or the school called it off: each of its children has one more coming. */
export async function earn(tx: Pick<Transaction, 'get' | 'insert' | 'update'>, call: Call): Promise<void> {
  for (const studentId of call.studentIds) {
    const known = await tx.get('makeups', studentId);
    if (!known) await tx.insert('makeups', { _id: studentId, schoolId: call.schoolId, earned: [call._id], spent: [] });
    else if (!known.earned.includes(call._id))
      await tx.update('makeups', studentId, { set: { earned: [...known.earned, call._id] } });
  }
}

/** A call took place: it makes up for one that failed, if any of the child's still waits for that. */
export async function spend(tx: Pick<Transaction, 'get' | 'update'>, call: Call): Promise<void> {
  for (const studentId of call.studentIds) {
    const known = await tx.get('makeups', studentId);
    if (!known || openOf(known) === 0 || known.spent.includes(call._id)) continue;
    await tx.update('makeups', studentId, { set: { spent: [...known.spent, call._id] } });
  }
}

/** A call that was thought to have failed took place, or failed for another reason: what it earned is taken back. */
export async function forgo(tx: Pick<Transaction, 'get' | 'update'>, call: Call): Promise<void> {
  for (const studentId of call.studentIds) {
    const known = await tx.get('makeups', studentId);
    if (!known?.earned.includes(call._id)) continue;
    const earned = known.earned.filter((id) => id !== call._id);
    // A call that seemed to make up for it was a call like any other, and takes nothing from the next that fails.
    await tx.update('makeups', studentId, { set: { earned, spent: known.spent.slice(0, earned.length) } });
  }
}

/** How many calls each child of a school still has coming; children with none are left out. */
export async function openCredits(store: Store, schoolId: string): Promise<ReadonlyMap<string, number>> {
  const all = await eachOf(store, 'makeups', schoolId);
  return new Map(all.map((makeups) => [makeups._id, openOf(makeups)] as const).filter(([, open]) => open > 0));
}

/** How many calls a child still has coming. */
export const openOf = ({ earned, spent }: Pick<Makeups, 'earned' | 'spent'>): number =>
  Math.max(0, earned.length - spent.length);
