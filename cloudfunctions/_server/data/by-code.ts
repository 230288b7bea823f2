import type { Vault } from './crypto';
import type { Documents } from './documents';
import type { Store } from './store';

/** Collections whose `_id` is the keyed hash of a code that people carry around. */
const CODES = { invites: 'invite', noticeSlips: 'slip', transfers: 'transfer' } as const;
export type CodeCollection = keyof typeof CODES;

/** The document of a code, whichever key was the newest when it was made; one read while there is one key. */
export async function byCode<C extends CodeCollection>(
  store: Pick<Store, 'get'>,
  vault: Pick<Vault, 'blinds'>,
  collection: C,
  code: string,
): Promise<Documents[C] | undefined> {
  for (const id of vault.blinds(CODES[collection], code)) {
    const found = await store.get(collection, id);
    if (found) return found;
  }
  return undefined;
}

/** The id of a new code's document. */
export const codeId = (vault: Pick<Vault, 'blind'>, collection: CodeCollection, code: string): string =>
  vault.blind(CODES[collection], code);
