import { describe, expect, test } from 'vitest';
import { cardOf } from '../../miniprogram/features/records/components/entry/card';
import { emptyForm, merged, type RecordForm } from '../../miniprogram/features/records/form';
import { sidesOf } from '../../miniprogram/features/records/pages/correct/view';
import { bookPeriods } from '../../miniprogram/features/records/pages/list/view';
import { pageOf, shareView } from '../../miniprogram/features/records/pages/open/view';
import { worryWords } from '../../miniprogram/features/records/pages/write/view';
import type { Output, ShownRecord } from '../../miniprogram/shared/contract';
import { type RecordKind, recordKind } from '../../miniprogram/shared/domain/record-kinds';

/** A Tuesday. */
const TODAY = '2026-11-24';
const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const YU = { id: 's1', name: '林小雨', className: '三(2)班' };

const kindOf = (id: string): RecordKind => {
  const kind = recordKind(id);
  if (!kind) throw new Error(`no kind ${id}`);
  return kind;
};
const VISIT = kindOf('home_visit');
const formWith = (over: Partial<RecordForm> = {}): RecordForm =>
  emptyForm({ requestKey: 'key12345', kind: 'home_visit', day: TODAY, children: [YU], ...over });

const record: ShownRecord = {
  recordId: 'r1',
  kind: 'home_visit',
  title: '家访',
  book: 'visit',
  day: '2026-11-20',
  at: NOON,
  by: '李老师',
  facts: [{ label: '看了什么', text: '情绪' }],
  place: '孩子家里',
  shareText: '很懂事',
  shared: true,
  photos: [
    { url: 'https://a', state: 'shown' },
    { url: null, state: 'checking' },
    { url: null, state: 'held' },
  ],
  voices: [{ url: 'https://v', seconds: 8, state: 'shown' }],
  others: 2,
  corrected: true,
  struck: false,
  mayCorrect: true,
};

describe('a record on the timeline', () => {
  test('says for staff what it is, what became of it and what the family reads', () => {
    const card = cardOf(record, true, TODAY);
    expect(card.marks.map(({ text }) => text)).toEqual(['改过', '家里能看到']);
    expect(card.about).toContain('还写了 2 个孩子');
    expect(card).toMatchObject({ forFamily: '很懂事', words: '', photos: ['https://a'] });
    expect(card.waiting).toEqual(['1 张照片正在检查，过一会儿再看；1 张照片没有通过检查，不能放出来']);
  });

  test('is for the family its words, which can be read aloud', () => {
    const card = cardOf({ ...record, title: '老师家访后想对您说', facts: [], corrected: false }, false, TODAY);
    expect(card).toMatchObject({ words: '很懂事', forFamily: '', marks: [] });
    expect(card.speech).toBe('老师家访后想对您说。很懂事');
  });

  test('that was struck says so', () => {
    expect(cardOf({ ...record, struck: true }, true, TODAY)).toMatchObject({
      struck: true,
      marks: [{ text: '划掉了' }, {}, {}],
    });
  });
});

const opened = (over: Partial<Output<'records.open'>> = {}): Output<'records.open'> => ({
  record: { ...record, others: 0 },
  children: [YU],
  version: 2,
  form: {
    kind: 'home_visit',
    day: '2026-11-20',
    values: { seen: ['情绪'], note: '奶奶在家' },
    place: '',
    photos: [{ fileId: 'cloud://a', url: 'https://a', state: 'shown' }],
    voices: [],
    share: true,
    shareText: '很懂事',
    goal: null,
  },
  before: [{ at: NOON, by: '王老师', day: '2026-11-19', facts: [], shareText: '', shared: false }],
  struck: null,
  ...over,
});

describe('one record', () => {
  test('shows what stood before, and another day only where it was another', () => {
    const page = pageOf(opened(), VISIT, TODAY);
    expect(page.before[0]?.title).toContain('王老师改以前');
    expect(page.before[0]?.facts.map(({ label }) => label)).toEqual(['哪一天']);
    expect(page.sharing).toBe('on');
  });

  test('that was struck can be neither corrected nor shared', () => {
    const page = pageOf(opened({ struck: { at: NOON, by: '李老师', why: '写错孩子了' } }), VISIT, TODAY);
    expect(page).toMatchObject({ mayCorrect: false, sharing: null });
    expect(page.struck).toContain('写错孩子了');
  });

  test('before it is shared one sees what the family will see', () => {
    expect(shareView(opened(), VISIT)).toMatchObject({ text: '很懂事', photos: ['https://a'] });
    const { form } = opened();
    expect(shareView(opened({ form: { ...form, photos: [], shareText: '' } }), VISIT)).toBeNull();
  });
});

describe('two corrections of one record', () => {
  const mine = formWith({
    values: { seen: ['作业'], note: '爷爷也在' },
    seen: 1,
    share: true,
    photos: ['cloud://a', 'wxfile://b'],
  });

  test('stand side by side, with what is not the same marked', () => {
    const [left, right] = sidesOf(VISIT, { ...mine, day: '2026-11-20' }, opened(), TODAY);
    expect([left?.title, right?.title]).toEqual(['您改的', '王老师刚改的']);
    const differing = left?.facts.filter(({ differs }) => differs).map(({ label }) => label);
    expect(differing).toEqual(['看了什么', '说一说', '照片']);
  });

  test('put together lose no word, chip or photo of either, and are shared only where both are', () => {
    const theirs = formWith({
      values: { seen: ['情绪'], note: '奶奶在家' },
      seen: 2,
      share: false,
      photos: ['cloud://a', 'cloud://c'],
    });
    const both = merged(VISIT, mine, theirs);
    expect(both.values).toEqual({ seen: ['作业', '情绪'], note: '爷爷也在\n奶奶在家' });
    expect(both).toMatchObject({ seen: 2, share: false, photos: ['cloud://a', 'wxfile://b', 'cloud://c'] });
  });
});

describe('the yearly book', () => {
  test('offers school years from the first to the last of their terms, then the terms', () => {
    const terms = [
      { name: '2026 年秋季学期', from: '2026-09-01', to: '2027-01-20' },
      { name: '2026 年春季学期', from: '2026-02-20', to: '2026-07-05' },
      { name: '2025 年秋季学期', from: '2025-09-01', to: '2026-01-20' },
    ];
    expect(bookPeriods(terms).slice(0, 2)).toEqual([
      { name: '2026—2027 学年', from: '2026-09-01', to: '2027-01-20' },
      { name: '2025—2026 学年', from: '2025-09-01', to: '2026-07-05' },
    ]);
    expect(bookPeriods(terms)).toHaveLength(5);
  });
});

test('what goes along to a concern are the words that were written', () => {
  expect(worryWords(VISIT, formWith({ values: { seen: ['情绪'], note: ' 胳膊上有伤 ' } }))).toBe('胳膊上有伤');
});
