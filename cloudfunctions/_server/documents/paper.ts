/** What everything that is printed here has in common: A4, black on white, an office printer, the fonts that every school has. */
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  ImageRun,
  type ITableCellBorders,
  LineRuleType,
  Paragraph,
  Table,
  TableLayoutType,
  type TableRow,
  TextRun,
  WidthType,
} from 'docx';

import type { Picture } from './page-codes';

/** A4 less the margins is 190 × 277 mm. */
const PAGE = { width: 210, height: 297, margin: 10 };
export const SONG = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' };
export const HEI = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' };

export const twips = convertMillimetersToTwip;
export const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
export const cut = { style: BorderStyle.DASHED, size: 4, color: '000000' } as const;
export const thin = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const;
export const around = (border: typeof none | typeof cut | typeof thin): ITableCellBorders => ({
  top: border,
  bottom: border,
  left: border,
  right: border,
});
export const margins = (mm: number) => ({ top: twips(mm), bottom: twips(mm), left: twips(mm), right: twips(mm) });
export const width = (mm: number) => ({ size: twips(mm), type: WidthType.DXA });

/** The properties of a section of the document. */
export const A4 = {
  page: {
    size: { width: twips(PAGE.width), height: twips(PAGE.height) },
    margin: { ...margins(PAGE.margin), header: 0, footer: 0, gutter: 0 },
  },
};

/** A line's height in sizes of its letters; exact, as every font has its own idea of it and nothing must be cut off. */
export const LEADING = 1.25;

/** What a Word file cannot hold (XML 1.0), e.g. the soft breaks of a text that was pasted; with one of them nothing would open. */
const UNPRINTABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
export const printable = (text: string): string => text.replace(UNPRINTABLE, ' ');

/** One line: `size` and the space `after` in points. */
export const line = (text: string, size: number, bold = false, after = 2): Paragraph =>
  new Paragraph({
    spacing: { after: after * 20, line: size * LEADING * 20, lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text: printable(text), size: size * 2, bold, font: bold ? HEI : SONG })],
  });

/** How a paragraph of running text looks; sizes and spaces in points. */
export interface Look {
  readonly size: number;
  readonly bold?: boolean;
  readonly centred?: boolean;
  /** At the right edge, as a signature. */
  readonly right?: boolean;
  /** The first line stands two characters in, as in any letter. */
  readonly indented?: boolean;
  readonly before?: number;
  readonly after?: number;
  readonly keepNext?: boolean;
  readonly newPage?: boolean;
}

/** A paragraph of running text, with lines as high as its letters need at least. */
export function paragraph(text: string, look: Look): Paragraph {
  const { size, bold = false, before = 0, after = 4, keepNext = false, newPage = false } = look;
  return new Paragraph({
    ...(look.centred ? { alignment: AlignmentType.CENTER } : {}),
    ...(look.right ? { alignment: AlignmentType.RIGHT } : {}),
    ...(look.indented ? { indent: { firstLine: 2 * size * 20 } } : {}),
    keepNext,
    pageBreakBefore: newPage,
    spacing: {
      before: before * 20,
      after: after * 20,
      line: Math.round(size * LEADING * 1.1 * 20),
      lineRule: LineRuleType.AT_LEAST,
    },
    children: [new TextRun({ text: printable(text), size: size * 2, bold, font: bold ? HEI : SONG })],
  });
}

export const grid = (columnMm: readonly number[], rows: readonly TableRow[]): Table =>
  new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: columnMm.map((mm) => twips(mm)),
    width: width(columnMm.reduce((sum, mm) => sum + mm, 0)),
    rows: [...rows],
  });

const PIXELS_PER_MM = 96 / 25.4;

/** A Mini Program code, `side` mm wide. */
export function codeImage({ type, bytes }: Picture, side: number, description: string): ImageRun {
  const pixels = Math.round(side * PIXELS_PER_MM);
  return new ImageRun({
    type,
    data: bytes,
    transformation: { width: pixels, height: pixels },
    altText: { name: '小程序码', title: '小程序码', description: printable(description) },
  });
}
