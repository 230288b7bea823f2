import type { Audience } from '../../../miniprogram/shared/contract';
import { type AudiencePupil, type Recipient, recipientsOf } from '../../../miniprogram/shared/domain/audience';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { eachOf } from '../contacts/repository';
import type { FamilyMember, Notice, SchoolClass } from '../data/documents';
import { inParts } from '../data/parts';
import type { Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { type Reach, reaches } from '../kernel/reach';

const LIST_LIMIT = 1000;
const CLASSES = 200;

/**
 * The classes that an audience means, now. Nobody asks for more than the own reach: a head teacher for own classes and their
 * pupils, and for a grade where all of its classes are the own ones.
 * @throws AppError `common.not-found`: outside the reach, or not there.
 */
export async function requireAudience(store: Store, reach: Reach, { of }: Audience): Promise<string[]> {
  if (of.kind === 'pupils') return classesOfPupils(store, reach, of.studentIds);
  if (of.kind === 'school' && !reach.all) throw new AppError('common.not-found');
  if (of.kind === 'classes' && !reach.all) return within(reach, of.classIds);
  const classes = await store.list('classes', {
    where: { schoolId: reach.schoolId, past: { ne: true } },
    limit: CLASSES,
    fields: ['grade'],
  });
  if (of.kind === 'classes')
    return within({ ...reach, all: false, classIds: classes.map(({ _id }) => _id) }, of.classIds);
  return within(
    reach,
    classes.filter(isOf(of)).map(({ _id }) => _id),
  );
}

const isOf =
  (of: Extract<Audience['of'], { kind: 'school' | 'grades' }>) =>
  ({ grade }: SchoolClass): boolean =>
    of.kind === 'school' || of.grades.includes(grade);

function within({ all, classIds: own }: Reach, classIds: readonly string[]): string[] {
  if (!all && !classIds.every((id) => own.includes(id))) throw new AppError('common.not-found');
  return [...new Set(classIds)];
}

async function classesOfPupils(store: Store, reach: Reach, studentIds: readonly string[]): Promise<string[]> {
  const asked = [...new Set(studentIds)];
  const pupils = await store.list('students', {
    where: { _id: { in: asked } },
    limit: asked.length,
    fields: ['schoolId', 'classId'],
  });
  if (pupils.length < asked.length || !pupils.every((pupil) => reaches(reach, pupil)))
    throw new AppError('common.not-found');
  return [...new Set(pupils.map(({ classId }) => classId))];
}

const OF_PERSON = [
  'schoolId',
  'role',
  'name',
  'phone',
  'openid',
  'hasSmartphone',
  'canRead',
  'children',
] as const satisfies readonly (keyof FamilyMember)[];
type Addressee = Pick<FamilyMember, '_id' | (typeof OF_PERSON)[number]>;
export type Addressed = Recipient<Addressee>;

const OF_PUPIL = ['classId', 'className', 'name', 'status', 'boarding', 'leftBehind'] as const;

/** Everyone who is told, and the names that no push text may hold. */
export interface Addressees {
  readonly recipients: readonly Addressed[];
  readonly childNames: readonly string[];
}

/** What of a notice decides who gets it. It was found to be within the sender's reach before. */
export type Addresses = Pick<Notice, 'schoolId' | 'audience' | 'classIds'>;

/** Everyone whom a notice means now, each once, and the names of all pupils of its classes. */
export async function loadAddressees(
  { store, schoolOf }: Pick<Deps, 'store' | 'schoolOf'>,
  notice: Addresses,
): Promise<Addressees> {
  const [people, pupils, { sms }] = await Promise.all([
    peopleOf(store, notice),
    pupilsOf(store, notice),
    schoolOf(notice.schoolId),
  ]);
  const active = pupils.filter(({ status }) => status === 'active');
  return {
    recipients: recipientsOf(notice.audience, people, active, { sms: sms.on }),
    childNames: active.map(({ name }) => name),
  };
}

/** Those of the classes or pupils at least; whom of them the notice means, the pupils decide. */
async function peopleOf(store: Store, { schoolId, audience: { of }, classIds }: Addresses): Promise<Addressee[]> {
  const all = () => eachOf(store, 'familyMembers', schoolId, OF_PERSON);
  if (of.kind === 'school') return all();
  const field = of.kind === 'pupils' ? 'studentIds' : 'classIds';
  const load = (some: readonly string[]) =>
    store.list('familyMembers', { where: { schoolId, [field]: { in: some } }, limit: LIST_LIMIT, fields: OF_PERSON });
  return (await ofMany(of.kind === 'pupils' ? of.studentIds : classIds, load)) ?? all();
}

/** The pupils of the classes, and those named who changed their class since. */
async function pupilsOf(store: Store, { schoolId, audience: { of }, classIds }: Addresses): Promise<AudiencePupil[]> {
  const all = () => eachOf(store, 'students', schoolId, OF_PUPIL);
  if (of.kind === 'school') return all();
  const named = of.kind === 'pupils' ? of.studentIds : [];
  const load = (field: 'classId' | '_id') => (some: readonly string[]) =>
    store.list('students', { where: { schoolId, [field]: { in: some } }, limit: LIST_LIMIT, fields: OF_PUPIL });
  const [together, alone] = await Promise.all([ofMany(classIds, load('classId')), ofMany(named, load('_id'))]);
  if (!together || !alone)
    return (await all()).filter(({ _id, classId }) => classIds.includes(classId) || named.includes(_id));
  return [...new Map([...together, ...alone].map((pupil) => [pupil._id, pupil])).values()];
}

/** What is asked about in one query: of classes with some fifty pupils each, most answers stay under the limit of a list. */
const AT_ONCE = 8;

/**
 * All rows of some classes or pupils. A full answer may have been cut off, so it is asked for again, half at a time; `undefined`
 * where even a single one has too many.
 */
async function ofMany<T>(
  ids: readonly string[],
  load: (ids: readonly string[]) => Promise<T[]>,
): Promise<T[] | undefined> {
  const rows: T[] = [];
  const waiting = inParts([...new Set(ids)], AT_ONCE);
  for (let some = waiting.pop(); some; some = waiting.pop()) {
    const found = await load(some);
    if (found.length < LIST_LIMIT) rows.push(...found);
    else if (some.length === 1) return undefined;
    else waiting.push(...inParts(some, Math.ceil(some.length / 2)));
  }
  return rows;
}
