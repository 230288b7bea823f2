/** A report of several pages as a Word file: headings, sentences, facts with their labels, small tables; A4, black on white. */
import {
  AlignmentType,
  Document,
  Footer,
  Packer,
  PageNumber,
  Paragraph,
  type Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { A4, around, grid, margins, paragraph, SONG, thin, width } from './paper';

const MARGIN = 20;
const WIDTH = 210 - 2 * MARGIN;
/** Points. */
const SIZE = { title: 20, head: 14, body: 11, foot: 9 } as const;
const LABEL_MM = 45;

export interface Report {
  readonly title: string;
  /** Under the title: for whom it is, of which day, what it is. */
  readonly intro: readonly string[];
  readonly sections: readonly Section[];
}

/** A part of a report; where it has nothing, `none` says so. */
export interface Section {
  readonly title: string;
  readonly lines?: readonly string[];
  readonly facts?: readonly (readonly [label: string, value: string])[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly none?: string;
}

/** The bytes of the .docx. `creator` is the school. */
export async function reportDocx({ title, intro, sections }: Report, creator: string): Promise<Uint8Array> {
  const document = new Document({
    title,
    creator,
    sections: [
      {
        properties: { page: { ...A4.page, margin: { ...A4.page.margin, ...margins(MARGIN), footer: 400 } } },
        footers: { default: new Footer({ children: [pageNumber()] }) },
        children: [
          paragraph(title, { size: SIZE.title, bold: true, centred: true, after: 10 }),
          ...intro.map((text) => paragraph(text, { size: SIZE.body, indented: true, after: 3 })),
          ...sections.flatMap(partsOf),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

function partsOf({ title, lines = [], facts = [], table, none }: Section): (Paragraph | Table)[] {
  const isEmpty = lines.length === 0 && facts.length === 0 && !table?.rows.length;
  return [
    paragraph(title, { size: SIZE.head, bold: true, before: 12, after: 4, keepNext: true }),
    ...lines.map((text) => paragraph(text, { size: SIZE.body, indented: true, after: 3 })),
    ...(facts.length > 0 ? [tableOf(facts, [LABEL_MM, WIDTH - LABEL_MM])] : []),
    ...(table?.rows.length ? [tableOf([table.head, ...table.rows], columnsOf(table.head.length), true)] : []),
    ...(isEmpty && none ? [paragraph(none, { size: SIZE.body, indented: true, after: 3 })] : []),
  ];
}

const columnsOf = (n: number): number[] => Array.from({ length: n }, () => WIDTH / n);

const tableOf = (rows: readonly (readonly string[])[], columns: readonly number[], headed = false): Table =>
  grid(
    columns,
    rows.map(
      (cells, i) =>
        new TableRow({
          cantSplit: true,
          tableHeader: headed && i === 0,
          children: cells.map(
            (text, n) =>
              new TableCell({
                width: width(columns[n] ?? 0),
                borders: around(thin),
                margins: margins(1.5),
                children: [paragraph(text, { size: SIZE.body, bold: headed ? i === 0 : n === 0, after: 0 })],
              }),
          ),
        }),
    ),
  );

const pageNumber = (): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: SIZE.foot * 2, font: SONG })],
  });

/** '2026-09-01' → '2026年9月1日'. */
export const longDate = (day: string): string =>
  `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
