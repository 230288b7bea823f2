import type { FamilyItem } from '../../../miniprogram/shared/contract';
import type { MediaState } from '../../../miniprogram/shared/domain/media';
import { isUnsent, NOTICE_STATUSES, type NoticeStatus } from '../../../miniprogram/shared/domain/notices';
import { isFresh } from '../../../miniprogram/shared/domain/receipts';
import { recordKind } from '../../../miniprogram/shared/domain/record-kinds';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Notice, Receipt } from '../data/documents';
import { Conflict, type Store } from '../data/store';
import type { Reach } from '../kernel/reach';

/** Open receipts of the reach, as a condition of MongoDB. A mentor's children are their head teacher's to call. */
const inClasses = (reach: Reach, field: string): object => ({
  schoolId: reach.schoolId,
  ...(reach.all ? {} : { [field]: { $in: reach.classIds } }),
});

/** What one person of a family was told, newest first. */
export const receiptsOf = (store: Store, reach: Reach, personId: string, limit: number, before?: number) =>
  store.list('receipts', {
    where: { schoolId: reach.schoolId, personId, ...(before === undefined ? {} : { sentAt: { lt: before } }) },
    orderBy: [['sentAt', 'desc']],
    limit,
  });

/** The same as the family's screens show it. What is only about children to whom the person has no right any more is left out. */
export async function familyItems(store: Store, reach: Reach, personId: string, limit: number): Promise<FamilyItem[]> {
  return itemsOf(await receiptsOf(store, reach, personId, limit), reach);
}

export const itemsOf = (receipts: readonly Receipt[], reach: Reach): FamilyItem[] =>
  receipts.filter((receipt) => concerns(receipt, reach)).map((receipt) => itemOf(receipt, reach));

/** Whether a receipt is about at least one child of the reach. */
export const concerns = (receipt: Pick<Receipt, 'schoolId' | 'studentIds' | 'classIds'>, reach: Reach): boolean =>
  receipt.schoolId === reach.schoolId &&
  (reach.all || receipt.studentIds.some((id, i) => childIn(reach, id, receipt.classIds[i])));

/** The names of those of a receipt's children who are in the reach. */
export const namesIn = (receipt: Pick<Receipt, 'studentIds' | 'classIds' | 'childNames'>, reach: Reach): string[] =>
  receipt.childNames.filter((_, i) => childIn(reach, receipt.studentIds[i], receipt.classIds[i]));

const childIn = (reach: Reach, studentId = '', classId = ''): boolean =>
  reach.all || reach.studentIds.includes(studentId) || reach.classIds.includes(classId);

export const itemOf = (receipt: Receipt, reach: Reach): FamilyItem => ({
  receiptId: receipt._id,
  of: receipt.of,
  title: receipt.title,
  from: receipt.from,
  at: receipt.sentAt,
  asks: receipt.asks,
  hasVoice: receipt.hasVoice,
  fresh: isFresh(receipt.state),
  waits: receipt.open && !receipt.wantsCall,
  children: namesIn(receipt, reach),
});

interface Unheard {
  readonly noticeId: string;
  readonly title: string;
  readonly people: number;
}
/** How many notices with people who have not heard are shown at once. */
const UNHEARD_SHOWN = 10;

/** What is still open in the caller's classes: per notice how many people, newest first. One operation. */
export async function unheard(store: Store, reach: Reach): Promise<Unheard[]> {
  if (!reach.all && reach.classIds.length === 0) return [];
  const rows = await store.aggregate<'receipts', { _id: string; title: string; people: number }>('receipts', [
    ['match', { ...inClasses(reach, 'classIds'), open: true }],
    ['group', { _id: '$refId', title: { $first: '$title' }, at: { $max: '$sentAt' }, people: { $sum: 1 } }],
    ['sort', { at: -1, _id: 1 }],
    ['limit', UNHEARD_SHOWN],
  ]);
  return rows.map(({ _id, title, people }) => ({ noticeId: _id, title, people }));
}

const LISTED = ['title', 'sentAt', 'asks', 'people', 'senderName', 'status', 'voice'] as const;

/** Notices that classes of the reach got, newest first; of those that did not leave only the sender's own. */
export const sentNotices = (
  store: Store,
  reach: Reach,
  senderId: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
) =>
  store.aggregate<'notices', Pick<Notice, '_id' | (typeof LISTED)[number]>>('notices', [
    [
      'match',
      {
        ...inClasses(reach, 'audience.classIds'),
        ...(before === undefined ? {} : { sentAt: { $lt: before } }),
        $or: [{ status: { $nin: NOTICE_STATUSES.filter(isUnsent) } }, { senderId }],
      },
    ],
    ['sort', { sentAt: -1 }],
    ['limit', limit],
    ['project', Object.fromEntries(LISTED.map((field) => [field, 1]))],
  ]);

/**
 * Per notice: how many people of the reach it has, and for how many it is still open. For a whole school only the open
 * ones are counted, as `Notice.people` says the rest.
 */
export async function tally(store: Store, reach: Reach, notices: readonly Pick<Notice, '_id' | 'people'>[]) {
  const rows = await store.aggregate<'receipts', { _id: string; people: number; open: number }>('receipts', [
    [
      'match',
      {
        ...inClasses(reach, 'classIds'),
        refId: { $in: notices.map(({ _id }) => _id) },
        ...(reach.all ? { open: true } : {}),
      },
    ],
    ['group', { _id: '$refId', people: { $sum: 1 }, open: { $sum: { $cond: ['$open', 1, 0] } } }],
  ]);
  const found = new Map(rows.map((row) => [row._id, row]));
  return new Map(
    notices.map(({ _id, people }) => {
      const row = found.get(_id);
      return [_id, { people: reach.all ? people : (row?.people ?? 0), open: row?.open ?? 0 }];
    }),
  );
}

interface ToldOnce {
  readonly title: string;
  readonly body: string;
  readonly at: number;
  readonly asks: Receipt['asks'];
  readonly status: NoticeStatus;
  readonly voice: MediaState | null;
  /** The child whose record it is; `null` for a notice, which opens nobody's file. */
  readonly recordOf: string | null;
}

/**
 * What was told under an id, to somebody in a class of the reach: a notice, or the shared part of a record. A notice that
 * did not leave is its sender's alone.
 */
export async function toldById(store: Store, reach: Reach, askerId: string, refId: string): Promise<ToldOnce> {
  const covers = (schoolId: string, classIds: readonly string[]) =>
    schoolId === reach.schoolId && (reach.all || classIds.some((id) => reach.classIds.includes(id)));
  const notice = await store.get('notices', refId);
  const seen = notice && (!isUnsent(notice.status) || notice.senderId === askerId);
  if (seen && covers(notice.schoolId, notice.audience.classIds))
    return { ...notice, at: notice.sentAt, voice: notice.voice?.state ?? null, recordOf: null };
  const record = notice ? undefined : await store.get('records', refId);
  if (record?.share && covers(record.schoolId, [record.classId]))
    return {
      title: recordKind(record.kind)?.title ?? '',
      body: record.shareText,
      at: record.at,
      asks: 'read',
      status: 'sent',
      voice: null,
      recordOf: record.studentId,
    };
  throw new AppError('common.not-found');
}

/** Tells the receipts of a notice that left whether there is a voice to hear. */
export function showVoice(store: Store, { _id, schoolId, voice }: Pick<Notice, '_id' | 'schoolId' | 'voice'>) {
  const hasVoice = voice?.state === 'shown';
  return store.updateWhere('receipts', { schoolId, refId: _id, hasVoice: { ne: hasVoice } }, { set: { hasVoice } });
}

/** Rows of a list, as many as one answer may have. */
const BOARD_ROWS = 1000;

/** The receipts of a notice within the reach: those still open, then the others, at most a thousand of each. */
export async function boardReceipts(store: Store, reach: Reach, refId: string): Promise<Receipt[]> {
  const part = (open: boolean) =>
    store.list('receipts', {
      where: {
        schoolId: reach.schoolId,
        refId,
        open,
        ...(reach.all ? {} : { classIds: { in: reach.classIds } }),
      },
      limit: BOARD_ROWS,
    });
  const [open, settled] = await Promise.all([part(true), part(false)]);
  return [...open, ...settled];
}

/** A receipt about a child of the reach; for a family only its own. */
export async function receiptById(store: Store, reach: Reach, id: string, personId?: string): Promise<Receipt> {
  const receipt = await store.get('receipts', id);
  if (!receipt || !concerns(receipt, reach)) throw new AppError('common.not-found');
  if (personId !== undefined && receipt.personId !== personId) throw new AppError('common.not-found');
  return receipt;
}

const TRIES = 8;

/**
 * Changes a receipt that was read, by what `decide` makes of it; decides anew where somebody was faster. Where nothing is
 * to change, nothing is written.
 */
export async function changeReceipt(
  store: Store,
  read: Receipt,
  decide: (receipt: Receipt) => Partial<Receipt>,
): Promise<Receipt> {
  let receipt = read;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const set = decide(receipt);
    if (Object.entries(set).every(([field, value]) => receipt[field as keyof Receipt] === value)) return receipt;
    const where = { _id: receipt._id, version: receipt.version };
    if ((await store.updateWhere('receipts', where, { set, inc: { version: 1 } })) === 1)
      return { ...receipt, ...set, version: receipt.version + 1 };
    const newest = await store.get('receipts', receipt._id);
    if (!newest) throw new AppError('common.not-found');
    receipt = newest;
  }
  throw new Conflict();
}
