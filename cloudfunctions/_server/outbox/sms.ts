import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { FamilyMember, OutboxMessage, School, SmsMonth } from '../data/documents';
import { Duplicate, type Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { noLink, type Outcome, refused, smsOutcomeOf } from './outcomes';

type Needs = Pick<Deps, 'store' | 'wechat' | 'vault' | 'now' | 'log'>;

/** A mobile number of the mainland; a family may have given a landline. */
const MOBILE = /^1[3-9]\d{9}$/;

/** What an SMS needs beside itself. */
interface Ways {
  readonly school: School | undefined;
  readonly person: Pick<FamilyMember, 'phone'> | undefined;
  /** What opens the Mini Program from it. */
  readonly link: string | undefined;
}

/**
 * Sends one SMS, where the school pays for it and the month's sum allows. It is paid before it is sent, and given back only when
 * it surely was not taken. The number is opened here and nowhere kept. Throws when no answer came.
 */
export async function sendText(deps: Needs, message: OutboxMessage, { school, person, link }: Ways): Promise<Outcome> {
  const { store, wechat, vault, now } = deps;
  if (!school?.sms.on) return refused('sms_off');
  if (!person?.phone) return refused('no_phone');
  const phone = vault.open(person.phone);
  if (!MOBILE.test(phone)) return refused('not_mobile');
  if (link === undefined) return noLink(message.attempts, now());
  const month = monthOf(school._id, now());
  if (!(await pay(store, school, month))) return refused('sms_cap');
  const outcome = smsOutcomeOf(await wechat.sendSms({ phone, link, content: message.data.content ?? '' }));
  if (outcome.receipt === 'refused') await giveBack(store, school, month);
  return outcome;
}

/** A school's account of a month's SMS. */
const monthOf = (schoolId: string, now: number): string => `${schoolId}:${dayOf(now).slice(0, 'YYYY-MM'.length)}`;

/** Books one SMS unless the month's sum would rise over the cap, whoever else books at the same time. */
async function pay(store: Store, { _id, sms }: School, month: string): Promise<boolean> {
  const book = () =>
    store.updateWhere(
      'smsMonths',
      { _id: month, fen: { lte: sms.capFen - sms.feeFen } },
      { inc: { fen: sms.feeFen, messages: 1 } },
    );
  if ((await book()) === 1) return true;
  const first: SmsMonth = { _id: month, schoolId: _id, fen: 0, messages: 0 };
  try {
    await store.insert('smsMonths', first);
  } catch (error) {
    // The month has begun: it was full, or another run began it this moment and it may have room.
    if (!(error instanceof Duplicate)) throw error;
  }
  return (await book()) === 1;
}

const giveBack = (store: Store, { sms }: School, month: string) =>
  store.updateWhere('smsMonths', { _id: month }, { inc: { fen: -sms.feeFen, messages: -1 } });

const DAY_MS = 86_400_000;
/** WeChat's links last 30 days at most (D). One that is read late must still open, so it is not used to its last day. */
const LINK_MS = 30 * DAY_MS;
const LINK_USED_MS = 20 * DAY_MS;

/** Pages → links that open them, made where there is none that lasts. One that cannot be made is left out. */
export async function linksTo(
  { store, wechat, now, log }: Pick<Needs, 'store' | 'wechat' | 'now' | 'log'>,
  pages: readonly string[],
): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const page of pages) {
    const kept = await store.get('urlLinks', page);
    if (kept && kept.until > now() + LINK_MS - LINK_USED_MS) links.set(page, kept.url);
    else
      try {
        const until = now() + LINK_MS;
        const url = await wechat.urlLink(page);
        await store.put('urlLinks', { _id: page, url, until });
        links.set(page, url);
      } catch (error) {
        log({ event: 'outbox.no-link', page, error: String(error) });
      }
  }
  return links;
}
