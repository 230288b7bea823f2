import { adultNames } from '../../cloudfunctions/_server/booking/claim';
import type {
  Booking,
  ClassRoll,
  ContactEntry,
  FamilyMember,
  School,
  Student,
} from '../../cloudfunctions/_server/data/documents';
import { rulesOf } from '../../cloudfunctions/_server/school/rules';
import type { Face } from '../../miniprogram/shared/contract';
import { addDays, type Day, daysBetween, instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { locksOf } from '../../miniprogram/shared/domain/locks';
import { channelOf } from '../../miniprogram/shared/domain/offers';
import { slotsOfDay } from '../../miniprogram/shared/domain/slots';
import type { Random } from './random';

/**
 * A term of contacts and calls that could have been: most families call every week, some every other, some fell silent.
 * It is made from the seed, so every machine has the same term.
 */
export interface History {
  readonly bookings: readonly Booking[];
  readonly entries: readonly ContactEntry[];
  readonly rolls: readonly ClassRoll[];
  /** Student → the faces after its calls, the first call first. */
  readonly faces: ReadonlyMap<string, readonly Face[]>;
  /** Student → last days of contact. */
  readonly last: ReadonlyMap<string, { readonly childDay: Day | null; readonly caregiverDay: Day | null }>;
}

export interface HistoryOf {
  readonly random: Random;
  readonly school: School;
  /** The left-behind pupils, in a fixed order. */
  readonly students: readonly Student[];
  readonly parentOf: (studentId: string) => FamilyMember | undefined;
  readonly headTeacherOf: (classId: string) => { readonly _id: string; readonly name: string } | undefined;
  readonly from: Day;
  /** The last day of the history; the demo begins in its middle. */
  readonly today: Day;
  /** Students with a fixed number of days since their last contact, for the cast. */
  readonly silentFor: ReadonlyMap<string, number>;
}

/** Share of families by how often they call. */
const HABITS: readonly (readonly ['weekly' | 'fortnightly' | 'silent', number])[] = [
  ['weekly', 78],
  ['fortnightly', 15],
  ['silent', 7],
];
/** For how long a family that fell silent has not called, days. */
const SILENCE = [15, 40] as const;

export function makeHistory(of: HistoryOf): History {
  const bookings = callsOf(of);
  const called = new Map(
    bookings
      .filter((b) => b.status === 'done')
      .flatMap((b) => b.studentIds.map((id) => [`${id}:${b.weekOf}`, b] as const)),
  );
  const entries = of.students.flatMap((student) => contactsOf(of, student, called));
  return { bookings, entries, rolls: rollsOf(of, entries), faces: facesOf(bookings), last: lastOf(entries) };
}

/** How far ahead families have booked already, days, and how full the days are, past and ahead. */
const AHEAD = 3;
const FILLED = { past: 0.65, ahead: 0.08 } as const;

/**
 * Calls at the centre: on every school day about two thirds of the slots, every family in its turn. The days of this week
 * before today are left to the week's plan (family-times.ts), and most of those to come.
 */
function callsOf({ random, school, students, parentOf, from, today, silentFor }: HistoryOf): Booking[] {
  const reachable = students.filter((student) => parentOf(student._id) && !silentFor.has(student._id));
  const held = new Set<string>();
  const moods = new Map<string, Face>();
  let turn = 0;
  return daysUpTo(from, addDays(today, AHEAD)).flatMap((day) =>
    slotsOfDay(rulesOf(school), day, { boarding: false, classId: '' }).flatMap((slot) => {
      const point = school.points.find((p) => p.id === slot.pointId);
      const student = reachable[turn % reachable.length];
      const adult = student && parentOf(student._id);
      if (!point || !student || !adult || !random.chance(filled(day, today))) return [];
      turn++;
      const status = day < today ? random.weighted(ENDS) : 'booked';
      const face = random.weighted(moods.get(student._id) === 'low' ? FACES.afterLow : FACES.usual);
      const booking = bookingOf({ school, slot, point, student, adult, status, face, random });
      if (booking.lockIds.some((lock) => held.has(lock))) return [];
      for (const lock of booking.lockIds) held.add(lock);
      if (status === 'done') moods.set(student._id, face);
      return [booking];
    }),
  );
}

const filled = (day: Day, today: Day): number => (day < weekOf(today) ? FILLED.past : day < today ? 0 : FILLED.ahead);

/** How calls end. */
export const ENDS = [
  ['done', 88],
  ['no_show_parent', 7],
  ['failed_network', 5],
] as const;

/** Most children are glad; who was sad the last time often is so again. */
export const FACES = {
  usual: [
    ['happy', 80],
    ['so_so', 14],
    ['low', 6],
  ],
  afterLow: [
    ['happy', 40],
    ['so_so', 20],
    ['low', 40],
  ],
} as const;

interface CallFacts {
  readonly school: School;
  readonly slot: { readonly day: Day; readonly from: number; readonly to: number };
  readonly point: School['points'][number];
  readonly student: Student;
  readonly adult: FamilyMember;
  readonly status: Booking['status'];
  readonly face: Face;
  readonly random: Random;
}

function bookingOf({ school, slot, point, student, adult, status, face, random }: CallFacts): Booking {
  const startsAt = instantOf(slot.day, slot.from);
  const done = status === 'done';
  return {
    _id: `demo.${point.id}.${slot.day}.${slot.from}`,
    schoolId: school._id,
    pointId: point.id,
    pointName: point.name,
    day: slot.day,
    from: slot.from,
    to: slot.to,
    startsAt,
    closesAt: startsAt,
    talkTo: slot.to - school.changeoverMinutes,
    weekOf: weekOf(slot.day),
    channel: channelOf(school, point.kind),
    studentIds: [student._id],
    classIds: [student.classId],
    children: [{ id: student._id, name: student.name, className: student.className }],
    adultId: adult._id,
    adultName: adult.name,
    relation: adult.children.find((child) => child.studentId === student._id)?.relation ?? '家长',
    origin: 'family',
    status,
    seat: 1,
    openid: adult.openid,
    offer: null,
    why: null,
    collisions: [],
    groupId: null,
    version: done ? 3 : status === 'booked' ? 0 : 1,
    lockIds:
      done || status === 'booked'
        ? locksOfDemo(point.id, slot, student._id, adultNames({ adultId: adult._id, openid: adult.openid }))
        : [],
    outcome: status === 'booked' ? null : (status as Booking['outcome']),
    minutes: done ? random.int(4, 13) : null,
    faces: done ? { [student._id]: face } : {},
    startedAt: done ? startsAt : null,
    createdAt: startsAt - random.int(20, 90) * 3_600_000,
  };
}

const locksOfDemo = (pointId: string, slot: CallFacts['slot'], studentId: string, adultIds: string[]): string[] =>
  locksOf({
    pointId,
    day: slot.day,
    range: slot,
    studentIds: [studentId],
    adultIds,
    weekOf: weekOf(slot.day),
    tickets: new Map(),
  });

/** One child's term: a call at the centre where there was one, else the class's weekly roll, a call of their own, a visit. */
function contactsOf(of: HistoryOf, student: Student, called: ReadonlyMap<string, Booking>): ContactEntry[] {
  const { random, from, today, silentFor } = of;
  const habit = random.weighted(HABITS);
  const silent =
    silentFor.get(student._id) ??
    (habit === 'silent' ? random.int(...SILENCE) : habit === 'fortnightly' ? random.int(2, 13) : random.int(0, 6));
  const lastDay = addDays(today, -silent);
  const weeks = Array.from({ length: Math.floor(daysBetween(weekOf(from), today) / 7) + 1 }, (_, i) =>
    addDays(weekOf(from), i * 7),
  );
  return weeks.flatMap((monday, i) => {
    const booking = called.get(`${student._id}:${monday}`);
    const skipped = !booking && habit === 'fortnightly' && i % 2 === 1 && weekOf(lastDay) !== monday;
    const day = booking?.day ?? (weekOf(lastDay) === monday ? lastDay : addDays(monday, random.int(0, 6)));
    if (skipped || day < from || day > today || (!booking && day > lastDay)) return [];
    const child = booking
      ? entryOf(of, student, day, 'child', `call:${booking._id}`)
      : entryOf(of, student, day, 'child', 'roll');
    return random.chance(0.5) ? [child, entryOf(of, student, day, 'caregiver', 'own')] : [child];
  });
}

function entryOf(
  { headTeacherOf }: HistoryOf,
  student: Student,
  day: Day,
  who: ContactEntry['with'],
  source: string,
): ContactEntry {
  const monday = weekOf(day);
  const teacher = headTeacherOf(student.classId);
  const id = source.startsWith('call:') ? `${source}:${student._id}` : `${source}:${student._id}:${monday}`;
  return {
    _id: id,
    schoolId: student.schoolId,
    studentId: student._id,
    classId: student.classId,
    day,
    weekOf: monday,
    with: who,
    way: source.startsWith('call:') ? 'call_here' : 'own_call',
    saidBy: { role: 'teacher', personId: teacher?._id ?? '', name: teacher?.name ?? '班主任' },
    at: instantOf(day, 17 * 60),
  };
}

/** The rolls of the weeks before this one: this week's is still to do. */
function rollsOf(
  { students, headTeacherOf, today, from, school }: HistoryOf,
  entries: readonly ContactEntry[],
): ClassRoll[] {
  const heard = new Set(
    entries.filter((entry) => entry.with === 'child').map((entry) => `${entry.studentId}:${entry.weekOf}`),
  );
  const classes = new Map<string, Student[]>();
  for (const student of students) classes.set(student.classId, [...(classes.get(student.classId) ?? []), student]);
  const weeks = Array.from({ length: Math.floor(daysBetween(weekOf(from), weekOf(today)) / 7) }, (_, i) =>
    addDays(weekOf(from), i * 7),
  );
  return [...classes].flatMap(([classId, pupils]) =>
    weeks.map((monday) => ({
      _id: `${classId}:${monday}`,
      schoolId: school._id,
      classId,
      weekOf: monday,
      day: addDays(monday, 4),
      by: headTeacherOf(classId)?._id ?? '',
      notYet: pupils.filter((pupil) => !heard.has(`${pupil._id}:${monday}`)).map((pupil) => pupil._id),
    })),
  );
}

function facesOf(bookings: readonly Booking[]): History['faces'] {
  const faces = new Map<string, Face[]>();
  for (const booking of bookings)
    for (const [id, face] of Object.entries(booking.faces)) faces.set(id, [...(faces.get(id) ?? []), face]);
  return faces;
}

function lastOf(entries: readonly ContactEntry[]): History['last'] {
  const last = new Map<string, { childDay: Day | null; caregiverDay: Day | null }>();
  for (const { studentId, day, with: who } of entries) {
    const known = last.get(studentId) ?? { childDay: null, caregiverDay: null };
    const key = who === 'child' ? 'childDay' : 'caregiverDay';
    last.set(studentId, { ...known, [key]: known[key] === null || day > known[key] ? day : known[key] });
  }
  return last;
}

const daysUpTo = (from: Day, to: Day): Day[] =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
