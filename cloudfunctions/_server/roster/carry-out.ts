/** Turns a school's files to what versions say, and what follows from files to the files. May be repeated, and two may do it at once. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { type LeftBehindRule, ruleOn } from '../../../miniprogram/shared/domain/left-behind';
import { finding } from '../contacts/finding';
import { eachOf } from '../contacts/repository';
import type { Vault } from '../data/crypto';
import type { Documents, FamilyMember, RosterImport, School, Student } from '../data/documents';
import { groupedBy, inParts } from '../data/parts';
import { type Change, Duplicate, type Store, type Where } from '../data/store';
import type { Deps } from '../kernel/deps';
import { linksAs } from './links';
import { madeMember, madeStudent } from './made';
import {
  entriesOf,
  type Side,
  type Turned,
  type Turning,
  turnMember,
  turnStudent,
  type Version,
  withCopies,
} from './versions';

/** Documents in one write; a request stays far below the platform's sizes. */
const BATCH = 500;
/** Updates on their way at a time. */
const AT_ONCE = 12;
/** What somebody else changes at the very moment is looked at again, so often. */
const TRIES = 3;

type People = 'students' | 'familyMembers';
type Needs = Pick<Deps, 'store' | 'vault' | 'now'>;
/** Told of each part that is done. */
export type OnDone = (versions: number) => Promise<void>;

/** A school's pupils and their adults, as they are or are to be. */
export interface Files {
  readonly students: Map<string, Student>;
  readonly members: Map<string, FamilyMember>;
}

interface Write<T> {
  readonly _id: string;
  readonly set: Partial<T>;
  readonly as: Turned<T>['as'];
}

/** Everything of a school that an import may touch. */
export async function filesOf(store: Store, schoolId: string): Promise<Files> {
  const students = await eachOf(store, 'students', schoolId);
  const members = await eachOf(store, 'familyMembers', schoolId);
  return { students: byId(students), members: byId(members) };
}

const byId = <T extends { readonly _id: string }>(docs: readonly T[]): Map<string, T> =>
  new Map(docs.map((doc) => [doc._id, doc]));

export interface CarryOut {
  readonly imported: Pick<RosterImport, '_id' | 'schoolId'>;
  readonly school: Pick<School, 'leftBehindRules'>;
  readonly versions: readonly Version[];
  /** Children who lose or get adults besides: they are found by other phones. */
  readonly besides?: readonly string[];
  readonly to: Side;
  /** As they were just read; they are used once. */
  readonly files?: Files | undefined;
  readonly onDone: OnDone;
}

/** Answers the files as they are then. */
export async function carryOut(deps: Needs, { files, onDone, ...what }: CarryOut): Promise<Files> {
  for (let attempt = 1; ; attempt++) {
    const now = attempt === 1 && files ? files : await filesOf(deps.store, what.imported.schoolId);
    const missed = await carryOutOnce(deps, now, { ...what, onDone: attempt === 1 ? onDone : async () => undefined });
    if (missed === 0 || attempt === TRIES) return now;
  }
}

/** Answers how many documents changed under its hands. */
async function carryOutOnce(deps: Needs, files: Files, what: Omit<CarryOut, 'files'>): Promise<number> {
  const { store, vault, now } = deps;
  const { versions, to, imported, onDone } = what;
  const today = dayOf(now());
  const rule: LeftBehindRule = ruleOn(what.school.leftBehindRules, today);
  const classOf = (studentId: string) => files.students.get(studentId)?.classId ?? '';
  const turning: Turning = { vault, to, rule, today, classOf };
  const made = { schoolId: imported.schoolId, importId: imported._id };
  const of = (subject: Version['subject']) => versions.filter((version) => version.subject === subject);

  const phones = to === 'after' ? phonesIn(versions) : new Map<string, string[]>();
  const freshStudents = missing(of('pupil'), files.students, to).map((version) => {
    const student = madeStudent(version, made, turning);
    return { ...student, ...keysOf(vault, student, phones.get(student._id) ?? []) };
  });
  await insertAll(store, 'students', freshStudents, onDone);
  for (const student of freshStudents) files.students.set(student._id, student);
  const freshMembers = missing(of('member'), files.members, to).map((version) => madeMember(version, made, turning));
  await insertAll(store, 'familyMembers', freshMembers, onDone);
  for (const member of freshMembers) files.members.set(member._id, member);

  // Each step builds on what the one before makes of a document; it is written once.
  const students = new Staged(files.students);
  const members = new Staged(files.members);
  students.add(turnedOf(of('pupil'), files.students, (doc, { changes }) => turnStudent(doc, changes, turning)));
  members.add(turnedOf(of('member'), files.members, (doc, { changes }) => turnMember(doc, changes, turning)));
  members.add(linksBehind(files));
  const touched = new Set([...versions.flatMap(({ studentIds }) => studentIds), ...(what.besides ?? [])]);
  students.add(keysBehind(vault, files, touched));
  const missed = await updateAll(store, 'students', students.writes(), onDone);
  return missed + (await updateAll(store, 'familyMembers', members.writes(), onDone));
}

/** Changes of documents, gathered until they are written; the documents in memory have them at once. */
class Staged<T> {
  private readonly staged = new Map<string, Write<T>>();

  constructor(private readonly docs: Map<string, T>) {}

  add(writes: readonly Write<T>[]): void {
    for (const { _id, set, as } of writes) {
      const before = this.staged.get(_id);
      // What a document must still be like is how it was before the first change of each of its fields.
      const isKnown = (path: string) => before !== undefined && (path.split('.')[0] ?? '') in before.set;
      const more = Object.fromEntries(Object.entries(as).filter(([path]) => !isKnown(path)));
      this.staged.set(_id, { _id, set: { ...before?.set, ...set }, as: { ...more, ...before?.as } });
      this.docs.set(_id, { ...(this.docs.get(_id) as T), ...set });
    }
  }

  writes(): Write<T>[] {
    return [...this.staged.values()];
  }
}

/** New ones that are not there yet. */
const missing = (versions: readonly Version[], docs: ReadonlyMap<string, unknown>, to: Side): Version[] =>
  to === 'after' ? versions.filter(({ id, made }) => made && !docs.has(id)) : [];

function turnedOf<T extends Student | FamilyMember>(
  versions: readonly Version[],
  docs: ReadonlyMap<string, T>,
  turn: (doc: T, version: Version) => Turned<T>,
): Write<T>[] {
  return versions.flatMap((version) => {
    const doc = version.made ? undefined : docs.get(version.id);
    const turned = doc && turn(doc, version);
    return turned && Object.keys(turned.set).length > 0 ? [{ _id: version.id, set: turned.set, as: turned.as }] : [];
  });
}

/** Links whose class is not the child's any more. */
function linksBehind({ students, members }: Files): Write<FamilyMember>[] {
  return [...members.values()].flatMap(({ _id, children }) => {
    const isBehind = children.some(
      ({ studentId, classId }) => (students.get(studentId)?.classId ?? classId) !== classId,
    );
    if (!isBehind) return [];
    const moved = children.map((link) => ({ ...link, classId: students.get(link.studentId)?.classId ?? link.classId }));
    return [{ _id, set: withCopies(moved), as: linksAs(children) }];
  });
}

/** Children who are found by other keys, or stand elsewhere in the order, than they have. */
function keysBehind(vault: Vault, { students, members }: Files, touched: ReadonlySet<string>): Write<Student>[] {
  const phones = new Map<string, string[]>();
  for (const { phone, studentIds } of members.values())
    for (const id of phone ? studentIds : [])
      if (touched.has(id) && phone) phones.set(id, [...(phones.get(id) ?? []), vault.open(phone)]);
  return [...touched].flatMap((id) => {
    const student = students.get(id);
    const found = student && keysOf(vault, student, phones.get(id) ?? []);
    const isSame = !found || (found.order === student.order && sameSet(found.keys, student.keys));
    return isSame ? [] : [{ _id: id, set: found, as: { order: student.order } }];
  });
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((key) => b.includes(key));

const keysOf = (vault: Vault, student: Student, phones: readonly string[]) =>
  finding(vault, { ...student, address: student.address && vault.open(student.address), phones });

/** The phones that versions of adults bring, by child. */
function phonesIn(versions: readonly Version[]): Map<string, string[]> {
  const phones = new Map<string, string[]>();
  for (const { changes, studentIds } of versions) {
    const phone = changes['member.phone']?.[1];
    for (const id of phone ? studentIds : []) if (phone) phones.set(id, [...(phones.get(id) ?? []), phone]);
  }
  return phones;
}

/** Writes new documents; those that are there already stay as they are. */
export async function insertAll<C extends People | 'classes' | 'fileChanges' | 'importPages'>(
  store: Store,
  collection: C,
  docs: readonly Documents[C][],
  onDone?: OnDone,
): Promise<void> {
  for (const part of inParts(docs, BATCH)) {
    await insertMissing(store, collection, part);
    await onDone?.(part.length);
  }
}

/** Changes that are the same, of documents that stand alike, are one write. Answers how many documents had changed meanwhile. */
async function updateAll<C extends People>(
  store: Store,
  collection: C,
  writes: readonly Write<Documents[C]>[],
  onDone: OnDone,
): Promise<number> {
  const groups = [...groupedBy(writes, ({ set, as }) => JSON.stringify([set, as])).values()];
  const queue = groups.flatMap((group) => inParts(group, BATCH)).values();
  let missed = 0;
  let done = 0;
  const worker = async () => {
    for (const part of queue) {
      const [{ set, as } = { set: {}, as: {} }] = part;
      const where = { _id: { in: part.map(({ _id }) => _id) }, ...as } as Where<Documents[C]>;
      missed += part.length - (await store.updateWhere(collection, where, { set } as Change<Documents[C]>));
      done += part.length;
      if (done >= BATCH) {
        await onDone(done);
        done = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await onDone(done);
  return missed;
}

/** One write; where another run was faster with some of them, the others are told apart and written. */
async function insertMissing<C extends People | 'classes' | 'fileChanges' | 'importPages'>(
  store: Store,
  collection: C,
  docs: readonly Documents[C][],
): Promise<void> {
  for (let left = docs; left.length > 0; ) {
    try {
      return await store.insert(collection, left);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    const ids = left.map(({ _id }) => _id);
    const there = await store.list(collection, { where: { _id: { in: ids } } as Where<Documents[C]>, limit: BATCH });
    const known = new Set(there.map(({ _id }) => _id));
    if (known.size === 0) throw new Duplicate();
    left = left.filter(({ _id }) => !known.has(_id));
  }
}

/** Whether a version moves its pupil to another class. */
export const movesClass = ({ subject, made, changes }: Version): boolean =>
  subject === 'pupil' &&
  !made &&
  entriesOf(changes).some(([key]) => key === 'pupil.classId' || key === 'pupil.className');
