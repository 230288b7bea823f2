import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { ERASED_NAME } from '../../../miniprogram/shared/domain/privacy';
import { nothingKnown } from '../contacts/blank';
import type { CareRecord } from '../data/documents';
import type { Transaction } from '../data/store';
import { allFilesOf, removeUnused } from '../records/files';
import { type ErasedChild, MOST, type Needs } from './erased-child';

const recordsOf = ({ store }: Needs, { student }: ErasedChild): Promise<CareRecord[]> =>
  store.list('records', {
    where: { schoolId: student.schoolId, studentIds: student._id },
    orderBy: [['order', 'desc']],
    limit: MOST,
  });

export const countRecords = ({ store }: Needs, { student }: ErasedChild): Promise<number> =>
  store.count('records', { schoolId: student.schoolId, studentIds: student._id });

export const photosOf = async (needs: Needs, child: ErasedChild): Promise<number> =>
  (await recordsOf(needs, child)).reduce((sum, { photos }) => sum + photos.length, 0);

/** Pictures of several children go too: the child is on them. The files go first: cut off in between, the next run finds the record that names them. */
export async function takePhotos(needs: Needs, child: ErasedChild): Promise<void> {
  for (const { _id, photos, dropped = [] } of await recordsOf(needs, child)) {
    const going = [...photos.map(({ fileId }) => fileId), ...dropped];
    if (going.length === 0) continue;
    await removeUnused(needs, going, 1);
    await needs.store.updateWhere('records', { _id }, { set: { photos: [], dropped: [] } });
  }
}

/** Takes the child out of what was written about several; what was about this child alone goes, files first. */
export async function takeRecords(needs: Needs, child: ErasedChild): Promise<void> {
  const { _id: studentId } = child.student;
  for (;;) {
    const page = await recordsOf(needs, child);
    for (const record of page) {
      if (record.studentIds.length === 1) await removeUnused(needs, allFilesOf(record), 1);
      await needs.store.transact((tx) => takeOut(tx, record._id, studentId));
    }
    if (page.length < MOST) return;
  }
}

async function takeOut(tx: Transaction, recordId: string, studentId: string): Promise<void> {
  const record = await tx.get('records', recordId);
  const at = record?.studentIds.indexOf(studentId) ?? -1;
  if (!record || at < 0) return;
  const without = (ids: readonly string[]) => ids.filter((_, i) => i !== at);
  if (record.studentIds.length === 1) await tx.remove('records', recordId);
  else
    await tx.update('records', recordId, {
      set: { studentIds: without(record.studentIds), classIds: without(record.classIds) },
    });
}

/** Versions of the child, and of adults who are on no other child's file. Those of a brother's or sister's adult stay without this child. */
export async function eraseVersions({ store }: Needs, { student }: ErasedChild): Promise<void> {
  const { _id: studentId, schoolId } = student;
  for (;;) {
    const page = await store.list('fileChanges', {
      where: { schoolId, studentIds: studentId },
      limit: MOST,
      fields: ['studentIds', 'subjectId'],
    });
    if (page.length === 0) return;
    const alone = page.filter(({ studentIds, subjectId }) => subjectId === studentId || studentIds.length === 1);
    if (alone.length > 0) await store.removeWhere('fileChanges', { _id: { in: alone.map(({ _id }) => _id) } });
    for (const { _id, studentIds } of page.filter((one) => !alone.includes(one)))
      await store.updateWhere(
        'fileChanges',
        { _id },
        { set: { studentIds: studentIds.filter((id) => id !== studentId) } },
      );
  }
}

/** What stays of a child: that there was one, so that counts and the access log hold. */
export async function tombstone({ store, now }: Needs, { student }: ErasedChild): Promise<void> {
  const set = {
    ...nothingKnown(student.contact.since),
    name: ERASED_NAME,
    // When it was visited, talked to and ill.
    done: {},
    pauses: [],
    focus: false,
    status: 'left',
    left: { day: student.left?.day ?? dayOf(now()), how: 'erased', whereTo: '' },
    // Its place in the school's order held the sound of its name.
    order: `~|${student._id}`,
  } as const;
  await store.updateWhere('students', { _id: student._id }, { set });
}
