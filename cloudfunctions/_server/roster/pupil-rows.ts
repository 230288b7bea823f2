/** Which rows below a header are pupils, which belong to the pupil above, and which are none at all. */
import { type Cell, isEmpty, plain, type Sheet, solid } from './cell';
import { type ClassName, classInside } from './class-name';
import { type FoundColumn, type Header, normalTitle } from './headers';
import { isAboutRelative } from './members';

/** One pupil's rows, all 0-based. */
export interface PupilRows {
  readonly row: number;
  /** Rows of their own for the father, the mother, the caregiver. */
  readonly more: readonly number[];
  readonly columns: readonly FoundColumn[];
  /** What the sheet's name, its title or a line above the pupil says of the class. */
  readonly fallback: ClassName | undefined;
}

type Row = readonly Cell[];

const FOOTER = new RegExp(
  `^(${[
    ...[
      '合计',
      '总计',
      '小计',
      '共计',
      '总人数',
      '人数',
      '本班',
      '全班',
      '男生',
      '女生',
      '填表',
      '制表',
      '审核',
      '注[:：]',
    ],
    ...[
      '备注',
      '说明',
      '填报',
      '单位',
      '负责人',
      '班主任',
      '联系人',
      '校长',
      '签字',
      '签名',
      '盖章',
      '日期',
      '联系电话',
    ],
  ].join('|')})`,
);

const filled = (row: Row) => row.filter((cell) => !isEmpty(cell));

/** The only text of a row, merged over it or standing alone. */
function onlyText(row: Row): string | undefined {
  const texts = new Set(filled(row).map(solid));
  return texts.size === 1 ? [...texts][0] : undefined;
}

/** A line across the sheet, and nobody's name: 三(1)班, or a remark. */
function isLine(row: Row, text: string): boolean {
  const isMerged = filled(row).length >= 3;
  return isMerged || classInside(text, 0) !== undefined || (text.length > 6 && !text.includes('·'));
}

/** A header printed again on a later page repeats the titles; a footer has few cells and begins with its word. */
function isDecoration(row: Row, header: Header): boolean {
  const same = header.columns.filter(({ index, title, column }) => {
    const text = normalTitle(row[index]);
    return text !== '' && (text === normalTitle(title) || column.spellings.includes(text));
  });
  if (same.length >= Math.min(3, header.columns.length)) return true;
  const cells = filled(row);
  return FOOTER.test(solid(cells[0] ?? null)) && new Set(cells.map(plain)).size <= 6;
}

/** One more adult of the child above: what is the child's own is empty, or merged down from there. */
function goesOn(row: Row, above: Row, columns: readonly FoundColumn[]): boolean {
  const text = (of: Row, { index }: FoundColumn) => solid(of[index] ?? null);
  const relative = columns.filter(({ column }) => isAboutRelative(column));
  const own = columns.filter(({ column }) => !isAboutRelative(column));
  const tells = relative.some((column) => text(row, column) !== '' && text(row, column) !== text(above, column));
  return tells && own.every((column) => text(row, column) === '' || text(row, column) === text(above, column));
}

/** The pupils of a sheet, from top to bottom, of lists side by side from left to right. */
export function pupilRowsOf(sheet: Sheet, header: Header, schoolYear: number): PupilRows[] {
  const found: (PupilRows & { more: number[] })[] = [];
  const lists = [header.columns, ...header.beside];
  let fallback = classOfSheet(sheet, header, schoolYear);
  sheet.rows.forEach((row, i) => {
    if (i <= header.lastRow || filled(row).length === 0) return;
    const only = onlyText(row);
    if (only !== undefined && isLine(row, only)) {
      fallback = classInside(only, schoolYear) ?? fallback;
      return;
    }
    if (isDecoration(row, header)) return;
    for (const columns of lists) {
      // Only a serial number, or a formatted line that nobody filled: no pupil.
      if (columns.every(({ index }) => isEmpty(row[index]))) continue;
      const last = found.at(-1);
      const above = last && lists.length === 1 ? sheet.rows[last.row] : undefined;
      if (last && above && goesOn(row, above, columns)) last.more.push(i);
      else found.push({ row: i, more: [], columns, fallback });
    }
  });
  return found;
}

/** Sheet's name first, then the titles above the header: a file per class seldom has a column for it. */
function classOfSheet(sheet: Sheet, header: Header, schoolYear: number): ClassName | undefined {
  const above = sheet.rows.slice(0, header.lastRow).flatMap((row) => filled(row).slice(0, 3));
  const texts = [sheet.name, ...above.filter((cell) => typeof cell === 'string')];
  return texts.map((text) => classInside(solid(text), schoolYear)).find((found) => found !== undefined);
}
