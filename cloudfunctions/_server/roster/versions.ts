/**
 * An import as versions of files: for every pupil and adult what stands there before and after. They are written first; then the documents are
 * turned to what they say, and turned back when the import is taken back. Only what still stands as the version says is turned: what
 * somebody else changed meanwhile is theirs. So each step may be repeated, by whoever finishes it.
 */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { FieldKey } from '../../../miniprogram/shared/domain/child-file';
import { isLeftBehind, type LeftBehindRule } from '../../../miniprogram/shared/domain/left-behind';
import { factIn, isFieldKey, storedOf } from '../contacts/fields';
import type { FieldChanges, VersionKey } from '../contacts/versions';
import type { Vault } from '../data/crypto';
import type { FamilyMember, MemberChild, Student } from '../data/documents';
import { linksAs, turnLinks } from './links';

/** What an import does to one pupil or adult. */
export interface Version {
  readonly subject: 'pupil' | 'member';
  readonly id: string;
  /** The children whose file it belongs to. */
  readonly studentIds: readonly string[];
  readonly made: boolean;
  readonly changes: FieldChanges;
}
type Pair = readonly [before: string | null, after: string | null];

/** Which side of a version a document is turned to. */
export type Side = 'before' | 'after';

/** What turning needs besides the version. */
export interface Turning {
  readonly vault: Vault;
  readonly to: Side;
  readonly rule: LeftBehindRule;
  readonly today: Day;
  /** The class in which a child is, for links that come. */
  readonly classOf: (studentId: string) => string;
}

/** What a document needs in order to be turned. */
export interface Turned<T> {
  /** Fields to write; nothing where there is nothing to do. */
  readonly set: Partial<T>;
  /** How those fields stand as yet: whoever changes one at this very moment is heeded. */
  readonly as: Readonly<Record<string, string | number | boolean | null>>;
  /** How many fields somebody else changed. */
  readonly kept: number;
}

export const entriesOf = (changes: FieldChanges): [VersionKey, Pair][] =>
  Object.entries(changes) as [VersionKey, Pair][];

/** The facts of one side. */
export const sideOf = (changes: FieldChanges, side: Side): ReadonlyMap<VersionKey, string | null> =>
  new Map(entriesOf(changes).map(([key, [before, after]]) => [key, side === 'after' ? after : before]));

/** What stands in a document under a key that is no link's. */
export function valueIn(vault: Vault, key: VersionKey, doc: Student | FamilyMember): string | null {
  if (isFieldKey(key)) return factIn(vault, key, doc);
  const { [propertyOf(key)]: value = null } = doc as unknown as Readonly<Record<string, unknown>>;
  return value === null || typeof value === 'string' ? value : JSON.stringify(inOrder(value));
}

/** How a value is stored under a key that is no link's. */
export function stored(vault: Vault, key: VersionKey, value: string | null): Readonly<Record<string, unknown>> {
  if (isFieldKey(key)) return storedOf(vault, { [key]: value });
  return { [propertyOf(key)]: key === 'pupil.left' && value !== null ? JSON.parse(value) : value };
}

const propertyOf = (key: VersionKey): string => key.slice(key.indexOf('.') + 1);

/** A database may give fields back in another order. */
const inOrder = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).sort()) : value;

/** When and how a child left, as versions keep it. */
export const leftText = (left: NonNullable<Student['left']>): string => JSON.stringify(inOrder(left));

export function turnStudent(doc: Student, changes: FieldChanges, turning: Turning): Turned<Student> {
  const turned = turnFields(doc, changes, turning);
  const after = { ...doc, ...turned.set };
  const leftBehind = isLeftBehind(turning.rule, after, turning.today);
  const isTouched = 'careStatus' in turned.set || 'birthDay' in turned.set;
  if (!isTouched || leftBehind === doc.leftBehind) return turned;
  // Who counts from now on has not been waited for until today.
  const since = leftBehind ? { 'contact.since': turning.today } : {};
  return { ...turned, set: { ...turned.set, leftBehind, ...since } };
}

export function turnMember(doc: FamilyMember, changes: FieldChanges, turning: Turning): Turned<FamilyMember> {
  const own = turnFields(doc, changes, turning);
  const { children, kept } = turnLinks(doc.children, changes, turning);
  if (!children) return { ...own, kept: own.kept + kept };
  return {
    set: { ...own.set, ...withCopies(children) },
    as: { ...own.as, ...linksAs(doc.children) },
    kept: own.kept + kept,
  };
}

/** `children` with the copies that are kept for the index. */
export const withCopies = (children: readonly MemberChild[]) => ({
  children,
  studentIds: children.map(({ studentId }) => studentId),
  classIds: [...new Set(children.map(({ classId }) => classId))],
});

function turnFields<T extends Student | FamilyMember>(
  doc: T,
  changes: FieldChanges,
  { vault, to }: Turning,
): Turned<T> {
  const set: Record<string, unknown> = {};
  const as: Record<string, string | boolean | null> = {};
  let kept = 0;
  for (const [key, [before, after]] of entriesOf(changes)) {
    if (key.includes('@')) continue;
    const now = valueIn(vault, key, doc);
    const [from, want] = to === 'after' ? [before, after] : [after, before];
    if (now === want) continue;
    if (now !== from) {
      kept += 1;
      continue;
    }
    for (const [property, value] of Object.entries(stored(vault, key, want))) {
      set[property] = value;
      const present = (doc as unknown as Readonly<Record<string, unknown>>)[property] ?? null;
      if (present === null || typeof present !== 'object') as[property] = present as string | boolean | null;
    }
  }
  return { set: set as Partial<T>, as, kept };
}

/** The told facts that differ from what stands in a document; all of them where there is none. */
export function differing(
  vault: Vault,
  told: { readonly [K in FieldKey]?: string | undefined },
  doc: Student | FamilyMember | undefined,
): FieldChanges {
  const pairs = (Object.entries(told) as [FieldKey, string | undefined][]).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const before = doc ? factIn(vault, key, doc) : null;
    return before === value ? [] : [[key, [before, value]] as const];
  });
  return Object.fromEntries(pairs);
}
