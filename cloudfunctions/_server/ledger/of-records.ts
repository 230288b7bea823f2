/** Contacts of the parents of which a care record tells (`RecordKind.contact`): one entry a child, which stands as the record does. */
import { type Day, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { laterDay } from '../../../miniprogram/shared/domain/ledger';
import type { RecordKind } from '../../../miniprogram/shared/domain/record-kinds-parts';
import type { CareRecord, ContactEntry } from '../data/documents';
import { Conflict, type Store, type Transaction } from '../data/store';
import { recordContact } from './contacts';
import { latestDays, raiseDays } from './days';

type Source = Pick<CareRecord, '_id' | 'schoolId' | 'studentIds'>;
type Told = Pick<ContactEntry, 'day' | 'saidBy' | 'at'>;
/** What the ledger says of a child beside the record, as it was after so many contacts were noted. */
interface Others {
  readonly noted: number;
  readonly day: Day | null;
}

const entryId = ({ _id }: Source, studentId: string): string => `record:${_id}:${studentId}`;

/** Notes the contact of a new record with each of its children, in the record's transaction. */
export async function noteContacts(tx: Transaction, record: Source & Pick<CareRecord, 'classIds'>, told: Told) {
  for (const [i, studentId] of record.studentIds.entries())
    await recordContact(tx, entryOf(record, { studentId, classId: record.classIds[i] ?? '' }, told));
}

/** Moves the contacts of a record to what it tells now, `null` for none; in the record's transaction. */
export type MoveContacts = (tx: Transaction, told: Told | null) => Promise<void>;

const TRIES = 4;

/**
 * Does the work that changes a record, which moves its contacts. The last days are set in the same transaction, to the latest of the children's
 * other entries. These can only be looked up before it, so a contact that is noted meanwhile has the work done again; a roll, which writes no
 * transaction, raises the days itself, and what it could not see yet is raised here once more.
 */
export async function movingContacts<R>(
  store: Store,
  record: Source,
  kind: Pick<RecordKind, 'contact'> | undefined,
  work: (move: MoveContacts) => Promise<R>,
): Promise<R> {
  if (!kind?.contact) return work(() => Promise.resolve());
  for (let attempt = 1; ; attempt++) {
    const others = await othersOf(store, record);
    try {
      const done = await work((tx, told) => move(tx, record, { told, others }));
      await raiseDays(store, await latestDays(store, record, [], 'child'), 'child');
      return done;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === TRIES) throw error;
    }
  }
}

async function othersOf(store: Store, record: Source): Promise<ReadonlyMap<string, Others>> {
  const ids = record.studentIds;
  // First how many were noted, then the entries: one that comes in between is noticed.
  const students = await store.list('students', {
    where: { schoolId: record.schoolId, _id: { in: ids } },
    limit: Math.max(1, ids.length),
    fields: ['contact'],
  });
  const own = ids.map((id) => entryId(record, id));
  const days = await latestDays(store, record, own, 'child');
  return new Map(
    students.map(({ _id, contact }) => [_id, { noted: contact.noted ?? 0, day: days.get(_id) ?? null }] as const),
  );
}

async function move(
  tx: Transaction,
  record: Source,
  { told, others }: { readonly told: Told | null; readonly others: ReadonlyMap<string, Others> },
): Promise<void> {
  for (const studentId of record.studentIds) {
    const _id = entryId(record, studentId);
    const [entry, student] = [await tx.get('contactEntries', _id), await tx.get('students', studentId)];
    if ((entry?.day ?? null) === (told?.day ?? null)) continue;
    if (!entry) {
      if (student && told) await recordContact(tx, entryOf(record, { studentId, classId: student.classId }, told));
      continue;
    }
    if (told) await tx.update('contactEntries', _id, { set: { day: told.day, weekOf: weekOf(told.day) } });
    else await tx.remove('contactEntries', _id);
    if (!student) continue;
    const { childDay, noted = 0 } = student.contact;
    const other = others.get(studentId);
    if (other?.noted !== noted) throw new Conflict();
    const rest = childDay === entry.day ? other.day : childDay;
    await tx.update('students', studentId, {
      set: { 'contact.childDay': laterDay(rest, told?.day ?? null) },
      inc: { 'contact.noted': 1 },
    });
  }
}

/** Who wrote is not looked into, so no adult is named. */
const entryOf = (
  record: Source,
  { studentId, classId }: Pick<ContactEntry, 'studentId' | 'classId'>,
  { day, saidBy, at }: Told,
): ContactEntry => ({
  ...{ _id: entryId(record, studentId), schoolId: record.schoolId, studentId, classId },
  ...{ day, weekOf: weekOf(day), with: 'child', way: 'letter', saidBy, adultId: null, at },
});
