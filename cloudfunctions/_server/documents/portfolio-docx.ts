/** 成长记录袋 as a Word file: what a family may see of a term or a year, month by month, with pictures two in a row, one alone larger; A4, for the family to keep. */
import {
  AlignmentType,
  Document,
  Footer,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { imageSize } from 'image-size';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { A4, around, grid, margins, none, paragraph, printable, SONG, width } from './paper';
import { longDate } from './report-docx';

const MARGIN = 20;
const WIDTH = 210 - 2 * MARGIN;
/** A picture is no larger than this, mm: one of two in a row, or alone in its row. */
const OF_TWO = { width: WIDTH / 2 - 4, height: 90 } as const;
const ALONE = { width: 120, height: 110 } as const;
const PIXELS_PER_MM = 96 / 25.4;
/** Points. */
const SIZE = { cover: 30, name: 20, month: 16, title: 13, body: 11, small: 9 } as const;

export interface Portfolio {
  readonly school: string;
  readonly name: string;
  readonly className: string;
  readonly from: Day;
  readonly to: Day;
  /** Oldest first. */
  readonly entries: readonly PortfolioEntry[];
}
export interface PortfolioEntry {
  readonly day: Day;
  readonly title: string;
  readonly by: string;
  readonly words: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly pictures: readonly Uint8Array[];
}

/** The bytes of the .docx. */
export async function portfolioDocx(portfolio: Portfolio): Promise<Uint8Array> {
  const months = [...new Set(portfolio.entries.map(monthOf))];
  const document = new Document({
    title: `${portfolio.name}的成长记录袋`,
    creator: portfolio.school,
    sections: [
      {
        properties: { page: { ...A4.page, margin: { ...A4.page.margin, ...margins(MARGIN), footer: 400 } } },
        footers: { default: new Footer({ children: [foot(portfolio.name)] }) },
        children: [
          ...cover(portfolio),
          ...months.flatMap((month, i) =>
            chapterOf(
              month,
              portfolio.entries.filter((entry) => monthOf(entry) === month),
              i === 0,
            ),
          ),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

const cover = ({ school, name, className, from, to }: Portfolio): Paragraph[] => [
  paragraph('成长记录袋', { size: SIZE.cover, bold: true, centred: true, before: 200, after: 30 }),
  paragraph(name, { size: SIZE.name, bold: true, centred: true, after: 10 }),
  paragraph(`${school} ${className}`, { size: SIZE.body, centred: true, after: 6 }),
  paragraph(`${longDate(from)}—${longDate(to)}`, { size: SIZE.body, centred: true, after: 200 }),
  paragraph('这里是老师这段时间写给家里的话，和孩子的照片、作品。愿你们一起翻一翻。', {
    size: SIZE.body,
    centred: true,
  }),
];

const monthOf = ({ day }: PortfolioEntry): string => day.slice(0, 7);

/** The months follow each other after the cover: a page for each would be mostly white, and is paid for by the sheet. */
function chapterOf(month: string, entries: readonly PortfolioEntry[], newPage: boolean) {
  const title = `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
  const look = { size: SIZE.month, bold: true, before: newPage ? 0 : 28, after: 6, keepNext: true, newPage };
  return [paragraph(title, look), ...entries.flatMap(entryOf)];
}

const linesOf = (text: string): string[] =>
  text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

function entryOf({ day, title, by, words, facts, pictures }: PortfolioEntry) {
  return [
    paragraph(title, { size: SIZE.title, bold: true, before: 14, after: 2, keepNext: true }),
    paragraph(`${longDate(day)} · ${by}`, { size: SIZE.small, after: 4, keepNext: true }),
    ...facts.flatMap(({ label, text }) =>
      linesOf(`${label}：${text}`).map((line) => paragraph(line, { size: SIZE.body, after: 2 })),
    ),
    ...linesOf(words).map((line) => paragraph(line, { size: SIZE.body, indented: true })),
    ...inTwos(pictures).map((row) =>
      grid(
        row.map(() => WIDTH / row.length),
        [pictureRow(row)],
      ),
    ),
  ];
}

const inTwos = <T>(items: readonly T[]): (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / 2) }, (_, i) => items.slice(2 * i, 2 * i + 2));

const pictureRow = (row: readonly Uint8Array[]): TableRow =>
  new TableRow({
    cantSplit: true,
    children: row.map(
      (bytes) =>
        new TableCell({
          width: width(WIDTH / row.length),
          borders: around(none),
          margins: margins(2),
          children: [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              children: [pictureOf(bytes, row.length === 1 ? ALONE : OF_TWO)],
            }),
          ],
        }),
    ),
  });

const TYPES = { jpg: 'jpg', jpeg: 'jpg', png: 'png', gif: 'gif', bmp: 'bmp' } as const;
const isType = (type: string): type is keyof typeof TYPES => type in TYPES;

/** Whether a Word file can show it; others, as WebP, are counted as left out. */
export function isPrintable(bytes: Uint8Array): boolean {
  try {
    return isType(imageSize(bytes).type ?? '');
  } catch {
    return false;
  }
}

/** As large as it fits, never larger than it is. */
function pictureOf(bytes: Uint8Array, most: { readonly width: number; readonly height: number }): ImageRun {
  const { width: wide, height: high, type = '' } = imageSize(bytes);
  if (!isType(type)) throw new Error(`no picture of a Word file: ${type}`);
  const scale = Math.min(1, (most.width * PIXELS_PER_MM) / wide, (most.height * PIXELS_PER_MM) / high);
  return new ImageRun({
    type: TYPES[type],
    data: bytes,
    transformation: { width: Math.round(wide * scale), height: Math.round(high * scale) },
    altText: { name: '照片', title: '照片', description: '照片' },
  });
}

const foot = (name: string): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new TextRun({ text: printable(`${name}的成长记录袋  `), size: SIZE.small * 2, font: SONG }),
      new TextRun({ children: [PageNumber.CURRENT], size: SIZE.small * 2, font: SONG }),
    ],
  });
