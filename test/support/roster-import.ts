import { expect } from 'vitest';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { aSchool, aStaff, SCHOOL, withAccounts } from './builders';
import { type Line, upload, workbookOf, written } from './rosters';
import { sharedBackend } from './shared-backend';

/** Who brings the rosters in. */
export const ADMIN = 'o-t-admin';

/** A request's key: every look at a roster is a request of its own. */
export const aKey = (): string => crypto.randomUUID();

/** The backend of a file about rosters: a school with nobody in it but its headteacher, who brings them in. */
export async function rosterBackend() {
  const backend = await sharedBackend(async ({ deps: { store } }) => {
    await store.put('schools', aSchool());
    await withAccounts(store, [aStaff({ _id: 't-admin', role: 'school_admin', name: '赵校长' })]);
  }, documentHandlers);
  const preview = async (lines: readonly Line[], fileName = '名册.xlsx') => {
    const fileId = await upload(backend, await workbookOf(lines));
    return backend.call(ADMIN, 'roster.preview', { key: aKey(), fileId, fileName });
  };
  return {
    backend,
    preview,
    bringIn: async (lines: readonly Line[]) => {
      const { importId } = await preview(lines);
      return backend.call(ADMIN, 'roster.confirm', { importId });
    },
    /** Everything that the imports have written. */
    all: () => written(backend.deps.store, SCHOOL),
    /** A sealed value as it was written in the sheet. */
    opened: (sealed: string | null) => sealed && backend.deps.vault.open(sealed as never),
  };
}

/** The one document with this name; there must not be two. */
export const named = <T extends { readonly name: string }>(docs: readonly T[], name: string): T => {
  const found = docs.filter((doc) => doc.name === name);
  expect(found, name).toHaveLength(1);
  return found[0] as T;
};
