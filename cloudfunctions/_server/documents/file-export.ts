/** Children's files as an .xlsx: the national form with its two header rows, or a class list to call from. */
import writeXlsx, { type SheetData } from 'write-excel-file/node';
import { SEX } from '../../../miniprogram/shared/domain/child-file';
import { COLUMNS } from '../roster/columns';
import { formSheet } from '../roster/form';
import type { FileRow } from './file-rows';
import { printable } from './paper';

/** A sheet to write: texts only, '' for nothing. */
interface Table {
  readonly head: SheetData;
  readonly rows: readonly (readonly string[])[];
  /** In characters. */
  readonly widths: readonly number[];
}

const HEAD = { fontWeight: 'bold', align: 'center', alignVertical: 'center', wrap: true } as const;
const UNDER_A_GROUP = 14;
const CHARACTERS = 2;

/** 登记表: the national form's columns, then this product's own; what it says reads back as a roster. */
function formTable(rows: readonly FileRow[]): Table {
  const { groups, titles, rows: shown } = formSheet(rows.map(({ pupil }) => pupil));
  const texts = shown.map((cells, i) =>
    cells.map((text, column) => rows[i]?.texts[COLUMNS[column]?.key ?? ''] ?? text),
  );
  const upper: SheetData[number] = [];
  const lower: SheetData[number] = [];
  for (const { title, span } of groups)
    for (let i = 0; i < span; i++) {
      const own = titles[upper.length] ?? '';
      if (title === '') upper.push({ ...HEAD, value: own, rowSpan: 2 });
      else upper.push(i === 0 ? { ...HEAD, value: title, columnSpan: span } : null);
      lower.push(title === '' ? null : { ...HEAD, value: own });
    }
  return {
    head: [upper, lower],
    rows: texts,
    widths: titles.map((title) => Math.max(UNDER_A_GROUP, title.length * CHARACTERS)),
  };
}

interface ListColumn {
  readonly title: string;
  readonly width: number;
  readonly of: (row: FileRow) => string;
}

/** Whom to ring up about a child: who cares for it at home, else a parent; who may be in contact, and has a telephone before who has none. */
function contactOf({ pupil }: FileRow): { name: string; relation: string; phone: string } {
  const { delegate, father, mother, contactLimit } = pupil;
  const relatives = {
    ...(delegate && { delegate }),
    ...(mother && { mother: { ...mother, relation: '母亲' } }),
    ...(father && { father: { ...father, relation: '父亲' } }),
  };
  const people = Object.entries(relatives).flatMap(([role, adult]) =>
    contactLimit?.who.some((limited) => limited === role) ? [] : [adult],
  );
  const { name = '', relation = '', phone = '' } = people.find((adult) => adult.phone) ?? people[0] ?? {};
  return { name, relation, phone };
}

/** No ID number, no address: a teacher carries it about, and calls from it. */
const LIST: readonly ListColumn[] = [
  { title: '班级', width: 10, of: ({ student }) => student.className },
  { title: '姓名', width: 10, of: ({ student }) => student.name },
  { title: '性别', width: 6, of: ({ student }) => SEX[student.sex] },
  { title: '出生日期', width: 12, of: ({ student }) => student.birthDay ?? '' },
  { title: '住校', width: 6, of: ({ student }) => (student.boarding ? '是' : '否') },
  { title: '联系人', width: 12, of: (row) => contactOf(row).name },
  { title: '关系', width: 8, of: (row) => contactOf(row).relation },
  { title: '电话', width: 16, of: (row) => contactOf(row).phone },
];

const listTable = (rows: readonly FileRow[]): Table => ({
  head: [LIST.map(({ title }) => ({ ...HEAD, value: title }))],
  rows: rows.map((row) => LIST.map(({ of }) => of(row))),
  widths: LIST.map(({ width }) => width),
});

const TABLES = {
  form: { name: '信息登记表', table: formTable },
  class: { name: '学生名册', table: listTable },
} as const;
export type ExportKind = keyof typeof TABLES;

/** What a sheet of this kind is called. */
export const exportName = (kind: ExportKind): string => TABLES[kind].name;

/** The bytes of the .xlsx. All cells are texts and say so: nothing that somebody wrote becomes a formula, and no ID number loses its digits. */
export async function filesXlsx(kind: ExportKind, rows: readonly FileRow[]): Promise<Uint8Array> {
  const { name, table } = TABLES[kind];
  const { head, rows: texts, widths } = table(rows);
  const cells = texts.map((row) => row.map(cellOf));
  const options = { sheet: name, columns: widths.map((width) => ({ width })), stickyRowsCount: head.length };
  return new Uint8Array(await writeXlsx([...head, ...cells], options).toBuffer());
}

const cellOf = (text: string) => (text === '' ? null : { value: printable(text), type: String, format: '@' });
