/** Cards as a Word file to print on A4, two by four a page, in black: an office printer and a pair of scissors are enough. */
import {
  AlignmentType,
  Document,
  HeightRule,
  type ImageRun,
  Packer,
  Paragraph,
  type Table,
  TableCell,
  TableRow,
  VerticalAlign,
} from 'docx';
import { shortDate } from '../../../miniprogram/shared/text/time';
import type { Card } from './cards';
import type { Picture } from './page-codes';
import { A4, around, codeImage, cut, grid, line, margins, none, twips, width } from './paper';

/** Four rows a page; what they leave over holds the paragraph that Word puts after a table. */
const COLUMNS = 2;
const CARD = { width: 95, height: 68 };
const PADDING = 4;
const QR = 32;
const TEXT = CARD.width - 2 * PADDING - QR;

/** The bytes of the .docx. */
export async function cardsDocx(schoolName: string, cards: readonly Card[]): Promise<Uint8Array> {
  const rows = Array.from({ length: Math.ceil(cards.length / COLUMNS) }, (_, i) =>
    rowOf(schoolName, cards.slice(i * COLUMNS, (i + 1) * COLUMNS)),
  );
  const document = new Document({
    title: `${schoolName}联系卡`,
    creator: schoolName,
    sections: [
      {
        properties: A4,
        children: [
          grid(
            Array.from({ length: COLUMNS }, () => CARD.width),
            rows,
          ),
          line('', 1, false, 0),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

const rowOf = (schoolName: string, cards: readonly Card[]): TableRow =>
  new TableRow({
    cantSplit: true,
    height: { value: twips(CARD.height), rule: HeightRule.EXACT },
    children: Array.from({ length: COLUMNS }, (_, i) => {
      const card = cards[i];
      return new TableCell({
        width: width(CARD.width),
        borders: around(cut),
        margins: margins(PADDING),
        children: card ? [cardOf(schoolName, card), line('', 1, false, 0)] : [line('', 1, false, 0)],
      });
    }),
  });

const cardOf = (schoolName: string, card: Card): Table =>
  grid(
    [TEXT, QR],
    [
      new TableRow({
        children: [
          new TableCell({ width: width(TEXT), borders: around(none), children: wordsOf(schoolName, card) }),
          new TableCell({
            width: width(QR),
            borders: around(none),
            verticalAlign: VerticalAlign.CENTER,
            children: [
              new Paragraph({
                alignment: AlignmentType.RIGHT,
                children: card.invite ? [qr(card.invite.qr, card.adult)] : [],
              }),
            ],
          }),
        ],
      }),
    ],
  );

function wordsOf(schoolName: string, { adult, relation, children, className, invite }: Card): Paragraph[] {
  const who = [
    line(`${schoolName} · 亲情联系卡`, 9, false, 6),
    line(adult, 16, true),
    line(`${className} ${children.join('、')}的${relation}`, 11, false, 6),
  ];
  if (!invite) return [...who, line('微信已经绑好了，不用再绑。', 10), line('换了手机，请告诉班主任。', 10)];
  return [
    ...who,
    line(invite.code, 20, true, 6),
    line('用微信扫右边的码；扫不了，就在微信里搜“亲情连线”，打开后输入上面九个数字。', 9),
    line(`只给${adult}本人用，${shortDate(invite.until)}前有效。`, 9),
  ];
}

const qr = (picture: Picture, adult: string): ImageRun => codeImage(picture, QR - 1, `${adult}的绑定码`);
