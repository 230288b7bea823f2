import type { ConcernTo } from '../../../miniprogram/shared/domain/concerns';
import { handledBy, openFirst } from '../../../miniprogram/shared/domain/concerns';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Concern } from '../data/documents';
import type { Store, Where } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';

const OWN = 100;
const WAITING = 100;
const SETTLED = 50;

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

export interface Found {
  readonly concerns: readonly Concern[];
  /** What waits for the caller and is older than these, and from where to go on; `null` where that is all. */
  readonly more: { readonly count: number; readonly until: number } | null;
}

/**
 * Those that the caller looks after, open ones first, and the caller's own: a read for each, and one for the headteacher. With `until` only what
 * waits for the caller, from that moment back.
 */
export async function concernsFor(ctx: Ctx, until?: number): Promise<Found> {
  const { store, caller } = ctx;
  const { person } = staffOf(caller);
  const { schoolId } = person;
  const to = await handles(ctx);
  const where = { schoolId, to: { in: to } };
  const isFirst = until === undefined;
  const [waiting, settled, own] = await Promise.all([
    to.length > 0 ? waitingIn(store, where, until) : { concerns: [], more: null },
    isFirst && to.length > 0 ? newest(store, { ...where, state: 'closed' }, SETTLED) : [],
    isFirst ? newest(store, { schoolId, byId: person._id }, OWN) : [],
  ]);
  const each = new Map([...waiting.concerns, ...settled, ...own].map((concern) => [concern._id, concern]));
  return { concerns: openFirst([...each.values()]), more: waiting.more };
}

const newest = (store: Store, where: Where<Concern>, limit: number): Promise<Concern[]> =>
  store.list('concerns', { where, orderBy: [['at', 'desc']], limit });

/** What is not settled yet, the newest of it, and how many older ones there are: counted only where a page is full. */
async function waitingIn(store: Store, handled: Where<Concern>, until?: number): Promise<Found> {
  const where: Where<Concern> = { ...handled, state: { in: ['open', 'taken'] } };
  const concerns = await newest(store, until === undefined ? where : { ...where, at: { lte: until } }, WAITING);
  const last = concerns.at(-1)?.at;
  if (concerns.length < WAITING || last === undefined) return { concerns, more: null };
  const rest = await store.count('concerns', { ...where, at: { lte: last } });
  const count = rest - concerns.filter(({ at }) => at === last).length;
  return { concerns, more: count > 0 ? { count, until: last } : null };
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
