/** Locks of what has happened already: it holds what is free, and what others hold is theirs too. */
import type { Collision } from '../../../miniprogram/shared/contract';
import { holdWhatIsFree, weekLocks } from '../../../miniprogram/shared/domain/desk';
import { heldByOthers, insertLocks, leaseId, lockDocs } from '../booking/locks';
import type { Booking } from '../data/documents';
import { Conflict, Duplicate, type Store, type Transaction } from '../data/store';

/** The call was changed between our look and our write. */
export class Changed extends Error {}

const ROUNDS = 6;

/** Tries again where somebody was faster: with one of the locks, or with the call itself. */
export async function inRounds<R>(attempt: () => Promise<R>): Promise<R> {
  for (let round = 0; round < ROUNDS; round++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Duplicate || error instanceof Changed)) throw error;
    }
  }
  throw new Conflict();
}

/** What a call can hold of these things and of its children's weekly calls, and what others hold. Locks that outlived a call, this one too, are taken away. */
export async function freeLocks(
  store: Store,
  { _id, schoolId, day, studentIds, weekOf }: Booking,
  things: readonly string[],
  quota: number,
): Promise<{ readonly lockIds: readonly string[]; readonly collisions: readonly Collision[] }> {
  const tickets = studentIds.flatMap((id) => weekLocks(id, weekOf, quota));
  const held = await heldByOthers(store, [_id, leaseId(schoolId, day)], [...things, ...tickets]);
  return holdWhatIsFree({ things, studentIds, weekOf, quota }, held);
}

/** Takes them, also those that the desk's lease of that day kept. A `Duplicate` means that somebody was faster. */
export const takeFree = (tx: Transaction, call: Booking, lockIds: readonly string[]): Promise<void> =>
  insertLocks(tx, lockDocs(call, lockIds), leaseId(call.schoolId, call.day));
