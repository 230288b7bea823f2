/**
 * From a school's rules and its families to the planner's question: which calls a week has, and which of them suit whom.
 *
 * A household is one call: an adult with all of its children, or with one of them where they would rather speak alone.
 * Households that have a person in common must not be given the same minute, of which the planner knows nothing. So the days of
 * the week are dealt out between them, and the planner's promise of the exact maximum stays true: it is the maximum among
 * plans that keep to the dealt days.
 */
import { addDays, type Day, daysBetween, daysFrom, type Minute, weekOf } from './calendar';
import type { Household, PlanTime } from './planner';
import { inOrder } from './planner/need';
import { type Availability, fitOf, SUITS } from './shifts';
import { allSlots, isFree, type Pupil, type SlotRules, slotsOfDay, type Taken } from './slots';

/** A child for whom a family wants a time. */
export interface WishChild extends Pupil {
  readonly id: string;
  /** Days since the last contact. */
  readonly days: number;
  /** Open make-up credits. */
  readonly credits: number;
  /** Calls that it can still have in the week. */
  readonly callsLeft: number;
}

/** An adult who wants a time every week. */
export interface Wish {
  readonly adultId: string;
  readonly availability: Availability;
  readonly hasSmartphone: boolean;
  /** Siblings share one call. */
  readonly together: boolean;
  readonly children: readonly WishChild[];
  /** Monday of the last week for which a plan gave this adult a time; `null`: never. */
  readonly lastGiven: Day | null;
  /** When it asked for a time, ms. */
  readonly since: number;
}

/** What an earlier plan gave, or would have gone on giving in a week that had no times. */
export interface LastTime {
  readonly adultId: string;
  readonly studentIds: readonly string[];
  readonly key: string;
}

export interface WeekOfRules {
  readonly rules: SlotRules;
  /** Monday of the week. */
  readonly monday: Day;
}

/** A household as the plan keeps it. */
export interface FamilyHousehold extends Household {
  readonly adultId: string;
  readonly studentIds: readonly string[];
}

/** A call that is not in the plan: the child has its calls already, or another of its adults has the turn. */
export interface LeftOut {
  readonly id: string;
  readonly adultId: string;
  readonly studentIds: readonly string[];
  readonly reason: 'others_turn' | 'has_call';
  /** Its usual time, to go on with when it is in the plan again. */
  readonly usual: string | null;
}

type PointKind = SlotRules['points'][number]['kind'];

/** The name of a time: calls of one kind that begin in the same minute are as good as each other. */
const keyOf = (day: Day, from: Minute, kind: PointKind): string => `${day}:${from}:${kind}`;

/** The same weekday, minute and kind in another week. */
export function timeIn(monday: Day, key: string): string {
  const day = key.slice(0, 10);
  return `${addDays(monday, daysBetween(weekOf(day), day))}${key.slice(10)}`;
}

/** The week's times with the slots that nobody has, in order of days and minutes. */
export function timesOfWeek({ rules, monday }: WeekOfRules, taken: readonly Taken[] = []): PlanTime[] {
  const kindOf = new Map(rules.points.map(({ id, kind }) => [id, kind] as const));
  const times = new Map<string, string[]>();
  for (const day of daysFrom(monday, 7)) {
    const takenThen = taken.filter((call) => call.day === day);
    for (const slot of allSlots(rules, day)) {
      const kind = kindOf.get(slot.pointId);
      if (!kind || !isFree(slot, takenThen, NOBODY)) continue;
      const key = keyOf(day, slot.from, kind);
      times.set(key, [...(times.get(key) ?? []), slot.id]);
    }
  }
  return [...times].map(([key, slotIds]) => ({ key, slotIds }));
}
const NOBODY = { studentIds: [], adultId: null };

/**
 * The planner's households of a week. `rules` may offer more than the week has, so that the same households can be asked
 * about several weeks (domain/capacity.ts).
 */
export function householdsOf(
  wishes: readonly Wish[],
  week: WeekOfRules,
  last: readonly LastTime[] = [],
): { readonly households: FamilyHousehold[]; readonly leftOut: LeftOut[] } {
  const slots = pupilSlots(week);
  const drafts = wishes.flatMap((wish) => draftsOf(wish, last, week.monday));
  const { admitted, leftOut } = takeTurns(drafts);
  const open = admitted.map((draft) => ({ ...draft, options: optionsOf(draft, slots) }));
  const households = relatedOnes(open)
    .flatMap((group) => dealDays(group, week.monday))
    .map(({ id, wish, children, usual, options }) => ({
      id,
      adultId: wish.adultId,
      studentIds: children.map((child) => child.id),
      days: Math.max(...children.map(({ days }) => days)),
      credits: children.reduce((sum, { credits }) => sum + credits, 0),
      usual,
      times: options.map(({ key }) => key),
    }));
  return { households, leftOut };
}

interface Draft {
  readonly id: string;
  readonly wish: Wish;
  readonly children: readonly WishChild[];
  readonly usual: string | null;
}

/** One call of all children together, or one of each. A child has the same household every week, whatever else changes. */
function draftsOf(wish: Wish, last: readonly LastTime[], monday: Day): Draft[] {
  const children = [...wish.children].sort((a, b) => inOrder(a.id, b.id));
  const calls = wish.together ? [children] : children.map((child) => [child]);
  return calls
    .filter((group) => group.length > 0)
    .map((group) => {
      const had = last.find(
        ({ adultId, studentIds }) => adultId === wish.adultId && group.some(({ id }) => studentIds.includes(id)),
      );
      const id = wish.together ? wish.adultId : `${wish.adultId}.${group[0]?.id}`;
      return { id, wish, children: group, usual: had ? timeIn(monday, had.key) : null };
    });
}

/**
 * Where more adults of a child want a time than it has calls, they take turns: who was given one longer ago comes first,
 * then who asked first. A household goes on with those of its children who have a call left.
 */
function takeTurns(drafts: readonly Draft[]): { readonly admitted: Draft[]; readonly leftOut: LeftOut[] } {
  const inTurn = [...drafts].sort(
    (a, b) =>
      inOrder(a.wish.lastGiven ?? '', b.wish.lastGiven ?? '') || a.wish.since - b.wish.since || inOrder(a.id, b.id),
  );
  const used = new Map<string, number>();
  const admitted: Draft[] = [];
  const leftOut: LeftOut[] = [];
  for (const draft of inTurn) {
    const children = draft.children.filter(({ id, callsLeft }) => (used.get(id) ?? 0) < callsLeft);
    for (const { id } of children) used.set(id, (used.get(id) ?? 0) + 1);
    if (children.length > 0) {
      admitted.push({ ...draft, children });
      continue;
    }
    const reason = draft.children.some(({ callsLeft }) => callsLeft > 0) ? 'others_turn' : 'has_call';
    const studentIds = draft.children.map(({ id }) => id);
    leftOut.push({ id: draft.id, adultId: draft.wish.adultId, studentIds, reason, usual: draft.usual });
  }
  return { admitted, leftOut };
}

interface Spot {
  readonly key: string;
  readonly day: Day;
  readonly from: Minute;
  readonly to: Minute;
  readonly kind: PointKind;
}
interface Option extends Spot {
  readonly fit: number;
}
type OpenDraft = Draft & { readonly options: readonly Option[] };

/** The week's times for a pupil, kept for all pupils who are free at the same hours. */
function pupilSlots({ rules, monday }: WeekOfRules): (pupil: Pupil) => ReadonlyMap<string, Spot> {
  const kindOf = new Map(rules.points.map(({ id, kind }) => [id, kind] as const));
  const known = new Map<string, ReadonlyMap<string, Spot>>();
  return (pupil) => {
    const alike = `${pupil.boarding} ${pupil.classId}`;
    const there = known.get(alike);
    if (there) return there;
    const spots = new Map<string, Spot>();
    for (const { pointId, day, from, to } of daysFrom(monday, 7).flatMap((day) => slotsOfDay(rules, day, pupil))) {
      const kind = kindOf.get(pointId) ?? 'phone';
      const key = keyOf(day, from, kind);
      spots.set(key, { key, day, from, to, kind });
    }
    known.set(alike, spots);
    return spots;
  };
}

/**
 * The times that exist for every child and suit the adult, best fit first; of equal ones video first for who has a
 * smartphone. Without one there are telephones only.
 */
function optionsOf({ wish, children }: Draft, slotsOf: (pupil: Pupil) => ReadonlyMap<string, Spot>): Option[] {
  const [first, ...others] = children.map(slotsOf);
  const later = (kind: PointKind) => (kind === 'video' ? 0 : 1);
  return [...(first?.values() ?? [])]
    .filter(({ key, kind }) => (wish.hasSmartphone || kind === 'phone') && others.every((slots) => slots.has(key)))
    .map((spot) => ({ ...spot, fit: fitOf(wish.availability, spot.day, spot).fit }))
    .filter(({ fit }) => fit >= SUITS)
    .sort((a, b) => b.fit - a.fit || later(a.kind) - later(b.kind) || inOrder(a.day, b.day) || a.from - b.from);
}

/** Households that are bound to each other, directly or through others, by an adult or a child; in the order of ids. */
function relatedOnes(drafts: readonly OpenDraft[]): OpenDraft[][] {
  const groupOf = new Map<string, OpenDraft[]>();
  for (const draft of [...drafts].sort((a, b) => inOrder(a.id, b.id))) {
    const people = [draft.wish.adultId, ...draft.children.map(({ id }) => id)];
    const met = new Set(people.flatMap((person) => groupOf.get(person) ?? [])).add(draft);
    const group = [...met];
    for (const one of group)
      for (const person of [one.wish.adultId, ...one.children.map(({ id }) => id)]) groupOf.set(person, group);
  }
  return [...new Set(groupOf.values())];
}

/**
 * Deals the days of the week to related households. Whoever has a usual time keeps its day; the others go one by one to who
 * has fewest and can use it, beginning with another household every week.
 */
function dealDays(group: readonly OpenDraft[], monday: Day): OpenDraft[] {
  if (group.length < 2) return [...group];
  const days = daysFrom(monday, 7);
  const owner = new Map<Day, OpenDraft>();
  for (const draft of group) {
    const day = draft.usual?.slice(0, 10);
    if (day && !owner.has(day) && draft.options.some((option) => option.key === draft.usual)) owner.set(day, draft);
  }
  const turn = Math.abs(daysBetween(FIRST_WEEK, monday) / 7) % group.length;
  const inTurn = [...group.slice(turn), ...group.slice(0, turn)];
  const count = (draft: OpenDraft) => [...owner.values()].filter((one) => one === draft).length;
  for (const day of days.filter((day) => !owner.has(day))) {
    const able = inTurn.filter(({ options }) => options.some((option) => option.day === day));
    const [next] = able.sort((a, b) => count(a) - count(b));
    if (next) owner.set(day, next);
  }
  return group.map((draft) => ({ ...draft, options: draft.options.filter(({ day }) => owner.get(day) === draft) }));
}
/** Any Monday, to number the weeks. */
const FIRST_WEEK = '2026-08-31';
