import type { SlotOffer } from '../../../miniprogram/shared/contract';
import { addDays, type Day, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { HOLDING } from '../../../miniprogram/shared/domain/calls';
import { offersFor } from '../../../miniprogram/shared/domain/offers';
import { availabilityOf } from '../../../miniprogram/shared/domain/shifts';
import { isLaidOut, offeredDays } from '../../../miniprogram/shared/domain/slots';
import type { Booking, FamilyMember, School, Student } from '../data/documents';
import { leasedTimes } from '../desk/leased';
import type { Deps } from '../kernel/deps';
import { rulesOf } from '../school/rules';
import { callsOfChildren, takenBetween } from './repository';

export interface Search {
  readonly children: readonly Student[];
  readonly adult: FamilyMember;
  readonly from: Day;
  /** How many days, at most. */
  readonly days: number;
  /** A call that would be moved: it is in nobody's way. */
  readonly moving?: string;
}

export interface Found {
  readonly days: readonly Day[];
  /** In order of time. */
  readonly offers: readonly SlotOffer[];
  /** Mondays of the weeks among them in which one of the children has had all its calls. */
  readonly usedWeeks: readonly Day[];
  /** The children's calls in these weeks, in whatever state. */
  readonly calls: readonly Booking[];
  /** Mondays of the weeks among them that are not open yet. */
  readonly notYet: readonly Day[];
}

/**
 * What these children and this adult could claim in some days: two reads, of the school's calls and of the children's own, and
 * with today one of what the desk keeps for walk-ins.
 */
export async function searchOffers(
  deps: Pick<Deps, 'store' | 'now'> & { readonly today: Day },
  school: School,
  search: Search,
): Promise<Found> {
  const { store, today } = deps;
  const { children, adult } = search;
  const rules = rulesOf(school);
  const days = offeredDays(rules, today, search.from, search.days);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return { days, offers: [], usedWeeks: [], calls: [], notYet: [] };
  const others = (call: { readonly _id: string }) => call._id !== search.moving;
  const [taken, own, kept] = await Promise.all([
    takenBetween(store, school._id, first, last),
    callsOfChildren(store, school._id, children, weekOf(first), addDays(weekOf(last), 6)),
    first === today ? leasedTimes(store, school._id, today) : [],
  ]);
  const weeks = [...new Set(days.map(weekOf))];
  const callsIn = (week: Day, child: Student) =>
    own.filter(
      (call) =>
        others(call) &&
        call.weekOf === week &&
        HOLDING.includes(call.status) &&
        !isOwnOffer(call, adult) &&
        call.studentIds.includes(child._id),
    );
  const usedWeeks = weeks.filter((week) => children.some((child) => callsIn(week, child).length >= school.weeklyQuota));
  const seeker = {
    children: children.map(({ _id: id, boarding, classId }) => ({ id, boarding, classId })),
    adultId: adult._id,
    availability: availabilityOf(adult.shift, adult.hours),
    hasSmartphone: adult.hasSmartphone,
    usedWeeks,
  };
  return {
    days,
    usedWeeks,
    calls: own,
    notYet: weeks.filter((week) => !isLaidOut(rules, week, today)),
    offers: offersFor(seeker, rules, days, [...taken.filter(others), ...kept], { today, now: deps.now() }),
  };
}

/** A time that is held for this adult's answer makes way for another that it books (instead.ts). */
const isOwnOffer = ({ status, adultId }: Booking, adult: FamilyMember): boolean =>
  status === 'offered' && adultId === adult._id;
