import { isQuiet } from '../../../miniprogram/shared/domain/quiet';
import type { Account, OutboxMessage } from '../data/documents';
import { groupedBy } from '../data/parts';
import { type Change, Duplicate, type Store } from '../data/store';
import type { Facts } from './facts';
import { NO_CREDIT, type Outcome } from './outcomes';
import { noteReceipts } from './proofs';

const TRIES = 4;

/** Writes messages outside of a transaction, as far as they are not there yet: their ids say what they are. */
export async function insertMissing(store: Store, messages: readonly OutboxMessage[]): Promise<void> {
  let missing = messages;
  for (let attempt = 1; missing.length > 0; attempt++) {
    try {
      return await store.insert('outbox', missing);
    } catch (error) {
      if (!(error instanceof Duplicate) || attempt === TRIES) throw error;
      const ids = missing.map(({ _id }) => _id);
      const there = await store.list('outbox', { where: { _id: { in: ids } }, limit: ids.length, fields: ['refId'] });
      const known = new Set(there.map(({ _id }) => _id));
      missing = missing.filter(({ _id }) => !known.has(_id));
    }
  }
}

/**
 * Messages whose time has come, urgent ones first, then by when they were due. Each was made due at an hour at which it may
 * leave, but a sender may be late: at night only the urgent ones go.
 */
export async function dueMessages(store: Store, now: number, limit: number): Promise<OutboxMessage[]> {
  const due = (urgent: boolean, n: number) =>
    store.list('outbox', {
      where: { status: 'queued', urgent, dueAt: { lte: now } },
      orderBy: [['dueAt', 'asc']],
      limit: n,
    });
  const urgent = await due(true, limit);
  if (isQuiet(now) || urgent.length === limit) return urgent;
  return [...urgent, ...(await due(false, limit - urgent.length))];
}

/** Takes messages for a run; those that another run was faster to take are left out. */
export async function claim(
  store: Store,
  messages: readonly OutboxMessage[],
  run: string,
  now: number,
): Promise<OutboxMessage[]> {
  if (messages.length === 0) return [];
  const ids = messages.map(({ _id }) => _id);
  const taken = await store.updateWhere(
    'outbox',
    { _id: { in: ids }, status: 'queued' },
    { set: { status: 'claimed', claimedAt: now, claimedBy: run }, inc: { attempts: 1 } },
  );
  if (taken === 0) return [];
  const mine =
    taken === ids.length
      ? new Set(ids)
      : new Set(
          (
            await store.list('outbox', {
              where: { _id: { in: ids }, status: 'claimed', claimedBy: run },
              limit: ids.length,
              fields: ['status'],
            })
          ).map(({ _id }) => _id),
        );
  return messages
    .filter(({ _id }) => mine.has(_id))
    .map((message) => ({ ...message, attempts: message.attempts + 1, claimedBy: run }));
}

/** Claimed longer ago than a run lasts: whether these were sent nobody knows. */
export const stuckMessages = (store: Store, claimedBefore: number, limit: number): Promise<OutboxMessage[]> =>
  store.list('outbox', { where: { status: 'claimed', claimedAt: { lte: claimedBefore } }, limit });

export interface Settled {
  readonly message: OutboxMessage;
  readonly outcome: Outcome;
  /** The template it left with; of an SMS, and of one that was not tried, none. */
  readonly templateId?: string;
}

/** What WeChat answers is learned in this order: whoever is cut short in between leaves nobody out and sends nothing twice. */
export async function settle(store: Store, settled: readonly Settled[], facts: Facts, now: number): Promise<void> {
  await noteReceipts(store, settled, facts, now);
  await noteNoCredit(store, settled, now);
  for (const group of groupedBy(settled, ({ outcome }) => JSON.stringify(outcome)).values()) {
    const { status, errcode, dueAt, tried } = group[0].outcome;
    const change: Change<OutboxMessage> =
      status === 'queued'
        ? {
            set: { status, errcode, claimedAt: null, claimedBy: null, dueAt },
            ...(tried ? {} : { inc: { attempts: -1 } }),
          }
        : { set: { status, errcode, doneAt: now } };
    const ids = group.map(({ message }) => message._id);
    await store.updateWhere('outbox', { _id: { in: ids }, status: 'claimed' }, change);
  }
}

/** WeChat says that a user has no credit: our count of that template becomes 0, and holds from now on. */
async function noteNoCredit(store: Store, settled: readonly Settled[], now: number): Promise<void> {
  const empty = settled.filter(({ outcome }) => outcome.errcode === NO_CREDIT);
  for (const [template, group] of groupedBy(empty, ({ templateId }) => templateId)) {
    if (template === undefined) continue;
    const openids = group.map(({ message }) => message.to);
    const set = { ...creditsAre(template, 0, now), [`creditLog.${template}`]: [] };
    await store.updateWhere('accounts', { _id: { in: openids } }, { set });
  }
}

/** The count of a template as WeChat's word makes it, from which moment on. @param at ms since the epoch */
export const creditsAre = (template: string, left: number, at: number): NonNullable<Change<Account>['set']> => ({
  [`credits.${template}`]: left,
  [`creditsFrom.${template}`]: at,
});
