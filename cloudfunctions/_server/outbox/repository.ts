import { isSeatKept } from '../../../miniprogram/shared/domain/calls';
import { isQuiet } from '../../../miniprogram/shared/domain/quiet';
import { isFresh, undelivered } from '../../../miniprogram/shared/domain/receipts';
import type { Account, Booking, OutboxMessage, Receipt } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Change, Store } from '../data/store';
import type { DeployedTemplates } from '../wechat/templates';
import { LET_GO, NEEDLESS, NO_CREDIT, type Outcome } from './outcomes';

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

/** What messages speak of, as far as it decides whether they still make sense. */
export interface Facts {
  /** Bookings by id. */
  readonly calls: ReadonlyMap<string, Pick<Booking, 'status' | 'seat'>>;
  /** Receipts by id. */
  readonly receipts: ReadonlyMap<string, Pick<Receipt, 'state' | 'hasPhone'>>;
  /** Who of the addressed is still bound to somebody of the message's school (`atSchool`). */
  readonly bound: ReadonlySet<string>;
}

const atSchool = (openid: string, schoolId: string): string => `${openid} ${schoolId}`;

export async function factsOf(store: Store, messages: readonly OutboxMessage[]): Promise<Facts> {
  const refs = (which: (message: OutboxMessage) => boolean) => [
    ...new Set(messages.filter(which).map(({ refId }) => refId)),
  ];
  const bookingIds = refs(({ seat }) => seat !== undefined);
  const receiptIds = refs(({ kind }) => kind === 'notice');
  const openids = [...new Set(messages.map(({ openid }) => openid))];
  const [accounts, bookings, receipts] = await Promise.all([
    openids.length === 0
      ? []
      : store.list('accounts', { where: { _id: { in: openids } }, limit: openids.length, fields: ['memberships'] }),
    bookingIds.length === 0
      ? []
      : store.list('bookings', {
          where: { _id: { in: bookingIds } },
          limit: bookingIds.length,
          fields: ['status', 'seat'],
        }),
    receiptIds.length === 0
      ? []
      : store.list('receipts', {
          where: { _id: { in: receiptIds } },
          limit: receiptIds.length,
          fields: ['state', 'hasPhone'],
        }),
  ]);
  return {
    calls: new Map(bookings.map((booking) => [booking._id, booking])),
    receipts: new Map(receipts.map((receipt) => [receipt._id, receipt])),
    bound: new Set(accounts.flatMap(({ _id, memberships }) => memberships.map((m) => atSchool(_id, m.schoolId)))),
  };
}

/** What keeps a message from leaving: nobody waits for it any more, or the WeChat was let go since. */
export function obstacleTo(message: OutboxMessage, facts: Facts): Outcome | undefined {
  if (!isWanted(message, facts)) return NEEDLESS;
  return facts.bound.has(atSchool(message.openid, message.schoolId)) ? undefined : LET_GO;
}

/** Whether what a message speaks of still waits for it. What tells of a fact that stays, such as a call called off, always is. */
function isWanted({ kind, refId, seat, offer }: OutboxMessage, facts: Facts): boolean {
  const call = facts.calls.get(refId);
  if (seat !== undefined) return call !== undefined && call.seat === seat && isSeatKept(call.status, offer ?? false);
  if (kind !== 'notice') return true;
  const receipt = facts.receipts.get(refId);
  return receipt !== undefined && isFresh(receipt.state);
}

export interface Settled {
  readonly message: OutboxMessage;
  readonly outcome: Outcome;
}

/** What WeChat answers is learned in this order: whoever is cut short in between leaves nobody out and sends nothing twice. */
export async function settle(
  store: Store,
  settled: readonly Settled[],
  facts: Facts,
  templates: DeployedTemplates,
  now: number,
): Promise<void> {
  await noteReceipts(store, settled, facts, now);
  await noteNoCredit(store, settled, templates, now);
  for (const group of groupedBy(settled, ({ outcome }) => JSON.stringify(outcome)).values()) {
    const { status, errcode, dueAt } = group[0].outcome;
    const set: Change<OutboxMessage>['set'] =
      status === 'queued'
        ? { status, errcode, claimedAt: null, claimedBy: null, dueAt }
        : { status, errcode, doneAt: now };
    const ids = group.map(({ message }) => message._id);
    await store.updateWhere('outbox', { _id: { in: ids }, status: 'claimed' }, { set });
  }
}

/** The rung of each receipt, unless the person climbed higher meanwhile. */
async function noteReceipts(store: Store, settled: readonly Settled[], facts: Facts, now: number): Promise<void> {
  const rungs = settled.flatMap(({ message, outcome }) => {
    if (message.kind !== 'notice' || outcome.receipt === null) return [];
    const hasPhone = facts.receipts.get(message.refId)?.hasPhone ?? false;
    const state = outcome.receipt === 'undelivered' ? undelivered(hasPhone) : outcome.receipt;
    return [{ receiptId: message.refId, state, why: outcome.why }];
  });
  for (const group of groupedBy(rungs, ({ state, why }) => `${state} ${why}`).values()) {
    const { state, why } = group[0];
    const ids = group.map(({ receiptId }) => receiptId);
    await store.updateWhere(
      'receipts',
      { _id: { in: ids }, state: 'queued' },
      { set: { state, why, at: now }, inc: { version: 1 } },
    );
  }
}

/** WeChat says that a user has no credit: our count of that template becomes 0, and holds from now on. */
async function noteNoCredit(
  store: Store,
  settled: readonly Settled[],
  templates: DeployedTemplates,
  now: number,
): Promise<void> {
  const empty = settled.filter(({ outcome }) => outcome.errcode === NO_CREDIT);
  for (const group of groupedBy(empty, ({ message }) => message.kind).values()) {
    const template = templates[group[0].message.kind].id;
    const openids = group.map(({ message }) => message.openid);
    await store.updateWhere('accounts', { _id: { in: openids } }, { set: creditsAre(template, 0, now) });
  }
}

/** The count of a template as WeChat's word makes it, from which moment on. @param at ms since the epoch */
export const creditsAre = (template: string, left: number, at: number): NonNullable<Change<Account>['set']> => ({
  [`credits.${template}`]: left,
  [`creditsFrom.${template}`]: at,
});
