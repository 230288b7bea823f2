import type { FamilyMember, FamilyTime, School, Student } from '../../cloudfunctions/_server/data/documents';
import { inParts } from '../../cloudfunctions/_server/data/parts';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { seeded } from '../../local/demo/random';
import type { Weekday } from '../../miniprogram/shared/domain/calendar';
import { aMember, aSchool, aStaff, aStudent, SCHOOL, withAccounts } from './builders';

/** A school whose families all wish for a time every week; the plan of the next week is due at noon on Monday. */
export interface PlanSchool {
  readonly school: School;
  readonly students: readonly Student[];
  readonly members: readonly FamilyMember[];
  readonly wishes: readonly FamilyTime[];
}

const SHIFTS = ['day', 'night', 'two_shift', 'irregular', 'unknown'] as const;

export function planSchool(families: number, points: number, seed = 1, over: Partial<School> = {}): PlanSchool {
  const random = seeded(seed);
  const students = Array.from({ length: families }, (_, i) =>
    aStudent({
      _id: `s${i}`,
      name: `孩子${i}`,
      classId: `c${i % 24}`,
      boarding: random.chance(0.5),
      contact: { childDay: null, caregiverDay: null, remindedDay: null, since: `2026-11-${10 + random.int(0, 12)}` },
    }),
  );
  const members = students.map((student, i) =>
    aMember(
      {
        _id: `m${i}`,
        shift: random.pick(SHIFTS),
        hours: { nightWeek: null, daysOff: [random.int(1, 7) as Weekday], only: null },
        hasSmartphone: random.chance(0.8),
      },
      [student],
    ),
  );
  const wishes = members.map(({ _id }) => aWish(_id));
  const kinds = Array.from({ length: points }, (_, i) => (i % 3 === 0 ? ('phone' as const) : ('video' as const)));
  const school = aSchool({
    points: kinds.map((kind, i) => ({ id: `${SCHOOL}.p${i + 1}`, name: `${i + 1} 号`, kind })),
    planning: { weekday: 1, minute: 12 * 60 },
    ...over,
  });
  return { school, students, members, wishes };
}

export const aWish = (_id: string, over: Partial<FamilyTime> = {}): FamilyTime => ({
  _id,
  schoolId: SCHOOL,
  on: true,
  together: true,
  since: 0,
  results: [],
  ...over,
});

/** Writes such a school. Accounts come only with `bound` members, as each costs two writes. */
export async function seedPlanSchool(
  store: Store,
  world: PlanSchool,
  bound: readonly FamilyMember[] = [],
): Promise<void> {
  await store.put('schools', world.school);
  await withAccounts(store, [aStaff({ _id: 't-duty', name: '孙老师' }), ...bound]);
  const known = new Set(bound.map(({ _id }) => _id));
  const others = world.members.filter(({ _id }) => !known.has(_id));
  for (const part of inParts(world.students, 200)) await store.insert('students', part);
  for (const part of inParts(others, 200)) await store.insert('familyMembers', part);
  for (const part of inParts(world.wishes, 200)) await store.insert('familyTimes', part);
}
