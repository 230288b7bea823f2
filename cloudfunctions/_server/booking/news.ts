import type { ChangeReason, Channel } from '../../../miniprogram/shared/contract';
import { instantOf } from '../../../miniprogram/shared/domain/calendar';
import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import type { Booking, OutboxMessage } from '../data/documents';
import { subscribeMessage, thing } from '../outbox/messages';
import { fullTime } from './reminders';

const NOW_BY: Readonly<Record<Channel, string>> = {
  phone: '学校打电话给您，时间不变',
  wechat: '学校用微信视频打给您，时间不变',
  voip_voice: '在小程序里通话，时间不变',
  voip_video: '在小程序里视频，时间不变',
};

/** Tells a family that the school had to give its call another point; it names point and time, never a child. */
export const movedMessage = (after: Booking, now: number): OutboxMessage[] =>
  news(after, now, { key: 'moved', what: `换到${after.pointName}`, hint: NOW_BY[after.channel], seat: after.seat });

/** Tells a family that its call cannot take place. Of a right that ended nothing is said here: that is for the school to say. */
export const offMessage = (call: Booking, why: ChangeReason, now: number): OutboxMessage[] =>
  news(
    call,
    now,
    why === 'no_right'
      ? { key: 'off', what: '这次通话取消了', hint: '想问清楚，请联系班主任' }
      : { key: 'off', what: '学校有事，这次打不成了', hint: '学校会补上，点开另选时间' },
  );

/** At night it leaves only where the family is waiting for the call already. */
export function news(
  call: Booking,
  now: number,
  told: { readonly key: string; readonly what: string; readonly hint: string; readonly seat?: number },
): OutboxMessage[] {
  const { openid } = call;
  const staleAt = instantOf(call.day, call.to);
  if (openid === null || now >= staleAt) return [];
  const urgent = nextAllowed(now, false) >= call.startsAt;
  return [
    subscribeMessage({
      _id: `call:${call._id}:${call.seat}:${told.key}`,
      ...(told.seat === undefined ? {} : { seat: told.seat }),
      schoolId: call.schoolId,
      kind: 'call',
      to: openid,
      urgent,
      data: { time1: fullTime(call.day, call.from), thing2: thing(told.what), thing3: thing(told.hint) },
      page: `features/booking/pages/ticket/index?id=${call._id}`,
      dueAt: nextAllowed(now, urgent),
      staleAt,
      refId: call._id,
    }),
  ];
}
