import { doneOf } from '../../cloudfunctions/_server/cadence/days';
import type { Vault } from '../../cloudfunctions/_server/data/crypto';
import type {
  Account,
  CareRecord,
  School,
  SchoolClass,
  Staff,
  Student,
} from '../../cloudfunctions/_server/data/documents';
import { groupedBy, inParts } from '../../cloudfunctions/_server/data/parts';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { orderOf } from '../../cloudfunctions/_server/records/repository';
import { sealBody } from '../../cloudfunctions/_server/records/shared';
import { presetRules } from '../../miniprogram/shared/domain/cadence-rules';
import { addDays, type Day, instantOf } from '../../miniprogram/shared/domain/calendar';
import { RECORD_KINDS } from '../../miniprogram/shared/domain/record-kinds';
import { STORM_SCHOOL, stormFamily } from './families';

/** A school of a year's records: classes of forty, in each a head teacher and mentors of two children each for half of it. */

export const PUPILS = 960;
const CLASS = 40;
export const RECORDS = 60_000;
const AT_ONCE = 1000;
const schoolId = STORM_SCHOOL._id;

/** All cadences that come with the product, from the beginning of the term on. */
export const CARE_SCHOOL: School = {
  ...STORM_SCHOOL,
  cadences: presetRules({ term: STORM_SCHOOL.term, isClosed: () => false, today: STORM_SCHOOL.term.from }),
};

export const [HEAD, TEACHER] = ['o-head', 'o-teacher-0'] as const;
/** A child of the teacher's. */
export const CHILD = 's0';
export const TODAY: Day = '2026-11-24';

export async function settleCareSchool(store: Store): Promise<void> {
  const pupils = Array.from({ length: PUPILS }, (_, n) => pupilAt(n));
  const classes = PUPILS / CLASS;
  await store.insert('schools', CARE_SCHOOL);
  await store.insert(
    'classes',
    Array.from({ length: classes }, (_, n) => classAt(n)),
  );
  await store.insert('students', pupils);
  const teachers = Array.from({ length: classes }, (_, n) =>
    staffOf({ _id: `teacher-${n}`, name: `老师${n}`, classIds: [classAt(n)._id] }),
  );
  const halves = inParts(
    pupils.filter((_, n) => n % 2 === 0).map(({ _id }) => _id),
    2,
  );
  const mentors = halves.map((menteeIds, n) => staffOf({ _id: `mentor-${n}`, name: `帮扶${n}`, menteeIds }));
  const staff = [staffOf({ _id: 'head', name: '校长', role: 'school_admin' }), ...teachers, ...mentors];
  await store.insert('staff', staff);
  await store.insert('accounts', staff.map(accountOf));
}

/**
 * Fills up to `to` records from `from` on, each child in turn, over the year before today, and puts their days where the records' transaction would
 * have put them.
 */
export async function settleRecords(
  { store, vault }: { readonly store: Store; readonly vault: Vault },
  from: number,
  to: number,
): Promise<void> {
  const body = sealBody(vault, { values: { note: '奶奶身体还好，孩子作业按时做完。' }, place: '家里', shareText: '' });
  const all = Array.from({ length: to - from }, (_, i) => recordAt(from + i, body));
  for (const part of inParts(all, AT_ONCE)) await store.insert('records', part);
  const entries = Array.from({ length: to }, (_, n) => recordAt(n, body));
  for (const [_id, own] of groupedBy(entries, ({ studentIds }) => studentIds[0] ?? ''))
    await store.updateWhere('students', { _id }, { set: { done: doneOf(own) } });
}

const classAt = (n: number): SchoolClass => {
  const [grade, number] = [1 + (n % 6), 1 + Math.floor(n / 6)];
  const name = `${'一二三四五六'[grade - 1]}(${number})班`;
  return { _id: `c${n}`, schoolId, grade, number, name, headTeacherId: `teacher-${n}` };
};

function pupilAt(n: number): Student {
  const { student } = stormFamily(n);
  const { _id: classId, name: className } = classAt(n % (PUPILS / CLASS));
  const ill = { from: addDays(TODAY, -3), to: addDays(TODAY, 3), why: 'ill' as const };
  return {
    ...student,
    ...{ classId, className, boarding: n % 3 > 0, leftBehind: n % 5 > 0 || n === 0 },
    contact: { ...student.contact, childDay: addDays(TODAY, -(n % 20)), since: addDays('2026-09-01', n % 50) },
    ...(n % 30 === 0 ? { pauses: [ill] } : {}),
  };
}

/** The n-th record: of each child one of each kind after the other, every five or six days of the year. */
function recordAt(n: number, body: CareRecord['body']): CareRecord {
  const [pupil, turn] = [n % PUPILS, Math.floor(n / PUPILS)];
  const kind = RECORD_KINDS[(pupil + turn) % RECORD_KINDS.length] ?? RECORD_KINDS[0];
  if (!kind) throw new Error('no kinds of records');
  const day = addDays(TODAY, -Math.floor((turn * 365) / (RECORDS / PUPILS)) - (pupil % 5));
  const _id = `r${n}`;
  const at = instantOf(day, 16 * 60 + (n % 60));
  return {
    ...{ _id, schoolId, studentIds: [`s${pupil}`], classIds: [classAt(pupil % (PUPILS / CLASS))._id], kind: kind.id },
    ...{
      book: kind.book,
      day,
      order: orderOf({ _id, day, at }),
      body,
      photos: [],
      voices: [],
      share: false,
      goal: null,
    },
    ...{ authorId: 'teacher-0', authorName: '老师0', at, version: 1, lastKey: null, before: [], struck: null },
  };
}

const staffOf = (over: Partial<Staff> & Pick<Staff, '_id' | 'name'>): Staff => ({
  schoolId,
  role: 'teacher',
  phone: null,
  classIds: [],
  menteeIds: [],
  pointId: null,
  county: null,
  openid: `o-${over._id}`,
  ...over,
});

const accountOf = ({ _id, role, name }: Staff): Account => ({
  _id: `o-${_id}`,
  memberships: [{ id: _id, kind: 'staff', role, schoolId, schoolName: STORM_SCHOOL.name, name }],
  credits: {},
});
