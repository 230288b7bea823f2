/** A week's plan as a document: small enough for one, and all that is needed to run the planner again. */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import {
  type FamilyHousehold,
  type LastTime,
  type LeftOut,
  timeIn,
} from '../../../miniprogram/shared/domain/households';
import { type Household, type PlanRow, type PlanTime, plan } from '../../../miniprogram/shared/domain/planner';
import type { PlannedHousehold, PlanPass, WeekPlan } from '../data/documents';

export const planId = (schoolId: string, monday: Day): string => `${schoolId}:${monday}`;

/** The booking of a household in a week: a household is an adult's, so its name is the school's, too. */
export const planBookingId = (monday: Day, householdId: string): string => `p:${monday}:${householdId}`;

/** The first pass of a week's plan. The seed is the school's and the week's, so that whoever looks can draw again. */
export function draftPlan(facts: {
  readonly schoolId: string;
  readonly monday: Day;
  readonly at: number;
  readonly households: readonly FamilyHousehold[];
  readonly leftOut: readonly LeftOut[];
  readonly times: readonly PlanTime[];
}): WeekPlan {
  const { schoolId, monday, at, leftOut, times } = facts;
  const _id = planId(schoolId, monday);
  const keys = [...new Set(facts.households.flatMap((household) => household.times))].sort();
  const position = new Map(keys.map((key, i) => [key, i.toString(36)]));
  const lists = new Map<string, number>();
  const households = facts.households.map(({ times, ...household }): PlannedHousehold => {
    const text = times.map((key) => position.get(key)).join(' ');
    const list = lists.get(text) ?? lists.size;
    lists.set(text, list);
    return { ...household, list };
  });
  const asked = { _id, schoolId, weekOf: monday, seed: _id, at, status: 'laying', households, leftOut } as const;
  const draft = { ...asked, keys, lists: [...lists.keys()] };
  const first = runPass(draft, { asked: households.map(({ id }) => id), times, busy: [] });
  return { ...draft, pass: 1, passes: [first] };
}

type Asked = Pick<WeekPlan, 'seed' | 'households' | 'keys' | 'lists'>;

/** Runs the planner for some of the households. Times at which they turned out to be busy are not asked for again. */
export function runPass(
  plannedFor: Asked,
  { asked, times, busy }: { readonly asked: readonly string[] } & Pick<PlanPass, 'times' | 'busy'>,
): PlanPass {
  const ids = new Set(asked);
  const without = new Set(busy.map(({ householdId, key }) => `${householdId} ${key}`));
  const households = plannedFor.households
    .filter(({ id }) => ids.has(id))
    .map((household): Household => {
      const wanted = timesOf(plannedFor, household).filter((key) => !without.has(`${household.id} ${key}`));
      return { ...household, times: wanted };
    });
  return { times, busy, rows: plan({ households, times, seed: plannedFor.seed }) };
}

/** A household's times, best fit first. */
function timesOf({ keys, lists }: Pick<WeekPlan, 'keys' | 'lists'>, { list }: PlannedHousehold): string[] {
  const text = lists[list] ?? '';
  return text === '' ? [] : text.split(' ').map((position) => keys[Number.parseInt(position, 36)] ?? '');
}

/** Every pass's rows once more, from what the plan was asked: they are the rows that stand there, or the plan was tampered with. */
export const replay = (week: WeekPlan): (readonly PlanRow[])[] =>
  week.passes.map(({ times, busy, rows }) => {
    const asked = rows.map(({ householdId }) => householdId);
    return runPass(week, { asked, times, busy }).rows;
  });

/** The last word on each household. */
export const finalRows = (week: Pick<WeekPlan, 'passes'>): ReadonlyMap<string, PlanRow> =>
  new Map(week.passes.flatMap(({ rows }) => rows.map((row) => [row.householdId, row] as const)));

/**
 * The usual times for the next plan: what this one gave; a household that got none, in a week of holidays for one, or was
 * left out because it had its call already or it was another's turn, goes on with its usual time.
 */
export function lastTimesOf(week: WeekPlan | undefined): LastTime[] {
  if (!week) return [];
  const keyOf = new Map(
    week.passes.flatMap(({ times }) => times.flatMap(({ key, slotIds }) => slotIds.map((id) => [id, key] as const))),
  );
  const rows = finalRows(week);
  return [...week.households, ...week.leftOut].flatMap(({ id, adultId, studentIds, usual }) => {
    const key = keyOf.get(rows.get(id)?.slotId ?? '') ?? usual;
    return key === null ? [] : [{ adultId, studentIds, key: timeIn(week.weekOf, key) }];
  });
}
