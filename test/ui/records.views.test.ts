import { describe, expect, test } from 'vitest';
import { dueRows, found, wholeClasses } from '../../miniprogram/features/records/components/child-picker/choose';
import {
  choiceValue,
  numberValue,
  rowOf,
  spokenInto,
} from '../../miniprogram/features/records/components/kind-field/row';
import { groupsOf } from '../../miniprogram/features/records/components/kind-picker/groups';
import { changedFiles, previewOf } from '../../miniprogram/features/records/components/record-form/view';
import { slotsOf, voicesOf, withVoice } from '../../miniprogram/features/records/components/voice-notes/slots';
import {
  emptyForm,
  filesOf,
  formOf,
  hasWhom,
  inputOf,
  problemsOf,
  type RecordForm,
  valuesOf,
  whomText,
} from '../../miniprogram/features/records/form';
import { classProblem, firstKind, writableKinds } from '../../miniprogram/features/records/pages/write/view';
import { RECORD_KINDS, type RecordKind, recordKind } from '../../miniprogram/shared/domain/record-kinds';

/** A Tuesday. */
const TODAY = '2026-11-24';
const YU = { id: 's1', name: '林小雨', className: '三(2)班' };
const HAO = { id: 's2', name: '王子轩', className: '三(2)班' };

const kindOf = (id: string): RecordKind => {
  const kind = recordKind(id);
  if (!kind) throw new Error(`no kind ${id}`);
  return kind;
};
const VISIT = kindOf('home_visit');
const formWith = (over: Partial<RecordForm> = {}): RecordForm =>
  emptyForm({ requestKey: 'key12345', kind: 'home_visit', day: TODAY, children: [YU], ...over });
const complaints = (kind: RecordKind, form: RecordForm) => Object.keys(problemsOf(kind, form));

describe('the form of a record', () => {
  test.each(RECORD_KINDS.map((kind) => [kind.name, kind] as const))(
    '%s: empty is complained of, and goes nowhere',
    (_, kind) => {
      expect(complaints(kind, formWith({ kind: kind.id })).length).toBeGreaterThan(0);
    },
  );

  test.each(RECORD_KINDS.map((kind) => [kind.name, kind] as const))(
    '%s: each field can be filled in and goes to the school as it is',
    (_, kind) => {
      const samples = { chips: (c: string[]) => c.slice(0, 1), choice: (c: string[]) => c[0] ?? '' };
      const values = Object.fromEntries(
        kind.fields.map(({ id, type, choices = [], min = 0 }) => [
          id,
          type === 'chips' || type === 'choice'
            ? samples[type]([...choices])
            : { text: '一句话', number: min + 1, day: TODAY, yes_no: true }[type],
        ]),
      );
      const form = formWith({ kind: kind.id, values });
      expect(problemsOf(kind, form)).toEqual({});
      expect(inputOf(kind, form).values).toEqual(values);
    },
  );

  test('needs one word, leave for photos, and something to see where it is shared', () => {
    expect(complaints(VISIT, formWith())).toEqual(['f-seen']);
    expect(complaints(VISIT, formWith({ values: { seen: ['作业'] } }))).toEqual([]);
    expect(complaints(VISIT, formWith({ photos: ['a'] }))).toEqual(['photos']);
    expect(complaints(VISIT, formWith({ photos: ['a'], photosConsented: true }))).toEqual([]);
    expect(complaints(VISIT, formWith({ values: { seen: ['作业'] }, share: true }))).toEqual(['share']);
    const badge = kindOf('badge');
    expect(complaints(badge, formWith({ values: { badge: '自强章' }, share: true }))).toEqual([]);
  });

  test('a number out of its range, and what must be chosen, are said beside their questions', () => {
    const ill = kindOf('illness');
    expect(problemsOf(ill, formWith({ values: { temperature: 60 } }))).toEqual({
      'f-temperature': '要在 30 到 45℃ 之间。',
    });
    expect(problemsOf(kindOf('badge'), formWith({ values: { why: '爱劳动' } }))).toEqual({
      'f-badge': '这里要选一个。',
    });
  });

  test('another kind takes along only what it asks for, and loses nothing of the first', () => {
    const form = formWith({ values: { seen: ['作业'], note: '奶奶腿脚不好' }, photos: ['a'], photosConsented: true });
    const talk = kindOf('talk');
    expect(inputOf(talk, form).values).toEqual({ note: '奶奶腿脚不好' });
    expect(problemsOf(talk, form).photos).toContain('这一类不放照片');
    expect(inputOf(VISIT, form).values).toEqual({ seen: ['作业'], note: '奶奶腿脚不好' });
  });

  test('is about whom its kind says', () => {
    const forum = kindOf('forum');
    const form = formWith({ children: [YU, HAO], class: { id: 'c1', name: '三(2)班' } });
    expect([hasWhom(VISIT, form), hasWhom(kindOf('praise'), form), hasWhom(forum, form)]).toEqual([false, true, true]);
    expect(whomText(kindOf('praise'), form)).toBe('林小雨等 2 个孩子');
    expect(inputOf(kindOf('praise'), form)).toMatchObject({ studentIds: ['s1', 's2'], classId: null });
    expect(inputOf(forum, form)).toMatchObject({ studentIds: [], classId: 'c1' });
  });

  test('takes nothing along that was switched off again, or that families never see', () => {
    const off = formWith({ shareText: '写了又不给看', photosConsented: true });
    expect(inputOf(VISIT, off)).toMatchObject({ share: false, shareText: '', photosConsented: false });
    expect(inputOf(kindOf('bed_check'), formWith({ share: true, shareText: '一句' }))).toMatchObject({ share: false });
  });

  test('a refused letter is the same form again, under a new key', () => {
    const form = formWith({
      values: { note: '话' },
      voices: [{ path: 'wxfile://v.mp3', seconds: 9 }],
      photos: ['wxfile://a.jpg'],
    });
    const again = formOf(inputOf(VISIT, form), 'key-new-1', {
      child: (id) => (id === YU.id ? YU : undefined),
      class: () => undefined,
    });
    expect(again).toEqual({ ...form, requestKey: 'key-new-1' });
    expect(filesOf({ ...again, photos: ['cloud://x', ...again.photos] })).toEqual(['wxfile://a.jpg', 'wxfile://v.mp3']);
  });
});

describe('what the family will see', () => {
  const full = formWith({
    values: { seen: ['情绪'], note: '只给学校' },
    share: true,
    shareText: '很懂事',
    photos: ['a'],
    voices: [{ path: 'v', seconds: 3 }],
  });

  test('is just what the kind shows to families, and no word more', () => {
    const preview = previewOf(VISIT, full, '李老师');
    expect(JSON.stringify(preview)).not.toMatch(/只给学校|情绪/);
    expect(preview).toMatchObject({ title: '老师家访后想对您说', text: '很懂事', photos: [], voices: [], facts: [] });
    expect(previewOf(VISIT, { ...full, photosConsented: true }, '李老师')?.photos).toEqual(['a']);
    expect(previewOf(kindOf('work'), { ...full, photosConsented: true }, '李老师')?.voices).toEqual([
      { path: 'v', seconds: 3 },
    ]);
  });

  test('names no child where several families read it, and is nothing where nothing is shared', () => {
    expect(previewOf(kindOf('praise'), { ...full, children: [YU, HAO] }, '李老师')?.about).not.toContain('林小雨');
    expect(previewOf(VISIT, { ...full, share: false }, '李老师')).toBeNull();
    expect(previewOf(VISIT, formWith({ share: true }), '李老师')).toBeNull();
    expect(previewOf(kindOf('bed_check'), full, '李老师')).toBeNull();
  });
});

describe('choosing', () => {
  const child = (id: string, tone: 'ok' | 'amber' | 'red') => ({ id, name: `名${id}`, className: `${id}班`, tone });
  const children = [child('1', 'ok'), child('2', 'red'), child('3', 'amber')];

  test('a child by name or class, those who wait first', () => {
    expect(found(children, '').map(({ key }) => key)).toEqual(['2', '3', '1']);
    expect(found(children, '3班').map(({ key }) => key)).toEqual(['3']);
    expect(found(children, '没有')).toEqual([]);
    expect(found(children, '').map(({ mark }) => mark)).toEqual(['', '', '']);
    expect(found(children, '', ['3']).map(({ key, mark }) => [key, mark])).toEqual([
      ['2', 'off'],
      ['3', 'on'],
      ['1', 'off'],
    ]);
  });

  test('what is due stands first, until something is typed', () => {
    const visit = { what: '月家访', deeds: ['visit'], state: 'overdue' as const, from: TODAY, left: 1 };
    const talk = { what: '每月谈心', deeds: ['talk'], state: 'soon' as const, from: TODAY, left: 1 };
    const due = [
      { ...YU, duties: [talk, visit] },
      { ...YU, id: 's2', duties: [{ ...talk, state: 'overdue' as const }] },
    ];
    expect(dueRows(due, kindOf('home_visit'), '')).toMatchObject([
      { key: 's1', fact: '三(2)班 · 月家访', state: '过期了', tone: 'red' },
    ]);
    expect(dueRows(due, kindOf('talk'), '').map(({ key, state }) => [key, state])).toEqual([
      ['s2', '过期了'],
      ['s1', '快到了'],
    ]);
    expect(dueRows(due, kindOf('award'), '')).toEqual([]);
    expect(dueRows(due, kindOf('home_visit'), '小')).toEqual([]);
  });

  test('a class is whole when all its children are chosen', () => {
    expect(wholeClasses(children, ['1', '3'])).toEqual(['1班', '3班']);
  });

  test('the kinds that were written last come first, then every kind once in its book', () => {
    const groups = groupsOf(RECORD_KINDS, ['talk', 'gone']);
    expect(groups[0]).toMatchObject({ key: 'last', choices: [{ value: 'talk' }] });
    expect(
      groups
        .slice(1)
        .flatMap(({ choices }) => choices.map(({ value }) => value))
        .sort(),
    ).toEqual(RECORD_KINDS.map(({ id }) => id).sort());
  });

  test('a volunteer is offered what volunteers write, nobody a class that is not theirs, and no hidden kind', () => {
    const door = { kinds: { own: [], hidden: ['letter'] }, classes: [] };
    const ids = writableKinds(door, 'volunteer').map(({ id }) => id);
    expect(ids).toContain('home_visit');
    expect(ids).not.toContain('illness');
    expect(ids).not.toContain('letter');
    expect(writableKinds(door, 'teacher').map(({ id }) => id)).not.toContain('forum');
    expect(
      writableKinds({ ...door, classes: [{ id: 'c1', name: '三(2)班' }] }, 'teacher').map(({ id }) => id),
    ).toContain('forum');
    expect(firstKind(writableKinds(door, 'volunteer'), 'illness', ['talk'])).toBe('talk');
    const forum = kindOf('forum');
    const pupils = (n: number) => Array.from({ length: n }, () => ({ className: '三(2)班' }));
    const ofClass = { class: { id: 'c1', name: '三(2)班' } };
    expect(classProblem(forum, { class: null }, pupils(81))).toContain('选一个班');
    expect(classProblem(forum, ofClass, pupils(80))).toBe('');
    expect(classProblem(forum, ofClass, pupils(81))).toContain('有 81 个孩子，一条记录最多写 80 个');
    expect(classProblem(kindOf('praise'), ofClass, pupils(81))).toBe('');
  });
});

describe('questions', () => {
  test('are drawn by their type', () => {
    const ill = kindOf('illness');
    const rows = ill.fields.map((field) => rowOf(field, { signs: ['发烧'], temperature: 38.5, told: '告诉了' }, {}));
    expect(rows.find(({ id }) => id === 'signs')).toMatchObject({ chosen: ['发烧'], type: 'chips' });
    expect(rows.find(({ id }) => id === 'temperature')).toMatchObject({ text: '38.5', unit: '℃' });
    expect(rows.find(({ id }) => id === 'told')).toMatchObject({ chosen: ['告诉了'] });
    const ended = { id: 'ended', label: '结束了', type: 'yes_no' } as const;
    expect(rowOf(ended, { ended: false }, {})).toMatchObject({
      chosen: ['no'],
      choices: [{ label: '是' }, { label: '不是' }],
    });
    expect(rows.find(({ id }) => id === 'note')).toMatchObject({ long: true, optional: true });
  });

  test('offer lines to begin with while nothing is written; alone they say nothing', () => {
    const note = VISIT.fields.find(({ id }) => id === 'note');
    if (!note?.template) throw new Error('a visit has lines to begin with');
    expect(rowOf(note, {}, {}).template).toMatch(/^在家里：\n学习：/);
    expect(rowOf(note, { note: '好' }, {}).template).toBe('');
    expect(valuesOf(VISIT, { note: note.template })).toEqual({});
    // Lines to which nothing was added are not kept.
    const typed = note.template.replace('学习：', '学习：作业写完了').replace('家里说的：', '家里说的：\n奶奶腰疼');
    expect(valuesOf(VISIT, { note: typed })).toEqual({ note: '学习：作业写完了\n家里说的：\n奶奶腰疼' });
    expect(valuesOf(VISIT, { note: '第一段\n\n第二段' })).toEqual({ note: '第一段\n\n第二段' });
  });

  test('answers are what the kind stores', () => {
    expect([choiceValue('chips', ['a', 'b']), choiceValue('choice', ['a']), choiceValue('choice', [])]).toEqual([
      ['a', 'b'],
      'a',
      undefined,
    ]);
    expect([choiceValue('yes_no', ['no']), choiceValue('yes_no', [])]).toEqual([false, undefined]);
    expect([numberValue('38.5'), numberValue(' '), numberValue('3a')]).toEqual([38.5, undefined, undefined]);
  });
});

describe('spoken words', () => {
  test('stand where the writing mark was, and one goes on behind them', () => {
    const once = spokenInto('在家里：\n学习：', 4, '会热饭', 100);
    expect(once).toEqual({ text: '在家里：会热饭\n学习：', caret: 7 });
    expect(spokenInto(once.text, once.caret, '了', 100).text).toBe('在家里：会热饭了\n学习：');
  });

  test('stand at the end where no mark was, or the text is another one now', () => {
    expect(spokenInto('好', -1, '的', 100)).toEqual({ text: '好的', caret: 2 });
    expect(spokenInto('好', 9, '的', 100).text).toBe('好的');
  });

  test('push nothing out that was written', () => {
    expect(spokenInto('一二三', 1, '四五六', 4)).toEqual({ text: '一四二三', caret: 2 });
    expect(spokenInto('一二三', 1, '四', 2)).toEqual({ text: '一二三', caret: 1 });
  });
});

describe('voices', () => {
  test('stay in the recorder into which they were spoken, with an empty one while there is room', () => {
    const empty = slotsOf([], 2, []);
    const spoken = withVoice(empty, empty[0]?.key ?? '', { path: 'a', seconds: 4 });
    const slots = slotsOf(voicesOf(spoken), 2, spoken);
    expect(slots.map(({ path }) => path)).toEqual(['a', '']);
    expect(slots[0]?.key).toBe(empty[0]?.key);
    const full = slotsOf(voicesOf(withVoice(slots, slots[1]?.key ?? '', { path: 'b', seconds: 5 })), 2, slots);
    expect(full.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(voicesOf(withVoice(full, full[0]?.key ?? '', null))).toEqual([{ path: 'b', seconds: 5 }]);
  });

  test('files at the school stand under their addresses, and those that cannot be seen are not lost', () => {
    const addresses = { 'cloud://a': 'https://a' };
    const changed = changedFiles(
      ['cloud://a', 'cloud://hidden'],
      ['https://a', 'wxfile://new'],
      (path) => path,
      addresses,
    );
    expect(changed).toEqual(['cloud://hidden', 'cloud://a', 'wxfile://new']);
  });
});
