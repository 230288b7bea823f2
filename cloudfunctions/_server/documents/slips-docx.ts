/** Slips as a Word file to print on A4: a page a class, ten slips on it, in black, with lines to cut along. */
import { Document, HeightRule, Packer, type Paragraph, TableCell, TableRow } from 'docx';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { shortDate, weekdayName } from '../../../miniprogram/shared/text/time';
import { inParts } from '../data/parts';
import { A4, around, cut, grid, line, margins, twips, width } from './paper';
import type { ClassSlips, Slip } from './slips';

const COLUMNS = 2;
/** Five rows and the class's name above them fill a page. */
const SLIP = { width: 95, height: 52 };
const PADDING = 4;

/** The bytes of the .docx. */
export async function slipsDocx(schoolName: string, day: Day, classes: readonly ClassSlips[]): Promise<Uint8Array> {
  const date = `${shortDate(day)} ${weekdayName(day)}`;
  const document = new Document({
    title: `${schoolName}通话小条 ${date}`,
    creator: schoolName,
    sections: classes.map(({ className, slips }) => ({
      properties: A4,
      children: [
        line(`${className} · ${date}的通话 · 一共 ${slips.length} 张，请发给孩子`, 11, true, 4),
        grid(
          Array.from({ length: COLUMNS }, () => SLIP.width),
          inParts(slips, COLUMNS).map((row) => rowOf(row, date)),
        ),
        line('', 1, false, 0),
      ],
    })),
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

const rowOf = (slips: readonly Slip[], date: string): TableRow =>
  new TableRow({
    cantSplit: true,
    height: { value: twips(SLIP.height), rule: HeightRule.EXACT },
    children: Array.from({ length: COLUMNS }, (_, i) => {
      const slip = slips[i];
      return new TableCell({
        width: width(SLIP.width),
        borders: around(cut),
        margins: margins(PADDING),
        children: slip ? wordsOf(slip, date) : [line('', 1, false, 0)],
      });
    }),
  });

const wordsOf = ({ name, when, point, who, together }: Slip, date: string): Paragraph[] => [
  line(name, 18, true, 2),
  line(when, 18, true, 2),
  line(`到 ${point}`, 14, false, 2),
  line(together.length > 0 ? `和${together.join('、')}一起，和${who}通话` : `和${who}通话`, 14, false, 4),
  line(`${date} · 请早到几分钟`, 9, false, 0),
];
