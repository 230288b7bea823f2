import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import {
  GOAL_SPANS,
  GOAL_STATES,
  type Goal,
  goalCounts,
  isLate,
  keepsGoals,
  nextOf,
  PARTS,
  PLAN_KINDS,
  PRIORITIES,
  planFault,
  planKind,
} from '../../miniprogram/shared/domain/plans';
import { LIMITS } from '../../miniprogram/shared/limits';

const BEGIN = '2026-09-01';
const day = fc.integer({ min: 0, max: 150 }).map((n) => addDays(BEGIN, n));
const goals: fc.Arbitrary<Goal[]> = fc
  .array(fc.record({ span: fc.constantFrom(...GOAL_SPANS), dueDay: day, state: fc.constantFrom(...GOAL_STATES) }), {
    maxLength: LIMITS.planGoals,
  })
  .map((all) => all.map((goal, i) => ({ ...goal, id: `g${i}` })));
const plan = fc.record({
  status: fc.constant('open' as const),
  midDay: day,
  endDay: day,
  midDone: fc.option(day),
  goals,
});

describe('the rows of plans', () => {
  it('mean something: ids once, a question that must be answered in each part, goals that fit', () => {
    expect(new Set(PLAN_KINDS.map(({ id }) => id)).size).toBe(PLAN_KINDS.length);
    for (const kind of PLAN_KINDS) {
      expect(planKind(kind.id)).toBe(kind);
      for (const part of PARTS) {
        const ids = kind[part].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(kind[part].some((question) => 'required' in question && question.required)).toBe(true);
      }
      expect(kind.goals.length).toBeGreaterThan(0);
      for (const goal of kind.goals) expect(goal.length).toBeLessThanOrEqual(LIMITS.planGoal);
    }
  });

  it('has both sets of three priorities', () => {
    for (const set of ['school', 'ministry']) expect(PRIORITIES.filter((one) => one.set === set)).toHaveLength(3);
  });
});

describe('what comes next', () => {
  it('is the earliest of what is still open, whatever the order of the goals, and late once its day is over', () => {
    fc.assert(
      fc.property(plan, day, (one, today) => {
        const next = nextOf(one, today);
        const days = [
          one.endDay,
          ...(one.midDone === null ? [one.midDay] : []),
          ...one.goals.filter(({ state }) => state === 'open').map(({ dueDay }) => dueDay),
        ];
        expect(next?.day).toBe(days.reduce((a, b) => (a < b ? a : b)));
        expect(next?.late).toBe((next?.day ?? '') < today);
        expect(nextOf({ ...one, goals: [...one.goals].reverse() }, today)).toEqual(next);
        expect(nextOf({ ...one, status: 'closed' }, today)).toBeNull();
      }),
    );
  });

  it('never comes earlier because a goal was reached, dropped, or the look in the middle was written', () => {
    fc.assert(
      fc.property(plan, day, fc.nat(), (one, today, at) => {
        const before = nextOf(one, today)?.day ?? '';
        const done = one.goals.map((goal, i) =>
          i === at % one.goals.length ? { ...goal, state: 'reached' as const } : goal,
        );
        expect((nextOf({ ...one, goals: done }, today)?.day ?? '') >= before).toBe(true);
        expect((nextOf({ ...one, midDone: today }, today)?.day ?? '') >= before).toBe(true);
      }),
    );
  });

  it('counts every goal at most once as open or reached, and as late only while it is open', () => {
    fc.assert(
      fc.property(goals, day, (all, today) => {
        const { open, reached, late } = goalCounts(all, today);
        expect(open + reached + all.filter(({ state }) => state === 'dropped').length).toBe(all.length);
        expect(late).toBe(all.filter((goal) => isLate(goal, today)).length);
        expect(late).toBeLessThanOrEqual(open);
      }),
    );
  });
});

describe('what keeps a plan from being written', () => {
  const good = {
    kind: 'study_help' as const,
    startDay: '2026-11-16',
    midDay: '2026-12-14',
    endDay: '2027-01-15',
    start: { now: '数学落下了' },
    mid: null,
    end: null,
    goals: [{ id: 'g1', span: 'stage' as const, dueDay: '2026-12-01', state: 'open' as const }],
    priorities: [{ id: 'study' as const }, { id: 'meals' as const }],
  };
  it.each([
    ['nothing', {}, null],
    ['days of which the middle is before the start', { midDay: '2026-11-15' }, { field: 'midDay', rule: 'order' }],
    ['an end before the middle', { endDay: '2026-12-13' }, { field: 'endDay', rule: 'order' }],
    ['no answer where one is needed', { start: { strengths: '画画' } }, { field: 'start', rule: 'required' }],
    ['an answer that is empty', { start: { now: '' } }, { field: 'start', rule: 'required' }],
    ['an answer to no question', { start: { now: '好', lighter: '少' } }, { field: 'start', rule: 'unknown' }],
    ['a look in the middle without progress', { mid: { change: '少一点' } }, { field: 'mid', rule: 'required' }],
    ['an end without a result', { end: {} }, { field: 'end', rule: 'required' }],
    ['no goal', { goals: [] }, { field: 'goals', rule: 'required' }],
    ['the same goal twice', { goals: [...good.goals, ...good.goals] }, { field: 'goals', rule: 'twice' }],
    [
      'a goal after the end',
      { goals: [{ ...good.goals[0], dueDay: '2027-01-16' }] as typeof good.goals },
      { field: 'goals', rule: 'days' },
    ],
    [
      'the same priority twice',
      { priorities: [{ id: 'study' as const }, { id: 'study' as const }] },
      { field: 'priorities', rule: 'twice' },
    ],
  ] as const)('%s', (_, over, fault) => {
    expect(planFault({ ...good, ...over })).toEqual(fault);
  });

  it('a goal that goes, for records may name it', () => {
    expect(keepsGoals([{ id: 'g1' }], [{ id: 'g2' }, { id: 'g1' }])).toBe(true);
    expect(keepsGoals([{ id: 'g1' }], [{ id: 'g2' }])).toBe(false);
  });
});
