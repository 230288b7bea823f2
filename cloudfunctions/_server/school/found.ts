/** What the operator of an environment does: founds a school and lets its people in. May be repeated; nobody is there twice. */
import { type Day, dayOf, type Weekday } from '../../../miniprogram/shared/domain/calendar';
import { spaced } from '../accounts/codes';
import { newInvite, openInvites } from '../accounts/invites';
import type { CallPoint, OpeningWindow, School, SchoolClass, Staff } from '../data/documents';
import { idOf } from '../data/ids';
import type { Deps } from '../kernel/deps';
import { standBeside } from '../pairing/save';
import { parseClass } from '../roster/class-name';
import { schoolYearOf } from '../roster/dates';
import { classIdOf } from '../roster/plan';
import { staffOfSchool } from './repository';

type FoundDeps = Pick<Deps, 'store' | 'vault' | 'now' | 'dice'>;

export interface NewSchool {
  readonly name: string;
  readonly county: string;
  readonly term: School['term'];
  readonly headteacher: { readonly name: string; readonly phone?: string };
  /** Call points by name; ids follow from their order. */
  readonly points?: readonly Omit<CallPoint, 'id'>[];
  readonly windows?: readonly OpeningWindow[];
  readonly exceptions?: School['exceptions'];
  /** When a class is free, by its name. */
  readonly freePeriods?: readonly (Omit<School['freePeriods'][number], 'classId'> & { readonly className: string })[];
  /** What differs from the usual. */
  readonly settings?: Partial<Pick<School, (typeof OWN_SETTINGS)[number]>>;
}

/** Settings with a usual value that a school may begin without. */
export const OWN_SETTINGS = [
  'yearsTold',
  'slotMinutes',
  'changeoverMinutes',
  'noticeMinutes',
  'cutoffMinutes',
  'horizonDays',
  'weeklyQuota',
  'walkInShare',
  'channels',
  'planning',
  'sms',
  'longTerm',
  'leftBehindRules',
  'keepYears',
] as const satisfies readonly (keyof School)[];

export interface NewStaff {
  readonly role: Staff['role'];
  readonly name: string;
  /** Digits. */
  readonly phone?: string;
  /** Names of the classes of which this person is head teacher; they need not be there before the roster. */
  readonly classes?: readonly string[];
  readonly menteeIds?: readonly string[];
  readonly sex?: 'male' | 'female';
  readonly village?: string;
  /** Until when a volunteer's background check holds. */
  readonly checkedUntil?: Day;
  /** The call point of a booth. */
  readonly pointId?: string;
  /** Days of the week on duty. */
  readonly duty?: readonly Weekday[];
}

/** Someone who was let in; `code` binds the WeChat, `null` where one is bound already. */
export interface Enrolled {
  readonly staffId: string;
  readonly role: Staff['role'];
  readonly name: string;
  /** Nine digits in groups of three. */
  readonly code: string | null;
}

/** Boarders are free in the evening, day pupils at noon, all after school: what most township schools keep. */
const USUAL_WINDOWS: readonly OpeningWindow[] = ([1, 2, 3, 4, 5] as const).flatMap((weekday) => [
  { weekday, from: 12 * 60, to: 13 * 60, for: 'day' as const },
  { weekday, from: 16 * 60, to: 17 * 60 + 30, for: 'all' as const },
  { weekday, from: 18 * 60 + 30, to: 20 * 60 + 30, for: 'boarding' as const },
]);

/** What a school begins with; all of it can be changed in the Mini Program. */
export const USUAL_SETTINGS = {
  freePeriods: [],
  duty: [],
  dutyDays: [],
  closures: [],
  yearsTold: [],
  slotMinutes: 15,
  changeoverMinutes: 3,
  noticeMinutes: 30,
  cutoffMinutes: 0,
  horizonDays: 14,
  weeklyQuota: 1,
  channels: { phone: ['phone'], video: ['wechat', 'phone'] },
  walkInShare: 25,
  // Monday noon: a family has a week to fit its shifts to next week's time.
  planning: { weekday: 1, minute: 12 * 60 },
  laidOut: null,
  // A price that is usual (not checked); an SMS costs nothing until the school switches it on.
  sms: { on: false, capFen: 5000, feeFen: 5 },
  longTerm: false,
  leftBehindRules: [],
  keepYears: 3,
} as const satisfies Partial<School>;

/** A school with its headteacher. One of that county and name that is there is left as it is. */
export async function foundSchool(
  deps: FoundDeps,
  input: NewSchool,
): Promise<{ readonly school: School; readonly headteacher: Enrolled }> {
  const school = await schoolOf(deps, input);
  const [headteacher] = await enrolStaff(deps, school._id, [{ role: 'school_admin', ...input.headteacher }]);
  if (!headteacher) throw new Error('the headteacher was not let in');
  return { school, headteacher };
}

async function schoolOf({ store, vault }: FoundDeps, input: NewSchool): Promise<School> {
  const {
    name,
    county,
    term,
    points = [],
    windows = USUAL_WINDOWS,
    exceptions = [],
    freePeriods = [],
    settings,
  } = input;
  const _id = idOf(vault, ['school', county, name]);
  const there = await store.get('schools', _id);
  if (there) return there;
  const school: School = {
    _id,
    schoolId: _id,
    name,
    county,
    term,
    points: points.map((point, i) => ({ id: `${_id}.p${i + 1}`, ...point })),
    windows,
    exceptions,
    ...USUAL_SETTINGS,
    ...settings,
    freePeriods: freePeriods.map(({ className, ...period }) => ({
      classId: classNamed({ _id, term }, [], className),
      ...period,
    })),
  };
  await store.insert('schools', school);
  return school;
}

/**
 * Lets people in, in the order told; who is there by role, name and phone keeps its binding and gets its new classes, mentees,
 * point and duty. A class has one head teacher: whoever had it before loses it.
 * @throws Error where a class's name cannot be read or there is no such school.
 */
export async function enrolStaff(
  deps: FoundDeps,
  schoolId: string,
  entries: readonly NewStaff[],
): Promise<readonly Enrolled[]> {
  const { store } = deps;
  const school = await store.get('schools', schoolId);
  if (!school) throw new Error(`no school ${schoolId}`);
  const [before, classes] = await Promise.all([
    staffOfSchool(store, schoolId),
    store.list('classes', { where: { schoolId, past: { ne: true } }, limit: 200 }),
  ]);
  const known = new Map(before.map((person) => [person._id, person]));
  const people = entries.map((entry) => personOf(deps, school, classes, entry, known));
  const fresh = people.filter(({ _id }) => !known.has(_id));
  if (fresh.length > 0) await store.insert('staff', fresh);
  for (const { _id, classIds, pointId, sex, village, checkedUntil } of people.filter(({ _id }) => known.has(_id)))
    await store.updateWhere('staff', { _id }, { set: { classIds, pointId, sex, village, checkedUntil } });
  await pair(deps, entries, people);
  await handOver(deps, people, before, classes);
  await putOnDuty(deps, school, entries, people);
  return invited(deps, schoolId, people);
}

/** The document of an entry; what an entry does not tell of somebody known stays. */
function personOf(
  { vault }: FoundDeps,
  school: School,
  classes: readonly SchoolClass[],
  entry: NewStaff,
  known: ReadonlyMap<string, Staff>,
): Staff {
  const { role, name, phone } = entry;
  const _id = idOf(vault, ['staff', school._id, role, name, phone ?? '']);
  const before = known.get(_id);
  return {
    _id,
    schoolId: school._id,
    role,
    name,
    phone: before?.phone ?? (phone ? vault.seal(phone) : null),
    classIds: entry.classes?.map((className) => classNamed(school, classes, className)) ?? before?.classIds ?? [],
    menteeIds: before?.menteeIds ?? [],
    sex: entry.sex ?? before?.sex ?? null,
    village: entry.village ?? before?.village ?? null,
    checkedUntil: entry.checkedUntil ?? before?.checkedUntil ?? null,
    pointId: entry.pointId ?? before?.pointId ?? null,
    county: role === 'bureau' ? school.county : null,
    openid: before?.openid ?? null,
  };
}

/** Whose mentees an entry tells stands beside exactly these. */
async function pair({ store, now }: FoundDeps, entries: readonly NewStaff[], people: readonly Staff[]): Promise<void> {
  const at = now();
  for (const [i, { menteeIds }] of entries.entries()) {
    const _id = people[i]?._id;
    if (menteeIds === undefined || _id === undefined) continue;
    await store.transact(async (tx) => {
      const person = await tx.get('staff', _id);
      const act = { day: dayOf(at), at, byId: _id, ref: `enrol:${at}`, why: 'other' } as const;
      if (person) await standBeside(tx, person, menteeIds, act);
    });
  }
}

/** The class on file, or the id that the roster will give it. */
function classNamed(school: Pick<School, '_id' | 'term'>, classes: readonly SchoolClass[], name: string): string {
  const { grade, classNo: number } = parseClass(name, schoolYearOf(school.term.from)) ?? {};
  if (grade === undefined || number === undefined) throw new Error(`no grade and number in the class name ${name}`);
  return classes.find((c) => c.grade === grade && c.number === number)?._id ?? classIdOf(school, grade, number);
}

/** Classes name their new head teachers, and former ones lose sight of them. */
async function handOver(
  { store }: FoundDeps,
  people: readonly Staff[],
  before: readonly Staff[],
  classes: readonly SchoolClass[],
): Promise<void> {
  const headOf = new Map(people.flatMap(({ _id, classIds }) => classIds.map((classId) => [classId, _id] as const)));
  for (const { _id, headTeacherId } of classes) {
    const head = headOf.get(_id);
    if (head && head !== headTeacherId) await store.updateWhere('classes', { _id }, { set: { headTeacherId: head } });
  }
  for (const { _id, classIds } of before.filter((person) => people.every(({ _id }) => _id !== person._id))) {
    const left = classIds.filter((classId) => !headOf.has(classId));
    if (left.length < classIds.length) await store.updateWhere('staff', { _id }, { set: { classIds: left } });
  }
}

/** Adds the entries' days to the duty roster. */
async function putOnDuty(
  { store }: FoundDeps,
  school: School,
  entries: readonly NewStaff[],
  people: readonly Staff[],
): Promise<void> {
  const asked = entries.flatMap(({ duty = [] }, i) =>
    duty.map((weekday) => ({ weekday, staffId: people[i]?._id ?? '' })),
  );
  if (asked.length === 0) return;
  const duty = ([1, 2, 3, 4, 5, 6, 7] as const)
    .map((weekday) => {
      const there = school.duty.find((d) => d.weekday === weekday)?.staffIds ?? [];
      const added = asked.filter((a) => a.weekday === weekday).map(({ staffId }) => staffId);
      return { weekday, staffIds: [...new Set([...there, ...added])] };
    })
    .filter(({ staffIds }) => staffIds.length > 0);
  await store.updateWhere('schools', { _id: school._id }, { set: { duty } });
}

/** A code for each who is not bound: the one that is open, or a new one. */
async function invited(deps: FoundDeps, schoolId: string, people: readonly Staff[]): Promise<readonly Enrolled[]> {
  const waiting = people.filter(({ openid }) => openid === null);
  const open = await openInvites(
    { store: deps.store, now: deps.now, reach: { schoolId } },
    waiting.map(({ _id }) => _id),
  );
  const made = waiting.filter(({ _id }) => !open.has(_id)).map((person) => newInvite(deps, person, 'staff'));
  if (made.length > 0)
    await deps.store.insert(
      'invites',
      made.map(({ invite }) => invite),
    );
  const codes = new Map([
    ...[...open.values()].map((invite) => [invite.personId, deps.vault.open(invite.code)] as const),
    ...made.map(({ code, invite }) => [invite.personId, code] as const),
  ]);
  return people.map(({ _id, role, name }) => {
    const code = codes.get(_id);
    return { staffId: _id, role, name, code: code ? spaced(code) : null };
  });
}
