/** What an import changes, kept as versions of the files before the first of them is touched. */
import { openChanges, sealChanges } from '../contacts/versions';
import type { Vault } from '../data/crypto';
import type { FileChange, RosterImport } from '../data/documents';
import type { Store } from '../data/store';
import type { Version } from './versions';

const PAGE = 1000;

/** Versions as they are kept. `ref` names the act, and with the subject the document. */
export function kept(
  vault: Vault,
  versions: readonly Version[],
  act: Pick<FileChange, 'schoolId' | 'at' | 'byId' | 'byName' | 'via' | 'why'> & { readonly ref: string },
): FileChange[] {
  return versions.map(({ subject, id, studentIds, made, changes }) => ({
    ...act,
    _id: `${act.ref}:${id}`,
    subject,
    subjectId: id,
    studentIds,
    byRole: 'school_admin',
    made,
    changes: sealChanges(vault, changes),
  }));
}

/** The versions that an import wrote. */
export async function versionsOf(
  store: Store,
  vault: Vault,
  { _id: ref }: Pick<RosterImport, '_id'>,
): Promise<Version[]> {
  const all: Version[] = [];
  for (let after = ''; ; ) {
    const page = await store.list('fileChanges', {
      where: { ref, _id: { gt: after } },
      orderBy: [['_id', 'asc']],
      limit: PAGE,
    });
    for (const { subject, subjectId: id, studentIds, made, ...rest } of page)
      all.push({ subject, id, studentIds, made, changes: openChanges(vault, rest) });
    const last = page.at(-1);
    if (page.length < PAGE || !last) return all;
    after = last._id;
  }
}
