import { news } from '../booking/news';
import type { Booking, OutboxMessage } from '../data/documents';

/** Tells an adult that the school booked a call for the family, e.g. because it rang up. It names no child. */
export const bookedMessage = (call: Booking, now: number): OutboxMessage[] =>
  news(call, now, {
    key: 'booked',
    what: `学校帮您约好了，${call.pointName}`,
    hint: '时间不合适，点开可以改',
    seat: call.seat,
  });

/** Tells an adult that the desk gave the call another time of today. */
export const laterMessage = (call: Booking, now: number): OutboxMessage[] =>
  news(call, now, { key: 'later', what: '今天的通话改了时间', hint: '请按上面的时间等着', seat: call.seat });
