import { describe, expect, it } from 'vitest';
import type { FamilyMember, Student } from '../../cloudfunctions/_server/data/documents';
import { inParts } from '../../cloudfunctions/_server/data/parts';
import { seeded } from '../../local/demo/random';
import type { ShiftKind } from '../../miniprogram/shared/domain/shifts';
import { opsOf } from '../support/booking';
import { aMember, aSchool, aStaff, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { sharedBackend } from '../support/shared-backend';

const WEEKDAYS = [1, 2, 3, 4, 5] as const;
const backend = await sharedBackend(async ({ deps: { store } }) => {
  await withAccounts(store, [aStaff({ _id: 't-admin', role: 'school_admin', name: '赵校长' })]);
});
const { store } = backend.deps;
const capacity = () => backend.call('o-t-admin', 'school.capacity', {});

/** Families of one child each; the n-th adult is `m<n>`. */
async function families(shifts: readonly ShiftKind[], over: Partial<FamilyMember> = {}): Promise<void> {
  const students = shifts.map((_, i) => aStudent({ _id: `s${i}`, boarding: true }));
  const members = shifts.map((shift, i) => aMember({ _id: `m${i}`, shift, ...over }, students.slice(i, i + 1)));
  for (const part of inParts(students, 500)) await store.insert('students', part);
  for (const part of inParts(members, 500)) await store.insert('familyMembers', part);
}
const times = (n: number, shift: ShiftKind): ShiftKind[] => Array.from({ length: n }, () => shift);
const [POINT] = aSchool().points;
/** One telephone, open an hour on one evening: four calls a week. */
const small = aSchool({
  points: POINT ? [POINT] : [],
  windows: [{ weekday: 3, from: 19 * 60 + 30, to: 20 * 60 + 30, for: 'all' }],
});

describe('school.capacity', () => {
  it('says how many families the week reaches, what holds the rest back, and what one more would bring', async () => {
    await store.put('schools', small);
    await families([...times(6, 'day'), ...times(2, 'night')]);
    const answer = await capacity();
    expect(answer).toMatchObject({
      slots: 4,
      households: 8,
      reached: 4,
      noTime: [{ shift: 'night', households: 2 }],
      crowdedOut: 2,
    });
    // A second telephone takes both who are crowded out, so does an hour later or at noon. An hour earlier takes those, too, who
    // go to work at night.
    const hour = (from: number, reached: number) => ({ kind: 'hour', weekday: 3, from, reached });
    const point = { kind: 'point', weekday: null, from: null, reached: 2 };
    expect(answer.gains).toHaveLength(4);
    expect(answer.gains[0]).toEqual(hour(18 * 60 + 30, 4));
    for (const gain of [point, hour(20 * 60 + 30, 2), hour(12 * 60, 2)]) expect(answer.gains).toContainEqual(gain);
  });

  it('takes the school as it is in a usual week: holidays, closures and the end of term change nothing', async () => {
    await store.put('schools', small);
    await families(times(3, 'day'));
    const usual = await capacity();
    await store.put('schools', {
      ...small,
      term: { name: '旧', from: '2026-02-01', to: '2026-07-01' },
      exceptions: [{ day: '2026-11-25', kind: 'closed', hours: [], weekday: null, note: '' }],
      closures: [{ day: '2026-11-25', from: 0, to: 1440, pointIds: null }],
    });
    expect(await capacity()).toEqual(usual);
    await store.put('schools', { ...small, duty: [] });
    expect(await capacity()).toMatchObject({
      slots: 0,
      reached: 0,
      noTime: [{ shift: 'day', households: 3 }],
      gains: [],
    });
  });

  it('counts a family once, by the parent who would call; children without one are not counted', async () => {
    await store.put('schools', small);
    const [one, two, alone, gone, home] = ['s1', 's2', 's3', 's4', 's5'].map((_id) => aStudent({ _id }));
    const students = [one, two, alone, { ...gone, status: 'left' }, { ...home, leftBehind: false }] as Student[];
    await store.insert('students', students);
    await store.insert('familyMembers', [
      aMember({ _id: 'm-night', shift: 'night' }, students.slice(0, 2)),
      aMember({ _id: 'm-day', shift: 'day', openid: null }, students.slice(0, 2)),
      aMember({ _id: 'm-granny', role: 'guardian' }, students),
      aMember({ _id: 'm-barred' }, students.slice(2, 3), { mayContact: false }),
      aMember({ _id: 'm-rest' }, students.slice(3)),
    ]);
    expect(await capacity()).toMatchObject({ households: 1, reached: 0, noTime: [{ shift: 'night', households: 1 }] });
    // Who wants a standing time calls.
    await store.insert('familyTimes', {
      _id: 'm-day',
      schoolId: SCHOOL,
      on: true,
      together: true,
      since: 0,
      results: [],
    });
    expect(await capacity()).toMatchObject({ households: 1, reached: 1, noTime: [] });
  });

  it('heeds what a family tapped, who has no smartphone, and when classes are free', async () => {
    const video = { id: `${SCHOOL}.p2`, name: '平板', kind: 'video' as const };
    await store.put('schools', { ...small, points: [video] });
    await families(times(2, 'irregular'), { hasSmartphone: false });
    expect(await capacity()).toMatchObject({ households: 2, reached: 0 });
    await store.updateWhere('familyMembers', { schoolId: SCHOOL }, { set: { hasSmartphone: true } });
    expect(await capacity()).toMatchObject({ reached: 2 });
    const hours = { nightWeek: null, daysOff: [], only: 'noon' as const };
    await store.updateWhere('familyMembers', { _id: 'm0', schoolId: SCHOOL }, { set: { hours } });
    expect(await capacity()).toMatchObject({ reached: 1 });
    await store.updateWhere(
      'schools',
      { _id: SCHOOL },
      { set: { freePeriods: [{ classId: 'c32', weekday: 1, from: 720, to: 780 }] } },
    );
    expect(await capacity()).toMatchObject({ reached: 0 });
  });

  it('answers for 960 families in time, by a few reads', async () => {
    const random = seeded(7);
    const kinds: readonly ShiftKind[] = ['day', 'night', 'two_shift', 'irregular', 'unknown'];
    const points = Array.from({ length: 4 }, (_, i) => ({
      id: `${SCHOOL}.p${i}`,
      name: `${i} 号`,
      kind: i < 2 ? ('phone' as const) : ('video' as const),
    }));
    await store.put(
      'schools',
      aSchool({ points, duty: WEEKDAYS.map((weekday) => ({ weekday, staffIds: ['t-admin'] })) }),
    );
    await families(Array.from({ length: 960 }, () => random.pick(kinds)));
    const started = performance.now();
    let answer: Awaited<ReturnType<typeof capacity>> | undefined;
    const ops = await opsOf(backend, async () => {
      answer = await capacity();
    });
    expect(answer).toMatchObject({ households: 960 });
    expect(answer?.gains.length).toBeGreaterThan(0);
    expect(answer?.gains.length).toBeLessThanOrEqual(20);
    // Who asks (2), the school, pupils, adults, family times.
    expect(ops).toBe(6);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
