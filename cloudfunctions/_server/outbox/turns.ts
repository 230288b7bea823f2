import type { OutboxMessage } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Store } from '../data/store';

/**
 * Messages to one user leave one after the other, in the order in which they were first due; urgent ones first. WeChat refuses
 * two at once (43108), and whoever is told "moved" must not hear "booked" after it.
 *
 * No lock is needed: a run claims first and looks then. Of two runs that claimed for the same user at least one sees the
 * other's claim and gives its own back; at worst both do, and come back after a while that differs.
 */

/** A function runs a minute at most, so what was claimed two minutes ago was left by a run that is gone. */
export const CLAIM_MS = 2 * 60_000;

type Rival = Pick<OutboxMessage, '_id' | 'to' | 'status' | 'claimedBy' | 'claimedAt' | 'order' | 'dueAt' | 'urgent'>;

const isBefore = (a: Pick<Rival, 'order' | '_id'>, b: Pick<Rival, 'order' | '_id'>): boolean =>
  a.order < b.order || (a.order === b.order && a._id < b._id);

/** Whether a message, claimed by `run`, has to let another one to the same user go first. */
export function mustYield(message: OutboxMessage, rival: Rival, run: string, now: number): boolean {
  if (rival.to !== message.to || rival._id === message._id) return false;
  if (rival.status === 'claimed') return rival.claimedBy !== run && (rival.claimedAt ?? 0) > now - CLAIM_MS;
  const mayOvertake = message.urgent && !rival.urgent;
  return rival.status === 'queued' && !mayOvertake && isBefore(rival, message);
}

/** A user has a handful of messages that are due; so many are looked at for all users of a batch. */
const RIVALS = 1000;

/** Which of a run's claimed messages may leave now, and which it has to give back: not before those that go first are due. */
export async function takeTurns(
  store: Store,
  mine: readonly OutboxMessage[],
  run: string,
  now: number,
): Promise<{
  readonly turn: readonly OutboxMessage[];
  readonly early: readonly { readonly message: OutboxMessage; readonly notBefore: number }[];
}> {
  if (mine.length === 0) return { turn: [], early: [] };
  const rivals = await store.list('outbox', {
    where: { to: { in: [...new Set(mine.map(({ to }) => to))] }, status: { in: ['claimed', 'queued'] } },
    // What waits and was first due after all of these goes after them anyway.
    anyOf: [{ status: 'claimed' }, { order: { lte: Math.max(...mine.map(({ order }) => order)) } }],
    limit: RIVALS,
    fields: ['to', 'status', 'claimedBy', 'claimedAt', 'order', 'dueAt', 'urgent'],
  });
  const byUser = groupedBy(rivals, ({ to }) => to);
  const looked = mine.map((message) => ({
    message,
    first: (byUser.get(message.to) ?? []).filter((rival) => mustYield(message, rival, run, now)),
  }));
  return {
    turn: looked.flatMap(({ message, first }) => (first.length === 0 ? message : [])),
    early: looked.flatMap(({ message, first }) =>
      first.length === 0 ? [] : { message, notBefore: Math.max(...first.map(({ dueAt }) => dueAt)) },
    ),
  };
}

/** Messages user by user, those of each in the order in which they leave. */
export const byTurn = (messages: readonly OutboxMessage[]): OutboxMessage[][] =>
  [...groupedBy(messages, ({ to }) => to).values()].map((own) =>
    own.sort((a, b) => Number(b.urgent) - Number(a.urgent) || (isBefore(a, b) ? -1 : 1)),
  );
