import type { Account } from '../data/documents';
import { Duplicate, type Store } from '../data/store';
import { noCreditLeft } from './repository';

/** What an event of WeChat's says of a user's credits for one template. */
export interface CreditEvent {
  /** The same for every delivery of the event. */
  readonly key: string;
  readonly openid: string;
  readonly template: string;
  /** +1 accepted once more, −1 one was sent, 'none' the user took the template back. */
  readonly change: 1 | -1 | 'none';
  /** When it happened, ms since the epoch; WeChat tells whole seconds. */
  readonly at: number;
}

/** How many more messages of a template a user may be sent, as far as WeChat's events have told. */
export const creditsLeft = (account: Pick<Account, 'credits'>, template: string): number =>
  Math.max(0, account.credits[template] ?? 0);

/**
 * Books an event, once however often it comes, and in any order: an event from before the moment at which WeChat said
 * "none left" is in that count already. Until all events are in the count may be below zero (see `creditsLeft`).
 */
export async function bookCredit(store: Store, event: CreditEvent, now: number): Promise<void> {
  const { key, openid, template, change, at } = event;
  try {
    await store.transact(async (tx) => {
      await tx.insert('seenEvents', { _id: key, at: now });
      const account = await tx.get('accounts', openid);
      if (!account) await tx.insert('accounts', { _id: openid, memberships: [], credits: {} });
      const from = account?.creditsFrom?.[template] ?? 0;
      // WeChat's clock has whole seconds: an event of the same second counts.
      if (Math.floor(at / 1000) < Math.floor(from / 1000)) return;
      await tx.update(
        'accounts',
        openid,
        change === 'none' ? { set: noCreditLeft(template, at) } : { inc: { [`credits.${template}`]: change } },
      );
    });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
    // Either this event was booked before, or somebody made the same account this moment: then it is not booked yet.
    if (!(await store.get('seenEvents', key))) return bookCredit(store, event, now);
  }
}
