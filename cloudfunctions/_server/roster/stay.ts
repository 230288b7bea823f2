/** What an import brought and cannot go again, because somebody did something with it since. */

import { keysOf } from '../../../miniprogram/shared/domain/child-file';
import { isFresh } from '../../../miniprogram/shared/domain/receipts';
import type { VersionKey } from '../contacts/versions';
import type { CollectionName, Documents, FamilyMember, RosterImport, Student } from '../data/documents';
import { inParts } from '../data/parts';
import type { Store, Where } from '../data/store';
import type { Files } from './carry-out';
import { linkedIn, linkValueIn } from './links';
import { blankValue } from './made';
import type { RosterDeps } from './prepare';
import { entriesOf, type Version, valueIn } from './versions';

/** Where a child leaves traces, and in which field; each leans on an index of the school and this field. */
const OF_CHILDREN = [
  ['bookings', 'studentIds'],
  ['contactEntries', 'studentId'],
  ['followUps', 'studentId'],
  ['contactConcerns', 'studentId'],
  ['records', 'studentIds'],
  ['pairings', 'studentId'],
  ['pairings', 'mentorId'],
  ['plans', 'studentId'],
  ['concerns', 'studentId'],
  ['letters', 'studentId'],
  ['proposals', 'studentId'],
  ['delegations', 'studentId'],
  ['consents', 'studentId'],
  ['privacyRequests', 'studentId'],
  ['transfers', 'studentId'],
  ['makeups', '_id'],
] as const satisfies readonly (readonly [CollectionName, string])[];

const OF_ADULTS = [
  ['waitlist', 'adultId'],
  ['familyTimes', '_id'],
] as const satisfies readonly (readonly [CollectionName, string])[];

/** Ids in one question, and the most that comes back. */
const PART = 200;
const PAGE = 1000;

/**
 * Ids of new pupils and adults who stay: changed since, bound, with a history, or of a family of which somebody stays. In the middle of a
 * taking back an adult whose children are all gone already goes too.
 */
export async function stayOf(
  deps: RosterDeps,
  imported: RosterImport,
  versions: readonly Version[],
  { students, members }: Files,
): Promise<ReadonlySet<string>> {
  const made = versions.filter((version) => version.made);
  const pupils = made.flatMap(({ subject, id }) => (subject === 'pupil' && students.has(id) ? [id] : []));
  const isBereft = ({ studentIds }: Version) => studentIds.every((id) => !students.has(id));
  const adults = made.flatMap((version) =>
    version.subject === 'member' && members.has(version.id) && !isBereft(version) ? [version.id] : [],
  );
  const stay = new Set<string>();
  for (const version of made) {
    const [student, member] = [students.get(version.id), members.get(version.id)];
    if (
      version.subject === 'pupil'
        ? student && isTouchedPupil(deps, student, version)
        : member && isTouchedAdult(deps, member, version)
    )
      stay.add(version.id);
  }
  for (const id of await withTraces(deps, imported, pupils, adults)) stay.add(id);
  const there = new Set([...pupils, ...adults]);
  return spread(
    new Set([...stay].filter((id) => there.has(id))),
    adults.flatMap((id) => members.get(id) ?? []),
    new Set(pupils),
  );
}

/** Facts that are not as the import left them, or days and faces that came since. */
function isTouchedPupil({ vault }: RosterDeps, student: Student, version: Version): boolean {
  const { childDay, caregiverDay, remindedDay, followed, worries } = student.contact;
  const isTold = [childDay, caregiverDay, remindedDay, followed ?? null].some((one) => one !== null) || !!worries;
  return isTold || student.lastFace !== null || differs(vault, version, student);
}

function isTouchedAdult({ vault }: RosterDeps, member: FamilyMember, version: Version): boolean {
  const links = new Set(linkedIn(version.changes));
  const isBound = member.openid !== null || !!member.wasBound || member.hours !== undefined;
  return isBound || member.studentIds.some((id) => !links.has(id)) || differs(vault, version, member);
}

/** Whether some fact of a new file is not as its version says, or, where that says nothing, not as in a blank one. */
function differs(vault: RosterDeps['vault'], { subject, changes }: Version, doc: Student | FamilyMember): boolean {
  const told = new Set<string>(Object.keys(changes));
  const isOther = ([key, [, after]]: [VersionKey, readonly [string | null, string | null]]) => {
    const now = key.includes('@') ? linkValueIn(key, 'children' in doc ? doc.children : []) : valueIn(vault, key, doc);
    return now !== after;
  };
  const untold = keysOf(subject).filter((key) => !told.has(key));
  return (
    entriesOf(changes).some(isOther) ||
    untold.some((key) => valueIn(vault, key, doc) !== blankValue(vault, subject, key))
  );
}

/** Those of whom other documents tell. */
async function withTraces(
  { store }: RosterDeps,
  { schoolId }: RosterImport,
  pupils: readonly string[],
  adults: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [collection, field] of OF_CHILDREN)
    found.push(...(await named(store, collection, field, schoolId, pupils)));
  for (const [collection, field] of OF_ADULTS) found.push(...(await named(store, collection, field, schoolId, adults)));
  // What was only sent goes with the person; what a person did with it is history.
  const told = (receipt: Documents['receipts']) => !isFresh(receipt.state) || receipt.wantsCall;
  found.push(...(await named(store, 'receipts', 'personId', schoolId, adults, told)));
  // Of imports that came later only those count that are not taken back, and there are none: the last one goes first.
  const edited = ({ via }: Documents['fileChanges']) => via !== 'roster' && via !== 'take_back';
  found.push(...(await named(store, 'fileChanges', 'studentIds', schoolId, pupils, edited)));
  return found;
}

/** Which of these ids documents of a collection name in a field. */
async function named<C extends CollectionName>(
  store: Store,
  collection: C,
  field: string,
  schoolId: string,
  ids: readonly string[],
  counts: (doc: Documents[C]) => boolean = () => true,
): Promise<string[]> {
  const found = new Set<string>();
  for (const part of inParts(ids, PART)) {
    for (let left = part; left.length > 0; ) {
      const where = { schoolId, [field]: { in: left } } as Where<Documents[C]>;
      const page = await store.list(collection, { where, limit: PAGE });
      const before = found.size;
      for (const doc of page) if (counts(doc)) for (const id of valuesIn(doc, field)) found.add(id);
      if (page.length < PAGE || found.size === before) break;
      left = left.filter((id) => !found.has(id));
    }
  }
  return [...found];
}

function valuesIn(doc: object, field: string): string[] {
  const { [field]: value } = doc as Readonly<Record<string, unknown>>;
  return (Array.isArray(value) ? value : [value]).filter((id) => typeof id === 'string');
}

/** Of whom somebody stays, all of the family that is new stay: a child without its adults, or they without it, is nobody's. */
function spread(stay: Set<string>, adults: readonly FamilyMember[], pupils: ReadonlySet<string>): ReadonlySet<string> {
  for (let before = -1; before !== stay.size; ) {
    before = stay.size;
    for (const { _id, studentIds } of adults) {
      const children = studentIds.filter((id) => pupils.has(id));
      if (!stay.has(_id) && !children.some((id) => stay.has(id))) continue;
      for (const id of [_id, ...children]) stay.add(id);
    }
  }
  return stay;
}
