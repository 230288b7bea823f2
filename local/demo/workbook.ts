/** Writes rosters as .xlsx the way schools keep them: a title, merged headers, every cell a text. */
import writeXlsx, { type SheetData } from 'write-excel-file/node';
import type { Cell } from '../../cloudfunctions/_server/roster/cell';
import { formSheet } from '../../cloudfunctions/_server/roster/form';
import type { PupilRow } from '../../cloudfunctions/_server/roster/pupil';
import { DEMO_SHEET } from './roster';
import { DEMO_SCHOOL } from './school';

const HEAD = { fontWeight: 'bold', align: 'center', alignVertical: 'center', wrap: true } as const;

/** The title and the two header rows; a column without a group has its title merged over both. */
function head(pupils: readonly PupilRow[]): SheetData {
  const { groups, titles } = formSheet(pupils);
  const upper: SheetData[number] = [];
  const lower: SheetData[number] = [];
  for (const { title, span } of groups) {
    for (let i = 0; i < span; i++) {
      const own = titles[upper.length] ?? '';
      if (title === '') upper.push({ ...HEAD, value: own, rowSpan: 2 });
      else upper.push(i === 0 ? { ...HEAD, value: title, columnSpan: span } : null);
      lower.push(title === '' ? null : { ...HEAD, value: own });
    }
  }
  const title = { ...HEAD, value: `${DEMO_SCHOOL.name}学生信息登记表`, columnSpan: titles.length };
  return [[title, ...titles.slice(1).map(() => null)], upper, lower];
}

/** The whole roster in the national form's columns, with this product's own behind them. */
export async function writeRosterXlsx(rows: readonly PupilRow[]): Promise<Uint8Array> {
  const texts = formSheet(rows).rows.map((row) => row.map((text) => (text === '' ? null : text)));
  return write([...head(rows), ...texts]);
}

/** Any cells as an .xlsx with one sheet. */
export async function writeCellsXlsx(cells: readonly (readonly Cell[])[]): Promise<Uint8Array> {
  return write(cells.map((row) => row.map((cell) => (typeof cell === 'object' && cell ? new Date(cell.day) : cell))));
}

async function write(data: SheetData): Promise<Uint8Array> {
  return new Uint8Array(await writeXlsx(data, { sheet: DEMO_SHEET, dateFormat: 'yyyy-mm-dd' }).toBuffer());
}
