import type { FamilyMember, Student } from '../data/documents';
import type { Deps } from '../kernel/deps';

export type Needs = Pick<Deps, 'store' | 'files' | 'now'>;

/** Whose data it is: the child, the adults on its file, and who of them asked; nobody did where the time was up. */
export interface ErasedChild {
  readonly student: Student;
  readonly members: readonly FamilyMember[];
  readonly askerId: string | null;
}

/** The adults who go with a child that left: those without another child on file. */
export const goneWith = ({ student, members }: ErasedChild): FamilyMember[] =>
  members.filter(({ studentIds }) => studentIds.every((id) => id === student._id));

/** Of one kind no child has more than this: ten years with some calls a week. */
export const MOST = 1000;

/** Takes files out of the storage, one after the other; one that is gone is no failure. */
export async function removeFiles({ files }: Pick<Needs, 'files'>, fileIds: readonly string[]): Promise<void> {
  for (const fileId of fileIds) await files.remove(fileId);
}
