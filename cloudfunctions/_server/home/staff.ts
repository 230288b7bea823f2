import type { DueChild, HomeView } from '../../../miniprogram/shared/contract';
import { addDays, type Day, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { HOLDING, isAhead } from '../../../miniprogram/shared/domain/calls';
import { AMBER_DAYS, daysWithout, mostUrgentFirst, RED_DAYS, toneOf } from '../../../miniprogram/shared/domain/ledger';
import { bookingsOn } from '../booking/repository';
import { rowWithin, sharedRowOf } from '../booking/tickets';
import { childrenFor, monthsOf, myCare } from '../cadence/care';
import { careSection, homeRules, mentorsForHome, onlyFor } from '../cadence/home';
import { careStudentsIn } from '../cadence/repository';
import { openConcerns } from '../concerns/repository';
import { studentsIn } from '../contacts/repository';
import type { Staff, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { isOnDuty, mayBeNear } from '../kernel/reach';
import { openReports } from '../letters/reports';
import { unheard } from '../notices/repository';
import { yearsAsked } from '../school/rules';

/** How many children the first screen names; the ledger has them all. */
const DUE_SHOWN = 6;
const CARE_SHOWN = 4;
/** More children than a teacher has. */
const CHILDREN = 500;
/** A volunteer has two or three. */
const VOLUNTEER_SHOWN = 100;

/** Who needs me today: three reads beside those of the pipeline, and for who has a class a count and a read of who is whose mentor. */
export async function teacherHome(ctx: Ctx, person: Staff): Promise<HomeView> {
  const { store, reach, today } = ctx;
  const school = await ctx.schoolOf(person.schoolId);
  const rules = homeRules(school, today);
  const [students, mentors, calls, open, proposals, officer] = await Promise.all([
    studentsIn(store, reach, { limit: CHILDREN, ...onlyFor(rules) }),
    mentorsForHome(ctx, person, rules),
    bookingsOn(store, reach, today),
    unheard(store, reach),
    proposalsOfClasses(ctx, person),
    officerOf(ctx, person),
  ]);
  const leftBehind = students.filter((student) => student.leftBehind);
  const due = leftBehind
    .map((student) => dueOf(student, today))
    .filter((child) => child.tone !== 'ok')
    .sort(mostUrgentFirst);
  const names = new Map(leftBehind.map((student) => [student.classId, student.className]));
  return {
    kind: 'teacher',
    name: person.name,
    // A class without left-behind children has no roll to call.
    classes: person.classIds.flatMap((id) => {
      const name = names.get(id);
      return name === undefined ? [] : [{ id, name, rolled: person.rolled?.[id] === weekOf(today) }];
    }),
    onDuty: isOnDuty(school, person._id, today),
    due: due.slice(0, DUE_SHOWN),
    dueCount: due.length,
    calls: calls.filter((booking) => isAhead(booking.status)).map((booking) => rowWithin(booking, reach)),
    unheard: open,
    proposals,
    toSign: person.toSign ?? null,
    officer,
    care: careSection(myCare(childrenFor(students, mentors, person), rules, today), rules, CARE_SHOWN),
  };
}

/** What waits for the privacy officer: one count for whoever is. */
const officerOf = ({ store }: Ctx, { schoolId, officer }: Staff): Promise<number | null> =>
  officer === true ? store.count('privacyRequests', { schoolId, status: 'open' }) : Promise.resolve(null);

/** Changes that families of the classes ask for and nobody answered yet. */
const proposalsOfClasses = ({ store }: Ctx, { schoolId, classIds }: Staff): Promise<number> =>
  classIds.length === 0
    ? Promise.resolve(0)
    : store.count('proposals', { schoolId, classId: { in: classIds }, status: 'open' });

export const dueOf = (student: Pick<Student, '_id' | 'name' | 'className' | 'contact'>, today: Day): DueChild => ({
  id: student._id,
  name: student.name,
  className: student.className,
  childDay: student.contact.childDay,
  days: student.contact.childDay === null ? null : daysWithout(student.contact.childDay, today, student.contact.since),
  tone: toneOf(student.contact.childDay, today, student.contact.since),
  remindedDay: student.contact.remindedDay,
});

interface ClassCounts {
  readonly _id: { readonly classId: string; readonly className: string };
  readonly pupils: number;
  readonly leftBehind: number;
  readonly thisWeek: number;
  readonly amber: number;
  readonly red: number;
}

/** Where are the gaps: an aggregation over the school's pupils, one over what worries, and five counts. */
export async function schoolHome(ctx: Ctx, person: Staff): Promise<HomeView> {
  const { store, today } = ctx;
  const school = await ctx.schoolOf(person.schoolId);
  const [classes, callsToday, reviews, proposals, requests, concerns, reportedLetters] = await Promise.all([
    store.aggregate<'students', ClassCounts>('students', [
      ['match', { schoolId: person.schoolId, status: 'active' }],
      ['group', contactCounts({ classId: '$classId', className: '$className' }, today)],
      ['sort', { '_id.classId': 1 }],
    ]),
    store.count('bookings', { schoolId: person.schoolId, day: today, status: { in: HOLDING } }),
    store.count('notices', { schoolId: person.schoolId, status: 'review' }),
    store.count('proposals', { schoolId: person.schoolId, status: 'open' }),
    store.count('privacyRequests', { schoolId: person.schoolId, status: 'open' }),
    openConcerns(store, person.schoolId),
    openReports(store, person.schoolId),
  ]);
  const sum = (key: keyof Omit<ClassCounts, '_id'>) => classes.reduce((total, row) => total + row[key], 0);
  return {
    kind: 'school',
    name: person.name,
    schoolName: school.name,
    yearsAsked: yearsAsked(school, today),
    pupils: sum('pupils'),
    leftBehind: sum('leftBehind'),
    thisWeek: sum('thisWeek'),
    amber: sum('amber'),
    red: sum('red'),
    callsToday,
    reviews,
    reportedLetters,
    proposals,
    requests,
    concerns,
    toSign: person.toSign ?? null,
    classes: classes.map(({ _id, ...counts }) => ({ ..._id, ...counts })),
  };
}

/** A `$group` that counts pupils, left-behind pupils and their state of contact; amber excludes red (domain/ledger.ts). */
export function contactCounts(_id: unknown, today: Day): object {
  const last = { $ifNull: ['$contact.childDay', '$contact.since'] };
  const count = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: ['$leftBehind', ...conditions] }, 1, 0] } });
  const amberFrom = addDays(today, -AMBER_DAYS);
  const redFrom = addDays(today, -RED_DAYS);
  return {
    _id,
    pupils: { $sum: 1 },
    leftBehind: count(),
    thisWeek: count({ $gte: [{ $ifNull: ['$contact.childDay', ''] }, weekOf(today)] }),
    amber: count({ $lte: [last, amberFrom] }, { $gt: [last, redFrom] }),
    red: count({ $lte: [last, redFrom] }),
  };
}

/** Two low faces in a row reach the counsellor (product.md section 4). */
const LOW_FACES = 2;

export async function counsellorHome(ctx: Ctx, person: Staff): Promise<HomeView> {
  const [low, concerns, officer, reportedLetters] = await Promise.all([
    ctx.store.list('students', {
      where: { schoolId: person.schoolId, lowFaces: { gte: LOW_FACES }, status: 'active' },
      limit: 50,
      fields: ['name', 'className', 'lowFaces', 'lastFace'],
    }),
    openConcerns(ctx.store, person.schoolId),
    officerOf(ctx, person),
    openReports(ctx.store, person.schoolId),
  ]);
  return {
    kind: 'counsellor',
    name: person.name,
    low: low.map(({ _id, name, className, lowFaces, lastFace }) => ({
      id: _id,
      name,
      className,
      times: lowFaces,
      lastFace: lastFace ?? 'low',
    })),
    concerns,
    reportedLetters,
    officer,
  };
}

/** My children and what is due to them: one read. */
export async function volunteerHome(ctx: Ctx, person: Staff): Promise<HomeView> {
  const { store, reach, today } = ctx;
  const rules = homeRules(await ctx.schoolOf(person.schoolId), today);
  const students = await careStudentsIn(store, reach, { months: monthsOf(rules, today) });
  const children = childrenFor(students, await mentorsForHome(ctx, person, rules), person);
  return {
    kind: 'volunteer',
    name: person.name,
    checked: mayBeNear(person, today),
    children: students.slice(0, VOLUNTEER_SHOWN).map(({ _id: id, name, className }) => ({ id, name, className })),
    care: careSection(myCare(children, rules, today), rules, VOLUNTEER_SHOWN),
  };
}

export async function boothHome(ctx: Ctx, person: Staff): Promise<HomeView> {
  const [calls, school] = await Promise.all([
    bookingsOn(ctx.store, ctx.reach, ctx.today),
    ctx.schoolOf(person.schoolId),
  ]);
  // The point's name, for children read it; what the school calls the account is its own affair.
  const point = school.points.find(({ id }) => id === person.pointId);
  return { kind: 'booth', pointName: point?.name ?? '', calls: calls.map(sharedRowOf) };
}
