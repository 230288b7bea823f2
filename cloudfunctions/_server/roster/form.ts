/** Pupils as the sheet of the national form: what we export, and what reads back to the same pupils. */
import { COLUMNS, type Column } from './columns';
import type { PupilRow } from './pupil';

export interface FormSheet {
  /** Merged headers in order: title and how many columns it spans; '' where a column has no group. */
  readonly groups: readonly { readonly title: string; readonly span: number }[];
  readonly titles: readonly string[];
  /** Texts, one row a pupil; '' for nothing. */
  readonly rows: readonly (readonly string[])[];
}

/** `columns` restricts the form, e.g. to what a caller may see. */
export function formSheet(pupils: readonly PupilRow[], columns: readonly Column[] = COLUMNS): FormSheet {
  const groups: { title: string; span: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    if (last && last.title === group) last.span += 1;
    else groups.push({ title: group, span: 1 });
  }
  return {
    groups,
    titles: columns.map(({ title }) => title),
    rows: pupils.map((pupil) => columns.map((column) => column.show(pupil))),
  };
}
