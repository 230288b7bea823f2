import type { Output } from '../../../miniprogram/shared/contract';
import { addDays, type Day, weekOf as mondayOf } from '../../../miniprogram/shared/domain/calendar';
import { AMBER_DAYS, daysWithout, termWeeks, toneOf } from '../../../miniprogram/shared/domain/ledger';
import type { ContactConcern, Student } from '../data/documents';
import type { Store } from '../data/store';
import { contactCounts } from '../home/staff';
import type { Ctx } from '../kernel/deps';
import type { Reach } from '../kernel/reach';
import { concernRow } from './concerns';
import { classesWithin } from './repository';

type SchoolView = Output<'ledger.school'>;
type Counts = Pick<SchoolView['classes'][number], 'leftBehind' | 'thisWeek' | 'amber' | 'red'>;
type ClassCounts = { readonly _id: string; readonly ids: readonly (string | null)[] } & Counts;

const CLASSES = 200;
const WEEKS = 30;
const WAITING = 50;
const CONCERNS = 50;

/** The school's weeks, classes and concerns, and for the headteacher who waits: three aggregations and up to four lists. */
export async function schoolLedger(ctx: Ctx): Promise<SchoolView> {
  const { store, reach, today } = ctx;
  const [school, counts, classes, waiting, concerns] = await Promise.all([
    ctx.schoolOf(reach.schoolId),
    classCounts(store, reach, today),
    classesWithin(store, reach),
    // Names are for whoever acts on them: a counsellor is told of concerns.
    ctx.role === 'school_admin' ? waitingLongest(store, reach, today) : [],
    openConcerns(store, reach),
  ]);
  const ids = counts.flatMap((row) => row.ids.filter((id) => id !== null));
  const [weeks, teachers, worried] = await Promise.all([
    weeksOf(store, reach, { ids, mondays: termWeeks(school.term, today, WEEKS) }),
    namesOfStaff(
      store,
      classes.flatMap(({ headTeacherId }) => headTeacherId ?? []),
    ),
    childrenOf(store, concerns),
  ]);
  const byClass = new Map(counts.map((row) => [row._id, row]));
  ctx.opened([...worried.keys()]);
  return {
    weekOf: mondayOf(today),
    leftBehind: ids.length,
    weeks,
    classes: classes.flatMap(({ _id: id, name, headTeacherId }) => {
      const row = byClass.get(id);
      if (!row || row.leftBehind === 0) return [];
      const { leftBehind, thisWeek, amber, red } = row;
      return [{ id, name, headTeacher: teachers.get(headTeacherId ?? '') ?? null, leftBehind, thisWeek, amber, red }];
    }),
    waiting,
    concerns: concerns.flatMap((concern) => {
      const child = worried.get(concern.studentId);
      return child ? [{ ...concernRow(concern), child: refOf(child) }] : [];
    }),
  };
}

const refOf = ({ _id: id, name, className }: Pick<Student, '_id' | 'name' | 'className'>) => ({ id, name, className });

/** Class → its counts and the ids of the children that count. */
const classCounts = (store: Store, { schoolId }: Reach, today: Day): Promise<ClassCounts[]> =>
  store.aggregate<'students', ClassCounts>('students', [
    ['match', { schoolId, status: 'active' }],
    ['group', { ...contactCounts('$classId', today), ids: { $push: { $cond: ['$leftBehind', '$_id', null] } } }],
    ['limit', CLASSES],
  ]);

/** With how many of these children the parents were in contact, week by week; weeks without any are there, too. */
async function weeksOf(
  store: Store,
  { schoolId }: Reach,
  { ids, mondays }: { readonly ids: readonly string[]; readonly mondays: readonly Day[] },
): Promise<SchoolView['weeks']> {
  const rows = await store.aggregate<'contactEntries', { readonly _id: Day; readonly reached: number }>(
    'contactEntries',
    [
      ['match', { schoolId, weekOf: { $in: mondays }, with: 'child' }],
      // A child first, then its weeks: a thousand ids are looked for among as many children, not among a term of contacts.
      ['group', { _id: '$studentId', weeks: { $addToSet: '$weekOf' } }],
      ['match', { _id: { $in: ids } }],
      ['unwind', '$weeks'],
      ['group', { _id: '$weeks', reached: { $sum: 1 } }],
      ['limit', WEEKS],
    ],
  );
  const reached = new Map(rows.map((row) => [row._id, row.reached]));
  return mondays.map((weekOf) => ({ weekOf, reached: reached.get(weekOf) ?? 0 }));
}

type Waiting = Pick<Student, '_id' | 'name' | 'className' | 'contact'>;

/** Those of amber and red, who have waited longest first. */
async function waitingLongest(store: Store, { schoolId }: Reach, today: Day): Promise<SchoolView['waiting']> {
  const rows = await store.aggregate<'students', Waiting>('students', [
    ['match', { schoolId, leftBehind: true, status: 'active' }],
    ['addFields', { last: { $ifNull: ['$contact.childDay', '$contact.since'] } }],
    ['match', { last: { $lte: addDays(today, -AMBER_DAYS) } }],
    ['sort', { last: 1, _id: 1 }],
    ['limit', WAITING],
    ['project', { name: 1, className: 1, contact: 1 }],
  ]);
  return rows.map(({ contact: { childDay, since }, ...child }) => ({
    ...refOf(child),
    days: daysWithout(childDay, today, since),
    tone: toneOf(childDay, today, since),
  }));
}

const openConcerns = (store: Store, { schoolId }: Reach): Promise<ContactConcern[]> =>
  store.list('contactConcerns', {
    where: { schoolId, status: 'open' },
    orderBy: [['at', 'desc']],
    limit: CONCERNS,
  });

async function childrenOf(store: Store, concerns: readonly ContactConcern[]): Promise<ReadonlyMap<string, Student>> {
  const ids = [...new Set(concerns.map(({ studentId }) => studentId))];
  if (ids.length === 0) return new Map();
  const children = await store.list('students', {
    where: { _id: { in: ids } },
    limit: CONCERNS,
    fields: ['name', 'className'],
  });
  return new Map(children.map((child) => [child._id, child]));
}

async function namesOfStaff(store: Store, staffIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (staffIds.length === 0) return new Map();
  const staff = await store.list('staff', { where: { _id: { in: staffIds } }, limit: CLASSES, fields: ['name'] });
  return new Map(staff.map(({ _id, name }) => [_id, name]));
}
