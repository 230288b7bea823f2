import { beforeEach, describe, expect, test, vi } from 'vitest';
import { helpersFor, ofChild, ofMentor } from '../../miniprogram/features/care/pages/mentors/view';
import { EMPTY_FORM, pageOf as pairPage, withMentor } from '../../miniprogram/features/care/pages/pair/view';
import {
  type Board,
  outcomeText,
  pageOf,
  pairsOf,
  proposalsOf,
} from '../../miniprogram/features/care/pages/pairing/view';
import { rowsOf } from '../../miniprogram/features/care/parts/mentor-choice/choose';
import type { MentorRow, PairingRow, PairProposal } from '../../miniprogram/shared/contract';
import { fakePhone, ok } from './support/fake-wx';
import { settle, shown, simulate, tap, textOf } from './support/mount';

const yu = { id: 's1', name: '林小雨', className: '三(2)班' };
const hai = { id: 's2', name: '周小海', className: '三(2)班' };
const mentor = (part: Partial<MentorRow>): MentorRow => ({
  ...{ id: 't1', name: '李秀兰', role: 'teacher', sex: 'female', village: null, classes: ['三(2)班'] },
  ...{ check: 'none', checkedUntil: null, pairs: [] },
  ...part,
});
const volunteer = mentor({
  ...{ id: 'v1', name: '石秀英', role: 'volunteer', classes: [], village: '石板村' },
  ...{ check: 'soon', checkedUntil: '2026-12-18' },
});
const board: Board = {
  ...{ load: 3, children: 2, paired: 1, classes: [{ id: 'c1', name: '三(2)班', alone: 1 }] },
  alone: [{ child: yu, sex: 'female', tone: 'red', leftBehind: true, focus: true }],
  mentors: [
    mentor({ pairs: [{ pairingId: 'p1', child: hai, kind: 'teacher', from: '2026-09-07' }] }),
    volunteer,
    mentor({ id: 'v2', name: '没查的', role: 'volunteer', classes: [], check: 'missing' }),
  ],
};
const proposal: PairProposal = {
  ...{ child: yu, tone: 'red', mentorId: 't1', mentorName: '李秀兰', kind: 'teacher' },
  reasons: ['same_class', 'same_village', 'has_room'],
};
const row = (part: Partial<PairingRow>): PairingRow => ({
  ...{ pairingId: 'p1', child: null, kind: 'teacher', mentorId: 't1', mentorName: '李秀兰', from: '2026-09-07' },
  ...{ to: null, endedWhy: null, note: null, mayNote: false, mayEnd: false },
  ...part,
});
const WHOLE = { sought: '', classId: '' };
const TODAY = '2026-11-24';

describe('what the pages say', () => {
  test('the board: who has nobody first, whose check is to be seen to, who has whom', () => {
    const page = pageOf(board, WHOLE);
    expect(page.headline).toBe('还有 1 个孩子没有人帮扶');
    expect(page.alone).toEqual([expect.objectContaining({ name: '林小雨', state: '两周没和父母说上话', tone: 'red' })]);
    expect(page.checks.map(({ name, state, tone }) => [name, state, tone])).toEqual([
      ['石秀英', '从业查询 12月18日到期', 'amber'],
      ['没查的', '没有从业查询', 'red'],
    ]);
    expect(page.mentors[0]?.fact).toBe('三(2)班班主任 · 带着 1 个：周小海');
    expect(page.classes).toEqual([]);
    expect(pageOf(board, { ...WHOLE, sought: '石' }).mentors.map(({ name }) => name)).toEqual(['石秀英']);
    expect(pageOf({ ...board, paired: 2, alone: [] }, WHOLE).headline).toBe('每个留守孩子都有人帮扶了');
  });

  test('proposals say why, and what could not be done', () => {
    const { rows, line } = proposalsOf([proposal], 2, ['没查的']);
    expect(rows[0]).toMatchObject({ name: '林小雨 → 李秀兰', fact: '三(2)班 · 帮扶教师：是班主任 · 同一个村' });
    expect(line).toContain('2 个孩子');
    expect(line).toContain('没查的没有有效的从业查询');
    expect(proposalsOf([{ ...proposal, reasons: ['has_room'] }], 0, []).rows[0]?.fact).toContain('手上不多');
    expect(pairsOf([proposal])).toEqual([{ studentId: 's1', mentorId: 't1', kind: 'teacher' }]);
    expect(pairsOf([proposal], 's9 t1')).toEqual([]);
    expect(outcomeText({ made: 3, taken: 1 })).toBe('配好了 3 个，1 个刚才已经有人了');
    expect(outcomeText({ made: 0, taken: 1 })).toBe('刚才已经有人配好了');
  });

  test('by hand: kinds of the role, and a word where it gets more than usual', () => {
    expect(rowsOf(board.mentors, '').map(({ name }) => name)).toEqual(['石秀英', '李秀兰']);
    const form = withMentor({ ...EMPTY_FORM, children: [yu] }, volunteer);
    expect(form.kind).toBe('love_mother');
    const page = pairPage(form, null, 3);
    expect(page).toMatchObject({ ready: true, warning: '' });
    expect(page.kinds.map(({ value }) => value)).toEqual(['love_mother', 'cadre', 'retired', 'volunteer']);
    expect(pairPage({ ...form, children: [yu, hai] }, null, 1).warning).toContain('2 个');
    expect(pairPage(withMentor(form, null), null, 3).ready).toBe(false);
  });

  test('a child: who stands and stood beside it; the other year is told', () => {
    const rows = [
      row({ mayEnd: true }),
      row({
        pairingId: 'p0',
        mentorName: '吴老师',
        from: '2025-09-01',
        to: '2026-09-06',
        endedWhy: 'handed_on',
        note: '怕黑',
      }),
      row({ pairingId: 'p2', kind: 'pupil', mentorName: '周小海' }),
    ];
    const page = ofChild({ child: yu, rows, mayPair: true, mayPairPupils: true }, TODAY);
    const oneDay = rows.map((row) => ({ ...row, from: '2026-11-20', to: '2026-11-20' }));
    expect(ofChild({ child: yu, rows: oneDay, mayPair: true, mayPairPupils: true }, TODAY).past[0]?.when).toContain(
      '11月20日当天',
    );
    expect(page.headline).toBe('1 位大人在帮扶林小雨');
    expect(page.now.map(({ name, kind, pupil }) => [name, kind, pupil])).toEqual([
      ['李秀兰', '帮扶教师', false],
      ['周小海', '小老师', true],
    ]);
    expect(page.past).toEqual([expect.objectContaining({ when: '2025年9月1日到9月6日 · 换人来带', note: '怕黑' })]);
    expect(
      ofMentor({ name: '李秀兰', rows: [row({ child: yu }), row({ to: TODAY, child: null })] }, TODAY),
    ).toMatchObject({
      headline: '李秀兰带着 1 个孩子',
      past: [{ name: '档案已经删除的孩子' }],
    });
    const pairs = [{ pairingId: 'p2', child: yu, helper: hai, from: TODAY }];
    const pupils = { classId: 'c1', classes: [], pupils: [yu, hai, { ...hai, id: 's3', name: '何静' }], pairs };
    expect(helpersFor(pupils, 's1').map(({ label }) => label)).toEqual(['何静']);
  });
});

const phone = fakePhone();
Object.assign(phone.wx, { pageScrollTo: vi.fn(), navigateBack: vi.fn() });
const app = simulate(phone);
const { session } = app.module<typeof import('../../miniprogram/services/session')>('services/session');
const head = { id: 'm-h', role: 'school_admin', name: '赵校长', schoolId: 's', schoolName: '青山镇中心小学' } as const;
beforeEach(() => {
  phone.forget();
  phone.answer = true;
  session.set({ memberships: [head], current: head.id, subscriptions: [] });
});

test('a proposal is taken up one by one, and only where the child still has nobody', async () => {
  const sent: unknown[] = [];
  phone.serve = ({ method, input }) => {
    if (method === 'pairing.board') return ok(board);
    if (method === 'pairing.propose') return ok({ rows: [proposal], left: 0, unchecked: [] });
    sent.push(input);
    return ok({ made: 1, taken: 0 });
  };
  const page = await app.show('features/care/pages/pairing');
  expect(textOf(page)).toContain('还有 1 个孩子没有人帮扶');
  await tap(shown(page.dom, '请帮我配一配'));
  await settle(60);
  expect(textOf(page)).toContain('是班主任');
  await tap(shown(page.dom, '就这样'));
  await settle(60);
  expect(sent).toEqual([
    expect.objectContaining({ onlyAlone: true, pairs: [{ studentId: 's1', mentorId: 't1', kind: 'teacher' }] }),
  ]);
  expect(textOf(page)).toContain('谁在帮扶');
});

test('an ending names the reason, the note and who comes after', async () => {
  const sent: Record<string, unknown>[] = [];
  phone.serve = ({ method, input }) => {
    if (method === 'pairing.history')
      return ok({ child: yu, rows: [row({ mayEnd: true, note: '爱画画' })], mayPair: true, mayPairPupils: true });
    if (method === 'pairing.board') return ok(board);
    sent.push(input as Record<string, unknown>);
    return ok({ done: true });
  };
  const page = await app.show('features/care/pages/mentors', { studentId: 's1' });
  await tap(shown(page.dom, '结束，或者换人'));
  await settle(60);
  await tap(shown(page.dom, '石秀英'));
  await settle(60);
  await tap(shown(page.dom, '结束，交给石秀英'));
  await settle(60);
  expect(sent).toEqual([
    expect.objectContaining({
      ...{ pairingId: 'p1', why: 'handed_on', note: '爱画画' },
      next: { mentorId: 'v1', kind: 'love_mother' },
    }),
  ]);
});
