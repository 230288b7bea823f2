import type { Letter } from '../data/documents';
import { type ErasedChild, MOST, type Needs, removeFiles } from './erased-child';

/** All letters of a child. */
export const lettersOf = ({ store }: Needs, { student }: ErasedChild): Promise<Letter[]> =>
  store.list('letters', { where: { schoolId: student.schoolId, studentId: student._id }, limit: MOST });

/** Those between the child and the adult who asks. One that was reported stays: nobody takes away what it is looked into for. */
export const ownLetters = async (needs: Needs, child: ErasedChild): Promise<Letter[]> =>
  (await lettersOf(needs, child)).filter(({ adultId, report }) => adultId === child.askerId && report === null);

/** Those of the adult who asks, as they are at that moment: one that is reported meanwhile stays whole. */
export async function eraseOwnLetters(needs: Needs, child: ErasedChild): Promise<void> {
  for (const letter of await ownLetters(needs, child)) await eraseLetter(needs, letter, { report: null });
}

/**
 * A letter with its sounds and its check. First it is as if it were taken back, so that nobody opens, reports or seals it any more; then its
 * files go, and it goes last: cut off, the next run finds it again.
 */
async function eraseLetter(
  needs: Needs,
  { _id, voice }: Letter,
  asLongAs: { readonly report?: null } = {},
): Promise<void> {
  const { store } = needs;
  const gone = voice ? { 'voice.key': null, todo: 'clean' } : {};
  const set = { state: 'taken_back', text: null, ...gone };
  if ((await store.updateWhere('letters', { _id, ...asLongAs }, { set })) === 0) return;
  const { upload, fileId } = (await store.get('letters', _id))?.voice ?? {};
  await removeFiles(
    needs,
    [upload, fileId].filter((id) => typeof id === 'string'),
  );
  await store.removeWhere('mediaChecks', { _id: `${_id}:0` });
  await store.removeWhere('letters', { _id });
}

/** Every letter of the child, its secret, and its visits to a tablet. */
export async function eraseAllLetters(needs: Needs, child: ErasedChild): Promise<void> {
  for (let left = await lettersOf(needs, child); left.length > 0; left = await lettersOf(needs, child))
    for (const letter of left) await eraseLetter(needs, letter);
  const { _id, schoolId } = child.student;
  await needs.store.removeWhere('letterSecrets', { _id });
  await needs.store.removeWhere('letterVisits', { schoolId, studentId: _id });
}
