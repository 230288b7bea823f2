import { pushTitle } from '../../../miniprogram/shared/domain/audience';
import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import { isOpen, undelivered } from '../../../miniprogram/shared/domain/receipts';
import type { OutboxMessage, Receipt } from '../data/documents';
import { inParts } from '../data/parts';
import { Duplicate, type Store } from '../data/store';
import { subscribeMessage, thing } from '../outbox/messages';
import type { Addressed, Addressees } from './recipients';

/** What is told to a family: a notice, or the shared part of a record. */
export interface Told {
  readonly of: Receipt['of'];
  readonly refId: string;
  readonly schoolId: string;
  readonly title: string;
  readonly from: string;
  readonly asks: Receipt['asks'];
  readonly hasVoice: boolean;
  readonly urgent: boolean;
  readonly sentAt: number;
}

/** A person's receipt, and the message that leaves for WeChat where that is the person's way. */
export interface Letter {
  readonly receipt: Receipt;
  readonly message: OutboxMessage | null;
}

/** The page that a push message opens; it shows notices and shared records alike. */
const PAGE = 'features/notices/pages/open/index';
/** After a week a message that could not leave is not sent any more. */
const STALE_MS = 7 * 86_400_000;
const NEUTRAL_TITLE = '学校有话对您说';
const HINT: Readonly<Record<Receipt['asks'], string>> = {
  read: '点开看一看',
  confirm: '请点开，按「收到」',
  hear: '请点开，听老师说',
};

/** The letters of one notice or record to all its recipients. */
export function lettersOf(told: Told, { recipients, childNames }: Addressees): Letter[] {
  const title = thing(pushTitle(told.title, childNames, NEUTRAL_TITLE));
  return recipients.map((recipient) => letterTo(told, recipient, title));
}

function letterTo(told: Told, { person, children, relation, way }: Addressed, title: string): Letter {
  const { of, refId, schoolId, from, asks, hasVoice, sentAt } = told;
  const hasPhone = person.phone !== null;
  const standing = {
    of,
    asks,
    state: way === 'wechat' ? ('queued' as const) : undelivered(hasPhone),
    wantsCall: false,
    why: way === 'wechat' ? null : person.hasSmartphone ? 'no_wechat' : 'no_smartphone',
  };
  const receipt: Receipt = {
    ...standing,
    _id: `${refId}:${person._id}`,
    schoolId,
    refId,
    personId: person._id,
    personName: person.name,
    relation,
    hasPhone,
    title: told.title,
    from,
    hasVoice,
    studentIds: children.map((child) => child.id),
    classIds: children.map((child) => child.classId),
    childNames: children.map((child) => child.name),
    open: isOpen(standing),
    sentAt,
    at: null,
    calls: [],
    version: 0,
  };
  if (way !== 'wechat' || person.openid === null) return { receipt, message: null };
  const message = subscribeMessage({
    _id: `notice:${refId}:${person._id}`,
    schoolId,
    kind: 'notice',
    openid: person.openid,
    page: `${PAGE}?id=${receipt._id}`,
    data: { thing1: title, thing2: thing(from), thing3: HINT[asks] },
    dueAt: nextAllowed(sentAt, told.urgent),
    staleAt: sentAt + STALE_MS,
    urgent: told.urgent,
    refId: receipt._id,
  });
  return { receipt, message };
}

/** How many people are written in one transaction. */
const LETTERS_AT_ONCE = 100;
const TRIES = 4;

/**
 * Writes what is not there yet, receipt and message of a person together or not at all. Their ids come from the notice
 * and the person, so this may be repeated, cut short or run twice at once: nobody gets two.
 */
export async function postLetters(store: Store, letters: readonly Letter[]): Promise<void> {
  for (const part of inParts(letters, LETTERS_AT_ONCE)) await postPart(store, part);
}

async function postPart(store: Store, part: readonly Letter[]): Promise<void> {
  let missing = part;
  for (let attempt = 1; missing.length > 0; attempt++) {
    const receipts = missing.map((letter) => letter.receipt);
    const messages = missing.flatMap(({ message }) => message ?? []);
    try {
      await store.transact(async (tx) => {
        await tx.insert('receipts', receipts);
        if (messages.length > 0) await tx.insert('outbox', messages);
      });
      return;
    } catch (error) {
      if (!(error instanceof Duplicate) || attempt === TRIES) throw error;
      missing = await notYetThere(store, missing);
    }
  }
}

async function notYetThere(store: Store, letters: readonly Letter[]): Promise<Letter[]> {
  const ids = letters.map(({ receipt }) => receipt._id);
  const there = await store.list('receipts', { where: { _id: { in: ids } }, limit: ids.length, fields: ['refId'] });
  const known = new Set(there.map(({ _id }) => _id));
  return letters.filter(({ receipt }) => !known.has(receipt._id));
}
