/** A family as the screens get it: a Tuesday, half past eleven; 林小雨 and her brother 林小阳. */

import type { FamilyChild } from '../../../miniprogram/pages/home/panels/family';
import type { ChildRef, FamilyItem, Output, SlotOffer, Ticket } from '../../../miniprogram/shared/contract';
import { bookingStatus } from '../../../miniprogram/shared/contract/shapes';
import { instantOf } from '../../../miniprogram/shared/domain/calendar';

export const BOOKING_STATUSES = bookingStatus.options;
export const TODAY = '2026-11-24';
export const NOW = instantOf(TODAY, 11 * 60 + 30);
export const noon = 12 * 60;

export const yu: ChildRef = { id: 's-yu', name: '林小雨', className: '三(2)班' };
export const yang: ChildRef = { id: 's-yang', name: '林小阳', className: '五(1)班' };

/** Nine days without contact. */
export const aChild = (child: ChildRef, over: Partial<FamilyChild> = {}): FamilyChild => ({
  ...child,
  childDay: '2026-11-15',
  caregiverDay: null,
  byYou: false,
  letters: 0,
  thisWeek: false,
  tone: 'amber',
  ...over,
});

/** Tonight at half past seven, booked by the reader. */
export const aTicket = (over: Partial<Ticket> = {}): Ticket => ({
  bookingId: 'b1',
  status: 'booked',
  day: TODAY,
  from: 1170,
  to: 1185,
  pointName: '亲情视频 1 号',
  channel: 'wechat',
  children: [yu],
  adultName: '林建国',
  relation: '父亲',
  mine: true,
  mayCancel: true,
  mayMove: true,
  mayJoin: false,
  origin: 'family',
  offerUntil: null,
  why: null,
  talkTo: 1182,
  ...over,
});

/** This afternoon at four, before the night shift. */
export function anOffer(over: Partial<SlotOffer>): SlotOffer {
  const { day = TODAY, from = 16 * 60 } = over;
  return {
    slotId: `p1:${day}:${from}`,
    pointId: 'p1',
    pointName: '亲情视频 1 号',
    channel: 'wechat',
    day,
    from,
    to: from + 15,
    fit: 100,
    why: 'before_shift',
    ...over,
  };
}

/** Free times for 林小雨: this afternoon, and nothing in the way. */
export const aFound = (over: Partial<Output<'booking.slots'>> = {}): Output<'booking.slots'> => ({
  child: yu,
  children: [yu],
  siblings: [],
  days: [{ day: TODAY, offers: [anOffer({}), anOffer({ from: 975 })] }],
  best: [anOffer({})],
  quota: { perWeek: 1, usedWeeks: [] },
  notYet: [],
  calls: [],
  waiting: [],
  ...over,
});

/** What her father said of his shifts, and what came of it. */
export const aFamilyTime = (over: Partial<Output<'familyTime.read'>> = {}): Output<'familyTime.read'> => ({
  on: false,
  shift: 'unknown',
  nightWeek: null,
  daysOff: [],
  only: null,
  together: true,
  children: [yu],
  plannedAt: instantOf('2026-11-30', noon),
  results: [],
  ...over,
});

/** A notice with a voice that was not heard yet. */
export const anItem = (receiptId: string, over: Partial<FamilyItem> = {}): FamilyItem => ({
  receiptId,
  of: 'notice',
  title: '周五下午家长会',
  from: '李老师',
  at: NOW - 3_600_000,
  asks: 'hear',
  hasVoice: true,
  fresh: true,
  waits: true,
  children: ['林小雨'],
  over: null,
  corrects: false,
  ...over,
});

/** The same notice, opened; without a deadline. */
export const anOpenNotice = (over: Partial<Output<'notices.open'>> = {}): Output<'notices.open'> => ({
  ...anItem('r1'),
  body: '周五开家长会。',
  voiceUrl: 'https://x/v.mp3',
  voiceSeconds: 20,
  photoUrls: [],
  file: null,
  choices: [],
  state: 'opened',
  wantsCall: false,
  answer: null,
  spoke: false,
  deadline: null,
  overWhy: null,
  newer: null,
  ...over,
});
