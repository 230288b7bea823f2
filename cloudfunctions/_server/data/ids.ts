import type { Vault } from './crypto';

/** 132 of the hash's 256 bits: short enough for links, too many to meet twice. */
const ID_CHARS = 22;

/**
 * An id made from who or what something is: the same facts, told again after a crash or twice at once, give the same id. Keyed,
 * so that it tells nobody a name or a number. `taken` ids belong to others (e.g. whose number was corrected since).
 */
export function idOf(vault: Vault, facts: readonly string[], taken: ReadonlySet<string> = new Set()): string {
  const base = vault.blind('id', JSON.stringify(facts)).slice(0, ID_CHARS);
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}
