import type { ConcernTo } from '../../../miniprogram/shared/domain/concerns';
import { handledBy, openFirst } from '../../../miniprogram/shared/domain/concerns';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Concern } from '../data/documents';
import type { Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';

const OWN = 100;
const TO_HANDLE = 100;
/** So many rows an answer holds. */
const ROWS = 200;

/** Whose concerns the caller looks after. Of the headteacher one question: whether the school has a counsellor. */
async function handles({ store, caller }: Pick<Ctx, 'store' | 'caller'>): Promise<readonly ConcernTo[]> {
  const { role, person } = staffOf(caller);
  if (role !== 'school_admin') return handledBy(role, { hasCounsellor: true });
  const counsellors = await store.list('staff', {
    where: { schoolId: person.schoolId, role: 'counsellor' },
    limit: 20,
    fields: ['gone', 'openid'],
  });
  return handledBy(role, { hasCounsellor: counsellors.some(({ gone, openid }) => gone !== true && openid !== null) });
}

/** A concern that the caller raised or looks after; `common.not-found` for every other. */
export async function concernFor(
  ctx: Ctx,
  concernId: string,
): Promise<{ readonly concern: Concern; readonly mine: boolean; readonly mayHandle: boolean }> {
  const { person } = staffOf(ctx.caller);
  const concern = await ctx.store.get('concerns', concernId);
  if (concern?.schoolId !== person.schoolId) throw new AppError('common.not-found');
  const mine = concern.byId === person._id;
  const mayHandle = (await handles(ctx)).includes(concern.to);
  if (!mine && !mayHandle) throw new AppError('common.not-found');
  return { concern, mine, mayHandle };
}

/** As `concernFor`, for who looks after it. @throws `auth.forbidden` for its author */
export async function concernToHandle(ctx: Ctx, concernId: string): Promise<Concern> {
  const { concern, mayHandle } = await concernFor(ctx, concernId);
  if (!mayHandle) throw new AppError('auth.forbidden');
  return concern;
}

/** Those that the caller looks after, open ones first, and the caller's own: a read for each, and one for the headteacher. */
export async function concernsFor(ctx: Ctx): Promise<Concern[]> {
  const { store, caller } = ctx;
  const { person } = staffOf(caller);
  const { schoolId } = person;
  const to = await handles(ctx);
  const [handled, own] = await Promise.all([
    to.length > 0 ? handledIn(store, schoolId, to) : [],
    store.list('concerns', { where: { schoolId, byId: person._id }, orderBy: [['at', 'desc']], limit: OWN }),
  ]);
  const each = new Map([...handled, ...own].map((concern) => [concern._id, concern]));
  return openFirst([...each.values()]).slice(0, ROWS);
}

/** What is not settled yet comes before all else, however old it is. */
async function handledIn(store: Store, schoolId: string, to: readonly ConcernTo[]): Promise<Concern[]> {
  const where = { schoolId, to: { in: to } };
  const [waiting, settled] = await Promise.all([
    store.list('concerns', { where: { ...where, state: { in: ['open', 'taken'] } }, limit: TO_HANDLE }),
    store.list('concerns', {
      where: { ...where, state: 'closed' },
      orderBy: [['at', 'desc']],
      limit: TO_HANDLE / 2,
    }),
  ]);
  return [...waiting, ...settled];
}

export interface OpenCounts {
  readonly counsellor: number;
  readonly report: number;
}

/** How many of a school are not settled, by whom they are for: one aggregation. */
export async function openConcerns(store: Store, schoolId: string): Promise<OpenCounts> {
  const rows = await store.aggregate<'concerns', { _id: ConcernTo; open: number }>('concerns', [
    ['match', { schoolId, to: { $in: ['counsellor', 'report'] }, state: { $in: ['open', 'taken'] } }],
    ['group', { _id: '$to', open: { $sum: 1 } }],
  ]);
  const of = (to: ConcernTo) => rows.find(({ _id }) => _id === to)?.open ?? 0;
  return { counsellor: of('counsellor'), report: of('report') };
}
