import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { ERASED_NAME } from '../../../miniprogram/shared/domain/privacy';
import { nothingKnown } from '../contacts/blank';
import type { CareRecord } from '../data/documents';
import { type ErasedChild, MOST, type Needs, removeFiles } from './erased-child';

const recordsOf = ({ store }: Needs, { student }: ErasedChild): Promise<CareRecord[]> =>
  store.list('records', { where: { schoolId: student.schoolId, studentId: student._id }, limit: MOST });

export const photosOf = async (needs: Needs, child: ErasedChild): Promise<number> =>
  (await recordsOf(needs, child)).reduce((sum, { photos }) => sum + photos.length, 0);

/** The files go first: cut off in between, the next run finds the record that names them. */
export async function takePhotos(needs: Needs, child: ErasedChild): Promise<void> {
  for (const { _id, photos } of await recordsOf(needs, child)) {
    if (photos.length === 0) continue;
    await removeFiles(needs, await onlyHere(needs, photos));
    await needs.store.updateWhere('records', { _id }, { set: { photos: [] } });
  }
}

/** A child that went to another school of the county took its records along: photos that the other school's show stay for those. */
async function onlyHere({ store }: Needs, photos: CareRecord['photos']): Promise<string[]> {
  const shown = await Promise.all(photos.map(({ fileId }) => store.count('records', { 'photos.fileId': fileId })));
  return photos.flatMap(({ fileId }, i) => ((shown[i] ?? 0) > 1 ? [] : [fileId]));
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
    status: 'left',
    left: { day: student.left?.day ?? dayOf(now()), how: 'erased', whereTo: '' },
    // Its place in the school's order held the sound of its name.
    order: `~|${student._id}`,
  } as const;
  await store.updateWhere('students', { _id: student._id }, { set });
}
