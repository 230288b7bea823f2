import type { Account } from '../data/documents';
import { type Change, Duplicate, type Store } from '../data/store';
import { creditsAre } from './repository';

/** What an event of WeChat's says of a user's credits for one template. */
export interface CreditEvent {
  /** The same for every delivery of the event. */
  readonly key: string;
  readonly openid: string;
  readonly template: string;
  /** +1 accepted once more, −1 one was sent, 'none' the user took the template back, 'always' it was accepted for good. */
  readonly change: 1 | -1 | 'none' | 'always';
  /** When it happened, ms since the epoch; WeChat tells whole seconds. */
  readonly at: number;
}

/** How many more messages of a template a user may be sent, as far as WeChat's events have told. */
export const creditsLeft = (account: Pick<Account, 'credits'>, template: string): number =>
  Math.max(0, account.credits[template] ?? 0);

/** Events may be late by minutes; a day is plenty. */
const LOG_MS = 86_400_000;

/** WeChat's clock has whole seconds: events of the same second as a "none left" count as after it. */
const isBefore = (at: number, from: number): boolean => Math.floor(at / 1000) < Math.floor(from / 1000);

/** What an event changes of an account, in whatever order events arrive; `undefined` where the count has it in it already. */
function changesOf(
  account: Pick<Account, 'credits' | 'creditsFrom' | 'creditLog'> | undefined,
  { template, change, at }: CreditEvent,
): Change<Account>['set'] {
  const from = account?.creditsFrom?.[template] ?? 0;
  if (isBefore(at, from)) return undefined;
  if (change === 'always') return { ...creditsAre(template, 1, at), [`creditLog.${template}`]: [{ change: 1, at }] };
  const log = account?.creditLog?.[template] ?? [];
  if (change === 'none') {
    const later = log.filter((entry) => !isBefore(entry.at, at));
    return { ...creditsAre(template, sinceNone(later, at), at), [`creditLog.${template}`]: later };
  }
  const known = log.filter((entry) => !isBefore(entry.at, from));
  const added = sinceNone([...known, { change, at }], from) - sinceNone(known, from);
  return {
    [`credits.${template}`]: (account?.credits[template] ?? 0) + added,
    [`creditLog.${template}`]: [...log.filter((entry) => entry.at > at - LOG_MS), { change, at }],
  };
}

type Entries = readonly { readonly change: number; readonly at: number }[];

const sum = (entries: Entries): number => entries.reduce((total, { change }) => total + change, 0);

/** What is left since there was none. One that left in that very second left before: with none, none could. */
function sinceNone(entries: Entries, none: number): number {
  const isLater = ({ at }: Entries[number]) => isBefore(none, at);
  return Math.max(0, sum(entries.filter((entry) => !isLater(entry)))) + sum(entries.filter(isLater));
}

/**
 * Books an event, once however often it comes, and in any order. Until all events are in, the count may be below zero
 * (see `creditsLeft`).
 */
export async function bookCredit(store: Store, event: CreditEvent, now: number): Promise<void> {
  const { key, openid } = event;
  try {
    await store.transact(async (tx) => {
      await tx.insert('seenEvents', { _id: key, at: now });
      const account = await tx.get('accounts', openid);
      const set = changesOf(account, event);
      if (!set) return;
      if (!account) await tx.insert('accounts', { _id: openid, memberships: [], credits: {} });
      await tx.update('accounts', openid, { set });
    });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
    // Either this event was booked before, or somebody made the same account this moment: then it is not booked yet.
    if (!(await store.get('seenEvents', key))) return bookCredit(store, event, now);
  }
}
