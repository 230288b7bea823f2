import type { Receipt } from '../data/documents';
import { type ErasedChild, MOST, type Needs, removeFiles } from './erased-child';

/** What the adults of a child were told because of it: a read for each adult. */
async function receiptsOf({ store }: Needs, { student, members }: ErasedChild): Promise<Receipt[]> {
  const pages = members.map(({ _id: personId }) =>
    store.list('receipts', {
      where: { schoolId: student.schoolId, personId, studentIds: student._id },
      limit: MOST,
    }),
  );
  return (await Promise.all(pages)).flat();
}

export const receiptsAbout = async (needs: Needs, child: ErasedChild): Promise<number> =>
  (await receiptsOf(needs, child)).length;

export const soundsOf = async (needs: Needs, child: ErasedChild): Promise<number> =>
  (await receiptsOf(needs, child)).filter(({ said }) => said !== null).length;

/** The file goes first: cut off in between, the next run finds the receipt that names it. */
export async function eraseSounds(needs: Needs, child: ErasedChild): Promise<void> {
  for (const { _id, said } of await receiptsOf(needs, child)) {
    if (!said) continue;
    await removeFiles(needs, [said.fileId]);
    await needs.store.updateWhere('receipts', { _id }, { set: { said: null }, inc: { version: 1 } });
  }
}

/** Receipts go with what belongs to them; one that was also about a brother or sister stays without this child. */
export async function eraseReceipts(needs: Needs, child: ErasedChild): Promise<void> {
  const { _id: studentId } = child.student;
  for (const receipt of await receiptsOf(needs, child)) {
    const { _id, studentIds, said, signature } = receipt;
    const others = studentIds.flatMap((id, i) => (id === studentId ? [] : [i]));
    if (others.length === 0) {
      await removeFiles(
        needs,
        [said?.fileId, signature].filter((id) => typeof id === 'string'),
      );
      await needs.store.removeWhere('receipts', { _id });
      continue;
    }
    const kept = (all: readonly string[]) => others.flatMap((i) => all[i] ?? []);
    await needs.store.updateWhere(
      'receipts',
      { _id },
      {
        set: {
          studentIds: kept(studentIds),
          classIds: kept(receipt.classIds),
          classNames: kept(receipt.classNames),
          childNames: kept(receipt.childNames),
        },
        inc: { version: 1 },
      },
    );
  }
}
