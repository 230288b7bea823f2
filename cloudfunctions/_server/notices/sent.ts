import { scopesOf } from '../../../miniprogram/shared/access/permissions';
import { hasLeft, isUnsent, NOTICE_STATUSES } from '../../../miniprogram/shared/domain/notices';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Notice } from '../data/documents';
import type { Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Reach } from '../kernel/reach';
import { inClasses, openIn } from './repository';

/** Whether the caller is the one who lets notices go, or gives them back. */
export const mayReview = (ctx: Pick<Ctx, 'role'>): boolean => scopesOf(ctx.role, 'notices.review').length > 0;

/** Whether the caller may recall or correct a notice: who wrote it, and the headteacher. */
export const mayChange = (ctx: Ctx, { senderId }: Pick<Notice, 'senderId'>): boolean =>
  mayReview(ctx) || senderId === staffOf(ctx.caller).person._id;

/**
 * A notice for a class of the reach. One that did not leave is its sender's alone, and while it waits for a word the reviewer's.
 * @throws AppError `common.not-found`
 */
export async function noticeIn(ctx: Ctx, id: string): Promise<Notice> {
  const { store, reach } = ctx;
  const notice = await store.get('notices', id);
  const within =
    notice?.schoolId === reach.schoolId && (reach.all || notice.classIds.some((c) => reach.classIds.includes(c)));
  if (!notice || !within) throw new AppError('common.not-found');
  const mine = notice.senderId === staffOf(ctx.caller).person._id;
  if (mine || hasLeft(notice) || (notice.status === 'review' && mayReview(ctx))) return notice;
  throw new AppError('common.not-found');
}

/** The same, where the caller may also change it. */
export async function noticeToChange(ctx: Ctx, id: string): Promise<Notice> {
  const notice = await noticeIn(ctx, id);
  if (!mayChange(ctx, notice)) throw new AppError('auth.forbidden');
  return notice;
}

const LISTED = [
  'title',
  'sentAt',
  'asks',
  'urgent',
  'people',
  'senderName',
  'status',
  'voice',
  'pictures',
] as const satisfies readonly (keyof Notice)[];
export type Listed = Pick<Notice, '_id' | (typeof LISTED)[number]>;
const PROJECTED = Object.fromEntries(LISTED.map((field) => [field, 1]));

/** Notices that classes of the reach got, newest first; of those that did not leave only the sender's own. */
export const sentNotices = (
  { store, reach }: Pick<Ctx, 'store' | 'reach'>,
  senderId: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<Listed[]> =>
  store.aggregate('notices', [
    [
      'match',
      {
        ...inClasses(reach),
        ...(before === undefined ? {} : { sentAt: { $lt: before } }),
        $or: [{ status: { $nin: NOTICE_STATUSES.filter(isUnsent) }, people: { $gt: 0 } }, { senderId }],
      },
    ],
    ['sort', { sentAt: -1 }],
    ['limit', limit],
    ['project', PROJECTED],
  ]);

/** The notices of a school that wait for the headteacher's word, newest first. */
export const waitingNotices = (store: Store, schoolId: string, limit: number): Promise<Listed[]> =>
  store.aggregate('notices', [
    ['match', { schoolId, status: 'review' }],
    ['sort', { sentAt: -1 }],
    ['limit', limit],
    ['project', PROJECTED],
  ]);

/** Per notice: how many people of the reach it has, and how many families of them are still to do what it asks. At most two operations. */
export async function tally(store: Store, reach: Reach, notices: readonly Pick<Notice, '_id' | 'people'>[]) {
  const refId = { $in: notices.map(({ _id }) => _id) };
  const [open, people] = await Promise.all([
    openIn(store, reach, notices.length || 1, { refId }),
    // For a whole school the notice itself says it.
    reach.all
      ? notices
      : store.aggregate<'receipts', { _id: string; people: number }>('receipts', [
          ['match', { ...inClasses(reach), refId }],
          ['group', { _id: '$refId', people: { $sum: 1 } }],
        ]),
  ]);
  const unheard = new Map(open.map(({ noticeId, waiting }) => [noticeId, waiting.unheard]));
  const all = new Map(people.map((row) => [row._id, row.people]));
  return (id: string) => ({ people: all.get(id) ?? 0, unheard: unheard.get(id) ?? 0 });
}
