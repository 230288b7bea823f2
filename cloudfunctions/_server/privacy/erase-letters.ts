import type { Letter } from '../data/documents';
import { type ErasedChild, MOST, type Needs, removeFiles } from './erased-child';

/** All letters of a child. */
export const lettersOf = ({ store }: Needs, { student }: ErasedChild): Promise<Letter[]> =>
  store.list('letters', { where: { schoolId: student.schoolId, studentId: student._id }, limit: MOST });

/** Those between the child and the adult who asks. One that was reported stays: nobody takes away what it is looked into for. */
export const ownLetters = async (needs: Needs, child: ErasedChild): Promise<Letter[]> =>
  (await lettersOf(needs, child)).filter(({ adultId, report }) => adultId === child.askerId && report === null);

/** Letters with their sounds and checks. The files go first: cut off, the next run finds the letters again. */
export async function eraseLetters(needs: Needs, letters: readonly Letter[]): Promise<void> {
  for (const { _id, voice } of letters) {
    await removeFiles(
      needs,
      [voice?.upload, voice?.fileId].filter((id) => typeof id === 'string'),
    );
    await needs.store.removeWhere('mediaChecks', { _id: `${_id}:0` });
    await needs.store.removeWhere('letters', { _id });
  }
}

/** Every letter of the child, its secret, and its visits to a tablet. */
export async function eraseAllLetters(needs: Needs, child: ErasedChild): Promise<void> {
  for (let left = await lettersOf(needs, child); left.length > 0; left = await lettersOf(needs, child))
    await eraseLetters(needs, left);
  const { _id, schoolId } = child.student;
  await needs.store.removeWhere('letterSecrets', { _id });
  await needs.store.removeWhere('letterVisits', { schoolId, studentId: _id });
}
