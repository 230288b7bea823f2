import { formSheet } from '../../../cloudfunctions/_server/roster/form';
import { checkDigit } from '../../../cloudfunctions/_server/roster/id-number';
import type { Parent, PupilRow } from '../../../cloudfunctions/_server/roster/pupil';
import { makeDemoRoster } from '../../../local/demo/roster';
import { book } from './xlsx';

const COPIES = '甲乙丙丁戊己庚辛';

/** As many pupils as asked for with their families, each with an ID number and phones of their own, all columns filled as far as they may be. */
export function manyPupils(count: number): PupilRow[] {
  const { rows } = makeDemoRoster(7);
  return Array.from({ length: count }, (_, i) =>
    copyOf(rows[i % rows.length] as PupilRow, Math.floor(i / rows.length)),
  );
}

function copyOf(pupil: PupilRow, copy: number): PupilRow {
  if (copy === 0) return pupil;
  const moved = (phone: string) => `${phone.slice(0, 3)}${copy}${phone.slice(4)}`;
  const parent = (key: 'father' | 'mother') => {
    const adult: Parent | undefined = pupil[key];
    return adult && { [key]: { ...adult, ...(adult.phone && { phone: moved(adult.phone) }) } };
  };
  const first17 = `99020${copy}${pupil.idNumber?.slice(6, 17)}`;
  return {
    ...pupil,
    ...parent('father'),
    ...parent('mother'),
    ...(pupil.delegate?.phone && { delegate: { ...pupil.delegate, phone: moved(pupil.delegate.phone) } }),
    name: pupil.name + COPIES.charAt(copy - 1),
    classNo: pupil.classNo + 10 * copy,
    ...(pupil.idNumber && { idNumber: first17 + checkDigit(first17) }),
    ...(pupil.studentNo && { studentNo: `${copy}${pupil.studentNo}` }),
  };
}

/** The pupils as an .xlsx of the national form's columns, full titles in one row. */
export function workbookOfPupils(pupils: readonly PupilRow[]): Uint8Array {
  const { groups, titles, rows } = formSheet(pupils);
  const prefixes = groups.flatMap(({ title, span }) => new Array<string>(span).fill(title));
  const head = titles.map((title, i) => `${prefixes[i] ?? ''}${title}`);
  return book([{ name: '学生名册', rows: [head, ...rows.map((row) => row.map((text) => text || null))] }]);
}
