import { addDays, type Day } from '../../../miniprogram/shared/domain/calendar';
import { type Book, RECORD_KINDS } from '../../../miniprogram/shared/domain/record-kinds';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { CareRecord, FamilyMember, Student } from '../data/documents';
import type { ListQuery, Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { type Reach, reaches } from '../kernel/reach';
import { kindOf } from './shared';

/** Adults of the children of one entry. */
const ADULTS = 1000;

/** Where a record stands in a timeline: by its day, then by when it was written; no two stand in one place. */
export const orderOf = ({ day, at, _id }: Pick<CareRecord, 'day' | 'at' | '_id'>): string =>
  `${day}|${at.toString(36).padStart(9, '0')}|${_id}`;

/** What of a timeline is asked for: the days of a term, one book, from behind `before` on. */
export interface Page {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly book?: Book | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/**
 * A page of a child's records, newest first: one read along the index of the child, however many others the school has. For a family only what is
 * shared, for staff what their role reads and what they wrote.
 */
export function recordsOf(ctx: Pick<Ctx, 'store' | 'caller'>, pupil: Student, page: Page): Promise<CareRecord[]> {
  const end = page.to === undefined ? undefined : addDays(page.to, 1);
  const ends = [end, page.before].filter((one) => one !== undefined).sort();
  const bounds = {
    ...(page.from === undefined ? {} : { gte: page.from }),
    ...(ends[0] === undefined ? {} : { lt: ends[0] }),
  };
  return ctx.store.list('records', {
    where: {
      schoolId: pupil.schoolId,
      studentIds: pupil._id,
      ...(page.book === undefined ? {} : { book: page.book }),
      ...(Object.keys(bounds).length === 0 ? {} : { order: bounds }),
      ...(ctx.caller.kind === 'family' ? { share: true } : {}),
    },
    ...mine(ctx),
    orderBy: [['order', 'desc']],
    limit: page.limit,
  });
}

/** The alternatives of which one must hold for a role that does not read every kind. */
function mine({ caller }: Pick<Ctx, 'caller'>): Pick<ListQuery<CareRecord>, 'anyOf'> {
  if (caller.kind !== 'staff') return {};
  const read = RECORD_KINDS.filter(({ readers }) => readers.includes(caller.role)).map(({ id }) => id);
  if (read.length === RECORD_KINDS.length) return {};
  // Who reads a kind of a school's own stands in the record itself: `mayRead`.
  return { anyOf: [{ kind: { in: read } }, { kind: { startsWith: 'own_' } }, { authorId: caller.person._id }] };
}

/** Whether a member of staff reads a record of a child within the reach: the kind is for this role, or it is the own entry. */
export const mayRead = (ctx: Pick<Ctx, 'caller'>, record: CareRecord): boolean =>
  isOwn(ctx, record) || (kindOf(record)?.readers.some((role) => role === ctx.caller.role) ?? false);

export const isOwn = ({ caller }: Pick<Ctx, 'caller'>, { authorId, schoolId }: CareRecord): boolean =>
  caller.kind === 'staff' && authorId === caller.person._id && schoolId === caller.person.schoolId;

/** Who wrote it corrects it, or the office where it reads the kind. */
export const mayCorrect = (ctx: Pick<Ctx, 'caller'>, record: CareRecord): boolean =>
  record.struck === null && (isOwn(ctx, record) || (ctx.caller.role === 'school_admin' && mayRead(ctx, record)));

/** A record, all of its children, and those of them whom the caller reaches. */
export interface Found {
  readonly record: CareRecord;
  readonly all: readonly Student[];
  readonly children: readonly Student[];
}

/**
 * A record that the caller may read: of a child within the reach, or an own one. Two reads. A volunteer without a valid check is near no child, nor to
 * what was written about one. @throws AppError `common.not-found` for every other.
 */
export async function recordIn(ctx: Ctx, recordId: string): Promise<Found> {
  const record = await ctx.store.get('records', recordId);
  staffOf(ctx.caller);
  if (!record || record.schoolId !== ctx.reach.schoolId || !mayRead(ctx, record))
    throw new AppError('common.not-found');
  const all = await studentsByIds(ctx.store, record);
  const children = all.filter((child) => reaches(ctx.reach, child));
  const mayKeep = isOwn(ctx, record) && ctx.caller.role !== 'volunteer';
  if (children.length === 0 && !mayKeep) throw new AppError('common.not-found');
  return { record, all, children };
}

/** The children of a record, one read. */
export const studentsByIds = (
  store: Store,
  { schoolId, studentIds }: Pick<CareRecord, 'schoolId' | 'studentIds'>,
): Promise<Student[]> =>
  store.list('students', { where: { schoolId, _id: { in: studentIds } }, limit: studentIds.length });

/** The active pupils of a list, all of them within the reach; `common.not-found` where one is not. */
export async function pupilsIn(store: Store, reach: Reach, studentIds: readonly string[]): Promise<Student[]> {
  const ids = [...new Set(studentIds)];
  const found = ids.length === 0 ? [] : await studentsByIds(store, { schoolId: reach.schoolId, studentIds: ids });
  const pupils = found.filter((pupil) => pupil.status === 'active' && reaches(reach, pupil));
  if (pupils.length < ids.length) throw new AppError('common.not-found');
  return pupils;
}

/** The adults of several children of a school: one read. */
export const familiesOf = (store: Store, schoolId: string, pupils: readonly Student[]): Promise<FamilyMember[]> =>
  store.list('familyMembers', {
    where: { schoolId, studentIds: { in: pupils.map(({ _id }) => _id) } },
    limit: ADULTS,
  });
