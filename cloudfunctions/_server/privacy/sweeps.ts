/** What is taken away in a way of its own. */
import { addDays, dayOf } from '../../../miniprogram/shared/domain/calendar';
import { withoutPast } from '../school/settings';
import { erase } from './erase';
import type { Sweep } from './retention';

/** After so many days nobody tells a call late any more (domain/desk.ts, REPORT_DAYS), and the week's quota is over. */
const SETTLED_DAYS = 14;
/** Days of calls in one run, and calls of a day. */
const DAYS_AT_ONCE = 30;
const CALLS = 1000;

/** Takes away the locks of calls that are over, day by day; `after` is the last day that was done. */
export const forgetLocks: Sweep = async ({ store, now }, schoolId, after = '') => {
  const until = addDays(dayOf(now()), -SETTLED_DAYS);
  let removed = 0;
  let done = after;
  for (let n = 0; n < DAYS_AT_ONCE; n++) {
    const [next] = await store.list('bookings', {
      where: { schoolId, day: { gt: done, lt: until } },
      orderBy: [['day', 'asc']],
      limit: 1,
      fields: ['day'],
    });
    if (!next) return { removed, more: false, after: done };
    const calls = await store.list('bookings', { where: { schoolId, day: next.day }, limit: CALLS, fields: ['day'] });
    removed += await store.removeWhere('locks', { schoolId, bookingId: { in: calls.map(({ _id }) => _id) } });
    done = next.day;
  }
  return { removed, more: true, after: done };
};

/** Days of the school's settings that are over decide nothing any more; who was on duty is asked for some days back. */
export const forgetSettings: Sweep = async ({ store, now }, schoolId) => {
  const since = addDays(dayOf(now()), -SETTLED_DAYS);
  const removed = await store.transact(async (tx) => {
    const school = await tx.get('schools', schoolId);
    if (!school) return 0;
    const kept = withoutPast(school, since);
    const past = (['exceptions', 'closures', 'dutyDays'] as const).reduce(
      (sum, days) => sum + school[days].length - kept[days].length,
      0,
    );
    if (past > 0) await tx.update('schools', schoolId, { set: kept });
    return past;
  });
  return { removed, more: false };
};

/** Files of so many children in one run: each is some dozens of steps. */
const FILES = 10;
const GONE = ['transferred', 'graduated', 'moved', 'dropped_out'] as const;

/** Erases the files of children who left longer ago than the school keeps them. */
export const forgetLeavers: Sweep = async (needs, schoolId) => {
  const school = await needs.store.get('schools', schoolId);
  if (!school) return { removed: 0, more: false };
  const today = dayOf(needs.now());
  const last = `${Number(today.slice(0, 4)) - school.keepYears}${today.slice(4)}`;
  const leavers = await needs.store.list('students', {
    where: { schoolId, 'left.how': { in: [...GONE] }, 'left.day': { lt: last } },
    limit: FILES,
  });
  const over = leavers.filter(({ status }) => status === 'left');
  for (const student of over) await erase(needs, student, null);
  return { removed: over.length, more: leavers.length === FILES };
};
