import type { Scope } from '../../../miniprogram/shared/access/permissions';
import { addDays, type Day, dayOf, daysFrom } from '../../../miniprogram/shared/domain/calendar';
import { REPORT_DAYS } from '../../../miniprogram/shared/domain/desk';
import { dutyOn } from '../../../miniprogram/shared/domain/slots';
import type { FamilyMember, School, Staff } from '../data/documents';
import type { Where } from '../data/store';
import type { Caller } from './deps';

/** Which children a caller may touch in one request: the sum of the scopes of the permission. */
export interface Reach {
  readonly schoolId: string;
  /** The whole school. */
  readonly all: boolean;
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  /** Calls of this day only, for the duty desk and the booth. */
  readonly callDay: Day | null;
  /** Calls of this point only, for the booth. */
  readonly pointId: string | null;
  /** What happened on these days, for a desk that tells it late (desk/report.ts). */
  readonly dutyDays?: readonly Day[];
}

export const NOWHERE: Reach = { schoolId: '', all: false, studentIds: [], classIds: [], callDay: null, pointId: null };

/** The reach of a caller; `off-duty` where the only way in is a duty that is not today's, `not-officer` where it is an office of somebody else. */
export async function reachOf(
  caller: Caller,
  scopes: readonly Scope[],
  now: number,
  schoolOf: (id: string) => Promise<School>,
): Promise<Reach | 'off-duty' | 'not-officer'> {
  if (caller.kind === 'stranger' || scopes.length === 0) return NOWHERE;
  const { person } = caller;
  const today = dayOf(now);
  const has = (scope: Scope) => scopes.includes(scope);
  const mayBeOnDuty = has('duty') || has('desk');
  const onDuty = mayBeOnDuty && isOnDuty(await schoolOf(person.schoolId), person._id, today);
  if (mayBeOnDuty && !onDuty && scopes.length === 1) return 'off-duty';
  const isOfficer = has('officer') && caller.kind === 'staff' && caller.person.officer === true;
  if (has('officer') && !isOfficer && scopes.length === 1) return 'not-officer';
  const pointId = caller.kind === 'staff' && has('point') ? caller.person.pointId : null;
  return {
    schoolId: person.schoolId,
    all: has('school') || (has('desk') && onDuty) || isOfficer,
    studentIds:
      caller.kind === 'family'
        ? has('own')
          ? caller.person.children.filter((c) => c.mayContact).map((c) => c.studentId)
          : []
        : has('paired') && mayBeNear(caller.person, today)
          ? caller.person.menteeIds
          : [],
    classIds: caller.kind === 'staff' && has('class') ? caller.person.classIds : [],
    // A booth without a point sees no calls: a day without a point would be the whole desk's.
    callDay: (has('duty') && onDuty) || pointId !== null ? today : null,
    pointId,
    ...(has('was_on_duty') ? { dutyDays: await dutyDaysOf(person, today, schoolOf) } : {}),
  };
}

/** No volunteer is near a child without a background check that holds (未成年人保护法 62). */
export const mayBeNear = ({ role, checkedUntil }: Pick<Staff, 'role' | 'checkedUntil'>, today: Day): boolean =>
  role !== 'volunteer' || (checkedUntil ?? '') >= today;

/** Those of the days for which a desk may still report on which somebody was on duty. */
async function dutyDaysOf(
  { _id, schoolId }: Staff | FamilyMember,
  today: Day,
  schoolOf: (id: string) => Promise<School>,
): Promise<Day[]> {
  const school = await schoolOf(schoolId);
  return daysFrom(addDays(today, -REPORT_DAYS), REPORT_DAYS + 1).filter((day) => isOnDuty(school, _id, day));
}

/** Whether a member of staff is on the duty roster of a day. */
export const isOnDuty = (school: School, staffId: string, day: Day): boolean => dutyOn(school, day).includes(staffId);

/** Whether one child lies within a reach. */
export const reaches = (
  reach: Reach,
  child: { readonly _id: string; readonly schoolId: string; readonly classId: string },
): boolean =>
  child.schoolId === reach.schoolId &&
  (reach.all || reach.studentIds.includes(child._id) || reach.classIds.includes(child.classId));

/** No document has this id, so a condition on it finds nothing. */
const NO_ID = '-';

/**
 * A reach as a query's conditions, for documents with one child (`studentId` or, for students themselves, `_id`) or many.
 * Outside the reach there is nothing to find.
 */
export function within<T>(
  reach: Reach,
  fields: { readonly student: string; readonly class: string },
): { where: Where<T>; anyOf?: Where<T>[] } {
  const where = { schoolId: reach.schoolId } as Where<T>;
  if (reach.all) return { where };
  const parts = [
    ...(reach.studentIds.length ? [{ [fields.student]: { in: reach.studentIds } }] : []),
    ...(reach.classIds.length ? [{ [fields.class]: { in: reach.classIds } }] : []),
  ] as Where<T>[];
  return parts.length === 1
    ? { where: { ...where, ...parts[0] } }
    : parts.length
      ? { where, anyOf: parts }
      : { where: { ...where, _id: NO_ID } as Where<T> };
}
