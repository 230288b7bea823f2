/**
 * The job that lays out a week's family times (product.md section 4, need first). What it decides is written down once, the
 * plan by its id; all that follows is done from there, in steps that may be repeated: a run that is cut off is continued
 * by the next, and two at once do the same. Only when all is done is the week open to everybody.
 */
import { addDays, type Day, dayOf, instantOf, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { householdsOf, timesOfWeek } from '../../../miniprogram/shared/domain/households';
import { layOutAt, type Slot, slotById } from '../../../miniprogram/shared/domain/slots';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { book } from '../booking/claim';
import { takenBetween } from '../booking/repository';
import type { PlannedHousehold, PlanPass, School, WeekPlan } from '../data/documents';
import { Conflict, Duplicate, type Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { rulesOf } from '../school/rules';
import { type Families, familiesOf, wishesOf } from './families';
import { tellFamilies } from './tell';
import { draftPlan, lastTimesOf, planBookingId, planId, runPass } from './week-plan';

const SCHOOLS = 1000;
/** Of a run of all jobs so much, ms: messages that are due must not wait for a large school's week. */
const RUN_MS = 30_000;
/** Households that are seen to at the same time. */
const AT_ONCE = 8;
/** After so many plans for those whose time was taken meanwhile, the rest are told that there is none. */
const MAX_PASSES = 3;

/** Lays out every week whose moment has come. Answers how many were finished. */
export async function layOutWeeks(deps: Deps, until: number): Promise<{ readonly laid: number }> {
  const fields = ['planning', 'laidOut'] as const;
  const schools = await deps.store.list('schools', { where: {}, limit: SCHOOLS, fields });
  const stop = Math.min(until, deps.now() + RUN_MS);
  let laid = 0;
  const due = schools.flatMap((school) =>
    weeksDue(school, deps.now()).map((monday) => ({ schoolId: school._id, monday })),
  );
  await oneByOne(deps, due, stop, async ({ schoolId, monday }) => {
    if (await layOutWeek(deps, schoolId, monday, stop)) laid += 1;
  });
  return { laid };
}

/** Next week when its moment has come; and the running one, of which a plan may have been left unfinished at midnight. */
function weeksDue({ planning, laidOut }: Pick<School, 'planning' | 'laidOut'>, now: number): Day[] {
  if (planning === null) return [];
  const running = weekOf(dayOf(now));
  return [running, addDays(running, 7)].filter(
    (monday) => layOutAt(planning, monday) <= now && (laidOut ?? '') < monday,
  );
}

/** Whether the week is laid out now; `false`: the time was up, or the week began without a plan. */
export async function layOutWeek(deps: Deps, schoolId: string, monday: Day, until: number): Promise<boolean> {
  const { store } = deps;
  const school = await store.get('schools', schoolId);
  const known = await store.get('weekPlans', planId(schoolId, monday));
  const begun = monday <= dayOf(deps.now());
  if (!school || (begun && known?.status !== 'laying')) return false;
  const families = await familiesOf(deps, schoolId);
  const scene = { deps, school, families, until };
  const plan = known ?? (await writePlan(scene, monday));
  const booked = plan.status === 'laid' ? plan : await bookPlan(scene, plan);
  if (!booked || !(await tellFamilies(scene, booked))) return false;
  await store.updateWhere('weekPlans', { _id: plan._id, status: 'laying' }, { set: { status: 'laid' } });
  await store.updateWhere('schools', { _id: schoolId, laidOut: school.laidOut }, { set: { laidOut: monday } });
  return true;
}

/** One run of the job at one school. */
export interface Scene {
  readonly deps: Deps;
  readonly school: School;
  readonly families: Families;
  /** When to stop beginning new steps, ms. */
  readonly until: number;
}

/** The plan of all households. Of two runs at once the first decides. */
async function writePlan({ deps, school, families }: Scene, monday: Day): Promise<WeekPlan> {
  const held = await takenBetween(deps.store, school._id, monday, addDays(monday, 6));
  const week = { rules: rulesOf(school), monday };
  const last = await lastPlan(deps.store, school._id, monday);
  const asked = householdsOf(await wishesOf(deps, school, families, held), week, lastTimesOf(last));
  // Where nobody asked, no school keeps a week of its free times for nobody.
  const times = asked.households.length > 0 ? timesOfWeek(week, held) : [];
  const plan = draftPlan({ schoolId: school._id, monday, at: deps.now(), ...asked, times });
  return writtenOnce(deps.store, plan);
}

async function writtenOnce(store: Store, plan: WeekPlan): Promise<WeekPlan> {
  try {
    await store.insert('weekPlans', plan);
    return plan;
  } catch (error) {
    const there = error instanceof Duplicate ? await store.get('weekPlans', plan._id) : undefined;
    if (!there) throw error;
    return there;
  }
}

async function lastPlan(store: Store, schoolId: string, before: Day): Promise<WeekPlan | undefined> {
  const [last] = await store.list('weekPlans', {
    where: { schoolId, weekOf: { lt: before } },
    orderBy: [['weekOf', 'desc']],
    limit: 1,
  });
  return last;
}

/**
 * Books pass after pass: those whose time was taken meanwhile are planned again with what is left. Answers the plan with its
 * last pass, or nothing where the time was up.
 */
async function bookPlan(scene: Scene, plan: WeekPlan): Promise<WeekPlan | undefined> {
  let now = plan;
  for (;;) {
    const refused = await bookPass(scene, now);
    if (!refused) return undefined;
    if (refused.length === 0 || now.pass >= MAX_PASSES) return now;
    now = await planAgain(scene, now, refused);
  }
}

/** A household whose slot it could not have. `busy`: not the point was taken, but its child or adult has a call then. */
interface Refused {
  readonly householdId: string;
  readonly slotId: string;
  readonly busy: boolean;
}

/** Books the rows of the last pass; answers those that were refused, or nothing where the time was up. */
async function bookPass(scene: Scene, plan: WeekPlan): Promise<Refused[] | undefined> {
  const { deps, school, until } = scene;
  const held = await takenBetween(deps.store, school._id, plan.weekOf, addDays(plan.weekOf, 6));
  const done = new Set(held.map(({ _id }) => _id));
  const households = new Map(plan.households.map((household) => [household.id, household]));
  const open = (plan.passes.at(-1)?.rows ?? []).flatMap(({ householdId, slotId }) => {
    const household = households.get(householdId);
    const isOpen = !done.has(planBookingId(plan.weekOf, householdId));
    return household && slotId !== null && isOpen ? [{ household, householdId, slotId }] : [];
  });
  const refused: Refused[] = [];
  const finished = await eachAtOnce(open, deps, until, async ({ household, householdId, slotId }) => {
    const code = await bookRow(scene, plan.weekOf, household, slotId);
    if (code !== null) refused.push({ householdId, slotId, busy: BUSY.includes(code) });
  });
  return finished ? refused : undefined;
}
const BUSY: readonly string[] = ['booking.child-busy', 'booking.adult-busy', 'booking.quota-used'];

/** Books a household's call, once; answers why not. Who does not wish for a time any more gets none, and no other. */
async function bookRow(
  { deps, school, families }: Scene,
  monday: Day,
  household: PlannedHousehold,
  slotId: string,
): Promise<string | null> {
  const adult = families.adults.get(household.adultId);
  const children = household.studentIds.flatMap((id) => families.children.get(id) ?? []);
  if (!adult || children.length < household.studentIds.length) return null;
  const slot = slotFor(deps, school, children, slotId);
  const point = school.points.find(({ id }) => id === slot?.pointId);
  if (!slot || !point) return 'booking.slot-gone';
  const bookingId = planBookingId(monday, household.id);
  try {
    await book(deps, { bookingId, school, slot, point, children, adult, origin: 'plan', status: 'booked' });
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    if (error instanceof Conflict) return 'booking.slot-taken';
    throw error;
  }
}

/** The slot, if the school still offers it to every child and it has not begun. */
function slotFor(
  deps: Deps,
  school: School,
  children: Parameters<typeof slotById>[2][],
  slotId: string,
): Slot | undefined {
  const [slot, ...others] = children.map((child) => slotById(rulesOf(school), slotId, child));
  return slot && !others.includes(undefined) && instantOf(slot.day, slot.from) > deps.now() ? slot : undefined;
}

/** The next pass: those who were refused, with what is left of the week. Of two runs at once the first decides. */
async function planAgain({ deps, school }: Scene, plan: WeekPlan, refused: readonly Refused[]): Promise<WeekPlan> {
  const held = await takenBetween(deps.store, school._id, plan.weekOf, addDays(plan.weekOf, 6));
  const times = timesOfWeek({ rules: rulesOf(school), monday: plan.weekOf }, held);
  const before = plan.passes.at(-1);
  const keyOf = new Map(before?.times.flatMap(({ key, slotIds }) => slotIds.map((id) => [id, key] as const)));
  const busy = refused
    .filter((one) => one.busy)
    .map(({ householdId, slotId }) => ({ householdId, key: keyOf.get(slotId) ?? '' }));
  const pass: PlanPass = runPass(plan, {
    asked: refused.map(({ householdId }) => householdId),
    times,
    busy: [...(before?.busy ?? []), ...busy],
  });
  const set = { pass: plan.pass + 1, passes: [...plan.passes, pass] };
  const changed = await deps.store.updateWhere('weekPlans', { _id: plan._id, pass: plan.pass }, { set });
  return changed > 0 ? { ...plan, ...set } : ((await deps.store.get('weekPlans', plan._id)) ?? plan);
}

/** Sees to all, some at the same time; `false` where the time was up before. After one that fails no other is begun. */
export async function eachAtOnce<T>(
  all: readonly T[],
  { now }: Pick<Deps, 'now'>,
  until: number,
  work: (one: T) => Promise<void>,
): Promise<boolean> {
  const queue = [...all].reverse();
  const worker = async () => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      if (now() >= until) {
        queue.push(one);
        return;
      }
      try {
        await work(one);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return queue.length === 0;
}
