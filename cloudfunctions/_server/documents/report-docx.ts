/** A report of several pages as a Word file: headings, sentences, facts with their labels, small tables; A4, black on white. */
import {
  AlignmentType,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  type Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { A4, around, grid, HEI, LEADING, margins, printable, SONG, thin, width } from './paper';

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
          paragraph(title, SIZE.title, { bold: true, centred: true, after: 10 }),
          ...intro.map((text) => paragraph(text, SIZE.body, { indented: true })),
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
    paragraph(title, SIZE.head, { bold: true, before: 12, after: 4, keepNext: true }),
    ...lines.map((text) => paragraph(text, SIZE.body, { indented: true })),
    ...(facts.length > 0 ? [tableOf(facts, [LABEL_MM, WIDTH - LABEL_MM])] : []),
    ...(table?.rows.length ? [tableOf([table.head, ...table.rows], columnsOf(table.head.length), true)] : []),
    ...(isEmpty && none ? [paragraph(none, SIZE.body, { indented: true })] : []),
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
                children: [paragraph(text, SIZE.body, { bold: headed ? i === 0 : n === 0, after: 0 })],
              }),
          ),
        }),
    ),
  );

interface Look {
  readonly bold?: boolean;
  readonly centred?: boolean;
  /** The first line stands two characters in, as in any letter. */
  readonly indented?: boolean;
  readonly before?: number;
  readonly after?: number;
  readonly keepNext?: boolean;
}

function paragraph(text: string, size: number, look: Look = {}): Paragraph {
  const { bold = false, centred = false, indented = false, before = 0, after = 3, keepNext = false } = look;
  return new Paragraph({
    ...(centred ? { alignment: AlignmentType.CENTER } : {}),
    ...(indented ? { indent: { firstLine: 2 * size * 20 } } : {}),
    keepNext,
    spacing: {
      before: before * 20,
      after: after * 20,
      line: Math.round(size * LEADING * 1.1 * 20),
      lineRule: LineRuleType.AT_LEAST,
    },
    children: [new TextRun({ text: printable(text), size: size * 2, bold, font: bold ? HEI : SONG })],
  });
}

const pageNumber = (): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: SIZE.foot * 2, font: SONG })],
  });

/** '2026-09-01' → '2026年9月1日'. */
export const longDate = (day: string): string =>
  `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
