/** Slips of a notice as a Word file to print on A4, in black: cut along the dashed lines, and below each one a strip to send back. */
import { BorderStyle, Document, Packer, Paragraph, type Table, TableCell, TableRow, VerticalAlign } from 'docx';
import { shortDate, weekdayName } from '../../../miniprogram/shared/text/time';
import type { NoticeSlipText, NoticeText } from './notice-slips';
import { A4, around, codeImage, cut, grid, LEADING, line, margins, none, width } from './paper';

const WIDTH = 190;
const PADDING = 5;
const INNER = WIDTH - 2 * PADDING;
const QR = 32;
/** Points: what old eyes read at arm's length. */
const SIZE = { small: 11, note: 13, words: 16, title: 22 } as const;
/** Points between paragraphs. */
const GAP = 6;

/** The bytes of the .docx. */
export async function noticeSlipsDocx(notice: NoticeText, slips: readonly NoticeSlipText[]): Promise<Uint8Array> {
  const isShort = heightOf(notice) < PAGE_HEIGHT;
  const document = new Document({
    title: `${notice.school}通知纸条`,
    creator: notice.school,
    sections: [
      {
        properties: A4,
        children: [
          grid(
            [WIDTH],
            slips.map((slip) => rowOf(notice, slip, isShort)),
          ),
          line('', 1, false, 0),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

/** A slip that fits on a page is not torn apart; a longer one goes on on the next. */
const rowOf = (notice: NoticeText, slip: NoticeSlipText, isShort: boolean): TableRow =>
  new TableRow({
    cantSplit: isShort,
    children: [
      new TableCell({
        width: width(WIDTH),
        borders: around(cut),
        margins: margins(PADDING),
        children: [...wordsOf(notice, slip), relayTable(slip), ...returnStrip(notice, slip)],
      }),
    ],
  });

function wordsOf({ school, title, body, from, day, deadline }: NoticeText, slip: NoticeSlipText): Paragraph[] {
  return [
    line(`${school} · 通知`, SIZE.small, false, 4),
    line(`给 ${slip.children} 的${slip.relation}`, SIZE.words, true, GAP),
    line(title, SIZE.title, true, GAP),
    ...paragraphsOf(body).map((text) => line(text, SIZE.words, false, GAP)),
    ...(deadline === null ? [] : [line(`最晚 ${dateText(deadline)} 回话。`, SIZE.words, true, GAP)]),
    line(`${from}  ${dateText(day)}`, SIZE.note, false, GAP),
  ];
}

const paragraphsOf = (body: string): string[] => body.split(/\s*\n\s*/).filter((text) => text !== '');
const dateText = (day: string): string => `${shortDate(day)} ${weekdayName(day)}`;

const RELAY = ['邻居帮忙念的，请扫这个码，按「已转告」。', '码里没有孩子的名字，也没有通知的内容。只能用一次。'];

const relayTable = ({ qr, relation }: NoticeSlipText): Table =>
  grid(
    [QR, INNER - QR],
    [
      new TableRow({
        cantSplit: true,
        children: [
          new TableCell({
            width: width(QR),
            borders: around(none),
            children: [new Paragraph({ children: [codeImage(qr, QR - 2, `给${relation}的转告码`)] })],
          }),
          new TableCell({
            width: width(INNER - QR),
            borders: around(none),
            verticalAlign: VerticalAlign.CENTER,
            children: RELAY.map((text) => line(text, SIZE.note, false, 2)),
          }),
        ],
      }),
    ],
  );

/** What the child takes back to school: it says whose it is, as the rest stays at home. */
function returnStrip({ title, asks, choices }: NoticeText, { children }: NoticeSlipText): Paragraph[] {
  const boxes = [...(asks === 'answer' ? choices : []), '知道了', '请老师打电话'].map((words) => `□ ${words}`);
  return [
    new Paragraph({ border: { top: { style: BorderStyle.DASHED, size: 4, space: 4, color: '000000' } } }),
    line(`请剪下来，让孩子带回学校：${children} · ${title}`, SIZE.small, false, GAP),
    line(boxes.join('    '), SIZE.words, true, 8),
    line('签名 ____________________', SIZE.words, false, 2),
  ];
}

const MM_PER_POINT = 25.4 / 72;
/** What A4 leaves, less what Word may add. */
const PAGE_HEIGHT = 265;

/** About how high a slip is, mm: its lines at their sizes, what is between them, the code and the strip. */
function heightOf({ title, body, choices }: NoticeText): number {
  const linesOf = (text: string, size: number) =>
    Math.max(1, Math.ceil(([...text].length * size * MM_PER_POINT) / (INNER - size * MM_PER_POINT)));
  const paragraphs = paragraphsOf(body);
  const words = paragraphs.reduce((sum, text) => sum + linesOf(text, SIZE.words), 0);
  const boxes = linesOf(choices.join('      '), SIZE.words);
  const points = linesOf(title, SIZE.title) * SIZE.title + (words + boxes + 4) * SIZE.words + 4 * SIZE.note;
  return (points * LEADING + (paragraphs.length + 10) * GAP) * MM_PER_POINT + QR + 2 * PADDING;
}
