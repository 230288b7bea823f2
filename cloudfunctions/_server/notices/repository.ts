import type { FamilyItem } from '../../../miniprogram/shared/contract';
import { type Waiting, waitingIn } from '../../../miniprogram/shared/domain/board';
import { isFresh } from '../../../miniprogram/shared/domain/receipts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Receipt } from '../data/documents';
import { Conflict, type Store } from '../data/store';
import type { Reach } from '../kernel/reach';

/** Receipts of the reach, as a condition of MongoDB. A mentor's children are their head teacher's to call. */
export const inClasses = (reach: Reach): object => ({
  schoolId: reach.schoolId,
  ...(reach.all ? {} : { classIds: { $in: reach.classIds } }),
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

type SideBySide = Pick<Receipt, 'studentIds' | 'classIds'> & Partial<Pick<Receipt, 'classNames' | 'childNames'>>;

/** A receipt with those of its children alone who are in the reach: the others are not the asker's to see. */
export function within<T extends SideBySide>(reach: Reach, receipt: T): T {
  const seen = receipt.studentIds.map((id, i) => childIn(reach, id, receipt.classIds[i]));
  if (!seen.includes(false)) return receipt;
  const only = (all: readonly string[]) => all.filter((_, i) => seen[i]);
  const { studentIds, classIds, classNames, childNames } = receipt;
  return {
    ...receipt,
    studentIds: only(studentIds),
    classIds: only(classIds),
    ...(classNames && { classNames: only(classNames) }),
    ...(childNames && { childNames: only(childNames) }),
  };
}

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
  children: [...within(reach, receipt).childNames],
  over: receipt.over,
  corrects: receipt.corrects,
});

/** What one notice still waits for: its open receipts, those of the same children, state and rung once. */
interface Open {
  readonly noticeId: string;
  readonly title: string;
  readonly asks: Receipt['asks'];
  readonly waiting: Waiting;
}
interface OpenRow extends Pick<Receipt, 'title' | 'asks'> {
  readonly _id: string;
  readonly lines: readonly Pick<Receipt, 'studentIds' | 'state' | 'rung' | 'wantsCall'>[];
}

/** What is open in the reach, per notice, newest first. One operation. @param only conditions of MongoDB on the receipts */
export async function openIn(store: Store, reach: Reach, limit: number, only: object = {}): Promise<Open[]> {
  const same = ['refId', 'studentIds', 'state', 'rung', 'wantsCall'];
  const first = (field: string) => ({ $first: field });
  const rows = await store.aggregate<'receipts', OpenRow>('receipts', [
    ['match', { ...inClasses(reach), ...only, open: true }],
    [
      'group',
      {
        _id: Object.fromEntries(same.map((field) => [field, `$${field}`])),
        title: first('$title'),
        asks: first('$asks'),
        at: { $max: '$sentAt' },
      },
    ],
    [
      'group',
      {
        _id: '$_id.refId',
        title: first('$title'),
        asks: first('$asks'),
        at: { $max: '$at' },
        lines: { $push: '$_id' },
      },
    ],
    ['sort', { at: -1, _id: 1 }],
    ['limit', limit],
  ]);
  return rows.map(({ _id, title, asks, lines }) => ({ noticeId: _id, title, asks, waiting: waitingIn(asks, lines) }));
}

/** How many notices with people who have not heard are shown at once. */
const UNHEARD_SHOWN = 10;

/** What is still open in the caller's classes: per notice how many families, newest first. One operation. */
export async function unheard(store: Store, reach: Reach) {
  if (!reach.all && reach.classIds.length === 0) return [];
  const open = await openIn(store, reach, UNHEARD_SHOWN);
  return open.map(({ noticeId, title, asks, waiting }) => ({ noticeId, title, asks, ...waiting }));
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
