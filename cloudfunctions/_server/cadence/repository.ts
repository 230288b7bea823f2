import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { eachWhere } from '../contacts/repository';
import type { Staff, Student } from '../data/documents';
import type { Store, Where } from '../data/store';
import { mayBeNear, type Reach, within } from '../kernel/reach';

/** What cadences look at of a child's document. */
const CARE_FIELDS = [
  'name',
  'classId',
  'className',
  'leftBehind',
  'focus',
  'boarding',
  'contact',
  'pauses',
  'order',
] as const satisfies readonly (keyof Student)[];
export type CareStudent = Pick<Student, '_id' | 'done' | (typeof CARE_FIELDS)[number]>;

/** One read brings at most this many: more than a teacher has. */
const PAGE = 1000;
const STAFF = 1000;

/**
 * The active children within a reach, or the left-behind ones of them, with what was done for them in some months: one read, and of a whole
 * school one for each thousand.
 */
export async function careStudentsIn(
  store: Store,
  reach: Reach,
  { months, leftBehind = false }: { readonly months: readonly string[]; readonly leftBehind?: boolean },
): Promise<CareStudent[]> {
  const { where, anyOf } = within<Student>(reach, { student: '_id', class: 'classId' });
  const chosen: Where<Student> = { ...where, status: 'active', ...(leftBehind ? { leftBehind } : {}) };
  const fields = [...CARE_FIELDS, ...months.map((month) => `done.${month}` as const)];
  if (reach.all) return eachWhere(store, 'students', chosen, fields);
  if (reach.studentIds.length + reach.classIds.length === 0) return [];
  return store.list('students', { where: chosen, ...(anyOf ? { anyOf } : {}), limit: PAGE, fields });
}

/** Child → the names of the adults who are paired with it and may be near it on that day. */
export type Mentors = ReadonlyMap<string, readonly string[]>;

/** The mentors of a school's children: one read. */
export async function mentorsOf(store: Store, schoolId: string, today: Day): Promise<Mentors> {
  const staff: Pick<Staff, '_id' | 'role' | 'name' | 'menteeIds' | 'checkedUntil'>[] = await store.list('staff', {
    where: { schoolId, gone: { ne: true } },
    limit: STAFF,
    fields: ['role', 'name', 'menteeIds', 'checkedUntil'],
  });
  const mentors = new Map<string, string[]>();
  for (const person of staff.filter((one) => mayBeNear(one, today)))
    for (const id of person.menteeIds) mentors.set(id, [...(mentors.get(id) ?? []), person.name]);
  return mentors;
}
