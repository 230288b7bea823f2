import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isPrintable, type PortfolioEntry, portfolioDocx } from '../../cloudfunctions/_server/documents/portfolio-docx';

/** A grey PNG of 2 × 1 pixels. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNoAAMAAwUBAW1hAmcAAAAASUVORK5CYII=',
  'base64',
);

const entry = (day: string, over: Partial<PortfolioEntry> = {}): PortfolioEntry => ({
  day,
  title: '老师家访后想对您说',
  by: '李老师',
  words: `${day} 的话`,
  facts: [],
  pictures: [],
  ...over,
});
const book = (entries: readonly PortfolioEntry[]) =>
  portfolioDocx({
    school: '青山镇中心小学',
    name: '林小雨',
    className: '三(2)班',
    from: '2026-09-01',
    to: '2027-01-20',
    entries,
  });

async function opened(entries: readonly PortfolioEntry[]) {
  const files = unzipSync(await book(entries));
  const document = files['word/document.xml'];
  if (!document) throw new Error('no document');
  return { xml: strFromU8(document), pictures: Object.keys(files).filter((name) => name.startsWith('word/media/')) };
}

describe('portfolioDocx', () => {
  it('has a cover, then the months one after another, and what was written in its order', async () => {
    const { xml } = await opened([
      entry('2026-09-03', { facts: [{ label: '哪种章', text: '自强章' }] }),
      entry('2026-09-20'),
      entry('2026-11-02'),
    ]);
    const texts = ['成长记录袋', '林小雨', '2026年9月1日', '2026年9月', '自强章', '2026-09-20 的话', '2026年11月'];
    const places = texts.map((text) => xml.indexOf(text));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(xml.indexOf('2026-09-03 的话')).toBeLessThan(xml.indexOf('2026-09-20 的话'));
    expect(xml.indexOf('2026-09-20 的话')).toBeLessThan(xml.indexOf('2026-11-02 的话'));
    expect(xml.match(/<w:pageBreakBefore\/>/g)).toHaveLength(1);
  });

  it('keeps the lines of what was written in lines', async () => {
    const { xml } = await opened([
      entry('2026-09-03', { words: '', facts: [{ label: '今天', text: '学会了：系鞋带\n\n高兴的：得了一颗星' }] }),
    ]);
    const paragraphs = xml.split('</w:p>').map((one) => one.replace(/<[^>]+>/g, ''));
    expect(paragraphs).toContain('今天：学会了：系鞋带');
    expect(paragraphs).toContain('高兴的：得了一颗星');
  });

  it('shows pictures no larger than they are, and breaks no file with what cannot be printed', async () => {
    const { xml, pictures } = await opened([
      entry('2026-09-03', { words: '第一行\n\u000b第二行', pictures: [PNG, PNG, PNG] }),
    ]);
    // The same picture lies in the file once.
    expect(pictures).toHaveLength(1);
    expect(xml.match(/<wp:extent cx="19050" cy="9525"\/>/g)).toHaveLength(3);
    expect(xml).toContain('第一行');
    expect(xml).toContain('第二行');
    expect(xml).not.toContain('\u000b');
  });

  it('shows a picture that is alone in its row larger than one of two', async () => {
    // 3000 × 2000 pixels: only the head of the file says so.
    const large = Buffer.from(PNG);
    large.writeUInt32BE(3000, 16);
    large.writeUInt32BE(2000, 20);
    const { xml } = await opened([entry('2026-09-03', { pictures: [large, large, large] })]);
    const wide = [...xml.matchAll(/<wp:extent cx="(\d+)"/g)].map(([, cx]) => Math.round(Number(cx) / 36_000));
    expect(wide).toEqual([81, 81, 120]);
  });

  it('knows what a Word file can show', () => {
    expect(isPrintable(PNG)).toBe(true);
    expect(isPrintable(Buffer.from('no picture at all'))).toBe(false);
    expect(isPrintable(Buffer.from('RIFF\u0010\u0000\u0000\u0000WEBPVP8 '))).toBe(false);
  });
});
