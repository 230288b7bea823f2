/** How a plan compares what a roster tells with a document. */
import type { Vault } from '../data/crypto';
import type { Sealed } from '../data/documents';

/** Fields that a roster tells in plain; `undefined` where it does not say. */
export type Told<T> = { readonly [F in keyof T]?: T[F] | undefined };

/** The told fields that differ. What the roster does not say stays as it was. */
export function differing<T extends object>(before: T, told: Told<T>): Partial<T> {
  const entries = Object.entries(told) as [keyof T, T[keyof T] | undefined][];
  return Object.fromEntries(
    entries.filter(([field, value]) => value !== undefined && value !== before[field]),
  ) as Partial<T>;
}

/** As `differing`, for fields that are sealed: two seals of one text differ, so the texts are compared. */
export function differingSealed<F extends string>(
  vault: Vault,
  before: Readonly<Record<NoInfer<F>, Sealed | null>>,
  told: Readonly<Record<F, string | undefined>>,
): { [K in F]?: Sealed } {
  const changes: { [K in F]?: Sealed } = {};
  for (const [field, text] of Object.entries(told) as [F, string | undefined][]) {
    const known = before[field];
    if (text === undefined || (known !== null && vault.open(known) === text)) continue;
    changes[field] = vault.seal(text);
  }
  return changes;
}
