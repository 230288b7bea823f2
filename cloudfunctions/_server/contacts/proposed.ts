import type { FieldKey } from '../../../miniprogram/shared/domain/child-file';
import type { Vault } from '../data/crypto';
import type { Proposal } from '../data/documents';

/** One fact that a proposal asks to change: as it stood when it was asked, as it should be, and once answered whether it was taken. */
export interface Proposed {
  readonly subject: string;
  readonly field: FieldKey;
  readonly seen: string | null;
  readonly to: string | null;
  readonly taken: boolean | null;
}

export const sealItems = (vault: Vault, items: readonly Proposed[]): Proposal['items'] =>
  vault.seal(JSON.stringify(items));

export const openItems = (vault: Vault, { items }: Pick<Proposal, 'items'>): Proposed[] =>
  JSON.parse(vault.open(items)) as Proposed[];
