/** The versions of a child's file: every change is a document that says who, when, why, and what stood there before. */
import type { FieldKey } from '../../../miniprogram/shared/domain/child-file';
import type { Vault } from '../data/crypto';
import type { FileChange } from '../data/documents';

/** Facts beside the field table that versions keep too: where a child sits, and whether it is still here. */
export type MovedKey =
  | 'pupil.classId'
  | 'pupil.className'
  | 'pupil.status'
  // JSON of when and how the child left.
  | 'pupil.left'
  // To whom its care is given, in words.
  | 'pupil.delegation'
  | 'member.children'
  | 'member.role'
  // What was noted when a right was changed: a judgement's number is nobody's to read in the database.
  | 'member.rightNote'
  // What a roster said of the shift when the family told its own.
  | 'member.rosterShift';
/** A link's field names its child: `link.mayContact@<studentId>`. */
export type VersionKey = FieldKey | MovedKey | `${FieldKey}@${string}`;

/** What one act changed: value before and after by key, in plain; sealed as a whole. */
export type FieldChanges = { readonly [K in VersionKey]?: readonly [before: string | null, after: string | null] };

export const sealChanges = (vault: Vault, changes: FieldChanges): FileChange['changes'] =>
  vault.seal(JSON.stringify(changes));

export const openChanges = (vault: Vault, { changes }: Pick<FileChange, 'changes'>): FieldChanges =>
  JSON.parse(vault.open(changes)) as FieldChanges;
