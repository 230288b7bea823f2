import { describe, expect, test } from 'vitest';
import { factRow } from '../../miniprogram/components/fact-field/row';
import { pageOf as checksOf, FOLDED, rateOf } from '../../miniprogram/features/contacts/pages/checks/view';
import {
  beside,
  delegateInput,
  pageOf as delegateOf,
  emptyForm as emptyDelegation,
  formOf,
  isBarred,
  questionsOf,
} from '../../miniprogram/features/contacts/pages/delegate/view';
import { emptyForm as emptyExport, exportInput } from '../../miniprogram/features/contacts/pages/export/view';
import { inviteOf, pageOf } from '../../miniprogram/features/contacts/pages/file/view';
import { choicesOf, footOf, rowsOf, seesClasses, toolsOf } from '../../miniprogram/features/contacts/pages/list/view';
import { cardsOf as papersOf } from '../../miniprogram/features/contacts/pages/paper/view';
import { answerOf, cardsOf, itemKey, UNTOUCHED } from '../../miniprogram/features/contacts/pages/proposals/view';
import { groupsOf as daysOf } from '../../miniprogram/features/contacts/pages/timeline/view';
import {
  emptyMember,
  memberInput,
  newProblems,
  questionsOf as newQuestions,
  withRelation,
} from '../../miniprogram/features/contacts/parts/new-member/view';
import {
  changesRights,
  conflictRows,
  editsOf,
  emptyForm,
  type Fact,
  groupsOf,
  isBegun,
  problemsOf,
  settled,
  typedOver,
} from '../../miniprogram/features/contacts/typed';
import { shareOf } from '../../miniprogram/services/invite';
import type { FileChangeView, Output, ProposalView } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { FIELD_KEYS } from '../../miniprogram/shared/domain/child-file';
import { adult, childFile, fact } from './support/child-file';

const TODAY = '2026-11-24';
const MORNING = instantOf(TODAY, 9 * 60 + 12);

describe('the list of children', () => {
  const child = {
    id: 's1',
    name: '林小雨',
    className: '三(2)班',
    sex: 'female',
    leftBehind: true,
    tone: 'red',
  } as const;
  const classes = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ id: `c${i}`, name: `三(${i})班`, grade: 3, headTeacher: null, pupils: 40 }));

  test('names the class, and says when a longer word would find fewer', () => {
    expect(rowsOf([child])[0]).toMatchObject({ fact: '三(2)班 · 留守', state: '要紧' });
    const found = { children: [child], next: null, more: true };
    expect(footOf(found, '林')).toContain('再多打一个字');
    expect(footOf({ ...found, more: false }, '林小')).toBe('找到 1 个。');
    expect(footOf(found, '')).toBe('');
  });

  test('offers classes where there is a choice, on a wheel where there are many', () => {
    expect(choicesOf(classes(1)).all).toEqual([]);
    expect(choicesOf(classes(3))).toMatchObject({ wheel: false, all: [{ label: '全部' }, {}, {}, {}] });
    expect(choicesOf(classes(12)).wheel).toBe(true);
  });

  test('offers each role what it may do', () => {
    expect(toolsOf('teacher').map(({ key }) => key)).toEqual(['checks', 'proposals', 'exportFiles']);
    expect(toolsOf('counsellor')).toEqual([]);
    expect([seesClasses('teacher'), seesClasses('counsellor')]).toEqual([true, false]);
  });
});

describe("a child's file", () => {
  test('says what one should know before calling, and leaves out what nobody knows', () => {
    const file = childFile({ caregiverDay: TODAY, members: [adult({ canRead: false, hasSmartphone: false })] });
    const page = pageOf(file, {}, TODAY);
    expect(page.members[0]).toMatchObject({
      who: '爸爸 林建国',
      fact: '138****1234 · 东莞 · 夜班 · 法定监护人 · 没有智能手机 · 不识字',
    });
    expect(page.contacts).toBe('和孩子 还没有 · 和家里 今天');
    expect(pageOf(childFile({ members: [adult({ shift: 'unknown' })] }), {}, TODAY).members[0]?.fact).not.toContain(
      '还不知道',
    );
  });

  test('says first that somebody may not be in contact, why and since when', () => {
    const limit = { reason: 'court', since: '2026-03-01', note: '（2026）某民初 12 号' } as const;
    const [row] = pageOf(childFile({ members: [adult({ mayContact: false, limit })] }), {}, TODAY).members;
    expect(row?.fact.startsWith('2026年3月1日起不能和孩子联系（法院的决定，（2026）某民初 12 号）')).toBe(true);
    expect(row).toMatchObject({ state: '不能联系', tone: 'red', invite: '' });
    const [silent] = pageOf(childFile({ members: [adult({ silentSince: '2026-10-20' })] }), {}, TODAY).members;
    expect(silent).toMatchObject({ state: '打不通', tone: 'amber' });
    expect(silent?.fact).toContain('10月20日起没人接');
  });

  test('says in plain words what may be done; silence is no yes', () => {
    const { consents, unasked } = pageOf(childFile(), {}, TODAY);
    expect(consents.map(({ word, tone, text }) => `${word} ${text} ${tone}`)).toEqual([
      '可以 拍照、录音 ok',
      '不可以 公开用孩子的照片和故事 red',
      '还没问 把情况告诉爱心单位和志愿者 amber',
    ]);
    expect(unasked).toBe(true);
  });

  test('gives codes only to those who can use one, and numbers only to those who may dial', () => {
    const buttons = (...all: Parameters<typeof adult>[0][]) =>
      pageOf(childFile({ members: all.map(adult) }), {}, TODAY).invited.map(({ invite }) => invite);
    expect(buttons({})).toEqual(['给邀请码']);
    expect(buttons({ bound: true }, {})).toEqual(['给邀请码', '换微信']);
    expect(buttons({ bound: true, hasSmartphone: false, mayContact: false })).toEqual(['换微信']);
    expect(buttons({ hasSmartphone: false }, { mayContact: false })).toEqual([]);
    const may = { ...childFile().may, invite: false, phone: false };
    expect(pageOf(childFile({ may }), {}, TODAY).members[0]).toMatchObject({ callable: false, invite: '' });
    expect(pageOf(childFile({ members: [adult({ phoneMasked: null })] }), {}, TODAY).members[0]?.callable).toBe(false);
  });

  test('shows parts with what they hold; an empty fact is named only where every file should have it', () => {
    const sections = pageOf(childFile(), {}, TODAY).sections;
    expect(sections.map(({ name, action }) => [name, action])).toEqual([
      ['孩子', '改'],
      ['住在哪里，谁照看', '改'],
      ['身体', '改'],
    ]);
    const labels = (key: string) => sections.find((one) => one.key === key)?.facts.map(({ label }) => label);
    expect(labels('pupil')).toEqual(['姓名', '身份证号']);
    expect(labels('home')).toEqual(['现在的住址', '和谁住']);
    expect(sections[1]?.facts[1]).toMatchObject({ text: '还没填', missing: true });
  });

  test('opens what is masked for those who may change it, and shows it once it was opened', () => {
    const number = (page: ReturnType<typeof pageOf>) =>
      page.sections[0]?.facts.find(({ label }) => label === '身份证号');
    expect(number(pageOf(childFile(), {}, TODAY))).toMatchObject({ text: '5322************1234', opens: true });
    const seen = { 'pupil.idNumber': '532201201503051234' } as const;
    expect(number(pageOf(childFile(), seen, TODAY))).toMatchObject({ text: '532201201503051234', opens: false });
    const may = { ...childFile().may, edit: false, propose: true };
    const mentor = pageOf(childFile({ may, fields: [fact('pupil.address', '青山村', { may: 'propose' })] }), {}, TODAY);
    expect(mentor).toMatchObject({ proposes: true, mayAdd: false, opensMembers: true });
    expect(mentor.sections[0]?.action).toBe('请班主任改');
  });

  test('says what is still to be done for a delegation, and asks for one where nobody wrote it', () => {
    expect(pageOf(childFile(), {}, TODAY).delegation).toMatchObject({ title: '还没有写委托照护', action: '写下来' });
    expect(pageOf(childFile({ leftBehind: false }), {}, TODAY).delegation).toBeNull();
    const page = pageOf(childFile({ delegation: given }), {}, TODAY);
    expect(page.delegation?.title).toBe('托给奶奶 王秀英照看');
    expect(page.delegation?.facts).toEqual(['林建国托的，2026年9月1日起', '孩子：不愿意，「我想跟妈妈」']);
    expect(page.delegation?.steps.map(({ key }) => key)).toEqual(['talk_again', 'tell_village']);
  });

  test('shows a code in threes, and sends it without any word about a child', () => {
    const [row] = pageOf(childFile(), {}, TODAY).members;
    if (!row) throw new Error('no row');
    const invite = inviteOf(row, { code: '482177305', expiresAt: MORNING, picture: null });
    expect(invite).toMatchObject({ code: '482 177 305', until: '11月24日', picture: '' });
    const shared = shareOf(invite.code);
    expect(shared.path).toBe('/features/account/pages/bind/index?c=482177305');
    expect(JSON.stringify(shared)).not.toMatch(/林|小雨|三\(2\)班/);
    expect(shareOf(null).path).toBe('/pages/home/index');
  });
});

const given: NonNullable<Output<'contacts.file'>['delegation']> = {
  id: 'd1',
  studentId: 's1',
  memberId: 'p2',
  memberName: '王秀英',
  relation: '祖母',
  byName: '林建国',
  since: '2026-09-01',
  until: null,
  childView: 'disagrees',
  childWords: '我想跟妈妈',
  villageToldDay: null,
  villageWhom: null,
  endedDay: null,
  endedWhy: null,
};

describe('changing a file', () => {
  const facts: Fact[] = childFile().fields.map((one) => ({ ...one, subject: 's1' }));
  const named = (field: Fact['field']): Fact => {
    const found = facts.find((one) => one.field === field);
    if (!found) throw new Error(field);
    return found;
  };

  test('asks each fact as its kind needs', () => {
    const kinds = Object.fromEntries(
      FIELD_KEYS.map((field) => [field, factRow(field, { key: field, value: '' }).kind]),
    );
    expect(kinds).toMatchObject({
      'pupil.birthDay': 'day',
      'member.birthDay': 'text',
      'pupil.idNumber': 'id',
      'pupil.boarding': 'choice',
      'pupil.living': 'choice',
      'pupil.address': 'long',
      'member.phone': 'phone',
    });
    expect(factRow('pupil.living', { key: 'k', value: 'alone' }).choices).toContainEqual({
      value: 'alone',
      label: '自己住',
    });
  });

  test('sends what was changed with the mark of what was seen, and nothing else', () => {
    const typed = typedOver(emptyForm('k1'), named('pupil.address'), {}, ' 东山村 1 组 ', 'k2');
    expect(editsOf(typed)).toEqual([
      { subject: 's1', field: 'pupil.address', mark: 'm-青山村 3 组', to: '东山村 1 组' },
    ]);
    expect(typed.key).toBe('k2');
    const back = typedOver(typed, named('pupil.address'), {}, '青山村 3 组', 'k3');
    expect(isBegun(back)).toBe(false);
  });

  test('keeps the mark that was seen when the file changes under what is being typed', () => {
    const typed = typedOver(emptyForm('k1'), named('pupil.address'), {}, '东山', 'k2');
    const newer = { ...named('pupil.address'), value: '西山', mark: 'm-西山' };
    expect(editsOf(typedOver(typed, newer, {}, '东山村', 'k3'))[0]).toMatchObject({
      mark: 'm-青山村 3 组',
      to: '东山村',
    });
  });

  test('locks what is masked until it is opened, and an opened one that is left as it was is no change', () => {
    const rows = (opened: Parameters<typeof groupsOf>[2]) =>
      groupsOf(facts, emptyForm('k'), opened, {}).flatMap((g) => g.rows);
    expect(rows({}).find(({ label }) => label === '身份证号')).toMatchObject({
      locked: true,
      value: '5322************1234',
    });
    const opened = { 's1|pupil.idNumber': { value: '532201201503051234', mark: 'full' } };
    expect(rows(opened).find(({ label }) => label === '身份证号')).toMatchObject({
      locked: false,
      value: '532201201503051234',
    });
    const number = named('pupil.idNumber');
    expect(isBegun(typedOver(emptyForm('k'), number, opened, '532201201503051234', 'k2'))).toBe(false);
    expect(editsOf(typedOver(emptyForm('k'), number, opened, '53220120150305123X', 'k2'))[0]?.mark).toBe('full');
  });

  test('shows only what the caller may change', () => {
    const some = [{ ...fact('pupil.name', '林小雨', { may: 'see' }), subject: 's1' }, named('pupil.address')];
    expect(groupsOf(some, emptyForm('k'), {}, {}).map(({ key }) => key)).toEqual(['home']);
  });

  test('says beside a fact what cannot be, before anything is sent', () => {
    const bad = typedOver(emptyForm('k'), named('pupil.idNumber'), {}, '532201201503051235', 'k2');
    expect(problemsOf(bad)['s1|pupil.idNumber']).toContain('身份证号');
    const empty = typedOver(emptyForm('k'), named('pupil.name'), {}, '', 'k2');
    expect(problemsOf(empty)['s1|pupil.name']).toContain('不能空着');
  });

  test('wants a reason where a right is changed', () => {
    const right: Fact = { ...fact('link.mayContact', 'yes'), subject: 'p1' };
    const typed = typedOver(emptyForm('k'), right, {}, 'no', 'k2');
    expect(changesRights(typed)).toBe(true);
    expect(problemsOf(typed).reason).toBeTruthy();
    expect(problemsOf({ ...typed, reason: 'court' })).toEqual({});
  });

  test('decides a conflict fact by fact: theirs is no longer typed, mine has seen theirs', () => {
    const one = typedOver(emptyForm('k'), named('pupil.address'), {}, '东山', 'k2');
    const both = typedOver(one, named('pupil.health'), {}, '怕冷', 'k3');
    const clashes = [
      { subject: 's1', field: 'pupil.address', now: '西山', mark: 'w', byName: '王老师', at: MORNING },
      { subject: 's1', field: 'pupil.health', now: null, mark: 'x', byName: null, at: null },
    ] as const;
    const rows = conflictRows(clashes, both);
    expect(rows[0]).toMatchObject({ who: '刚才王老师改成了', theirs: '西山', mine: '东山', keep: 'theirs' });
    expect(rows[1]).toMatchObject({ who: '刚才别人改成了', theirs: '（空着）', mine: '怕冷' });
    const kept = settled(
      both,
      clashes,
      [rows[0] as never, { ...(rows[1] as never as object), keep: 'mine' } as never],
      'k4',
    );
    expect(editsOf(kept)).toEqual([{ subject: 's1', field: 'pupil.health', mark: 'x', to: '怕冷' }]);
    expect(isBegun(settled(both, clashes, rows, 'k4'))).toBe(false);
  });
});

describe('an adult who is added', () => {
  test("is asked for what the file needs; rights are the office's", () => {
    const labels = (mayRights: boolean) => newQuestions(emptyMember('k'), mayRights, {}).map(({ label }) => label);
    expect(labels(false)).toEqual(['姓名', '和孩子的关系', '电话', '识字', '有智能手机']);
    expect(labels(true)).toContain('法定监护人');
    expect(Object.keys(newProblems(emptyMember('k'), false))).toEqual(['name', 'relation']);
    expect(newProblems({ ...emptyMember('k'), name: '王秀英', relation: '奶奶', phone: '123' }, false).phone).toContain(
      '电话',
    );
  });

  test('what the adult is to the child says whether it is a parent', () => {
    const roleOf = (relation: string) => withRelation(emptyMember('k'), relation).role;
    expect(['爸爸', '母亲', '继父', ' 妈妈 ', ''].map(roleOf)).toEqual(Array.from({ length: 5 }, () => 'parent'));
    expect(['姑姑', '奶奶', '祖父', '姨妈', '爱心妈妈'].map(roleOf)).toEqual(
      Array.from({ length: 5 }, () => 'guardian'),
    );
  });

  test('who is known from a brother is not asked again, and nobody without the right makes a guardian', () => {
    const known = {
      ...emptyMember('k'),
      personId: 'p9',
      name: '王秀英',
      relation: '奶奶',
      legalGuardian: 'yes',
    } as const;
    expect(newQuestions(known, false, {}).map(({ label }) => label)).toEqual(['和孩子的关系']);
    expect(memberInput(known, 's1', false)).toMatchObject({ personId: 'p9', legalGuardian: false, phone: null });
    expect(memberInput(known, 's1', true).legalGuardian).toBe(true);
  });
});

describe('the timeline', () => {
  const change = (id: string, at: number, more: Partial<FileChangeView> = {}): FileChangeView => ({
    ...{ id, at, byName: '李秀兰', byRole: 'teacher', via: 'edit', why: null, about: '孩子', made: false },
    lines: [{ label: '现在的住址', before: null, after: '东山村' }],
    hidden: 0,
    ...more,
  });

  test('is grouped by day, newest first, with who, how and why', () => {
    const days = daysOf(
      [
        change('a', MORNING, { why: '妈妈打电话来说的' }),
        change('b', MORNING - 1000),
        change('c', instantOf('2025-06-01', 600)),
      ],
      [],
      TODAY,
    );
    expect(days.map(({ name, cards }) => [name, cards.length])).toEqual([
      ['今天（11月24日）', 2],
      ['2025年6月1日', 1],
    ]);
    expect(days[0]?.cards[0]).toMatchObject({
      who: '上午 9:12 · 李秀兰（老师） · 学校改的',
      why: '因为：妈妈打电话来说的',
    });
    expect(days[0]?.cards[0]?.lines).toEqual([{ label: '现在的住址', before: '空着', after: '东山村' }]);
  });

  test('counts what its reader may not see, and shows no "before" of what was new', () => {
    const [day] = daysOf([change('a', MORNING, { made: true, hidden: 2, about: '王秀英' })], [], TODAY);
    expect(day?.cards[0]).toMatchObject({ about: '王秀英 · 建了档案', hidden: '还有 2 处，是您这里不显示的内容' });
    expect(day?.cards[0]?.lines[0]?.before).toBe('');
  });

  test('folds what a new file began with, until it is asked for', () => {
    const lines = Array.from({ length: 12 }, (_, i) => ({ label: `第${i}项`, before: null, after: '有' }));
    const shownOf = (open: string[], made: boolean) =>
      daysOf([change('a', MORNING, { made, lines })], open, TODAY)[0]?.cards[0];
    expect(shownOf([], true)).toMatchObject({ rest: '看全部 12 项', lines: { length: 3 } });
    expect(shownOf(['a'], true)).toMatchObject({ rest: '', lines: { length: 12 } });
    expect(shownOf([], false)).toMatchObject({ rest: '', lines: { length: 12 } });
  });
});

describe("a family's proposal", () => {
  const proposal: ProposalView = {
    id: 'r1',
    studentId: 's1',
    childName: '林小雨',
    className: '三(2)班',
    byName: '李梅',
    relation: '母亲',
    at: MORNING,
    status: 'open',
    note: '换了号码',
    answer: null,
    answeredBy: null,
    mine: false,
    mayAnswer: true,
    items: [
      {
        ...{ subject: 'p2', subjectName: '李梅', field: 'member.phone', mark: 'm1' },
        ...{ now: '139****0000', seen: '138****1111', to: '137****2222', moved: true, taken: null },
      },
      {
        ...{ subject: 's1', subjectName: '孩子', field: 'pupil.living', mark: 'm2' },
        ...{ now: null, seen: null, to: 'grandparents', moved: false, taken: null },
      },
    ],
  };

  test('stands beside what is there now, and says what moved meanwhile', () => {
    const [card] = cardsOf([proposal], {}, TODAY);
    expect(card).toMatchObject({ who: '妈妈 李梅 · 今天上午 9:12提的', action: '写进档案', open: true });
    expect(card?.items[0]).toMatchObject({ before: '139****0000', to: '137****2222', taken: true });
    expect(card?.items[0]?.moved).toContain('138****1111');
    expect(card?.items[1]).toMatchObject({ before: '空着', to: '和爷爷奶奶或外公外婆住', moved: '' });
  });

  test('is answered item by item, each with what was seen', () => {
    const [phone, living] = proposal.items;
    const left = phone ? [itemKey(phone)] : [];
    expect(answerOf(proposal, { left, note: ' 好的 ' })).toEqual({
      id: 'r1',
      take: [{ subject: living?.subject, field: 'pupil.living', mark: 'm2' }],
      note: '好的',
    });
    expect(answerOf(proposal, UNTOUCHED).take).toHaveLength(2);
    const all = proposal.items.map(itemKey);
    expect(cardsOf([proposal], { r1: { left: all, note: '' } }, TODAY)[0]?.action).toBe('都不改，告诉家里');
  });

  test('that was answered shows what was taken', () => {
    const items = proposal.items.map((item, i) => ({ ...item, taken: i === 0 }));
    const [card] = cardsOf(
      [{ ...proposal, mayAnswer: false, status: 'accepted', answeredBy: '李秀兰', items }],
      {},
      TODAY,
    );
    expect(card?.items.map(({ taken }) => taken)).toEqual([true, false]);
    expect(card?.items[0]).toMatchObject({ before: '138****1111', to: '137****2222', moved: '' });
    expect(card).toMatchObject({ open: false, answer: '李秀兰：学校改好了' });
  });
});

describe('a delegation', () => {
  const file = childFile({
    members: [
      adult(),
      adult({ personId: 'p2', role: 'guardian', name: '王秀英', relation: '祖母', legalGuardian: false }),
    ],
  });

  test('is asked one question at a time, the four of the law among them', () => {
    const form = emptyDelegation('k');
    expect(questionsOf(form, null)).toEqual([
      'who',
      'by',
      'since',
      'harm',
      'vices',
      'neglect',
      'unfit',
      'child',
      'village',
      'all',
    ]);
    expect(delegateOf(file, form)).toMatchObject({ progress: '第 1 个问题，一共 9 个', mayNext: false, first: true });
    const who = { ...form, memberId: 'p2' };
    expect(delegateOf(file, who).mayNext).toBe(true);
    expect(beside(who, null, 1)).toBe('by');
    expect(beside(who, null, -1)).toBe('who');
    expect(delegateOf(file, { ...who, at: 'by' }).choices).toEqual([{ value: 'p1', label: '爸爸 林建国' }]);
  });

  test('goes no further where the law says no', () => {
    const form = { ...emptyDelegation('k'), at: 'vices', legal: { harm: 'no', vices: 'yes' } } as const;
    expect(isBarred(form)).toBe(true);
    expect(delegateOf(file, form)).toMatchObject({ barred: true, mayNext: false });
    expect(delegateInput({ ...form, since: '2026-09-01' }, 's1').disqualifiers).toEqual(['vices']);
  });

  test('that is written down goes on where it stands, without asking the four again', () => {
    const form = formOf('k', given, { ...file, delegation: given });
    expect(form).toMatchObject({ at: 'all', memberId: 'p2', byId: 'p1', childView: 'disagrees', told: '' });
    expect(questionsOf(form, given)).toEqual(['who', 'by', 'since', 'child', 'village', 'all']);
    expect(questionsOf({ ...form, memberId: 'p9' }, given)).toContain('harm');
    expect(delegateOf({ ...file, delegation: given }, form).todo.map(({ key }) => key)).toEqual([
      'talk_again',
      'tell_village',
    ]);
    expect(
      delegateInput({ ...form, told: 'yes', villageToldDay: '2026-11-20', villageWhom: '张主任' }, 's1'),
    ).toMatchObject({
      villageToldDay: '2026-11-20',
      villageWhom: '张主任',
      until: null,
    });
    expect(delegateInput({ ...form, told: 'no', villageToldDay: '2026-11-20' }, 's1').villageToldDay).toBeNull();
  });
});

describe('the checks', () => {
  test('never say that all is complete while one is missing', () => {
    expect([rateOf(999, 1000), rateOf(1000, 1000), rateOf(0, 0)]).toEqual(['99%', '100%', '—']);
  });

  test('name what a class lacks, and what to do about a finding', () => {
    const child = { id: 's1', name: '林小雨', className: '三(2)班' };
    const page = checksOf(
      {
        pupils: 42,
        complete: 40,
        classes: [
          {
            ...{ classId: 'c1', className: '三(2)班', pupils: 42, complete: 40, leftBehind: 10, leftBehindComplete: 9 },
            missing: [
              { field: 'pupil.address', count: 2 },
              { field: 'member.phone', count: 1 },
            ],
          },
        ],
        findings: [
          { check: 'id_digit', children: [child], more: 0, fact: '5322************1234' },
          {
            check: 'shared_phone',
            children: [child, { ...child, id: 's2', name: '王小明' }],
            more: 3,
            fact: '138****1234',
          },
          { check: 'id_digit', children: [child], more: 0, fact: null },
        ],
        unlisted: 0,
      },
      FOLDED,
    );
    expect(page).toMatchObject({ rate: '95%', said: '42 个孩子，40 份档案齐了，还有 2 份要补。' });
    expect(page.classes[0]?.fact).toBe('42 个孩子，40 份齐了 · 留守 10 个，9 份齐了 · 缺 现在的住址 2、家人的电话 1');
    expect(page.groups.map(({ name }) => name)).toEqual([
      '身份证号最后一位对不上 · 2 处',
      '好几家写了同一个号码 · 1 处',
    ]);
    expect(page.groups[0]?.cases[0]?.children[0]?.fact).toBe('三(2)班 · 5322************1234');
    expect(page.groups[1]?.cases[0]).toMatchObject({ fact: '138****1234', more: '还有 3 个孩子' });
  });

  test('show what is to be done first, and fold the classes that are complete', () => {
    const whole = (i: number) => ({
      ...{ classId: `c${i}`, className: `三(${i})班`, pupils: 40, complete: 40, leftBehind: 9, leftBehindComplete: 9 },
      missing: [],
    });
    const classes = [...[1, 2, 3, 4, 5, 6].map(whole), { ...whole(7), complete: 39, leftBehindComplete: 8 }];
    const answer = { pupils: 280, complete: 279, classes, findings: [], unlisted: 0 };
    expect(checksOf(answer, FOLDED)).toMatchObject({ classes: [{ key: 'c7' }], folded: '另外 6 个班都齐了，也看一看' });
    const all = checksOf(answer, { classes: true, checks: [] });
    expect(all.classes.map(({ key }) => key)).toEqual(['c7', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
    expect(all.classes[1]?.fact).toBe('40 个孩子，都齐了');
    const child = { id: 's1', name: '林小雨', className: '三(2)班' };
    const many = { ...answer, findings: Array(85).fill({ check: 'no_phone', children: [child], more: 0, fact: null }) };
    const shownOf = (checks: 'no_phone'[]) => checksOf(many, { classes: false, checks }).groups[0];
    expect(shownOf([])).toMatchObject({ rest: '看全部 85 处', cases: [{ children: { length: 6 } }] });
    expect(shownOf(['no_phone'])).toMatchObject({ rest: '', cases: [{ children: { length: 85 } }] });
  });
});

test('an export without a reason is not sent', () => {
  expect(exportInput(emptyExport('c1'))).toBeNull();
  expect(exportInput({ ...emptyExport(''), why: 'county', note: ' 县里 ' })).toEqual({
    kind: 'class',
    leftBehindOnly: false,
    why: 'county',
    note: '县里',
  });
});

test('consents say who answered, and how', () => {
  const answer = { memberId: 'p1', memberName: '李梅', relation: '母亲', at: MORNING } as const;
  const [card] = papersOf(
    {
      child: { id: 's1', name: '林小雨', className: '三(2)班' },
      purposes: [
        {
          purpose: 'photos',
          state: 'refused',
          answers: [
            { ...answer, answer: 'given', way: 'app', enteredBy: null },
            { ...answer, memberName: '林建国', relation: '父亲', answer: 'refused', way: 'paper', enteredBy: '李秀兰' },
          ],
        },
      ],
      guardians: [],
      mine: false,
    },
    TODAY,
  );
  expect(card).toMatchObject({ word: '不可以', tone: 'red' });
  expect(card?.answers).toEqual(['妈妈 李梅今天在手机上同意了', '爸爸 林建国今天在纸上签字不同意（李秀兰登记）']);
});
