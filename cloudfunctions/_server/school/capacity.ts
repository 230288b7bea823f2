import { adviceOf } from '../../../miniprogram/shared/domain/advice';
import { type Day, daysBetween, weekOf } from '../../../miniprogram/shared/domain/calendar';
import type { Wish } from '../../../miniprogram/shared/domain/households';
import { availabilityOf } from '../../../miniprogram/shared/domain/shifts';
import { eachOf } from '../contacts/repository';
import type { FamilyMember, FamilyTime, School, Student } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Store } from '../data/store';
import { rulesOf } from './rules';

type Child = Pick<Student, '_id' | 'boarding' | 'classId' | 'contact'>;
type Adult = Pick<FamilyMember, '_id' | 'role' | 'shift' | 'hours' | 'hasSmartphone' | 'openid' | 'children'>;

const STUDENT_FIELDS = ['boarding', 'classId', 'contact', 'status', 'leftBehind'] as const;
const ADULT_FIELDS = ['role', 'shift', 'hours', 'hasSmartphone', 'openid', 'children'] as const;

/** The capacity advisor's answer for a school: a read for each thousand pupils, adults and family times. */
export async function capacityOfSchool(store: Store, school: School, today: Day) {
  const [students, adults, times] = await Promise.all([
    eachOf(store, 'students', school._id, STUDENT_FIELDS),
    eachOf(store, 'familyMembers', school._id, ADULT_FIELDS),
    eachOf(store, 'familyTimes', school._id, ['on']),
  ]);
  const leftBehind = students.filter(({ status, leftBehind }) => status === 'active' && leftBehind);
  const wishes = wishesOf(leftBehind, adults, { times, today, perWeek: school.weeklyQuota });
  return adviceOf(rulesOf(school), wishes, weekOf(today));
}

/** One call a family: the children who would speak with the same adult. Children whom no parent may call are not counted. */
function wishesOf(
  children: readonly Child[],
  adults: readonly Adult[],
  { times, today, perWeek }: { readonly times: readonly FamilyTime[]; readonly today: Day; readonly perWeek: number },
): Wish[] {
  const callers = callersOf(adults, new Set(times.filter(({ on }) => on).map(({ _id }) => _id)));
  const families = groupedBy(children, ({ _id }) => callers.get(_id));
  return [...families].flatMap(([adult, own]) =>
    adult === undefined
      ? []
      : [
          {
            adultId: adult._id,
            availability: availabilityOf(adult.shift, adult.hours),
            hasSmartphone: adult.hasSmartphone,
            together: true,
            children: own.map(({ _id: id, boarding, classId, contact }) => ({
              id,
              boarding,
              classId,
              days: daysBetween(contact.childDay ?? contact.since, today),
              credits: 0,
              callsLeft: perWeek,
            })),
            lastGiven: null,
            since: 0,
          },
        ],
  );
}

/** For each child the parent who would call: one with a family time before others, then one whose WeChat is bound, then one with more children. */
function callersOf(adults: readonly Adult[], withTime: ReadonlySet<string>): ReadonlyMap<string, Adult> {
  const rank = (adult: Adult) => (withTime.has(adult._id) ? 2 : 0) + (adult.openid === null ? 0 : 1);
  const parents = adults.filter(({ role }) => role === 'parent');
  const inOrder = parents.sort(
    (a, b) => rank(b) - rank(a) || b.children.length - a.children.length || (a._id < b._id ? -1 : 1),
  );
  const callers = new Map<string, Adult>();
  for (const adult of inOrder)
    for (const { studentId, mayContact } of adult.children)
      if (mayContact && !callers.has(studentId)) callers.set(studentId, adult);
  return callers;
}
