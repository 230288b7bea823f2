/** Families that have a time every week: what they said, this week's and next week's plans by the real job, and how Monday went. */
import { earn } from '../../cloudfunctions/_server/calls/makeups';
import type {
  Booking,
  ContactEntry,
  FamilyMember,
  FamilyTime,
  School,
} from '../../cloudfunctions/_server/data/documents';
import { layOutWeek } from '../../cloudfunctions/_server/family-time/lay-out';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { enrol } from '../../cloudfunctions/_server/waitlist/entries';
import { addDays, type Day, instantOf, type Weekday, weekOf } from '../../miniprogram/shared/domain/calendar';
import { laterDay } from '../../miniprogram/shared/domain/ledger';
import { layOutAt } from '../../miniprogram/shared/domain/slots';
import { ENDS, FACES } from './history';
import { type Random, seeded } from './random';

/** Of the families that are bound so many have asked for a time of their own, and leave some for others. */
const WISHING = 0.07;
const BATCH = 500;

export interface Wishing {
  readonly deps: Deps;
  readonly school: School;
  /** All adults of the school's families, in a fixed order. */
  readonly members: readonly FamilyMember[];
  /** Of the cast the divorced mother has asked for a time; the others have still to find it. */
  readonly motherPhone: string;
  /** Children whom the cast meets and whose story is another: nobody asked for them. */
  readonly others: ReadonlySet<string>;
  readonly today: Day;
  readonly seed: number;
}

export async function settleFamilyTimes(of: Wishing): Promise<void> {
  const { deps, school, today } = of;
  const { _id: schoolId, planning } = school;
  if (!planning) throw new Error('the demo school has no family times');
  const monday = weekOf(today);
  const random = seeded(of.seed + 2);
  await saveWishes(of, random);
  const at = (week: Day): Deps => ({ ...deps, now: () => layOutAt(planning, week) });
  await layOutWeek(at(monday), schoolId, monday, Number.POSITIVE_INFINITY);
  await tellHowItWent(of, monday, random);
  const next = addDays(monday, 7);
  await layOutWeek(at(next), schoolId, next, Number.POSITIVE_INFINITY);
  await waitForThisWeek(of, next);
}

/** Days off by shift, as factories give them. */
const DAYS_OFF: Readonly<Record<FamilyMember['shift'], readonly Weekday[]>> = {
  day: [7],
  night: [7],
  two_shift: [],
  irregular: [],
  unknown: [6, 7],
};

async function saveWishes(
  { deps, school, members, motherPhone, others, today }: Wishing,
  random: Random,
): Promise<void> {
  const { store } = deps;
  const schoolId = school._id;
  const wishing = members.filter(({ role, openid, phoneHash, studentIds }) => {
    const isMet = studentIds.some((id) => others.has(id));
    const isOrdinary = role === 'parent' && openid?.startsWith('demo-family-') === true && !isMet;
    return phoneHash === motherPhone || (isOrdinary && random.chance(WISHING));
  });
  const since = instantOf(addDays(weekOf(today), -21), 20 * 60);
  const people = wishing.map((member) => ({
    ...member,
    hours: {
      nightWeek: member.shift === 'two_shift' ? addDays(weekOf(today), random.pick([0, 7])) : null,
      daysOff: DAYS_OFF[member.shift],
      only: member.shift === 'day' ? random.pick([null, null, 'noon' as const, 'evening' as const]) : null,
    },
  }));
  const wishes = wishing.map(({ _id }, i): FamilyTime => {
    return { _id, schoolId, on: true, together: true, since: since + i * 60_000, results: [] };
  });
  for (let i = 0; i < people.length; i += BATCH) {
    const batch = people.slice(i, i + BATCH);
    await store.removeWhere('familyMembers', { _id: { in: batch.map(({ _id }) => _id) } });
    await store.insert('familyMembers', batch);
    await store.insert('familyTimes', wishes.slice(i, i + BATCH));
  }
}

/** The planned calls before today took place, or did not; one failed as the school's power was cut, and is to be made up for. */
async function tellHowItWent(
  { deps, school: { _id: schoolId }, today }: Wishing,
  monday: Day,
  random: Random,
): Promise<void> {
  const calls = await deps.store.list('bookings', {
    where: { schoolId, day: { gte: monday, lt: today }, status: 'booked' },
    orderBy: [
      ['day', 'asc'],
      ['from', 'asc'],
    ],
    limit: BATCH,
  });
  for (const [i, call] of calls.entries()) {
    if (i === calls.length - 1) await failedAtSchool(deps, call);
    else await tookPlace(deps, call, random);
  }
}

async function failedAtSchool({ store }: Deps, call: Booking): Promise<void> {
  await store.transact(async (tx) => {
    const set = { status: 'failed_school', why: 'power_cut', outcome: 'failed_school', version: call.version + 1 };
    await tx.update('bookings', call._id, { set });
    await earn(tx, call);
  });
  await store.removeWhere('locks', { schoolId: call.schoolId, bookingId: call._id });
}

async function tookPlace({ store }: Deps, call: Booking, random: Random): Promise<void> {
  const status = random.weighted(ENDS);
  const done = status === 'done';
  const face = random.weighted(FACES.usual);
  const set = {
    status,
    outcome: status,
    version: call.version + (done ? 3 : 1),
    minutes: done ? random.int(4, 13) : null,
    startedAt: done ? call.startsAt : null,
    faces: done ? Object.fromEntries(call.studentIds.map((id) => [id, face])) : {},
  };
  await store.updateWhere('bookings', { _id: call._id }, { set });
  if (status === 'failed_network') await store.removeWhere('locks', { schoolId: call.schoolId, bookingId: call._id });
  if (!done) return;
  await store.insert(
    'contactEntries',
    call.studentIds.map((id, i) => entryOf(call, id, call.classIds[i] ?? '')),
  );
  for (const student of await store.list('students', { where: { _id: { in: call.studentIds } }, limit: 6 })) {
    const childDay = laterDay(student.contact.childDay, call.day);
    const lowFaces = face === 'low' ? student.lowFaces + 1 : 0;
    await store.updateWhere(
      'students',
      { _id: student._id },
      { set: { 'contact.childDay': childDay, lowFaces, lastFace: face } },
    );
  }
}

const entryOf = (call: Booking, studentId: string, classId: string): ContactEntry => ({
  _id: `call:${call._id}:${studentId}`,
  schoolId: call.schoolId,
  studentId,
  classId,
  day: call.day,
  weekOf: call.weekOf,
  with: 'child',
  way: 'call_here',
  saidBy: { role: 'teacher', personId: '', name: '值日老师' },
  adultId: call.adultId,
  at: call.startsAt,
});

/** Whoever had no luck with next week's plan waits; where all had, a family that only a time that is gone would suit. */
async function waitForThisWeek({ deps, school: { _id: schoolId }, today }: Wishing, next: Day): Promise<void> {
  const { store } = deps;
  const waiting = await store.list('waitlist', { where: { schoolId, status: 'waiting', weekOf: next }, limit: 1 });
  if (waiting.length > 0) return;
  const wishes = await store.list('familyTimes', { where: { schoolId, on: true }, limit: 1000 });
  const unlucky = wishes.flatMap(({ _id, results }) =>
    results
      .filter(({ weekOf, reason }) => weekOf === next && reason === 'no_time_fits')
      .map((result) => ({ _id, ...result })),
  );
  const [first] = unlucky.sort((a, b) => a._id.localeCompare(b._id));
  if (!first) return;
  const { _id: adultId, studentIds } = first;
  await store.transact((tx) => enrol(tx, { schoolId, adultId, studentIds, weekOf: next }, instantOf(today, 10 * 60)));
}
