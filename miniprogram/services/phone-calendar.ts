import type { Ticket } from '../shared/contract';
import { instantOf } from '../shared/domain/calendar';
import { recall, remember } from './storage';

/*
 * The phone's own calendar. It opens only inside a tap and not after anything awaited (platform.md), and an Android phone
 * reports success even when the person went back: so nobody may claim that a reminder is set, only that it was offered.
 */

const KEY = 'calendar.offered';
const KEPT = 20;
/** How long before the call the phone reminds, seconds. */
const BEFORE = 15 * 60;

/** Offers the call to the phone's calendar; call it first thing in a tap. Answers whether the phone showed it. */
export function offerToCalendar(
  call: Pick<Ticket, 'bookingId' | 'day' | 'from' | 'to' | 'pointName'>,
  title: string,
): Promise<boolean> {
  const { day, from, to, pointName } = call;
  return new Promise((resolve) => {
    wx.addPhoneCalendar({
      title,
      startTime: instantOf(day, from) / 1_000,
      endTime: String(instantOf(day, to) / 1_000),
      location: pointName,
      alarm: true,
      alarmOffset: BEFORE,
      success: () => {
        remember(KEY, [...offered().filter((entry) => entry !== entryOf(call)), entryOf(call)].slice(-KEPT));
        resolve(true);
      },
      fail: () => resolve(false),
    });
  });
}

type Entry = Pick<Ticket, 'bookingId' | 'day' | 'from'>;

/** Whether this call was offered to the calendar of this phone before, at the time that it has now. */
export const wasOffered = (call: Entry): boolean => offered().includes(entryOf(call));

/** Whether the calendar may hold this call at a time that it had before it was moved: the phone lets nobody but the person take it out. */
export const mayBeStale = (call: Entry): boolean =>
  offered().some((entry) => entry.startsWith(`${call.bookingId}@`) && entry !== entryOf(call));

const entryOf = ({ bookingId, day, from }: Entry): string => `${bookingId}@${day}:${from}`;

const offered = (): readonly string[] => recall<readonly string[]>(KEY, []);
