import type { SlotOffer } from '../contract';
import { type Day, daysBetween, weekOf } from './calendar';
import { type Availability, fitOf } from './shifts';
import { isClaimable, isFree, type Pupil, type Slot, type SlotRules, slotsOfDay, type Taken } from './slots';

/** Who looks for a time: the children who would share the call, and the adult. */
export interface Seeker {
  readonly children: readonly (Pupil & { readonly id: string })[];
  readonly adultId: string | null;
  readonly availability: Availability;
  readonly hasSmartphone: boolean;
  /** Weeks in which a child has had all its calls. */
  readonly usedWeeks: readonly Day[];
}

/** The channel that a point tries first. */
export const channelOf = ({ channels }: Pick<SlotRules, 'channels'>, kind: 'phone' | 'video'): SlotOffer['channel'] =>
  channels[kind][0] ?? 'phone';

/**
 * What these people could claim now: for each time one offer, at the free point that serves them best, so that a parent
 * sees times and not a table of points. In order of time.
 */
export function offersFor(
  seeker: Seeker,
  rules: SlotRules,
  days: readonly Day[],
  taken: readonly Taken[],
  clock: { readonly today: Day; readonly now: number },
): SlotOffer[] {
  const who = { studentIds: seeker.children.map((child) => child.id), adultId: seeker.adultId };
  const open = days.filter((day) => !seeker.usedWeeks.includes(weekOf(day)));
  const free = open.flatMap((day) => {
    const takenThen = taken.filter((call) => call.day === day);
    return slotsForAll(rules, day, seeker.children).filter(
      (slot) => isClaimable(rules, slot, clock.today, clock.now) && isFree(slot, takenThen, who),
    );
  });
  return oneATime(seeker, rules, free);
}

/**
 * The same for one of many who look at the same days.
 * @param free the slots that can be claimed, whichever pupils they are for, at points that nobody has then, in order of time.
 * @param existsFor whether a slot is one for a pupil (`pupilSlots`).
 */
export function offersAmong(
  seeker: Omit<Seeker, 'usedWeeks'>,
  rules: SlotRules,
  free: readonly Slot[],
  taken: readonly Taken[],
  existsFor: (pupil: Pupil) => ReadonlySet<string>,
): SlotOffer[] {
  const who = { studentIds: seeker.children.map((child) => child.id), adultId: seeker.adultId };
  const own = taken.filter(
    (call) =>
      (call.adultId !== null && call.adultId === who.adultId) ||
      call.studentIds.some((id) => who.studentIds.includes(id)),
  );
  const pupils = seeker.children.map(existsFor);
  const theirs = free.filter((slot) => pupils.every((slots) => slots.has(slot.id)) && isFree(slot, own, who));
  return oneATime(seeker, rules, theirs);
}

/** The names of the slots of some days for a pupil, found once for all who are free at the same hours. */
export function pupilSlots(rules: SlotRules, days: readonly Day[]): (pupil: Pupil) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (pupil) => {
    const alike = `${pupil.boarding} ${pupil.classId}`;
    const there = known.get(alike) ?? new Set(days.flatMap((day) => slotsOfDay(rules, day, pupil)).map(({ id }) => id));
    known.set(alike, there);
    return there;
  };
}

/** For each time the slot at the point that serves the seeker best. */
function oneATime(seeker: Omit<Seeker, 'usedWeeks'>, rules: SlotRules, free: readonly Slot[]): SlotOffer[] {
  const points = pointsFor(seeker, rules.points);
  const times = new Map<string, Map<string, Slot>>();
  for (const slot of free) {
    const time = `${slot.day} ${slot.from}`;
    times.set(time, (times.get(time) ?? new Map<string, Slot>()).set(slot.pointId, slot));
  }
  return [...times.values()].flatMap((here) => {
    const best = points.find((point) => here.has(point.id));
    const slot = best && here.get(best.id);
    return best && slot ? [offerOf(slot, best, rules, seeker.availability)] : [];
  });
}

/** A slot as it is offered to an adult. */
export function offerOf(
  slot: Slot,
  point: SlotRules['points'][number],
  rules: SlotRules,
  who: Availability,
): SlotOffer {
  const { id: slotId, pointId, day, from, to } = slot;
  const channel = channelOf(rules, point.kind);
  return { slotId, pointId, pointName: point.name, channel, day, from, to, ...fitOf(who, day, slot) };
}

/** Best fit first, of equal ones the earlier. */
export const byFit = (a: SlotOffer, b: SlotOffer): number => b.fit - a.fit || byTime(a, b);
const byTime = (a: SlotOffer, b: SlotOffer): number => a.day.localeCompare(b.day) || a.from - b.from;

/** The `n` that suit best. Of those that suit equally, the first of each day comes before the second of any, to give a choice of days. */
export function bestOf(offers: readonly SlotOffer[], n: number): SlotOffer[] {
  const seen = new Map<string, number>();
  const ranked = [...offers].sort(byFit).map((offer) => {
    const key = `${offer.day} ${offer.fit}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { offer, nth };
  });
  ranked.sort((a, b) => b.offer.fit - a.offer.fit || a.nth - b.nth || byTime(a.offer, b.offer));
  return ranked.slice(0, n).map(({ offer }) => offer);
}

/** Of how many neighbours each alternative is drawn. */
const NEAR = 3;

/**
 * `n` that come near to one that is gone, nearest first: those that suit at least as well before others, then by distance in
 * time. One is drawn of the three nearest, one of the next three and so on, or a crowd that lost the same time would be sent
 * to the same ones.
 */
export function alternativesTo(
  wanted: SlotOffer,
  offers: readonly SlotOffer[],
  n: number,
  dice: () => number,
): SlotOffer[] {
  const loss = (offer: SlotOffer) => Math.max(0, wanted.fit - offer.fit);
  const distance = (offer: SlotOffer) => Math.abs(daysBetween(wanted.day, offer.day) * 1440 + offer.from - wanted.from);
  const near = [...offers].sort((a, b) => loss(a) - loss(b) || distance(a) - distance(b) || byTime(a, b));
  const size = Math.min(NEAR, Math.max(1, Math.floor(near.length / n)));
  return Array.from({ length: n }, (_, i) => near.slice(i * size, (i + 1) * size)).flatMap(
    (neighbours) => neighbours[Math.floor(dice() * neighbours.length)] ?? [],
  );
}

/** The slots that exist for every one of these pupils. */
function slotsForAll(rules: SlotRules, day: Day, pupils: readonly Pupil[]): Slot[] {
  const [first = [], ...rest] = pupils.map((pupil) => slotsOfDay(rules, day, pupil));
  return first.filter((slot) => rest.every((slots) => slots.some(({ id }) => id === slot.id)));
}

/**
 * Points in the order in which they serve this adult: video for those with a smartphone, else the phone. Points of one kind
 * begin elsewhere for each child, or all who look at the same minute would be sent to the same point.
 */
function pointsFor(
  seeker: Pick<Seeker, 'hasSmartphone' | 'children'>,
  points: SlotRules['points'],
): SlotRules['points'] {
  const liked = seeker.hasSmartphone ? 'video' : 'phone';
  const of = (wanted: boolean) => points.filter((point) => (point.kind === liked) === wanted);
  return [true, false].flatMap((wanted) => rotated(of(wanted), seeker.children[0]?.id ?? ''));
}

function rotated<T>(items: readonly T[], key: string): T[] {
  let hash = 0;
  for (const char of key) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  const start = items.length > 0 ? hash % items.length : 0;
  return [...items.slice(start), ...items.slice(0, start)];
}
