/**
 * What is meant for a class by its name: free periods, groups that somebody keeps, notices that have not left. Of merged classes nobody could tell
 * afterwards what was meant for which, so the handover notes both sides first; each step then only changes what is as noted.
 */
import type { Audience } from '../../../miniprogram/shared/contract';
import { isUnsent, NOTICE_STATUSES } from '../../../miniprogram/shared/domain/notices';
import type { HandoverMeant, HandoverSteps } from '../data/documents';
import type { Store } from '../data/store';
import type { Act } from './steps';

const LIST = 1000;

type Follow = (ids: readonly string[]) => string[];
type Addressed = HandoverMeant['audiences'][number];
type Addresses = Addressed['before'];

const following = (follows: HandoverSteps['follows']): Follow => {
  const next = new Map(follows.map(({ id, to }) => [id, to]));
  // Of a class that graduates nobody is left: it stays named.
  return (ids) => [...new Set(ids.flatMap((id) => (next.get(id)?.length ? (next.get(id) ?? []) : [id])))];
};

/** Notes, once, what is meant for whom before and after. */
export async function noteMeant({ deps: { store }, handover }: Act): Promise<void> {
  const { _id, schoolId, plan, meant } = handover;
  if (meant || !plan) return;
  const follow = following(plan.follows);
  const school = await store.get('schools', schoolId);
  const before = school?.freePeriods ?? [];
  const after = freePeriodsAfter(before, follow);
  const groups = await store.list('noticeGroups', { where: { schoolId }, limit: LIST });
  const statuses = NOTICE_STATUSES.filter(isUnsent);
  const notices = await store.list('notices', { where: { schoolId, status: { in: statuses } }, limit: LIST });
  const fresh: HandoverMeant = {
    freePeriods: isSame(before, after) ? null : { before, after },
    audiences: [
      ...groups.map((group) =>
        addressed('noticeGroups', group._id, { audience: group.audience, classIds: null }, follow),
      ),
      ...notices.map(({ _id: id, audience, classIds }) => addressed('notices', id, { audience, classIds }, follow)),
    ].filter((one) => !isSame(one.before, one.after)),
  };
  await store.updateWhere('handovers', { _id, meant: null }, { set: { meant: fresh } });
}

const freePeriodsAfter = (periods: HandoverPeriods, follow: Follow): HandoverPeriods => {
  const all = periods.flatMap((period) => follow([period.classId]).map((classId) => ({ ...period, classId })));
  return [...new Map(all.map((period) => [JSON.stringify(period), period])).values()];
};
type HandoverPeriods = NonNullable<HandoverMeant['freePeriods']>['before'];

function addressed(of: Addressed['of'], id: string, before: Addresses, follow: Follow): Addressed {
  const { audience, classIds } = before;
  const after = { audience: audienceAfter(audience, follow), classIds: classIds && follow(classIds) };
  return { of, id, before, after };
}

const audienceAfter = (audience: Audience, follow: Follow): Audience =>
  audience.of.kind === 'classes'
    ? { ...audience, of: { kind: 'classes', classIds: follow(audience.of.classIds) } }
    : audience;

/** Means the classes of after, or again those of before (`back`). What somebody changed meanwhile stays, and is counted. */
export async function mean({ deps: { store }, handover }: Act, way: 'on' | 'back'): Promise<number> {
  const { schoolId, meant } = handover;
  if (!meant) return 0;
  const sides = <T>({ before, after }: { readonly before: T; readonly after: T }) =>
    way === 'on' ? { from: before, to: after } : { from: after, to: before };
  let kept = 0;
  const { freePeriods } = meant;
  if (freePeriods) {
    const { from, to } = sides(freePeriods);
    kept += await store.transact(async (tx) => {
      const school = await tx.get('schools', schoolId);
      if (!school || isSame(school.freePeriods, to)) return 0;
      if (!isSame(school.freePeriods, from)) return 1;
      await tx.update('schools', schoolId, { set: { freePeriods: to } });
      return 0;
    });
  }
  for (const one of meant.audiences) kept += await address(store, one, sides(one));
  return kept;
}

const address = (
  store: Store,
  { of, id }: Addressed,
  { from, to }: { from: Addresses; to: Addresses },
): Promise<number> =>
  store.transact(async (tx) => {
    const now = await tx.get(of, id);
    // A notice that left meanwhile went to whom it meant then.
    if (!now || ('status' in now && !isUnsent(now.status))) return 0;
    const present: Addresses = { audience: now.audience, classIds: 'classIds' in now ? now.classIds : null };
    if (isSame(present, to)) return 0;
    if (!isSame(present, from)) return 1;
    const { audience, classIds } = to;
    if (of === 'notices') await tx.update(of, id, { set: { audience, classIds } });
    else await tx.update(of, id, { set: { audience } });
    return 0;
  });

/** Alike in all fields, in whichever order the database gives them. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
