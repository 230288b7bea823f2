import { expect, it } from 'vitest';
import type { Booking } from '../../cloudfunctions/_server/data/documents';
import { layOutWeeks } from '../../cloudfunctions/_server/family-time/lay-out';
import { replay } from '../../cloudfunctions/_server/family-time/week-plan';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import { SCHOOL } from '../support/builders';
import { planSchool, seedPlanSchool } from '../support/family-times';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const { store } = b.deps;

/** A document of CloudBase may be larger, but it is read and written whole. */
const PLAN_AT_MOST = 1_000_000;
/** A booking and what comes of it, in two transactions. */
const OPERATIONS_A_FAMILY = 10;

it('a school of 960 families at ten points: one plan that fits its document, nobody twice, a handful of operations a family', {
  timeout: 120_000,
}, async () => {
  const world = planSchool(960, 10);
  await seedPlanSchool(store, world);
  b.cloud.operations.reset();
  expect(await layOutWeeks(b.deps, Number.POSITIVE_INFINITY)).toEqual({ laid: 1 });
  expect(b.cloud.operations.total('database.')).toBeLessThan(960 * OPERATIONS_A_FAMILY);

  const plan = await store.get('weekPlans', `${SCHOOL}:2026-11-30`);
  if (!plan) throw new Error('no plan');
  expect(JSON.stringify(plan).length).toBeLessThan(PLAN_AT_MOST);
  expect(replay(plan)).toEqual(plan.passes.map(({ rows }) => rows));

  const calls: Booking[] = await store.list('bookings', {
    where: { schoolId: SCHOOL, day: { gte: '2026-11-30' } },
    limit: 1000,
  });
  expect(calls).toHaveLength(plan.passes[0]?.rows.filter(({ slotId }) => slotId !== null).length ?? 0);
  expect(calls.length).toBeGreaterThan(850);
  expect(new Set(calls.flatMap(({ studentIds }) => studentIds)).size).toBe(calls.length);
  const clashes = calls.filter((a, i) =>
    calls.slice(i + 1).some((c) => a.pointId === c.pointId && a.day === c.day && overlaps(a, c)),
  );
  expect(clashes).toEqual([]);
});
