/** Changes that are asked for, checked against a file: whose facts they are, whether the caller may, and whether they can be what the field says. */
import type { FieldConflict, FieldEdit } from '../../../miniprogram/shared/contract';
import { type FieldKey, fieldOf } from '../../../miniprogram/shared/domain/child-file';
import type { May } from '../../../miniprogram/shared/domain/contact-file';
import { faultOf, tidy } from '../../../miniprogram/shared/domain/file-values';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Vault } from '../data/crypto';
import { factIn, markOf } from './fields';
import { maskedValue, mayIn, type OpenFile, partOf } from './viewing';

/**
 * The edits with tidy values.
 * @throws AppError `common.not-found` for a subject that is not on the file, `auth.forbidden` for a fact that the caller may not change so,
 * `contacts.unreadable`, `input.invalid` where one fact is named twice.
 */
export function checkedEdits(
  file: OpenFile,
  edits: readonly FieldEdit[],
  { may, today }: { readonly may: Exclude<May, 'see'>; readonly today: string },
): FieldEdit[] {
  const named = new Set(edits.map(({ subject, field }) => `${subject} ${field}`));
  if (named.size < edits.length) throw new AppError('input.invalid', { field: 'edits', rule: 'unique' });
  return edits.map((edit) => {
    const part = partOf(file, edit.subject, edit.field);
    if (!part) throw new AppError('common.not-found');
    if (mayIn(file, edit.field, part.about) !== may) throw new AppError('auth.forbidden');
    const rule = faultOf(edit.field, edit.to, today);
    if (rule) throw new AppError('contacts.unreadable', { field: edit.field, rule });
    return { ...edit, to: tidy(edit.field, edit.to) };
  });
}

/** A fact before and after an edit. */
export interface Changed {
  readonly subject: string;
  readonly field: FieldKey;
  readonly before: string | null;
  readonly after: string | null;
}
type Conflict = Pick<FieldConflict, 'subject' | 'field' | 'now' | 'mark'>;

/**
 * What the edits change in a file as it is now, or with which facts they collide: those that are no longer what the edit saw. A fact that
 * says already what it should is neither.
 */
export function compared(
  vault: Vault,
  file: Pick<OpenFile, 'student' | 'linked'>,
  edits: readonly FieldEdit[],
): { readonly changed: readonly Changed[]; readonly conflicts: readonly Conflict[] } {
  const changed: Changed[] = [];
  const conflicts: Conflict[] = [];
  for (const { subject, field, mark, to } of edits) {
    const part = partOf(file, subject, field);
    if (!part) throw new AppError('common.not-found');
    const before = factIn(vault, field, part.doc);
    if (before === to) continue;
    const now = markOf(vault, field, before);
    if (now === mark) changed.push({ subject, field, before, after: to });
    else conflicts.push({ subject, field, now: maskedValue(field, before), mark: now });
  }
  return { changed, conflicts };
}

export const isRight = (field: FieldKey): boolean => fieldOf(field).section === 'rights';
