import type { NoticeStatus } from '../../../miniprogram/shared/domain/notices';
import type { Notice } from '../data/documents';
import { inParts } from '../data/parts';
import { Duplicate, type Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { BUSY_MS } from './gates';
import { letterTo, pushTitleOf, type Told } from './letters';
import { type Addressed, type Addressees, loadAddressees } from './recipients';
import { supersede } from './withdraw';

type Needs = Pick<Deps, 'store' | 'now' | 'schoolOf' | 'wake'>;

/** For so many people the letters are written by the request itself, so that an urgent notice to a class leaves at once. */
const SMALL = 300;

/** Sends a notice that may leave on its way: to a few at once, to many by `jobs`. Answers its status. */
export async function depart(deps: Needs, notice: Notice, known?: Addressees): Promise<NoticeStatus> {
  if (notice.status !== 'sending') return notice.status;
  if ((known?.recipients.length ?? notice.people) > SMALL) {
    await deps.wake({ job: 'notices', id: notice._id });
    return notice.status;
  }
  const status = await finishNotice(deps, notice, Number.POSITIVE_INFINITY, known);
  await deps.wake();
  return status;
}

/**
 * Brings a notice that may leave to all its recipients as far as it is not there yet, and marks it as sent. May be repeated,
 * cut short or run twice at once: nobody gets two. Answers its status; where it is still `sending` the time was up.
 */
export async function finishNotice(
  deps: Needs,
  notice: Notice,
  until: number,
  known?: Addressees,
): Promise<NoticeStatus> {
  const { store, now } = deps;
  if (notice.status !== 'sending') return notice.status;
  await supersede(deps, notice);
  const addressees = known ?? (await loadAddressees(deps, notice));
  const { recipients } = addressees;
  const push = pushTitleOf({ title: notice.title, corrects: notice.corrects !== null }, addressees);
  for (const part of inParts(recipients, LETTERS_AT_ONCE)) {
    if (now() >= until) return 'sending';
    const status = await postPart(deps, notice._id, part, push);
    if (status !== 'sending') return status;
  }
  const set = { status: 'sent', people: recipients.length, dueAt: null };
  if ((await store.updateWhere('notices', { _id: notice._id, status: 'sending' }, { set })) === 1) return 'sent';
  return (await store.get('notices', notice._id))?.status ?? 'sent';
}

/** How many people are written in one transaction. */
const LETTERS_AT_ONCE = 100;
const TRIES = 4;

/**
 * Writes what is not there yet, receipt and message of a person together or not at all. The notice is read and changed in the
 * same transaction, so a recall or a verdict comes either before it, and is heeded, or after it, and finds these receipts.
 */
async function postPart(
  { store, now }: Needs,
  noticeId: string,
  part: readonly Addressed[],
  push: string,
): Promise<NoticeStatus> {
  let missing = part;
  for (let attempt = 1; missing.length > 0; attempt++) {
    try {
      return await store.transact(async (tx) => {
        const notice = await tx.get('notices', noticeId);
        if (notice?.status !== 'sending') return notice?.status ?? 'recalled';
        const letters = missing.map((recipient) => letterTo(toldOf(notice, push), recipient));
        const messages = letters.flatMap(({ message }) => message ?? []);
        await tx.insert(
          'receipts',
          letters.map(({ receipt }) => receipt),
        );
        if (messages.length > 0) await tx.insert('outbox', messages);
        const change = { set: { dueAt: now() + BUSY_MS }, inc: { written: letters.length } };
        await tx.update('notices', noticeId, change);
        return notice.status;
      });
    } catch (error) {
      if (!(error instanceof Duplicate) || attempt === TRIES) throw error;
      missing = await notYetThere(store, noticeId, missing);
    }
  }
  return 'sending';
}

const toldOf = (notice: Notice, push: string): Told => ({
  of: 'notice',
  refId: notice._id,
  schoolId: notice.schoolId,
  title: notice.title,
  from: notice.senderName,
  asks: notice.asks,
  hasVoice: notice.voice?.state === 'shown',
  urgent: notice.urgent,
  deadline: notice.deadline,
  corrects: notice.corrects !== null,
  sentAt: notice.sentAt,
  push,
});

async function notYetThere(store: Store, noticeId: string, part: readonly Addressed[]): Promise<Addressed[]> {
  const ids = part.map(({ person }) => `${noticeId}:${person._id}`);
  const there = await store.list('receipts', { where: { _id: { in: ids } }, limit: ids.length, fields: ['refId'] });
  const known = new Set(there.map(({ _id }) => _id));
  return part.filter((_, i) => !known.has(ids[i] ?? ''));
}
