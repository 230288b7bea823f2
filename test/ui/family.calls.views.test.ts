import { describe, expect, test } from 'vitest';
import {
  outBecause,
  roomOfRow,
  roomOfTicket,
  timeLeft,
  waitingFor,
} from '../../miniprogram/features/booking/pages/room/view';
import {
  askingFor,
  type Found,
  isSameClaim,
  slotsView,
  withLater,
  withoutTimeOf,
} from '../../miniprogram/features/booking/pages/slots/view';
import {
  formFrom,
  formOf,
  inputOf,
  isSameForm,
  missingIn,
  standingView,
} from '../../miniprogram/features/booking/pages/standing/view';
import { isOwed, ticketView } from '../../miniprogram/features/booking/pages/ticket/view';
import { planReason } from '../../miniprogram/shared/contract/shapes';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aFamilyTime, aFound, anOffer, aTicket, BOOKING_STATUSES, NOW, noon, TODAY, yang, yu } from './support/family';

const MONDAY = '2026-11-23';
const NEXT = '2026-11-30';

describe('free times', () => {
  const days = [
    { day: TODAY, offers: [] },
    {
      day: '2026-11-25',
      offers: [
        anOffer({ day: '2026-11-25', from: 1110, why: 'during_work', fit: 20 }),
        anOffer({ day: '2026-11-25', from: 1005 }),
        anOffer({ day: '2026-11-25', from: 990 }),
      ],
    },
  ];
  const found = aFound({ days });
  const view = (of: Found, ended = false) => slotsView(of, NOW, '', ended);
  /** The rest of the week is known and holds nothing. */
  const nothing = aFound({ days: [TODAY, '2026-11-29'].map((day) => ({ day, offers: [] })), best: [] });

  test('only days with room, in order of time, with why in plain words', () => {
    const { days: shown, parts, best, later } = view(found);
    expect(shown.map(({ label }) => label)).toEqual(['明天']);
    expect(parts.map(({ name, times }) => [name, times.map(({ label }) => label)])).toEqual([
      ['下午', ['4:30', '4:45']],
      ['晚上，您可能在上班', ['6:30']],
    ]);
    expect(best[0]).toMatchObject({ when: '今天下午 4:00', fact: '您上夜班前有空 · 亲情视频 1 号' });
    expect(later).toBe('2026-11-26');
    expect(view(found, true).later).toBeNull();
  });

  test('weeks that are used up are said, with the call that can be moved', () => {
    const full = aFound({
      days: [{ day: TODAY, offers: [] }],
      quota: { perWeek: 1, usedWeeks: [MONDAY] },
      calls: [aTicket(), aTicket({ bookingId: 'late', mayMove: false }), aTicket({ bookingId: 'b9', day: NEXT })],
    });
    expect(view(full).quota).toBe('这一周已经约过了（每周 1 次）。');
    expect(view(full).movable).toEqual([{ key: 'b1', when: '今晚 7:30', fact: '和小雨视频 · 亲情视频 1 号' }]);
    const later = aFound({ days: [{ day: NEXT, offers: [] }], quota: { perWeek: 1, usedWeeks: [NEXT] } });
    expect(view(withLater(full, later)).quota).toContain('这一周、下一周');
    expect(view(withLater(full, later)).movable.map(({ key }) => key)).toEqual(['b1', 'b9']);
    expect(view(found)).toMatchObject({ quota: '', movable: [] });
  });

  test('a time that is held until an answer is no call that was made', () => {
    const offer = aTicket({ status: 'offered', offerUntil: NOW + 60_000, mayMove: false });
    const held = aFound({ quota: { perWeek: 1, usedWeeks: [MONDAY] }, calls: [offer] });
    expect(view(held)).toMatchObject({ quota: '', movable: [], wait: [], held: [{ key: 'b1', when: '今晚 7:30' }] });
  });

  test('a week that opens later says when', () => {
    const opensAt = instantOf('2026-11-30', noon);
    expect(view(aFound({ notYet: [{ weekOf: NEXT, opensAt }] })).notYet).toEqual([
      '下一周的时间下周一中午 12:00 开放。',
    ]);
    expect(view(aFound({ notYet: [{ weekOf: NEXT, opensAt: NOW }] })).notYet[0]).toContain('马上就开放');
  });

  test('one waits for a week that is open, seen to its end, and has nothing that suits', () => {
    expect(view(nothing).wait).toEqual([{ key: MONDAY, title: '这一周没有您方便的空位' }]);
    const bad = anOffer({ why: 'during_work', fit: 20 });
    expect(view({ ...nothing, days: [{ day: '2026-11-29', offers: [bad] }], best: [bad] })).toMatchObject({
      bestTitle: '还能约的时间',
      wait: [{ key: MONDAY }],
    });
    expect(view(found).bestTitle).toBe('最合适的时间');
    expect(view({ ...nothing, days: [{ day: '2026-11-29', offers: [anOffer({})] }] }).wait).toEqual([]);
    expect(view({ ...nothing, days: [{ day: TODAY, offers: [] }] }).wait).toEqual([]);
    expect(view({ ...nothing, days: [{ day: TODAY, offers: [] }] }, true).wait).toHaveLength(1);
    expect(view({ ...nothing, quota: { perWeek: 1, usedWeeks: [MONDAY] } }).wait).toEqual([]);
    expect(view({ ...nothing, notYet: [{ weekOf: MONDAY, opensAt: NOW }] }).wait).toEqual([]);
  });

  test('who waits sees it, and does not wait twice', () => {
    const { wait, waiting } = view({ ...nothing, waiting: [{ entryId: 'w1', weekOf: MONDAY }] });
    expect(wait).toEqual([]);
    expect(waiting).toEqual([{ key: 'w1', title: '这一周有空位就告诉您' }]);
  });

  test('the same time for the same children is the same claim', () => {
    const claim = { slotId: 'p1', studentIds: ['a', 'b'], day: TODAY, from: 960 };
    expect(isSameClaim(claim, { ...claim, studentIds: ['b', 'a'] })).toBe(true);
    expect(isSameClaim(claim, { ...claim, studentIds: ['a'] })).toBe(false);
    expect(isSameClaim(claim, { ...claim, slotId: 'p2' })).toBe(false);
  });

  test('the time that a call has is not offered to move to', () => {
    const moved = withoutTimeOf(aTicket({ from: 960 }), aFound());
    expect(moved.best).toEqual([]);
    expect(moved.days[0]?.offers.map(({ from }) => from)).toEqual([975]);
  });

  test('a move is asked about with the time that is given up', () => {
    expect(askingFor(anOffer({}), [yu], NOW, aTicket())).toMatchObject({
      title: '换到今天下午 4:00？',
      text: expect.stringContaining('原来的今晚 7:30 就让给别的孩子。'),
      yes: '就换这个时间',
    });
  });
});

describe('a ticket', () => {
  test('before: how it will go, calendar, moving and cancelling; for the other parent only when', () => {
    expect(ticketView(aTicket(), NOW)).toMatchObject({
      story: '到时间学校用微信视频打给您。',
      ahead: true,
      mayMove: true,
      mayCancel: true,
      again: '',
      cancelTitle: '取消今晚 7:30 和小雨的通话？',
    });
    expect(ticketView(aTicket({ mine: false, mayCancel: false, mayMove: false }), NOW)).toMatchObject({
      story: '',
      ahead: false,
      again: '',
    });
    expect(ticketView(aTicket(), NOW, 'moved')).toMatchObject({ news: '换好了', state: '' });
  });

  test.each(BOOKING_STATUSES.filter((status) => !['offered', 'booked', 'checked_in', 'in_call'].includes(status)))(
    'after (%s): what became of it, and another one',
    (status) => {
      const view = ticketView(aTicket({ status, mayCancel: false }), NOW, 'booked');
      expect(view).toMatchObject({ ahead: false, mayCancel: false, again: yu.id, news: '' });
      expect(view.story).toMatch(/^.{6,}。$/);
    },
  );

  test('a time that went by unnoticed does not pretend to be ahead', () => {
    expect(ticketView(aTicket({ day: '2026-11-23' }), NOW)).toMatchObject({
      state: '时间过了',
      ahead: false,
      mayCancel: false,
      mayMove: false,
    });
  });

  test('an offer: until when to answer, and nothing else; afterwards that it is gone', () => {
    const offer = aTicket({ status: 'offered', offerUntil: NOW + 60_000 * 610, mayCancel: false, mayMove: false });
    expect(ticketView(offer, NOW)).toMatchObject({
      state: '给您留着',
      answerBy: '请在今晚 9:40 前回答',
      ahead: false,
      again: '',
    });
    expect(ticketView({ ...offer, offerUntil: NOW }, NOW)).toMatchObject({
      state: '没有留住',
      answerBy: '',
      again: yu.id,
    });
    expect(ticketView({ ...offer, mine: false }, NOW).answerBy).toBe('');
  });

  test('an in-app call: looks by itself for the room, and leads into it', () => {
    const near = aTicket({ channel: 'voip_video', from: noon, to: noon + 15 });
    expect(ticketView(near, NOW)).toMatchObject({ looks: true, mayJoin: false });
    expect(ticketView(aTicket({ channel: 'voip_video' }), NOW).looks).toBe(false);
    const open = ticketView({ ...near, status: 'checked_in', mayJoin: true }, NOW);
    expect(open).toMatchObject({ mayJoin: true, story: '孩子在等您，点「进入通话」就行。' });
  });

  test('what the school changed is said with its reason; what it owes is looked for', () => {
    const off = aTicket({ status: 'cancelled_school', why: 'power_cut' });
    expect(ticketView(off, NOW).story).toBe('学校停电了，这次打不成，对不住您和孩子。有合适的空位也会告诉您。');
    expect(isOwed(off)).toBe(true);
    expect(isOwed({ ...off, why: 'no_right' })).toBe(false);
    expect(isOwed(aTicket({ status: 'cancelled_family' }))).toBe(false);
    expect(ticketView(aTicket({ why: 'point_broken' }), NOW).story).toBe(
      '通话用的机器坏了，所以换到了亲情视频 1 号，时间没变。到时间学校用微信视频打给您。',
    );
  });
});

describe('a standing time', () => {
  const result = { weekOf: MONDAY, children: [yu], bookingId: 'b1', day: '2026-11-25', from: 1170 };
  const none = { ...result, bookingId: null, day: null, from: null };

  test('says how each week went, kindly', () => {
    const of = (results: Parameters<typeof aFamilyTime>[0]) => standingView(aFamilyTime(results), NOW).results[0];
    expect(of({ results: [{ ...result, reason: 'kept' }] })).toMatchObject({
      week: '这周',
      text: '还是周三晚上 7:30。',
      bookingId: 'b1',
    });
    expect(of({ results: [{ ...result, weekOf: NEXT, reason: 'moved' }] })).toMatchObject({
      week: '下周',
      text: expect.stringContaining('换到周三晚上 7:30，因为'),
    });
    for (const reason of planReason.options) {
      const row = of({ results: [{ ...(reason === 'kept' ? result : none), reason }] });
      expect(row?.text).toMatch(/。$/);
    }
  });

  test('children who call separately are named', () => {
    const view = standingView(aFamilyTime({ children: [yu, yang], results: [{ ...result, reason: 'given' }] }), NOW);
    expect(view.results[0]?.text).toBe('小雨：周三晚上 7:30。');
    expect(view.severalChildren).toBe(true);
  });

  test('a week that gave nothing leads to the free times, a past one does not', () => {
    const with_ = (weekOf: string) =>
      standingView(aFamilyTime({ results: [{ ...none, weekOf, reason: 'no_time_fits' }] }), NOW).bookFor;
    expect(with_(NEXT)).toBe(yu.id);
    expect(with_('2026-11-16')).toBe('');
  });

  test('when the next plan comes, or that the school has none', () => {
    expect(standingView(aFamilyTime({ on: true }), NOW).next).toBe('下一次安排在下周一中午 12:00，排好了会告诉您。');
    expect(standingView(aFamilyTime({ plannedAt: null }), NOW).next).toContain('还没有开始');
  });

  test('two shifts in turn: what is tapped of this week holds for the others', () => {
    const form = { ...formOf(aFamilyTime(), TODAY), shift: 'two_shift' as const };
    expect(missingIn(formOf(aFamilyTime(), TODAY))).toContain('上什么班');
    expect(missingIn(form)).toContain('这一周');
    expect(inputOf({ ...form, nights: true }, true, TODAY)).toMatchObject({ on: true, nightWeek: MONDAY });
    expect(inputOf({ ...form, nights: false }, true, TODAY).nightWeek).toBe(NEXT);
    const known = aFamilyTime({ shift: 'two_shift', nightWeek: '2026-11-09' });
    expect(formOf(known, TODAY).nights).toBe(true);
    expect(formFrom({ form: { ...form, nights: true }, weekOf: MONDAY }, NEXT).nights).toBe(false);
    expect(inputOf({ ...form, shift: 'day', nights: true }, true, TODAY).nightWeek).toBeNull();
  });

  test('the order of taps changes nothing', () => {
    const form = formOf(aFamilyTime(), TODAY);
    expect(isSameForm({ ...form, daysOff: [7, 6] }, { ...form, daysOff: [6, 7] })).toBe(true);
    expect(isSameForm({ ...form, only: 'noon' }, form)).toBe(false);
  });
});

describe('the room of a call', () => {
  const room = roomOfTicket(aTicket({ from: noon, talkTo: noon + 12 }));

  test('how long one may talk, and when to say goodbye', () => {
    const at = (minute: number) => timeLeft(room, instantOf(TODAY, minute));
    expect(at(noon)).toEqual({ text: '说到中午 12:12', soon: false });
    expect(at(noon + 10)).toEqual({ text: '还有 2 分钟', soon: true });
    expect(at(noon + 12).text).toContain('再见');
    expect(timeLeft(roomOfTicket(aTicket()), NOW).text).toBe('说到晚上 7:42');
  });

  test('who waits alone is told what comes', () => {
    expect(waitingFor(room, 0).title).toBe('等小雨进来');
    expect(waitingFor(room, 120_000).hint).toContain('老师会马上打电话给您');
    expect(waitingFor({ ...room, family: false }, 120_000).hint).toContain('换下一个办法');
  });

  test("the school's side names the adult, no child", () => {
    const row = { relation: '父亲', day: TODAY, to: noon + 15 } as Parameters<typeof roomOfRow>[0];
    expect(roomOfRow(row, 3)).toEqual({ them: '爸爸', talkTo: instantOf(TODAY, noon + 12), family: false });
  });

  test('each way out says what to do; the settings where they are the way', () => {
    for (const why of ['left', 'over', 'denied', 'occupied', 'broken'] as const)
      for (const family of [true, false]) expect(outBecause(why, family).text).toMatch(/。$/);
    expect(outBecause('denied', true).settings).toBe(true);
    expect(outBecause('broken', true).text).toContain('老师会打电话给您');
  });
});
