import type { SlotOffer } from '../../../miniprogram/shared/contract';
import { addDays, type Day, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { HOLDING } from '../../../miniprogram/shared/domain/calls';
import { offersFor } from '../../../miniprogram/shared/domain/offers';
import { offeredDays } from '../../../miniprogram/shared/domain/slots';
import type { FamilyMember, School, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { callsOfChildren, takenBetween } from './repository';

export interface Search {
  readonly children: readonly Student[];
  readonly adult: FamilyMember;
  readonly from: Day;
  /** How many days, at most. */
  readonly days: number;
}

export interface Found {
  readonly days: readonly Day[];
  /** In order of time. */
  readonly offers: readonly SlotOffer[];
  /** Mondays of the weeks among them in which one of the children has had all its calls. */
  readonly usedWeeks: readonly Day[];
}

/** What these children and this adult could claim in some days: two reads, of the school's calls and of the children's own. */
export async function searchOffers(ctx: Ctx, school: School, search: Search): Promise<Found> {
  const { store, reach, today } = ctx;
  const { children, adult } = search;
  const days = offeredDays(school, today, search.from, search.days);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return { days, offers: [], usedWeeks: [] };
  const [taken, own] = await Promise.all([
    takenBetween(store, reach, first, last),
    callsOfChildren(store, reach, children, weekOf(first), addDays(weekOf(last), 6)),
  ]);
  const weeks = [...new Set(days.map(weekOf))];
  const callsIn = (week: Day, child: Student) =>
    own.filter((call) => call.weekOf === week && HOLDING.includes(call.status) && call.studentIds.includes(child._id));
  const usedWeeks = weeks.filter((week) => children.some((child) => callsIn(week, child).length >= school.weeklyQuota));
  const seeker = {
    children: children.map(({ _id: id, boarding }) => ({ id, boarding })),
    adultId: adult._id,
    shift: adult.shift,
    hasSmartphone: adult.hasSmartphone,
    usedWeeks,
  };
  return { days, usedWeeks, offers: offersFor(seeker, school, days, taken, { today, now: ctx.now() }) };
}
