/** What came of a plan: noted with each family's wish, and told to those for whom something changed. */
import type { PlanReason } from '../../../miniprogram/shared/contract';
import { addDays, instantOf } from '../../../miniprogram/shared/domain/calendar';
import { nextAllowed, QUIET_FROM } from '../../../miniprogram/shared/domain/quiet';
import { shortDate } from '../../../miniprogram/shared/text/time';
import { fullTime } from '../booking/reminders';
import { takenBetween } from '../booking/repository';
import type { Booking, FamilyTimeResult, OutboxMessage, WeekPlan } from '../data/documents';
import { groupedBy, inParts } from '../data/parts';
import { Duplicate, type Store } from '../data/store';
import { subscribeMessage, thing } from '../outbox/messages';
import { enrol } from '../waitlist/entries';
import { eachAtOnce, type Scene } from './lay-out';
import { finalRows, planBookingId } from './week-plan';

/** For so many weeks a family can look back. */
const WEEKS_KEPT = 4;
const PART = 200;

type Call = Pick<Booking, '_id' | 'day' | 'from' | 'startsAt' | 'pointName' | 'seat'>;
const CALL_FIELDS = ['day', 'from', 'startsAt', 'pointName', 'seat'] as const;

/** What came of one household. */
interface Outcome extends Pick<FamilyTimeResult, 'studentIds' | 'reason'> {
  readonly id: string;
  readonly adultId: string;
  readonly call: Call | null;
}

/**
 * Writes to each family what came of its wish, with its messages, once; whoever was crowded out waits for what becomes free.
 * `false` where the time was up.
 */
export async function tellFamilies(scene: Scene, plan: WeekPlan): Promise<boolean> {
  const { deps, families, until } = scene;
  const outcomes = await outcomesOf(deps.store, plan);
  const open = [...groupedBy(outcomes, ({ adultId }) => adultId)].filter(([adultId]) => {
    const wish = families.familyTimes.get(adultId);
    return wish?.results.every(({ weekOf }) => weekOf !== plan.weekOf);
  });
  return eachAtOnce(open, deps, until, ([adultId, own]) => tellFamily(scene, plan, adultId, own));
}

async function outcomesOf(store: Store, plan: WeekPlan): Promise<Outcome[]> {
  const rows = finalRows(plan);
  const calls = await callsById(
    store,
    plan.households.map(({ id }) => planBookingId(plan.weekOf, id)),
  );
  const held = await takenBetween(store, plan.schoolId, plan.weekOf, addDays(plan.weekOf, 6));
  const busy = new Set(held.flatMap(({ studentIds }) => studentIds));
  const planned = plan.households.map(({ id, adultId, studentIds }): Outcome => {
    const row = rows.get(id);
    const call = calls.get(planBookingId(plan.weekOf, id)) ?? null;
    // A time that could not be booked in the end: the children have a call from elsewhere, or others were quicker.
    const instead = studentIds.every((child) => busy.has(child)) ? 'has_call' : 'all_taken_by_needier';
    const reason = call === null && row?.slotId ? instead : (row?.reason ?? instead);
    return { id, adultId, studentIds, call, reason };
  });
  return [...planned, ...plan.leftOut.map((left) => ({ ...left, call: null }))];
}

async function callsById(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, Call>> {
  const calls = new Map<string, Call>();
  for (const part of inParts(ids, PART))
    for (const call of await store.list('bookings', {
      where: { _id: { in: part } },
      limit: PART,
      fields: CALL_FIELDS,
    }))
      calls.set(call._id, call);
  return calls;
}

async function tellFamily(scene: Scene, plan: WeekPlan, adultId: string, own: readonly Outcome[]): Promise<void> {
  const { deps, families } = scene;
  const openid = families.adults.get(adultId)?.openid ?? null;
  const results = own.map(
    ({ studentIds, reason, call }): FamilyTimeResult => ({
      weekOf: plan.weekOf,
      studentIds,
      reason,
      bookingId: call?._id ?? null,
      day: call?.day ?? null,
      from: call?.from ?? null,
    }),
  );
  const earliest = addDays(plan.weekOf, -7 * (WEEKS_KEPT - 1));
  const before = families.familyTimes.get(adultId)?.results ?? [];
  const kept = [...results, ...before.filter(({ weekOf }) => weekOf >= earliest)];
  // In a week without any call, of holidays for one, there is nothing to say.
  const isHoliday = plan.passes[0]?.times.length === 0;
  const messages =
    openid === null || isHoliday ? [] : own.flatMap((outcome) => messageOf(scene, plan, outcome, openid) ?? []);
  const { schoolId, weekOf } = plan;
  const crowdedOut = own.filter(({ reason }) => reason === 'all_taken_by_needier');
  try {
    await deps.store.transact(async (tx) => {
      if (messages.length > 0) await tx.insert('outbox', messages);
      for (const { studentIds } of crowdedOut) await enrol(tx, { schoolId, adultId, studentIds, weekOf }, deps.now());
      await tx.update('familyTimes', adultId, { set: { results: kept } });
    });
  } catch (error) {
    // Another run of this job was here.
    if (!(error instanceof Duplicate)) throw error;
  }
}

/** What is said of a time: a line of at most twenty characters. */
const TIME_WORDS: Partial<Record<PlanReason, string>> = {
  given: '这是您的亲情时间',
  moved: '亲情时间换了，请看一看',
};
/** What is said of a week where there is none, 「11月30日那周…」, and what comes of it. */
const NONE_WORDS: Partial<Record<PlanReason, readonly [string, string]>> = {
  no_time_fits: ['没有合适的亲情时间', '可以再说说您几点有空'],
  all_taken_by_needier: ['没排上亲情时间', '有空位了先问您'],
  others_turn: ['轮到孩子另一位家人', '下一次轮到您'],
};

/** Whether this adult had no time for these children in the last plan. */
const hadNone = ({ families }: Scene, { adultId, studentIds }: Outcome): boolean =>
  families.familyTimes.get(adultId)?.results.find((result) => result.studentIds.some((id) => studentIds.includes(id)))
    ?.day === null;

/** Whoever keeps the usual time is reminded as of any call, and not told anything new, but where a week was without. */
function messageOf(scene: Scene, plan: WeekPlan, outcome: Outcome, openid: string): OutboxMessage | undefined {
  const { deps, school } = scene;
  const { id, reason, call } = outcome;
  const base = {
    _id: `plan:${plan.weekOf}:${id}`,
    schoolId: plan.schoolId,
    to: openid,
    dueAt: nextAllowed(deps.now(), false),
  };
  const said = TIME_WORDS[reason === 'kept' && hadNone(scene, outcome) ? 'given' : reason];
  if (call && said)
    return subscribeMessage({
      ...base,
      kind: 'call',
      data: { time1: fullTime(call.day, call.from), thing2: thing(call.pointName), thing3: thing(said) },
      page: `features/booking/pages/ticket/index?id=${call._id}`,
      staleAt: call.startsAt,
      refId: call._id,
      seat: call.seat,
    });
  const none = NONE_WORDS[reason];
  if (call || !none) return undefined;
  return subscribeMessage({
    ...base,
    kind: 'contact',
    data: {
      thing1: thing(`${shortDate(plan.weekOf)}那周${none[0]}`),
      thing2: thing(school.name),
      thing3: thing(none[1]),
    },
    page: 'features/booking/pages/standing/index',
    staleAt: instantOf(plan.weekOf, QUIET_FROM),
    refId: id,
  });
}
