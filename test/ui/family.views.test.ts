import { describe, expect, test } from 'vitest';
import { codeFrom, digitsOf, groupsOf, missingIn, welcomeOf } from '../../miniprogram/features/account/pages/bind/view';
import { type Found, isSameClaim, slotsView, withLater } from '../../miniprogram/features/booking/pages/slots/view';
import { ticketView } from '../../miniprogram/features/booking/pages/ticket/view';
import { noticeView, type Opened } from '../../miniprogram/features/notices/pages/open/view';
import type { FamilyView } from '../../miniprogram/pages/home/panels/family';
import { guardianHome } from '../../miniprogram/pages/home/panels/guardian/view';
import { parentHome } from '../../miniprogram/pages/home/panels/parent/view';
import { openFirst } from '../../miniprogram/pages/inbox/view';
import { givenName, spokenRelation, teacherName } from '../../miniprogram/shared/text/names';

import {
  aChild,
  anItem,
  anOffer,
  anOpenNotice,
  aTicket,
  BOOKING_STATUSES,
  NOW,
  noon,
  TODAY,
  yang,
  yu,
} from './support/family';

const family = (over: Partial<FamilyView> = {}): FamilyView => ({
  kind: 'family',
  role: 'parent',
  name: '林建国',
  children: [aChild(yu)],
  calls: [],
  items: [],
  ...over,
});
const home = (view: FamilyView, inCalendar = false) => parentHome(view, NOW, () => inCalendar);

describe("a parent's home", () => {
  test('the next call in words, with the one thing to do: calendar first, then how it will go', () => {
    const view = family({ calls: [aTicket({ day: '2026-11-26' }), aTicket({ bookingId: 'b0' })] });
    expect(home(view).next).toMatchObject({
      id: 'b0',
      headline: '今晚 7:30',
      who: '和小雨视频',
      where: '亲情视频 1 号',
      state: '约好了',
      act: 'calendar',
    });
    expect(home(view).others).toEqual([{ key: 'b1', name: '后天晚上 7:30', fact: '和小雨视频，亲情视频 1 号' }]);
    expect(home(view, true).next).toMatchObject({ act: 'look', soon: '' });
  });

  test('an hour before, the phone is to be at hand', () => {
    const { next } = home(family({ calls: [aTicket({ from: noon, channel: 'phone' })] }));
    expect(next).toMatchObject({
      act: 'look',
      state: '快到时间了',
      soon: '到时间学校打给您，请保持电话畅通。请把手机放在身边。',
    });
    const begun = parentHome(family({ calls: [aTicket({ from: noon })] }), NOW + 31 * 60_000, () => false);
    expect(begun.next?.state).toBe('到时间了');
  });

  test('without a call, what the child last heard; never what the parent did not do', () => {
    const [card] = home(family()).children;
    expect(card).toMatchObject({
      sentence: '小雨上次听到爸爸妈妈的声音是 9 天前。',
      book: 'primary',
      contacted: false,
    });
    expect(home(family({ children: [aChild(yu, { childDay: null })] })).children[0]?.sentence).toBe(
      '小雨盼着和您说说话。',
    );
  });

  test('of several children the one who waits longest comes first and has the main button', () => {
    const view = family({ children: [aChild(yang, { childDay: '2026-11-22', tone: 'ok' }), aChild(yu)] });
    expect(home(view).children.map(({ name, book }) => [name, book])).toEqual([
      ['小雨', 'primary'],
      ['小阳', 'quiet'],
    ]);
  });

  test("the other parent's call is theirs: shown, but one may still book", () => {
    const view = family({ calls: [aTicket({ mine: false })] });
    expect(home(view).next).toBeNull();
    expect(home(view).others[0]?.fact).toContain('小雨和爸爸视频');
    expect(home(view).children[0]?.book).toBe('primary');
  });
});

describe("a caregiver's home", () => {
  test('one thing to hear: what waits for an answer before what is only new', () => {
    const items = [
      anItem('new', { waits: false }),
      anItem('asked', { fresh: false, at: 1 }),
      anItem('old', { fresh: false, waits: false }),
    ];
    const { hear, items: rest } = guardianHome(family({ items }), NOW, false);
    expect(hear).toMatchObject({
      id: 'asked',
      headline: '李老师有话说',
      label: '听一听',
      more: '听完这个，还有 1 个。',
    });
    expect(rest.map(({ key }) => key)).toEqual(['new', 'old']);
  });

  test('nothing to hear, and when the child calls whom', () => {
    const view = family({
      calls: [aTicket({ mine: false })],
      children: [aChild(yu, { childDay: TODAY, thisWeek: true })],
    });
    const { hear, next, children } = guardianHome(view, NOW, false);
    expect(hear).toBeNull();
    expect(next).toMatchObject({ headline: '今晚 7:30', who: '小雨和爸爸视频' });
    expect(children).toEqual([{ id: yu.id, sentence: '小雨今天和爸爸妈妈联系过。', contacted: true }]);
  });
});

test('the inbox: what is new or waits first, each in the order of the school', () => {
  const items = [
    anItem('read', { fresh: false, waits: false }),
    anItem('asked', { fresh: false }),
    anItem('new', { waits: false }),
  ];
  expect(openFirst(items).map(({ receiptId }) => receiptId)).toEqual(['asked', 'new', 'read']);
});

test('names as a family says them', () => {
  expect(['林小雨', '李明', '欧阳小雨', '阿依古丽·买买提'].map(givenName)).toEqual([
    '小雨',
    '李明',
    '小雨',
    '阿依古丽',
  ]);
  expect(['罗彩芳', '李老师', '欧阳静'].map(teacherName)).toEqual(['罗老师', '李老师', '欧阳老师']);
  expect(['父亲', '外祖母', '姑姑'].map(spokenRelation)).toEqual(['爸爸', '外婆', '姑姑']);
});

describe('the code', () => {
  test('is read however it was typed, pasted or scanned', () => {
    expect(digitsOf(' 482-177 305\n')).toBe('482177305');
    expect(digitsOf('４８２１７７３０５９９')).toBe('482177305');
    expect(codeFrom({ c: '', scene: 'c%3D482177305' })).toBe('482177305');
    expect(codeFrom({ c: '', scene: 'c=482177305' })).toBe('482177305');
    expect(codeFrom({ c: '482177305', scene: '' })).toBe('482177305');
    expect(codeFrom({ c: '', scene: 'abc%3D1%' })).toBe('');
  });

  test('is shown by three, and says what is missing', () => {
    expect(groupsOf('4821').map(({ shown, next }) => [shown, next])).toEqual([
      ['482', false],
      ['1··', true],
      ['···', false],
    ]);
    expect(groupsOf('482177305').map(({ next }) => next)).toEqual([false, false, true]);
    expect(missingIn('4821773')).toContain('还差 2 个数字');
    expect(missingIn('482177305')).toBe('');
  });

  test('tells who one is from now on', () => {
    const membership = {
      id: 'm1',
      role: 'parent',
      name: '周敏',
      schoolId: 's1',
      schoolName: '青山镇中心小学',
    } as const;
    const children = [yu, yang].map(({ name, className }) => ({ name, className, relation: '母亲' }));
    expect(welcomeOf({ membership, children })).toEqual({
      headline: '您是林小雨、林小阳的妈妈',
      about: '青山镇中心小学 三(2)班、五(1)班',
    });
    expect(welcomeOf({ membership: { ...membership, role: 'teacher' }, children: [] }).headline).toBe('周敏，您好');
  });
});

describe('free times', () => {
  const days = [
    { day: TODAY, offers: [] },
    {
      day: '2026-11-25',
      offers: [
        anOffer({ day: '2026-11-25', from: 1110, why: 'during_work' }),
        anOffer({ day: '2026-11-25', from: 1005 }),
        anOffer({ day: '2026-11-25', from: 990 }),
      ],
    },
  ];
  const found: Found = { child: yu, days, best: [anOffer({})], quota: { perWeek: 1, usedWeeks: [] }, siblings: [] };

  test('only days with room, in order of time, with why in plain words', () => {
    const view = slotsView(found, TODAY, '', false);
    expect(view.days.map(({ label }) => label)).toEqual(['明天']);
    expect(view.parts.map(({ name, times }) => [name, times.map(({ label }) => label)])).toEqual([
      ['下午', ['4:30', '4:45']],
      ['晚上，您可能在上班', ['6:30']],
    ]);
    expect(view.best[0]).toMatchObject({ when: '今天下午 4:00', fact: '您上夜班前有空 · 亲情视频 1 号' });
    expect(view.later).toBe('2026-11-26');
    expect(slotsView(found, TODAY, '', true).later).toBeNull();
  });

  test('weeks that are used up are said', () => {
    const full: Found = {
      ...found,
      days: [{ day: TODAY, offers: [] }],
      quota: { perWeek: 1, usedWeeks: ['2026-11-23'] },
    };
    expect(slotsView(full, TODAY, '', false).quota).toContain('这一周已经约过了（每周 1 次）');
    const later: Found = {
      ...found,
      days: [{ day: '2026-11-30', offers: [] }],
      quota: { perWeek: 1, usedWeeks: ['2026-11-30'] },
    };
    expect(slotsView(withLater(full, later), TODAY, '', false).quota).toContain('这一周、下一周');
    expect(slotsView(found, TODAY, '', false).quota).toBe('');
  });

  test('the same time for the same children is the same claim', () => {
    const claim = { slotId: 'p1', studentIds: ['a', 'b'], day: TODAY, from: 960 };
    expect(isSameClaim(claim, { ...claim, studentIds: ['b', 'a'] })).toBe(true);
    expect(isSameClaim(claim, { ...claim, studentIds: ['a'] })).toBe(false);
    expect(isSameClaim(claim, { ...claim, slotId: 'p2' })).toBe(false);
  });
});

describe('a ticket', () => {
  test('before: how it will go, calendar and cancelling; for the other parent only when', () => {
    expect(ticketView(aTicket(), NOW)).toMatchObject({
      story: '到时间学校用微信视频打给您。',
      ahead: true,
      mayCancel: true,
      again: '',
      cancelTitle: '取消今晚 7:30 和小雨的通话？',
    });
    expect(ticketView(aTicket({ mine: false, mayCancel: false }), NOW)).toMatchObject({
      story: '',
      ahead: false,
      again: '',
    });
  });

  test.each(BOOKING_STATUSES.filter((status) => !['booked', 'checked_in', 'in_call'].includes(status)))(
    'after (%s): what became of it, and another one',
    (status) => {
      const view = ticketView(aTicket({ status, mayCancel: false }), NOW);
      expect(view).toMatchObject({ ahead: false, mayCancel: false, again: yu.id });
      expect(view.story).toMatch(/^.{6,}。$/);
    },
  );

  test('a time that went by unnoticed does not pretend to be ahead', () => {
    expect(ticketView(aTicket({ day: '2026-11-23' }), NOW)).toMatchObject({
      state: '时间过了',
      ahead: false,
      mayCancel: false,
    });
  });
});

describe('what the school told', () => {
  const opened = (over: Partial<Opened>) => anOpenNotice({ deadline: '2026-11-27', ...over });
  const view = (over: Partial<Opened> = {}, said: Parameters<typeof noticeView>[1] = [], elder = false) =>
    noticeView(opened(over), said, { now: NOW, elder, speaks: true });

  test('asks for the answer that the teacher wants', () => {
    expect(view().ask).toEqual({ answer: 'heard', label: '我听到了' });
    expect(view({ asks: 'confirm' }).ask).toEqual({ answer: 'confirmed', label: '收到' });
    expect(view({ asks: 'read' }).ask).toBeNull();
    expect(view().deadline).toBe('请在周五以前回话');
  });

  test('in elder mode always two answers, and the first is 「我听到了」', () => {
    expect(view({ asks: 'confirm' }, [], true).ask).toEqual({ answer: 'confirmed', label: '我听到了' });
    expect(view({ asks: 'read' }, [], true).ask).toEqual({ answer: 'heard', label: '我听到了' });
  });

  test('after an answer says what the teacher knows; a wish for a call comes first', () => {
    expect(view({}, ['heard'])).toMatchObject({
      ask: null,
      mayCall: true,
      done: '好的，老师知道您听到了',
      deadline: '',
    });
    expect(view({ state: 'confirmed' }).done).toBe('好的，老师知道您收到了');
    expect(view({ state: 'heard' }, ['call_me'])).toMatchObject({ mayCall: false, done: '好的，老师会给您打电话' });
    expect(view({ state: 'called' })).toMatchObject({ mayCall: false, ask: null, done: '老师已经给您打过电话了' });
  });

  test("the teacher's own voice before a text read aloud", () => {
    expect(view()).toMatchObject({ voiceUrl: 'https://x/v.mp3', speech: '' });
    expect(view({ voiceUrl: null, voiceSeconds: null })).toMatchObject({
      voiceUrl: '',
      speech: '周五下午家长会。周五开家长会。',
    });
  });
});
