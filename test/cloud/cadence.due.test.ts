import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doneOf } from '../../cloudfunctions/_server/cadence/days';
import type { Student } from '../../cloudfunctions/_server/data/documents';
import type { CadenceRow } from '../../miniprogram/shared/contract';
import { type Backend, startBackend } from '../support/backend';
import { aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

/** A Tuesday in the last week but one of November; counting began on the 1st. */
const NOVEMBER = { from: '2026-11-01', due: '2026-11-30' };

const aRule = (over: Partial<CadenceRow> = {}): CadenceRow => ({
  id: 'visits',
  name: '每月家访',
  window: 'month',
  times: 1,
  counts: ['visit'],
  for: 'left_behind',
  by: 'mentor',
  since: '2026-09-01',
  until: null,
  pausedBy: ['holiday', 'ill', 'away'],
  ...over,
});

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  const { store, vault } = backend.deps;
  await seedLittleSchool(store, vault);
  await withAccounts(store, [
    aStaff({
      _id: 't-helper',
      name: '爱心妈妈',
      role: 'volunteer',
      menteeIds: ['s-other'],
      checkedUntil: '2026-11-24',
    }),
  ]);
});
afterEach(() => backend.close());

const rules = (...cadences: CadenceRow[]) =>
  backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { cadences } });
const change = (studentId: string, set: Partial<Student>) =>
  backend.deps.store.updateWhere('students', { _id: studentId }, { set });
const due = (openid: string, input: Parameters<typeof backend.call<'cadence.due'>>[2]) =>
  backend.call(openid, 'cadence.due', input);
const namesOf = ({ rows }: { readonly rows: readonly { readonly child: { readonly name: string } }[] }) =>
  rows.map(({ child }) => child.name);

describe('what is due to whom', () => {
  it('is in a school that has set nothing 三个一 and the weekly contact', async () => {
    const { cadences, tallies, term } = await due('o-t-admin', { of: 'school' });
    expect(cadences.map(({ name }) => name)).toEqual(['每月家访', '每月和家长通话', '每学期一封家书', '每周亲子联系']);
    expect(term.name).toBe('2026 年秋季学期');
    expect(tallies).toHaveLength(4);
    expect(tallies.map((tally) => tally.soon + tally.open + tally.overdue)).toEqual([3, 3, 3, 3]);
  });

  it('falls to the mentor, and to the head teacher where a child has none', async () => {
    await rules(aRule());
    const mine = { of: 'mine' } as const;
    expect(namesOf(await due('o-t-mentor', mine))).toEqual(['周小海']);
    expect(namesOf(await due('o-t-head', mine))).toEqual(['林小雨']);
    expect(namesOf(await due('o-t-other', mine))).toEqual([]);
    expect(namesOf(await due('o-t-helper', mine))).toEqual(['何小花']);
    expect(namesOf(await due('o-t-duty', mine))).toEqual([]);
    expect((await due('o-t-mentor', mine)).rows[0]).toEqual({
      child: { id: 's-hai', name: '周小海', className: '三(2)班' },
      cadenceId: 'visits',
      state: 'soon',
      ...NOVEMBER,
      done: 0,
      times: 1,
      missed: 0,
      mentor: '郑老师',
    });
  });

  it('falls back to the head teacher on the day on which a volunteer’s check has run out', async () => {
    await rules(aRule());
    backend.clock.at += 24 * 3_600_000;
    expect(namesOf(await due('o-t-helper', { of: 'mine' }))).toEqual([]);
    expect(namesOf(await due('o-t-other', { of: 'mine' }))).toEqual(['何小花']);
  });

  it('is the head teacher’s alone where the rule says so', async () => {
    await rules(aRule({ by: 'head_teacher' }));
    expect(namesOf(await due('o-t-head', { of: 'mine' }))).toEqual(expect.arrayContaining(['林小雨', '周小海']));
    expect(namesOf(await due('o-t-mentor', { of: 'mine' }))).toEqual([]);
    expect(namesOf(await due('o-t-helper', { of: 'mine' }))).toEqual([]);
  });

  it('holds only for whom the rule is meant', async () => {
    await change('s-yu', { leftBehind: false });
    const namesFor = async (holds: CadenceRow['for']) => {
      await rules(aRule({ for: holds }));
      return namesOf(await due('o-t-admin', { of: 'school' })).sort();
    };
    expect(await namesFor('left_behind')).toEqual(['何小花', '周小海']);
    expect(await namesFor('paired')).toEqual(['何小花', '周小海']);
    expect(await namesFor('boarders')).toEqual(['何小花', '林小雨']);
    expect(await namesFor('day_pupils')).toEqual(['周小海']);
    expect(await namesFor('all')).toEqual(['何小花', '周小海', '林小雨']);
  });

  it('counts whatever kinds feed the deed, and a kind of the school’s own by its id', async () => {
    await rules(aRule({ counts: ['visit', 'own_garden'] }));
    await change('s-yu', { done: doneOf([{ kind: 'return_visit', day: '2026-11-10' }]) });
    await change('s-hai', { done: doneOf([{ kind: 'own_garden', day: '2026-11-10' }]) });
    await change('s-other', { done: doneOf([{ kind: 'talk', day: '2026-11-10' }]) });
    expect(namesOf(await due('o-t-admin', { of: 'school' }))).toEqual(['何小花']);
  });

  it('changes at once when a rule is changed in mid-term', async () => {
    await rules(aRule());
    await change('s-yu', { done: doneOf([{ kind: 'home_visit', day: '2026-11-10' }]) });
    expect((await due('o-t-admin', { of: 'school' })).tallies).toMatchObject([{ ok: 1, soon: 2 }]);
    await backend.call('o-t-admin', 'cadence.saveRules', { seen: [aRule()], rules: [aRule({ times: 2 })] });
    expect((await due('o-t-admin', { of: 'school' })).tallies).toMatchObject([{ ok: 0, soon: 3 }]);
  });

  it('names the longest missed first and leaves out who is done or rests', async () => {
    await rules(aRule());
    await change('s-yu', { contact: { ...aStudent().contact, since: '2026-09-01' } });
    await change('s-hai', { contact: { ...aStudent().contact, since: '2026-10-01' } });
    await change('s-other', { pauses: [{ from: '2026-11-20', to: null, why: 'ill' }] });
    const school = await due('o-t-admin', { of: 'school' });
    expect(school.rows.map(({ child, state, missed }) => [child.name, state, missed])).toEqual([
      ['林小雨', 'overdue', 2],
      ['周小海', 'overdue', 1],
    ]);
    expect(school).toMatchObject({ children: 3, more: 0, tallies: [{ overdue: 2, paused: 1 }] });
    expect(school.classes).toMatchObject([
      { id: 'c11', children: 1, tallies: [{ paused: 1 }] },
      { id: 'c32', name: '三(2)班', children: 2, tallies: [{ overdue: 2 }] },
    ]);
  });

  it('shows one cadence by itself', async () => {
    await rules(aRule(), aRule({ id: 'talks', name: '每月谈心', counts: ['talk'] }));
    const talks = await due('o-t-admin', { of: 'school', cadenceId: 'talks' });
    expect(talks.tallies.map(({ cadenceId }) => cadenceId)).toEqual(['talks']);
    expect(talks.rows.every(({ cadenceId }) => cadenceId === 'talks')).toBe(true);
    expect(talks.cadences).toHaveLength(2);
  });

  it('opens a class to its head teacher and the office only, the school to the office only', async () => {
    const ofClass = { of: 'class', classId: 'c32' } as const;
    expect(new Set(namesOf(await due('o-t-head', ofClass)))).toEqual(new Set(['林小雨', '周小海']));
    expect(new Set(namesOf(await due('o-t-admin', ofClass)))).toEqual(new Set(['林小雨', '周小海']));
    for (const openid of ['o-t-other', 'o-t-mentor', 'o-t-helper'])
      expect(await backend.reply(openid, 'cadence.due', ofClass)).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-t-admin', 'cadence.due', { of: 'class', classId: 'c-none' })).toMatchObject({
      code: 'common.not-found',
    });
    expect(await backend.reply('o-t-head', 'cadence.due', { of: 'class' })).toMatchObject({ code: 'input.invalid' });
    expect(await backend.reply('o-t-head', 'cadence.due', { of: 'school' })).toMatchObject({ code: 'auth.forbidden' });
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-mind', 'o-t-booth'])
      expect(await backend.reply(openid, 'cadence.due', { of: 'mine' })).toMatchObject({ code: 'auth.forbidden' });
  });

  it('tells a volunteer of the paired children alone, and of no other mentor', async () => {
    await backend.deps.store.updateWhere('staff', { _id: 't-mentor' }, { set: { menteeIds: ['s-hai', 's-other'] } });
    const { rows } = await due('o-t-helper', { of: 'mine' });
    expect(rows.every(({ child, mentor }) => child.id === 's-other' && mentor === '爱心妈妈')).toBe(true);
    expect((await due('o-t-admin', { of: 'class', classId: 'c11' })).rows[0]?.mentor).toContain('郑老师');
  });

  it('costs five operations in all', async () => {
    for (const [openid, of] of [
      ['o-t-head', 'mine'],
      ['o-t-admin', 'school'],
      ['o-t-helper', 'mine'],
    ] as const) {
      backend.cloud.operations.reset();
      await due(openid, { of });
      expect(backend.cloud.operations.total('database.')).toBeLessThanOrEqual(5);
    }
    backend.cloud.operations.reset();
    await due('o-t-head', { of: 'class', classId: 'c32' });
    expect(backend.cloud.operations.total('database.')).toBeLessThanOrEqual(5);
  });
});
