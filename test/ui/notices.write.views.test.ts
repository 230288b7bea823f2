import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  audienceOf,
  audienceText,
  type Chosen,
  chosenOf,
  gradeName,
  missingOf,
  placesFor,
  startingWith,
} from '../../miniprogram/features/notices/addressed';
import {
  emptyForm,
  filled,
  isFine,
  letterOf,
  type NoticeForm,
  problemsOf,
} from '../../miniprogram/features/notices/letter';
import { childChips, childrenOf } from '../../miniprogram/features/notices/pages/audience/view';
import {
  extrasText,
  nextPage,
  quietText,
  sentText,
  sheetOf,
  smsText,
  urgentText,
  waysText,
} from '../../miniprogram/features/notices/pages/write/view';
import { type Audience, contract, type Output } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { NOTICE_STATUSES } from '../../miniprogram/shared/domain/notices';
import { NOTICE_TEMPLATES, openLine } from '../../miniprogram/shared/text/notice-templates';

/** A Tuesday. */
const TODAY = '2026-11-24';
const NOON = instantOf(TODAY, 12 * 60);
const ALL: Audience = { of: { kind: 'school' }, roles: ['parent', 'guardian'] };
const CLASSES = [
  { id: 'c1', name: '三(1)班', grade: 3 },
  { id: 'c2', name: '三(2)班', grade: 3 },
];

const form = (over: Partial<NoticeForm> = {}): NoticeForm => ({
  ...emptyForm('key12345'),
  title: '家长会',
  body: '请来',
  audience: ALL,
  ...over,
});

describe('a template', () => {
  test.each(NOTICE_TEMPLATES)('$label is taken by the school once its blanks are filled', (template) => {
    const written = filled(form(), template);
    expect(isFine(problemsOf(written, NOON))).toBe(!template.body.includes('____'));
    const whole = { ...written, body: written.body.replaceAll('____', '周五下午两点') };
    expect(problemsOf(whole, NOON)).toEqual(problemsOf(form(), NOON));
    expect(v.is(contract['notices.send'].input, letterOf(whole, ''))).toBe(true);
  });

  test('names no child as what the county calls it', () => {
    expect(JSON.stringify(NOTICE_TEMPLATES)).not.toContain('留守');
  });

  test('that is not filled is held back with the first line that has a blank', () => {
    expect(openLine('时间：周五\n地点：____\n带上：＿＿')).toBe('地点：____');
    expect(problemsOf(form({ body: '好\n  地点：____ ' }), NOON).body).toBe('还有一处没填：「地点：____」');
    expect(openLine('a_b')).toBeNull();
  });
});

describe('what is written', () => {
  test('leaves out what was not filled in', () => {
    const letter = letterOf(form(), '');
    for (const key of ['deadline', 'voice', 'file', 'sendAt', 'corrects']) expect(letter).not.toHaveProperty(key);
    expect(letter).toMatchObject({ pictures: [], choices: [] });
  });

  test('takes along what is attached under the names that the school gave', () => {
    const uploaded = { a: 'cloud://v', b: 'cloud://p', c: 'cloud://f' };
    const all = form({
      voice: { path: 'a', seconds: 9 },
      pictures: ['b'],
      file: { path: 'c', name: '名单.xlsx' },
      later: { day: '2026-11-27', clock: '18:05' },
      uploaded,
    });
    expect(letterOf(all, 'n0')).toMatchObject({
      voice: { fileId: 'cloud://v', seconds: 9 },
      pictures: ['cloud://p'],
      file: { fileId: 'cloud://f', name: '名单.xlsx' },
      sendAt: instantOf('2026-11-27', 18 * 60 + 5),
      corrects: 'n0',
    });
    expect(() => letterOf({ ...all, uploaded: {} }, '')).toThrow();
  });

  test('needs two answers that are different, and only where one is asked to choose', () => {
    const asked = (...choices: string[]) => problemsOf(form({ asks: 'answer', choices }), NOON).choices;
    expect(asked('来', ' ')).not.toBe('');
    expect(asked('来', ' 来')).not.toBe('');
    expect(asked('来', '', '不来')).toBe('');
    expect(problemsOf(form({ choices: [] }), NOON).choices).toBe('');
    expect(letterOf(form({ asks: 'answer', choices: [' 来 ', '', '不来'] }), '').choices).toEqual(['来', '不来']);
  });

  test('is not sent into the past, nor after its own deadline', () => {
    const problems = (over: Partial<NoticeForm>) => problemsOf(form(over), NOON);
    expect(problems({ later: { day: TODAY, clock: '12:00' } }).later).not.toBe('');
    expect(problems({ later: { day: TODAY, clock: '12:01' } }).later).toBe('');
    expect(problems({ deadline: '2026-11-23' }).deadline).not.toBe('');
    expect(problems({ deadline: '2026-11-25', later: { day: '2026-11-26', clock: '08:00' } }).deadline).not.toBe('');
    expect(problems({ deadline: '2026-11-26', later: { day: '2026-11-26', clock: '08:00' } }).deadline).toBe('');
  });

  test('is said under 「更多」 while that is folded', () => {
    expect(extrasText(form(), NOON)).toBe('截止、定时、急事、图片、文件');
    const set = form({ deadline: '2026-11-28', urgent: true, pictures: ['a', 'b'], file: { path: 'c', name: 'd' } });
    expect(extrasText({ ...set, later: { day: '2026-11-25', clock: '08:00' } }, NOON)).toBe(
      '最晚周六 · 明天早上 8:00 发 · 急事 · 2 张图片 · 1 个文件',
    );
  });

  test('disturbs nobody at night unless it is urgent', () => {
    const night = instantOf(TODAY, 22 * 60);
    expect(quietText(form(), NOON)).toBe('');
    expect(quietText(form(), night)).toContain('明天早上 7:00');
    expect(quietText(form({ urgent: true }), night)).toBe('');
    expect(quietText(form({ later: { day: '2026-11-26', clock: '06:00' } }), NOON)).toContain('后天早上 7:00');
    expect(urgentText(5)).toContain('0.05 元');
    expect(urgentText(null)).not.toContain('短信');
  });
});

describe('before it goes', () => {
  const SMS = { on: true, feeFen: 5, capFen: 5000 };
  const reach = (over: Partial<Output<'notices.reach'>> = {}): Output<'notices.reach'> => ({
    people: 86,
    families: 40,
    wechat: 52,
    sms: 0,
    call: 31,
    visit: 3,
    unreached: [
      { name: '王桂兰', relation: '祖母', children: ['林小雨', '林小阳'] },
      { name: '罗四', relation: '邻居', children: ['张明'] },
    ],
    ...over,
  });

  test('says by which ways, and names who can only be told at home', () => {
    const sheet = sheetOf(reach(), form(), NOON, SMS);
    expect(sheet).toEqual({
      title: '发给 86 人',
      ways: '40 户。微信 52 人，要打电话 31 人，要上门 3 人',
      visits: ['林小雨、林小阳的奶奶 王桂兰', '张明的邻居 罗四'],
      more: '还有 1 人',
      notes: [],
      yes: '发出去',
    });
    expect(waysText(reach({ call: 0, visit: 0 }))).toBe('微信 52 人');
  });

  test('says what the SMS cost where it is money, and that the month has not enough for all', () => {
    expect(smsText(5, SMS)).toBe('');
    expect(smsText(100, SMS)).toBe('短信大约要 5 元，学校付。');
    expect(smsText(2659, SMS)).toBe('短信大约要 133 元，学校一个月最多花 50 元，花完了就要打电话。');
    expect(smsText(2659, { ...SMS, on: false })).toBe('');
    expect(sheetOf(reach({ sms: 100 }), form(), NOON, SMS).notes).toEqual(['短信大约要 5 元，学校付。']);
  });

  test('says that many take minutes, and that what is timed may still be stopped', () => {
    const sheet = sheetOf(reach({ people: 9000 }), form({ later: { day: '2026-11-25', clock: '08:00' } }), NOON, SMS);
    expect(sheet.yes).toBe('定好');
    expect(sheet.notes).toEqual(['明天早上 8:00 发，没发以前都可以取消。', '人多，要几分钟才发得完，不用等在这里。']);
  });

  test('afterwards says what it waits for, and leads to where that can be seen', () => {
    const sent = { ...reach(), noticeId: 'n1', voice: null, pictures: [] };
    expect(sentText({ ...sent, status: 'sent' })).toBe('发出去了，有 31 人要打电话');
    expect(sentText({ ...sent, status: 'sending', call: 0 })).toBe('发出去了');
    expect(sentText({ ...sent, status: 'scheduled' })).toBe('定好了，到时候自动发');
    expect(sentText({ ...sent, status: 'review' })).toContain('校长');
    expect(NOTICE_STATUSES.filter((status) => nextPage(status) === 'noticeBoard')).toEqual(['sending', 'sent']);
  });
});

describe('an audience', () => {
  const known = { classes: CLASSES, children: [{ id: 's1', name: '林小雨' }] };

  test('comes back from what was chosen as it was', () => {
    const audience = fc.record(
      {
        of: fc.oneof(
          fc.constant({ kind: 'school' as const }),
          fc.record({
            kind: fc.constant('grades' as const),
            grades: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
          }),
          fc.record({ kind: fc.constant('classes' as const), classIds: fc.array(fc.string(), { minLength: 1 }) }),
          fc.record({ kind: fc.constant('pupils' as const), studentIds: fc.array(fc.string(), { minLength: 1 }) }),
        ),
        roles: fc.subarray(['parent', 'guardian'] as const, { minLength: 1 }),
        boarding: fc.constantFrom('boarding' as const, 'day' as const),
        leftBehind: fc.constant(true as const),
      },
      { requiredKeys: ['of', 'roles'] },
    );
    fc.assert(
      fc.property(audience, (one) => {
        expect(audienceOf(chosenOf(one as Audience))).toEqual(one);
      }),
    );
  });

  test('is nothing, and says why, while something is not chosen', () => {
    const chosen = (over: Partial<Chosen>) => ({ ...chosenOf(ALL), ...over });
    expect(missingOf(chosen({}))).toBe('');
    for (const over of [{ kind: 'grades' }, { kind: 'classes' }, { kind: 'pupils' }, { roles: [] }] as const) {
      expect(audienceOf(chosen(over))).toBeNull();
      expect(missingOf(chosen(over))).not.toBe('');
    }
  });

  test('is said in one line', () => {
    expect(audienceText(ALL, known)).toBe('全校 · 爸爸妈妈和家里照看的人');
    const some = (of: Audience['of']) => audienceText({ of, roles: ['parent'] }, known);
    expect(some({ kind: 'grades', grades: [1, 10] })).toBe('一年级、高一 · 爸爸妈妈');
    expect(some({ kind: 'classes', classIds: ['c2'] })).toBe('三(2)班 · 爸爸妈妈');
    expect(some({ kind: 'classes', classIds: ['c1', 'c2', 'x', 'y'] })).toBe('三(1)班、三(2)班等 4 个班 · 爸爸妈妈');
    expect(some({ kind: 'pupils', studentIds: ['s1'] })).toBe('林小雨的家里 · 爸爸妈妈');
    expect(some({ kind: 'pupils', studentIds: ['x'] })).toBe('1 个孩子的家里 · 爸爸妈妈');
    expect(audienceText({ ...ALL, boarding: 'boarding', leftBehind: true }, known)).toContain('住校的 · 留守的');
    expect(gradeName(9)).toBe('九年级');
  });

  test('begins with the only class; keeps of a draft what is still mine', () => {
    const classes = (...classIds: string[]): Audience => ({ ...ALL, of: { kind: 'classes', classIds } });
    expect(startingWith(null, CLASSES.slice(0, 1), false)).toEqual(classes('c1'));
    expect(startingWith(null, CLASSES, false)).toBeNull();
    expect(startingWith(classes('c1', 'gone'), CLASSES, false)).toEqual(classes('c1'));
    expect(startingWith(ALL, CLASSES, false)).toBeNull();
    expect(startingWith(ALL, CLASSES, true)).toEqual(ALL);
    expect(placesFor(false).map(({ value }) => value)).toEqual(['classes', 'pupils']);
  });

  test('by name: the chosen stay in sight, others are looked for; a mentor writes to her own classes', () => {
    const child = (id: string, name: string, className: string) => ({ id, name, className });
    const all = [child('1', '林小雨', '三(1)班'), child('2', '张明', '三(2)班'), child('3', '林风', '六(1)班')];
    expect(childChips(all, ['2'], '').map(({ value }) => value)).toEqual(['2']);
    expect(childChips(all, ['2'], '林').map(({ value }) => value)).toEqual(['2', '1', '3']);
    expect(childrenOf(all, CLASSES).map(({ id }) => id)).toEqual(['1', '2']);
  });
});
