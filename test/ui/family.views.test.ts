import { describe, expect, test } from 'vitest';
import { codeFrom, digitsOf, groupsOf, missingIn } from '../../miniprogram/features/account/pages/bind/view';
import { welcomeOf } from '../../miniprogram/features/account/welcome';
import type { FamilyView } from '../../miniprogram/pages/home/panels/family';
import { guardianHome } from '../../miniprogram/pages/home/panels/guardian/view';
import { parentHome } from '../../miniprogram/pages/home/panels/parent/view';
import { givenName, spokenRelation, teacherName } from '../../miniprogram/shared/text/names';

import { aChild, anItem, aTicket, NOW, noon, TODAY, yang, yu } from './support/family';

const family = (over: Partial<FamilyView> = {}): FamilyView => ({
  kind: 'family',
  role: 'parent',
  name: '林建国',
  children: [aChild(yu)],
  calls: [],
  items: [],
  asksConsent: null,
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
    expect(home(view, true).next).toMatchObject({ act: 'look', note: '' });
  });

  test('an hour before, the phone is to be at hand', () => {
    const { next } = home(family({ calls: [aTicket({ from: noon, channel: 'phone' })] }));
    expect(next).toMatchObject({
      act: 'look',
      state: '快到时间了',
      note: '到时间学校打给您，请保持电话畅通。请把手机放在身边。',
    });
    const begun = parentHome(family({ calls: [aTicket({ from: noon })] }), NOW + 31 * 60_000, () => false);
    expect(begun.next?.state).toBe('到时间了');
  });

  test('without a call, what the child last heard; never what the parent did not do', () => {
    const [card] = home(family()).children;
    expect(card).toMatchObject({
      sentence: '小雨上次有爸爸妈妈的消息是 9 天前。',
      book: 'primary',
      contacted: false,
    });
    expect(home(family({ children: [aChild(yu, { byYou: true })] })).children[0]?.sentence).toBe(
      '小雨上次有您的消息是 9 天前。',
    );
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

  test('an offer comes before what is settled, with until when to answer; the other parent does not see it', () => {
    const offer = aTicket({ bookingId: 'o1', day: '2026-11-27', status: 'offered', offerUntil: NOW + 10 * 3_600_000 });
    const { next, others } = home(family({ calls: [aTicket(), offer] }));
    expect(next).toMatchObject({
      id: 'o1',
      act: 'answer',
      state: '给您留着',
      note: '有一个空位给您留着，请在今晚 9:30 前回答。',
    });
    expect(others).toHaveLength(1);
    expect(home(family({ calls: [{ ...offer, mine: false }] }))).toMatchObject({ next: null, others: [] });
    expect(home(family({ calls: [{ ...offer, offerUntil: NOW }] })).next).toBeNull();
    expect(guardianHome(family({ calls: [{ ...offer, mine: false }] }), NOW, false).next).toBeNull();
  });

  test('the room of an in-app call is one tap away once it is open', () => {
    const near = { from: noon, channel: 'voip_video', status: 'checked_in' } as const;
    expect(home(family({ calls: [aTicket(near)] })).next).toMatchObject({
      act: 'look',
      looks: true,
      note: '孩子到了，这里就能进入通话。',
    });
    expect(home(family({ calls: [aTicket({ ...near, mayJoin: true })] })).next).toMatchObject({
      act: 'join',
      label: '进入通话',
    });
  });

  test('what the school changed is said', () => {
    expect(home(family({ calls: [aTicket({ why: 'point_broken' })] })).next?.note).toContain('通话用的机器坏了');
  });

  test("next week's call leaves this week's to be booked", () => {
    expect(home(family({ calls: [aTicket()] })).children[0]?.book).toBe('no');
    expect(home(family({ calls: [aTicket({ day: '2026-11-30' })] })).children[0]?.book).toBe('quiet');
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

  test('what waits is found behind much that is newer, and few rows stand below', () => {
    const newer = Array.from({ length: 9 }, (_, i) => anItem(`r${i}`, { fresh: false, waits: false }));
    const items = [...newer, anItem('asked', { fresh: false, at: 1 })];
    const caregiver = guardianHome(family({ items }), NOW, false);
    expect(caregiver.hear?.id).toBe('asked');
    expect(caregiver.items).toHaveLength(5);
    const { news } = home(family({ items }));
    expect([news[0]?.key, news.length]).toEqual(['asked', 5]);
  });

  test('nothing to hear, and when the child calls whom', () => {
    const view = family({
      calls: [aTicket({ mine: false })],
      children: [aChild(yu, { childDay: TODAY, thisWeek: true })],
    });
    const { hear, next, children } = guardianHome(view, NOW, false);
    expect(hear).toBeNull();
    expect(next).toMatchObject({ headline: '今晚 7:30', who: '小雨和爸爸视频' });
    expect(children).toEqual([{ id: yu.id, name: '小雨', sentence: '小雨今天和爸爸妈妈联系过。', contacted: true }]);
  });
});

test("a caregiver's home: what was taken back is nothing to hear, and is told", () => {
  const items = [anItem('old', { over: 'recalled', at: NOW - 9 * 86_400_000 }), anItem('gone', { over: 'recalled' })];
  const { hear, recalled } = guardianHome(family({ items }), NOW, true);
  expect(hear).toBeNull();
  expect(recalled).toEqual(['李老师收回了：周五下午家长会']);
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
