import { clockText, type Day, type Minute } from '../../../miniprogram/shared/domain/calendar';
import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import type { Booking, OutboxMessage } from '../data/documents';
import { subscribeMessage, thing } from '../outbox/messages';

const HOUR_MS = 3_600_000;

/** When an adult is reminded of a call, and what the message says beside time and place. */
const REMINDERS = [
  { key: '24h', before: 24 * HOUR_MS, staleBefore: 2 * HOUR_MS, hint: '请留出时间，孩子等着您' },
  { key: '1h', before: HOUR_MS, staleBefore: 0, hint: '快到时间了，请把手机放在身边' },
] as const;

/**
 * The reminders of a booked call's seat that can still leave in time, none of them at night. They name a point and a time,
 * never a child. What is written for a seat does not leave once the call was moved or called off (outbox/jobs.ts).
 */
export function remindersOf(booking: Booking, now: number): OutboxMessage[] {
  const { openid } = booking;
  if (booking.status !== 'booked' || openid === null) return [];
  return REMINDERS.flatMap(({ key, before, staleBefore, hint }) => {
    const due = booking.startsAt - before;
    const dueAt = nextAllowed(due, false);
    const staleAt = booking.startsAt - staleBefore;
    if (due <= now || dueAt >= staleAt) return [];
    return subscribeMessage({
      _id: `call:${booking._id}:${booking.seat}:${key}`,
      seat: booking.seat,
      schoolId: booking.schoolId,
      kind: 'call',
      to: openid,
      data: { time1: fullTime(booking.day, booking.from), thing2: thing(booking.pointName), thing3: thing(hint) },
      page: `features/booking/pages/ticket/index?id=${booking._id}`,
      dueAt,
      staleAt,
      refId: booking._id,
    });
  });
}

/** As WeChat's templates want a time: 2026年11月24日 19:30. */
export const fullTime = (day: Day, minute: Minute): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日 ${clockText(minute)}`;
};
