/** 委托照护告知书 as a Word file: one A4 page in black, to be signed by hand and handed over. */
import {
  AlignmentType,
  Document,
  HeightRule,
  LineRuleType,
  Packer,
  Paragraph,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { SEX } from '../../../miniprogram/shared/domain/child-file';
import type { Letter, LetterAdult } from './delegation-letter';
import { A4, around, grid, HEI, LEADING, line, margins, printable, SONG, thin, twips, width } from './paper';

const MARGIN = 22;
const WIDTH = 210 - 2 * MARGIN;
/** Points. */
const SIZE = { title: 20, body: 12, law: 10.5 } as const;
/** Room for a signature by hand, mm. */
const SIGN_HEIGHT = 30;

/** A place to write by hand. */
const BLANK = '______________';

/** The bytes of the .docx. */
export async function delegationLetterDocx(letter: Letter): Promise<Uint8Array> {
  const document = new Document({
    title: '委托照护告知书',
    creator: letter.school,
    sections: [
      {
        properties: { page: { ...A4.page, margin: { ...A4.page.margin, ...margins(MARGIN) } } },
        children: [
          paragraph('委托照护告知书', { size: SIZE.title, bold: true, centred: true, after: 10 }),
          paragraph(`${letter.village || `${BLANK} 村（居）民委员会`}：`, { after: 4 }),
          ...bodyOf(letter).map((text) => paragraph(text, { indented: true })),
          paragraph('法律是这样说的', { bold: true, after: 2 }),
          ...LAW.map((text) => paragraph(text, { size: SIZE.law, indented: true, after: 2 })),
          line('', SIZE.law, false, 0),
          signatures(letter),
          paragraph('一式三份：家里、村（居）民委员会、学校各留一份。', { size: SIZE.law, after: 0 }),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

interface Look {
  readonly size?: number;
  readonly bold?: boolean;
  readonly centred?: boolean;
  /** The first line stands two characters in, as in any letter. */
  readonly indented?: boolean;
  readonly after?: number;
}

function paragraph(text: string, look: Look): Paragraph {
  const { size = SIZE.body, bold = false, centred = false, indented = false, after = 4 } = look;
  return new Paragraph({
    ...(centred ? { alignment: AlignmentType.CENTER } : {}),
    ...(indented ? { indent: { firstLine: 2 * size * 20 } } : {}),
    spacing: { after: after * 20, line: Math.round(size * LEADING * 1.1 * 20), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text: printable(text), size: size * 2, bold, font: bold ? HEI : SONG })],
  });
}

/** '2026-09-01' → '2026 年 9 月 1 日'. */
const longDate = (day: Day): string =>
  `${day.slice(0, 4)} 年 ${Number(day.slice(5, 7))} 月 ${Number(day.slice(8, 10))} 日`;

const orBlank = (text: string | null): string => text || BLANK;

const adultText = ({ name, relation, phone, address }: LetterAdult): string =>
  `${orBlank(name)}（孩子的${relation || '______'}，电话 ${orBlank(phone)}${address ? `，住 ${address}` : ''}）`;

function bodyOf({ school, child, parent, delegate, since, until, childView }: Letter): string[] {
  const born = child.birthDay === null ? '' : `，${longDate(child.birthDay)}出生`;
  const end = until === null ? '到父母回来照看孩子为止' : `到 ${longDate(until)} 为止`;
  return [
    `${child.name}（${SEX[child.sex]}${born}），在 ${school} ${child.className}读书，住 ${orBlank(child.address)}。`,
    `孩子的父母要外出，一段时间不能在身边照看。从 ${longDate(since)}起，${end}，由 ${adultText(delegate)}代为照护。`,
    `作出委托的是 ${adultText(parent)}。`,
    childView === null
      ? `委托以前听了孩子自己的意见，孩子说：${BLANK}${BLANK}。`
      : `委托以前听了孩子自己的意见：${childView}。`,
    '现在书面告知村（居）民委员会和学校。请平时多关心这个孩子；发现没有人好好照看，请告诉孩子的父母和学校。',
  ];
}

/** 未成年人保护法 16, 22, 23, 43, in plain words. */
const LAW: readonly string[] = [
  '一、父母因为外出务工等原因，一段时间不能照看孩子的，要委托有照护能力的成年人代为照护；没有正当理由，不能把孩子交给别人。（未成年人保护法第二十二条）',
  '二、定受托人要看他的品行、家庭、身体和与孩子的感情，并听取孩子的意见。伤害过未成年人的，有吸毒、酗酒、赌博等恶习的，该管孩子长期不管的，和其他不适宜照护的，都不能受托。（第二十二条）',
  '三、父母要及时把委托的情况书面告知学校和孩子实际居住地的村（居）民委员会；和孩子、受托人至少每周联系和交流一次，关心孩子的生活、学习和心理。委托以后，父母仍然是监护人。（第二十三条）',
  '四、不满八周岁的孩子，不能没有人照看；不满十六周岁的孩子，不能一个人单独生活。（第二十一条）',
  '五、村（居）民委员会协助监督委托照护的情况；发现受托人没有能力照护，或者不好好照护的，要及时报告政府有关部门，并告知父母，督促受托人尽责。（第四十三条）',
];

/** Who signs, and what for. */
const SIGNERS: readonly (readonly [who: string, what: string])[] = [
  ['父母（委托人）', '我委托上面写的人照护孩子，并问清了没有第二条说的情形。'],
  ['受托人', '我愿意照护这个孩子，有事及时告诉父母和学校。'],
  ['学校', '收到一份，经办人签名、盖章。'],
  ['村（居）民委员会', '收到一份，经办人签名、盖章。'],
];

const signatures = ({ day }: Letter) =>
  grid(
    [WIDTH / 2, WIDTH / 2],
    [SIGNERS.slice(0, 2), SIGNERS.slice(2)].map(
      (pair) =>
        new TableRow({
          cantSplit: true,
          height: { value: twips(SIGN_HEIGHT), rule: HeightRule.ATLEAST },
          children: pair.map(
            ([who, what]) =>
              new TableCell({
                width: width(WIDTH / 2),
                borders: around(thin),
                margins: margins(3),
                children: [
                  paragraph(who, { bold: true, after: 2 }),
                  paragraph(what, { size: SIZE.law, after: 16 }),
                  paragraph(`签名 ${BLANK}  ${day.slice(0, 4)} 年 ____ 月 ____ 日`, { size: SIZE.law, after: 0 }),
                ],
              }),
          ),
        }),
    ),
  );
