/**
 * What is free goes to whoever waits and needs it most. The offer is a booking in the state `offered`, which holds the time
 * like any other, so no time is held twice. Its id is the entry and a number: two runs at once make one offer. What is cut
 * off between booking and entry the next run sets right.
 */
import {
  addDays,
  clockText,
  type Day,
  dayOf,
  daysFrom,
  instantOf,
  minuteOf,
  weekOf as mondayOf,
} from '../../../miniprogram/shared/domain/calendar';
import { offersAmong, pupilSlots } from '../../../miniprogram/shared/domain/offers';
import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import { availabilityOf } from '../../../miniprogram/shared/domain/shifts';
import { allSlots, isClaimable, isFree, type Slot } from '../../../miniprogram/shared/domain/slots';
import { offerUntil, suiting } from '../../../miniprogram/shared/domain/waitlist';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { spokenDay } from '../../../miniprogram/shared/text/time';
import { book } from '../booking/claim';
import { fullTime } from '../booking/reminders';
import { heldBetween, type TakenCall } from '../booking/repository';
import type { Booking, CallPoint, OutboxMessage, School, WaitlistEntry } from '../data/documents';
import { inParts } from '../data/parts';
import { Conflict, type Store } from '../data/store';
import { leasedTimes } from '../desk/leased';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { subscribeMessage, thing } from '../outbox/messages';
import { rulesOf } from '../school/rules';
import { type Candidate, candidatesOf, inNeed } from './candidates';
import { firstWeek, isOver, lapse, offerId } from './entries';

const WAITING = 1000;
const LAPSING = 500;
/** Ids that one question names at most. */
const PART = 200;

/**
 * Offers a time that became free, if anybody waits in that week; the one whose request freed it waits for that, so all
 * else is left to the job. Where nobody waits it costs one look.
 */
export async function offerFreed(deps: Deps, freed: Pick<Booking, 'schoolId' | 'weekOf'>): Promise<void> {
  const { schoolId, weekOf } = freed;
  const waiting = await waitingIn(deps.store, schoolId, weekOf);
  if (waiting.length === 0) return;
  const offered = await offerWeek(deps, schoolId, weekOf, waiting, { until: Number.POSITIVE_INFINITY, most: 1 });
  // The time to answer runs from now on.
  if (offered > 0) await deps.wake();
}

/** Of a run of all jobs so much, ms. */
const TEND_MS = 10_000;

/**
 * The job: offers that nobody answered lapse, and what is free in the weeks to come is offered to those who wait. Where a
 * county's schools are more than a run can see to, each begins with another one, so that none is left out for long.
 */
export async function tendWaitlist(deps: Deps, until: number): Promise<{ lapsed: number; offered: number }> {
  const { store, now } = deps;
  const stop = Math.min(until, now() + TEND_MS);
  const lapsed = await lapseOver(deps, stop);
  await store.updateWhere(
    'waitlist',
    { status: { in: ['waiting', 'offered'] }, weekOf: { lt: firstWeek(now()) } },
    { set: { status: 'over' } },
  );
  const weeks = await waitingWeeks(deps);
  const first = Math.floor(deps.dice() * weeks.length);
  let offered = 0;
  await oneByOne(deps, [...weeks.slice(first), ...weeks.slice(0, first)], stop, async ({ schoolId, weekOf }) => {
    const waiting = await waitingIn(store, schoolId, weekOf);
    offered += await offerWeek(deps, schoolId, weekOf, waiting, { until: stop, most: WAITING });
  });
  return { lapsed, offered };
}

type SchoolWeek = Pick<WaitlistEntry, 'schoolId' | 'weekOf'>;

/** Where anybody waits. */
async function waitingWeeks({ store, now }: Deps): Promise<SchoolWeek[]> {
  const rows = await store.aggregate<'waitlist', { readonly _id: SchoolWeek }>('waitlist', [
    ['match', { status: 'waiting', weekOf: { $gte: firstWeek(now()) } }],
    ['group', { _id: { schoolId: '$schoolId', weekOf: '$weekOf' } }],
    ['limit', WAITING],
  ]);
  return rows.map(({ _id }) => _id);
}

const waitingIn = (store: Store, schoolId: string, weekOf: Day): Promise<WaitlistEntry[]> =>
  store.list('waitlist', { where: { schoolId, status: 'waiting', weekOf }, limit: WAITING });

async function lapseOver(deps: Deps, until: number): Promise<number> {
  const over = await deps.store.list('bookings', {
    where: { status: 'offered', 'offer.until': { lte: deps.now() } },
    limit: LAPSING,
    fields: ['offer'],
  });
  let lapsed = 0;
  await oneByOne(deps, over, until, async ({ _id }) => {
    const after = await lapse(deps, _id, (call) => isOver(call, deps.now()));
    if (after?.status === 'offer_lapsed') lapsed += 1;
  });
  return lapsed;
}

/** Offers what is free in a week to those who wait, the neediest first. Answers how many offers were made. */
async function offerWeek(
  deps: Deps,
  schoolId: string,
  monday: Day,
  all: readonly WaitlistEntry[],
  { until, most }: { readonly until: number; readonly most: number },
): Promise<number> {
  const school = await deps.store.get('schools', schoolId);
  if (!school) return 0;
  const taken: HeldCall[] = await heldBetween(deps.store, schoolId, monday, addDays(monday, 6), HELD_FIELDS);
  // What the desk keeps for walk-ins today is nobody's to be offered.
  const today = dayOf(deps.now());
  const kept = mondayOf(today) === monday ? await leasedTimes(deps.store, schoolId, today) : [];
  taken.push(...kept.map((time) => ({ ...time, _id: '', status: 'booked' as const })));
  const week = { deps, school, monday, taken };
  // What is only on offer, to this adult or another, may lapse again.
  const settled = { ...week, taken: taken.filter(({ status }) => status !== 'offered') };
  const waiting = await withoutOffer(week, all);
  const served = waiting.filter(({ studentIds }) => studentIds.every((id) => !hasCallLeft(settled, id)));
  await strike(deps.store, served);
  let free = served.length < waiting.length ? freeSlots(week) : [];
  if (free.length === 0) return 0;
  const candidates = await candidatesOf(
    deps.store,
    waiting.filter((entry) => !served.includes(entry)),
  );
  const existsFor = pupilSlots(rulesOf(school), daysFrom(monday, 7));
  let offered = 0;
  for (const candidate of inNeed(candidates, `${schoolId}:${monday}`, today)) {
    if (deps.now() >= until || offered >= most || free.length === 0) break;
    const call = await offerTo({ ...week, free, existsFor }, candidate);
    if (!call) continue;
    taken.push(call);
    free = free.filter((slot) => isFree(slot, [call], NOBODY));
    offered += 1;
  }
  return offered;
}

/** The entries for which no offer was made yet: where a run was stopped between an offer and its entry, the offer is put there now. */
async function withoutOffer({ deps, taken }: Week, entries: readonly WaitlistEntry[]): Promise<WaitlistEntry[]> {
  const calls = new Map(taken.map((call) => [call._id, call]));
  const without: WaitlistEntry[] = [];
  for (const entry of entries) {
    const made = calls.get(nextOffer(entry));
    if (made) await enter(deps, entry, made);
    else without.push(entry);
  }
  return without;
}

interface Week {
  readonly deps: Deps;
  readonly school: School;
  readonly monday: Day;
  readonly taken: readonly HeldCall[];
}

/** A week with the slots that are still free in it. */
interface FreeWeek extends Week {
  readonly free: readonly Slot[];
  readonly existsFor: ReturnType<typeof pupilSlots>;
}

type HeldCall = TakenCall & Pick<Booking, 'status'>;
const HELD_FIELDS = ['pointId', 'day', 'from', 'to', 'studentIds', 'adultId', 'status'] as const;

const hasCallLeft = ({ school, taken }: Week, childId: string): boolean =>
  taken.filter(({ studentIds }) => studentIds.includes(childId)).length < school.weeklyQuota;

/** Families that have helped themselves meanwhile leave the list. */
async function strike(store: Store, served: readonly WaitlistEntry[]): Promise<void> {
  for (const part of inParts(served, PART))
    await store.updateWhere(
      'waitlist',
      { _id: { in: part.map(({ _id }) => _id) }, status: 'waiting' },
      { set: { status: 'taken' } },
    );
}

const freeSlots = ({ deps, school, monday, taken }: Week): Slot[] => {
  const rules = rulesOf(school);
  const today = dayOf(deps.now());
  return daysFrom(monday, 7)
    .flatMap((day) => allSlots(rules, day))
    .filter((slot) => isClaimable(rules, slot, today, deps.now()) && isFree(slot, taken, NOBODY));
};
const NOBODY = { studentIds: [], adultId: null };

/** Makes one family an offer, if something suits it that it has time to answer. */
async function offerTo(week: FreeWeek, candidate: Candidate): Promise<Booking | undefined> {
  const { deps, school } = week;
  const { adult } = candidate;
  const children = candidate.children.filter(({ _id }) => hasCallLeft(week, _id));
  if (children.length === 0) return undefined;
  const availability = availabilityOf(adult.shift, adult.hours);
  const { noticeMinutes } = school;
  for (const slot of slotsFor(week, { ...candidate, children })) {
    const until = offerUntil(deps.now(), slot.startsAt, availability, noticeMinutes);
    if (until === null) continue;
    try {
      return await makeOffer(week, { ...candidate, children }, slot, until);
    } catch (error) {
      // Somebody was quicker: at this point, or with this child or adult.
      if (!(error instanceof AppError) && !(error instanceof Conflict)) throw error;
    }
  }
  return undefined;
}

type FreeSlot = Slot & { readonly startsAt: number; readonly point: CallPoint };

function slotsFor({ school, taken, free, existsFor }: FreeWeek, { entry, adult, children }: Candidate): FreeSlot[] {
  const seeker = {
    children: children.map(({ _id: id, boarding, classId }) => ({ id, boarding, classId })),
    adultId: adult._id,
    availability: availabilityOf(adult.shift, adult.hours),
    hasSmartphone: adult.hasSmartphone,
  };
  const offers = offersAmong(seeker, rulesOf(school), free, taken, existsFor);
  return suiting(offers, entry.declined)
    .slice(0, TRIES)
    .flatMap(({ slotId: id, pointId, day, from, to }) => {
      const point = school.points.find((p) => p.id === pointId);
      return point ? [{ id, pointId, day, from, to, point, startsAt: instantOf(day, from) }] : [];
    });
}
/** So many times are tried for one family; that many at once are hardly lost to others. */
const TRIES = 5;

async function makeOffer(
  { deps, school }: Week,
  { entry, adult, children }: Candidate,
  slot: FreeSlot,
  until: number,
): Promise<Booking | undefined> {
  const call = await book(deps, {
    bookingId: nextOffer(entry),
    school,
    slot,
    point: slot.point,
    children,
    adult,
    origin: 'waitlist',
    status: 'offered',
    offer: { entryId: entry._id, until },
    messages: (booking) => offerMessage(booking, deps.now()),
  });
  return (await enter(deps, entry, call)) ? call : undefined;
}

const nextOffer = ({ _id, offers }: WaitlistEntry): string => offerId({ _id, offers: offers + 1 });

/** Puts an offer on the entry for which it was made. Answers whether the family has an offer now: it may not wait for one any more. */
async function enter(deps: Deps, entry: WaitlistEntry, call: Pick<Booking, '_id' | 'status'>): Promise<boolean> {
  const n = entry.offers + 1;
  const isOffer = call.status === 'offered';
  const moved = await deps.store.updateWhere(
    'waitlist',
    { _id: entry._id, status: 'waiting', offers: entry.offers },
    { set: { offers: n, ...(isOffer ? { status: 'offered' as const } : {}) } },
  );
  if (!isOffer) return false;
  const now = moved > 0 ? undefined : await deps.store.get('waitlist', entry._id);
  if (moved > 0 || (now?.status === 'offered' && now.offers === n)) return true;
  // The family left the list while the offer was made, or has answered it already.
  await lapse(deps, call._id, () => true);
  return false;
}

/** 「为您留着，请在今天21:40前回答」 */
function offerMessage(call: Booking, now: number): OutboxMessage[] {
  const { openid, offer } = call;
  if (openid === null || !offer) return [];
  return [
    subscribeMessage({
      _id: `call:${call._id}:offer`,
      schoolId: call.schoolId,
      kind: 'call',
      to: openid,
      seat: call.seat,
      offer: true,
      data: {
        time1: fullTime(call.day, call.from),
        thing2: thing(call.pointName),
        thing3: thing(`为您留着，请在${untilText(offer.until, now)}前回答`),
      },
      page: `features/booking/pages/ticket/index?id=${call._id}`,
      dueAt: nextAllowed(now, false),
      staleAt: offer.until,
      refId: call._id,
    }),
  ];
}

function untilText(until: number, now: number): string {
  return `${spokenDay(dayOf(until), dayOf(now))}${clockText(minuteOf(until))}`;
}
