/** A 家书 as a Word file to print at the tablet: like a letter by hand, large enough for a child. */
import { Document, Packer } from 'docx';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { A4, margins, paragraph } from './paper';
import { longDate } from './report-docx';

const MARGIN = 25;
const SIZE = { to: 18, body: 18, small: 12 } as const;

/** What stands on the page. */
export interface LetterPage {
  readonly to: string;
  readonly from: string;
  readonly day: Day;
  readonly text: string;
  /** A voice goes along that paper cannot hold. */
  readonly hasVoice: boolean;
}

/** The bytes of the .docx. */
export async function letterDocx({ to, from, day, text, hasVoice }: LetterPage): Promise<Uint8Array> {
  const document = new Document({
    title: '家书',
    sections: [
      {
        properties: { page: { ...A4.page, margin: { ...A4.page.margin, ...margins(MARGIN) } } },
        children: [
          paragraph(`${to}：`, { size: SIZE.to, after: 8 }),
          ...bodyOf(text, to).map((part) => paragraph(part, { size: SIZE.body, indented: true, after: 6 })),
          ...(hasVoice ? [paragraph('（这封信里还有一段声音，在平板上听。）', { size: SIZE.small, before: 8 })] : []),
          paragraph(from, { size: SIZE.to, before: 16, after: 4, right: true }),
          paragraph(longDate(day), { size: SIZE.small, right: true }),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

/** The lines of a letter below the name it is to: who began with that name does not read it twice. */
function bodyOf(text: string, to: string): string[] {
  const words = text.trim();
  const after = words.startsWith(to) ? words.slice(to.length) : '';
  const body = /^\s*[：:，,！!\n]/.test(after) ? after.replace(/^\s*[：:，,！!]?/, '') : words;
  return body.split('\n').flatMap((line) => line.trim() || []);
}
