import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { Wish } from '../../../miniprogram/shared/domain/households';
import { daysWithout } from '../../../miniprogram/shared/domain/ledger';
import { availabilityOf } from '../../../miniprogram/shared/domain/shifts';
import type { TakenCall } from '../booking/repository';
import { openCredits } from '../calls/makeups';
import { eachOf } from '../contacts/repository';
import type { FamilyMember, FamilyTime, School, Student } from '../data/documents';
import type { Deps } from '../kernel/deps';

/** A school's families with a standing wish, and who they are. */
export interface Families {
  readonly familyTimes: ReadonlyMap<string, FamilyTime>;
  readonly adults: ReadonlyMap<string, FamilyMember>;
  readonly children: ReadonlyMap<string, Student>;
}

/** The wishes that are on; the adults of them and all active children of the school by id. */
export async function familiesOf({ store }: Pick<Deps, 'store'>, schoolId: string): Promise<Families> {
  const [times, members, students] = await Promise.all([
    eachOf(store, 'familyTimes', schoolId),
    eachOf(store, 'familyMembers', schoolId),
    eachOf(store, 'students', schoolId),
  ]);
  const familyTimes = new Map(times.filter(({ on }) => on).map((time) => [time._id, time]));
  return {
    familyTimes,
    adults: new Map(members.filter(({ _id }) => familyTimes.has(_id)).map((member) => [member._id, member])),
    children: new Map(students.filter(({ status }) => status === 'active').map((student) => [student._id, student])),
  };
}

/** What the families wish for a week, with the calls that are in it already. */
export async function wishesOf(
  deps: Pick<Deps, 'store' | 'now'>,
  school: School,
  { familyTimes, adults, children }: Families,
  held: readonly TakenCall[],
): Promise<Wish[]> {
  const credits = await openCredits(deps.store, school._id);
  const today = dayOf(deps.now());
  const callsOf = countBy(held.flatMap((call) => call.studentIds));
  return [...adults.values()].map((adult): Wish => {
    const { together = true, since = 0, results = [] } = familyTimes.get(adult._id) ?? {};
    const own = adult.children.flatMap(({ studentId, mayContact }) => (mayContact && children.get(studentId)) || []);
    return {
      adultId: adult._id,
      availability: availabilityOf(adult.shift, adult.hours),
      hasSmartphone: adult.hasSmartphone,
      together,
      since,
      lastGiven: results.find(({ day }) => day !== null)?.weekOf ?? null,
      children: own.map(({ _id: id, boarding, classId, contact }) => ({
        id,
        boarding,
        classId,
        days: daysWithout(contact.childDay, today, contact.since),
        credits: credits.get(id) ?? 0,
        callsLeft: Math.max(0, school.weeklyQuota - (callsOf.get(id) ?? 0)),
      })),
    };
  });
}

function countBy(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
