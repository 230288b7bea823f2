import { type Random, seeded } from '../../local/demo/random';
import { addDays, type Weekday } from '../../miniprogram/shared/domain/calendar';
import type { CountedHousehold } from '../../miniprogram/shared/domain/capacity';
import type { PlanRow, PlanTime } from '../../miniprogram/shared/domain/planner';
import { type Availability, fitOf, type ShiftKind, SUITS } from '../../miniprogram/shared/domain/shifts';

/**
 * A school of 960 left-behind children, each a household of its own (the hardest case), and a week of 180 quarters of an hour at
 * each of its points. All figures of the mix stand here; they are assumptions about a rural school, not a survey.
 */
const CHILDREN = 960;
const CLASSES = 24;
const MONDAY = '2026-11-23';
const MINUTES = 15;

/**
 * When the points are open, and what a child must be to be free then. Classes eat and study in turns, so that half of
 * them are free in the first part of noon and of the evening, half in the second.
 */
const SCHOOL_DAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const HOURS: readonly {
  readonly days: readonly Weekday[];
  readonly from: number;
  readonly to: number;
  readonly needs: readonly string[];
}[] = [
  { days: SCHOOL_DAYS, from: 12 * 60, to: 12 * 60 + 45, needs: ['noon 1'] },
  { days: SCHOOL_DAYS, from: 12 * 60 + 45, to: 13 * 60 + 30, needs: ['noon 2'] },
  { days: SCHOOL_DAYS, from: 16 * 60 + 15, to: 17 * 60 + 45, needs: ['day pupil'] },
  { days: SCHOOL_DAYS, from: 18 * 60 + 30, to: 19 * 60 + 30, needs: ['boarder', 'evening 1'] },
  { days: SCHOOL_DAYS, from: 19 * 60 + 30, to: 20 * 60 + 30, needs: ['boarder', 'evening 2'] },
  { days: [6, 7], from: 9 * 60, to: 19 * 60, needs: ['there at weekends'] },
];

const BOARDERS = 0.55;
/** Who can be at the school at the weekend: boarders that do not go home, day pupils that live near. */
const THERE_AT_WEEKENDS = { boarder: 0.35, 'day pupil': 0.4 };
const SMARTPHONES = 0.85;
const PHONES_OF_POINTS = 0.3;

interface Adult extends Omit<Availability, 'nightWeek'> {
  /** How much longer than others these have waited: hours that do not suit are why. */
  readonly neglect: number;
}
const works = (shift: ShiftKind, daysOff: readonly Weekday[], neglect: number): Adult => ({
  shift,
  daysOff,
  only: null,
  neglect,
});
const ADULTS: readonly (readonly [Adult, number])[] = [
  [works('day', [6, 7], 1), 15],
  [works('day', [7], 1), 20],
  [works('day', [], 1.2), 10],
  [{ ...works('day', [], 1.6), only: 'noon' }, 12],
  [works('night', [7], 1.5), 8],
  [works('night', [], 1.8), 8],
  [works('two_shift', [7], 1.4), 17],
  [works('irregular', [], 1.4), 10],
];
/** Irregular hours are known beforehand on so many days of a week. */
const KNOWN_DAYS = 2;
const EVERY_DAY: readonly Weekday[] = [...SCHOOL_DAYS, 6, 7];
const MEAN_WAIT_DAYS = 9;
const WITH_CREDIT = 0.08;

export interface SchoolWeek {
  /** Grouped by the adult's shift. */
  readonly households: readonly CountedHousehold[];
  readonly times: readonly PlanTime[];
}

/** The same school for the same seed, with this many points. */
export function schoolWeek(seed: number, points: number): SchoolWeek {
  const random = seeded(seed);
  const households = Array.from({ length: CHILDREN }, (_, i) => householdOf(i, random));
  return { households, times: timesAt(points) };
}

const SPOTS = HOURS.flatMap((hours) =>
  hours.days.flatMap((weekday) =>
    Array.from({ length: (hours.to - hours.from) / MINUTES }, (_, i) => ({
      day: addDays(MONDAY, weekday - 1),
      weekday,
      from: hours.from + i * MINUTES,
      to: hours.from + (i + 1) * MINUTES,
      needs: hours.needs,
    })),
  ),
);
type Spot = (typeof SPOTS)[number];

const keyOf = (kind: string, { weekday, from }: Spot): string => `${kind}:${weekday}:${from}`;

/** The week of a school with so many points: the first is a phone, of more about a third. */
function timesAt(points: number): PlanTime[] {
  const phones = Math.max(1, Math.round(points * PHONES_OF_POINTS));
  const kinds = [
    { kind: 'phone', n: phones },
    { kind: 'video', n: points - phones },
  ];
  return kinds.flatMap(({ kind, n }) =>
    SPOTS.map((spot) => ({
      key: keyOf(kind, spot),
      slotIds: Array.from({ length: n }, (_, p) => `${kind}${p + 1}:${spot.day}:${spot.from}`),
    })),
  );
}

function householdOf(i: number, random: Random): CountedHousehold {
  const { neglect, ...adult } = random.weighted(ADULTS);
  const who = { ...adult, nightWeek: adult.shift === 'two_shift' ? addDays(MONDAY, random.pick([0, 7])) : null };
  const is = childOf(i % CLASSES, random);
  const known = who.shift === 'irregular' ? random.shuffle(EVERY_DAY).slice(0, KNOWN_DAYS) : EVERY_DAY;
  const isFree = (spot: Spot) => spot.needs.every((need) => is.has(need)) && known.includes(spot.weekday);
  // Among times that suit equally well each family has its own taste.
  const suiting = random
    .shuffle(SPOTS.filter(isFree))
    .map((spot) => ({ spot, fit: fitOf(who, spot.day, spot).fit }))
    .filter(({ fit }) => fit >= SUITS)
    .sort((a, b) => b.fit - a.fit)
    .map(({ spot }) => spot);
  const kinds = random.chance(SMARTPHONES) ? ['video', 'phone'] : ['phone'];
  return {
    id: `h${String(i).padStart(3, '0')}`,
    group: who.only === null ? who.shift : `${who.shift}, only ${who.only}`,
    days: Math.round(-Math.log(1 - random.next()) * MEAN_WAIT_DAYS * neglect),
    credits: random.chance(WITH_CREDIT) ? 1 : 0,
    usual: null,
    times: suiting.flatMap((spot) => kinds.map((kind) => keyOf(kind, spot))),
  };
}

/** What a child of a class is, as far as it decides when it is free. */
function childOf(schoolClass: number, random: Random): ReadonlySet<string> {
  const pupil = random.chance(BOARDERS) ? 'boarder' : 'day pupil';
  const turns = [`noon ${1 + (schoolClass % 2)}`, `evening ${1 + (Math.floor(schoolClass / 2) % 2)}`];
  return new Set([pupil, ...turns, ...(random.chance(THERE_AT_WEEKENDS[pupil]) ? ['there at weekends'] : [])]);
}

/**
 * First come, first served: parents come in any order, each takes the best time that is left, and who finds none goes away.
 * Household → time.
 */
export function firstCome({ households, times }: SchoolWeek, random: Random): Map<string, string> {
  const left = new Map(times.map(({ key, slotIds }) => [key, slotIds.length]));
  const taken = new Map<string, string>();
  for (const { id, times: wanted } of random.shuffle(households)) {
    const key = wanted.find((time) => (left.get(time) ?? 0) > 0);
    if (key === undefined) continue;
    left.set(key, (left.get(key) ?? 0) - 1);
    taken.set(id, key);
  }
  return taken;
}

/** Household → time, of a plan. */
export function timesOf({ times }: SchoolWeek, rows: readonly PlanRow[]): Map<string, string> {
  const keyOf = new Map(times.flatMap(({ key, slotIds }) => slotIds.map((slotId) => [slotId, key] as const)));
  return new Map(
    rows.flatMap(({ householdId, slotId }) => (slotId === null ? [] : [[householdId, keyOf.get(slotId) as string]])),
  );
}

/** The next week of the same families: those who had a time want it again, and the others have waited a week more. */
export function weekAfter(week: SchoolWeek, timeOf: ReadonlyMap<string, string>, random: Random): SchoolWeek {
  const households = week.households.map((household) => {
    const usual = timeOf.get(household.id) ?? null;
    return { ...household, usual, days: usual === null ? household.days + 7 : random.int(0, 7) };
  });
  return { ...week, households };
}
