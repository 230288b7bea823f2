import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacityOf } from '../../miniprogram/shared/domain/capacity';
import { type PlanTime, plan } from '../../miniprogram/shared/domain/planner';
import { schoolWeek } from '../../scripts/bench/planner-school';
import { bestWorth, smallWeek } from '../support/planner-exact';
import { mostServed } from '../support/planner-proofs';

const groups = ['day', 'night', 'two_shift'];
const counted = smallWeek.map(({ households, times }) => ({
  households: households.map((household, i) => ({ ...household, group: groups[i % groups.length] as string })),
  times,
}));
const withOneMore = (times: readonly PlanTime[], key: string): PlanTime[] =>
  times.some((time) => time.key === key)
    ? times.map((time) => (time.key === key ? { key, slotIds: [...time.slotIds, `${key} more`] } : time))
    : [...times, { key, slotIds: [`${key} more`] }];
const KEYS = ['a', 'b', 'c', 'd', 'gone'];
const sum = (counts: readonly { readonly households: number }[]) => counts.reduce((n, one) => n + one.households, 0);

describe('capacityOf', () => {
  it('counts exactly how many the week reaches, and how many more with one place more at any time', () => {
    fc.assert(
      fc.property(counted, ({ households, times }) => {
        const most = (then: readonly PlanTime[]) => bestWorth(households, then)[0];
        const more = KEYS.map((key) => ({ key, times: withOneMore(times, key) }));
        const answer = capacityOf({ households, times, more });
        expect(answer.reached).toBe(most(times));
        expect(new Map(answer.gains.map(({ key, reached }) => [key, answer.reached + reached]))).toEqual(
          new Map(more.map(({ key, times: then }) => [key, most(then)])),
        );
        const gains = answer.gains.map(({ reached }) => reached);
        expect(gains).toEqual([...gains].sort((a, b) => b - a));
      }),
      { numRuns: 500 },
    );
  });

  it('names as full exactly the times of the week at which one place more reaches one more', () => {
    fc.assert(
      fc.property(counted, ({ households, times }) => {
        const open = times.filter(({ slotIds }) => slotIds.length > 0);
        const more = open.map(({ key }) => ({ key, times: withOneMore(times, key) }));
        const { fullTimes, gains } = capacityOf({ households, times, more });
        expect(new Set(fullTimes)).toEqual(new Set(gains.flatMap(({ key, reached }) => (reached > 0 ? key : []))));
      }),
      { numRuns: 500 },
    );
  });

  it('counts everybody once: reached, without a time, or crowded out, by group as in the plan of the same need', () => {
    fc.assert(
      fc.property(counted, ({ households, times }) => {
        const { reached, noTime, crowdedOut, households: all } = capacityOf({ households, times, more: [] });
        expect(reached + sum(noTime) + sum(crowdedOut)).toBe(all);
        const groupOf = new Map(households.map(({ id, group }) => [id, group]));
        const rows = plan({ households, times, seed: '' });
        for (const [counts, reason] of [
          [noTime, 'no_time_fits'],
          [crowdedOut, 'all_taken_by_needier'],
        ] as const)
          for (const group of groups)
            expect(counts.find((count) => count.group === group)?.households ?? 0).toBe(
              rows.filter((row) => row.reason === reason && groupOf.get(row.householdId) === group).length,
            );
      }),
      { numRuns: 500 },
    );
  });

  it('knows what an hour would bring that the school is not open yet', () => {
    const night = { id: 'h1', group: 'night', days: 3, credits: 0, usual: null, times: ['mon 15:00'] };
    const times = [{ key: 'mon 18:30', slotIds: ['s1'] }];
    const more = [
      { key: 'point', times: [{ key: 'mon 18:30', slotIds: ['s1', 's2'] }] },
      { key: 'hour', times: [...times, { key: 'mon 15:00', slotIds: ['s3'] }] },
    ];
    expect(capacityOf({ households: [night], times, more })).toEqual({
      households: 1,
      reached: 0,
      noTime: [{ group: 'night', households: 1 }],
      crowdedOut: [],
      fullTimes: [],
      gains: [
        { key: 'hour', reached: 1 },
        { key: 'point', reached: 0 },
      ],
    });
  });

  it('agrees for 960 children with a count of single slots', () => {
    for (const points of [1, 3, 4, 6]) {
      const [now, then] = [schoolWeek(1, points), schoolWeek(1, points + 1)];
      const answer = capacityOf({ ...now, more: [{ key: 'point', times: then.times }] });
      const [reached, more] = [now, then].map(({ households, times }) => mostServed(households, times)) as [
        number,
        number,
      ];
      expect([answer.reached, answer.gains]).toEqual([reached, [{ key: 'point', reached: more - reached }]]);
    }
  });
});
