import { describe, expect, test } from 'vitest';
import {
  boxOf,
  childRows,
  lackOf,
  leavingIn,
  letterAloud,
  secretLead,
  writeAloud,
  writeLead,
} from '../../miniprogram/features/letters/pages/booth/view';
import { anewText } from '../../miniprogram/features/letters/pages/box/view';
import { cardsOf } from '../../miniprogram/features/letters/pages/reported/view';
import { waitingRows } from '../../miniprogram/features/letters/pages/waiting/view';
import { emptyLetter, isBegun, isFull, letterInput, mended } from '../../miniprogram/features/letters/pages/write/view';
import { rowOf } from '../../miniprogram/features/letters/words';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { errorText } from '../../miniprogram/shared/text/zh';
import { NOW, TODAY, yang, yu } from './support/family';
import { anEnvelope } from './support/letters';

describe('a letter in a list', () => {
  test.each([
    [{ state: 'waiting', mine: false }, '新的', true, false],
    [{ state: 'opened', mine: false }, '看过了', true, false],
    [{ state: 'waiting', mine: true }, '小雨还没打开', true, true],
    [{ state: 'opened', mine: true }, '小雨看过了', true, false],
    [{ state: 'checking', mine: true }, '正在送过去', true, true],
    [{ state: 'held', mine: true }, '录音没有通过检查', true, false],
    [{ state: 'taken_back', mine: true }, '收回了', false, false],
    [{ state: 'reported', mine: false }, '看过了', true, false],
  ] as const)('%o is 「%s」', (over, state, opens, takesBack) => {
    expect(rowOf(anEnvelope({ to: '小雨', ...over }), TODAY)).toMatchObject({ state, opens, takesBack });
  });

  test('says whose it is, and what to do where its voice was not let through', () => {
    expect(rowOf(anEnvelope({ hasVoice: true }), TODAY)).toMatchObject({ name: '爸爸写来的', fact: '今天 · 有录音' });
    const held = rowOf(anEnvelope({ mine: true, to: '小雨', hasVoice: true, state: 'held' }), TODAY);
    expect(held).toMatchObject({ name: '写给小雨的', fact: '今天 · 有录音。请换个说法再录一封' });
  });
});

test('who wrote to a child is told for two weeks that its pictures were chosen anew', () => {
  expect(anewText(null, '小雨', TODAY)).toBe('');
  expect(anewText(instantOf('2026-11-23', 900), '小雨', TODAY)).toContain('昨天，学校让小雨重新选了看信的图案');
  expect(anewText(instantOf('2026-11-10', 900), '小雨', TODAY)).not.toBe('');
  expect(anewText(instantOf('2026-11-09', 900), '小雨', TODAY)).toBe('');
});

describe('a letter that is written', () => {
  const voice = { path: 'wxfile://usr/kept/a.mp3', seconds: 9 };

  test('says that it is full when no more words go in', () => {
    expect(isFull({ ...emptyLetter('k'), text: '字'.repeat(999) })).toBe(false);
    expect(isFull({ ...emptyLetter('k'), text: '字'.repeat(1000) })).toBe(true);
  });

  test('is begun by words or by a voice; spaces are none', () => {
    expect(isBegun({ ...emptyLetter('k'), text: ' \n' })).toBe(false);
    expect(isBegun({ ...emptyLetter('k'), voice })).toBe(true);
    expect(letterInput({ requestKey: 'k', text: ' 小雨 ', voice }, yu.id)).toEqual({
      requestKey: 'k',
      studentId: yu.id,
      text: '小雨',
      voice: { fileId: voice.path, seconds: 9 },
    });
  });

  test('comes back under a new key, and loses nothing that was begun meanwhile', () => {
    const refused = letterInput({ requestKey: 'old', text: '先前的话', voice }, yu.id);
    expect(mended(refused, emptyLetter('x'), 'new')).toEqual({ requestKey: 'new', text: '先前的话', voice });
    const newer = { path: 'wxfile://usr/kept/b.mp3', seconds: 3 };
    expect(mended(refused, { requestKey: 'x', text: '后来的话', voice: newer }, 'new')).toEqual({
      requestKey: 'new',
      text: '先前的话\n后来的话',
      voice: newer,
    });
  });
});

describe('the tablet', () => {
  const child = (studentId: string, name: string, waiting = 0) => ({
    ...{ studentId, name, waiting, hasSecret: true, mayChoose: false },
  });

  test('calls a child by its given name; two of one name by the whole', () => {
    const rows = childRows({ children: [child('b', '王小雨'), child('a', '林小雨', 2), child('c', '李明')] });
    expect(rows.map(({ name, fact }) => [name, fact])).toEqual([
      ['林小雨', '有信在等你'],
      ['王小雨', '可以写信'],
      ['李明', '可以写信'],
    ]);
    expect(childRows({ children: [child('a', '林小雨')] })[0]?.name).toBe('小雨');
  });

  test('reads out the first three letters and how to go on', () => {
    const letters = [1, 2, 3, 4].map((n) => anEnvelope({ letterId: `l${n}`, state: n === 1 ? 'waiting' : 'opened' }));
    const box = boxOf({ name: '林小雨', letters, next: null, to: [{ adultId: 'a', name: '爸爸' }] }, TODAY);
    expect(box.name).toBe('小雨');
    expect(box.more).toContain('一共 4 封信。第 1 封，爸爸写来的，今天，新的。');
    expect(box.more).toContain('第 3 封');
    expect(box.more).not.toContain('第 4 封');
    expect(box.more).toContain('点上面的「我要写信」');
    const more = boxOf({ name: '林小雨', letters, next: 1, to: [] }, TODAY);
    expect([more.hasOlder, more.more.includes('还有更早的，在最下面')]).toEqual([true, true]);
    expect(boxOf({ name: '林小雨', letters: [], next: null, to: [] }, TODAY).more).toBe('还没有信。');
  });

  test('never offers a child to take a letter back', () => {
    const box = boxOf({ name: '林小雨', letters: [anEnvelope({ mine: true })], next: null, to: [] }, TODAY);
    expect(box.rows[0]?.takesBack).toBe(false);
  });

  test('asks for the pictures in words that fit', () => {
    expect(secretLead(true, null)).toContain('你的三个图案');
    expect(secretLead(false, null)).toContain('选三个');
    expect(secretLead(false, [1, 2, 3])).toContain('再点一遍');
  });

  test('says how to hear a letter, and that one may tell the teacher', () => {
    const letter = { letterId: 'l', mine: false, from: '爸爸', at: NOW, text: '', voice: { dataUrl: 'd', seconds: 3 } };
    expect(letterAloud(letter)).toContain('听里面的声音');
    expect(letterAloud(letter)).toContain('这封信让我不舒服');
    expect(letterAloud({ ...letter, mine: true })).not.toContain('不舒服');
  });

  test('asks who is quiet for 100 seconds, and puts the letters away after 120', () => {
    expect(leavingIn(99_000)).toBeNull();
    expect(leavingIn(100_000)).toBe(20);
    expect(leavingIn(119_001)).toBe(1);
    expect(leavingIn(120_000)).toBe(0);
    expect(leavingIn(500_000)).toBe(0);
  });

  test('asks whom to write to only where there is a choice', () => {
    const [dad, mum] = [
      { value: 'a1', label: '爸爸' },
      { value: 'a2', label: '妈妈' },
    ];
    expect(writeLead({ to: [dad] })).toBe('写给爸爸');
    expect(writeAloud({ to: [dad] })).toMatch(/^点一下「开始说话」/);
    expect(writeLead({ to: [dad, mum] })).toBe('写给谁？');
    expect(writeAloud({ to: [dad, mum] })).toMatch(/^先点一下写给谁/);
  });

  test('says what a letter lacks', () => {
    expect(lackOf({ to: '', text: '好', path: '' })).toContain('写给谁');
    expect(lackOf({ to: 'a', text: ' ', path: '' })).toContain('说一段话');
    expect(lackOf({ to: 'a', text: '', path: 'p' })).toBe('');
  });

  test('a wrong secret says how many tries are left, a locked one what to do, a closed letter from when', () => {
    expect(errorText('letters.secret-wrong', { left: 2 })).toContain('今天还能试 2 次');
    expect(errorText('letters.secret-wrong', { left: 0 })).toContain('值日老师');
    expect(errorText('letters.secret-locked')).toMatch(/明天.*老师/);
    expect(errorText('letters.closed', { until: instantOf('2026-11-25', 930) })).toContain('11月25日周三下午 3:30以后');
  });
});

describe('who waits', () => {
  const row = (child: typeof yu, waiting: number, since: string | null, sentTo: string | null = null) => ({
    child,
    waiting,
    since,
    sentTo,
    hasSecret: true,
  });

  test('the longest wait stands first, who waits for nothing last', () => {
    const rows = waitingRows(
      [row(yu, 0, null), row(yang, 1, '2026-11-23'), row({ ...yu, id: 'x', name: '王小明' }, 2, '2026-11-20', '1 号')],
      TODAY,
    );
    expect(rows.map(({ name }) => name)).toEqual(['王小明', '林小阳', '林小雨']);
    expect(rows[0]).toMatchObject({ state: '已请到1 号', tone: 'ok', fact: '有 2 封信在等，上周五来的' });
    expect(rows[2]?.fact).toBe('没有信在等');
  });
});

describe('reported letters', () => {
  test('unanswered ones first; without a handed letter there is nothing to read', () => {
    const report = {
      letterId: 'l1',
      child: yu,
      by: '小雨',
      from: '爸爸',
      why: 'scared' as const,
      words: '',
      at: NOW,
      handed: null,
      handedVoice: null,
      answered: '谈过了',
    };
    const cards = cardsOf({ reports: [report, { ...report, letterId: 'l2', answered: null, handed: '信' }] }, TODAY);
    expect(cards.map(({ key, handed }) => [key, handed])).toEqual([
      ['l2', '信'],
      ['l1', ''],
    ]);
    expect(cards[0]).toMatchObject({
      title: '三(2)班 林小雨',
      why: '看了害怕、担心',
      about: '小雨今天说的，信是爸爸写的',
    });
  });
});
