import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { letterDocx } from '../../cloudfunctions/_server/documents/letter-docx';

/** The lines of the page, and which of them stand at the right edge. */
async function printed(text: string): Promise<{ lines: string[]; right: string[] }> {
  const bytes = await letterDocx({ to: '小雨', from: '爸爸', day: '2026-11-23', text, hasVoice: false });
  const xml = strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array());
  const paragraphs = [...xml.matchAll(/<w:p>.*?<\/w:p>/gs)].map(([one]) => one);
  const wordsOf = (one: string): string => [...one.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, words]) => words).join('');
  return {
    lines: paragraphs.map(wordsOf),
    right: paragraphs.filter((one) => one.includes('<w:jc w:val="right"/>')).map(wordsOf),
  };
}

describe('letterDocx', () => {
  it('has the name it is to, the lines, and at the right edge who wrote it and when', async () => {
    expect(await printed('天冷了。\n\n 多穿衣服。')).toEqual({
      lines: ['小雨：', '天冷了。', '多穿衣服。', '爸爸', '2026年11月23日'],
      right: ['爸爸', '2026年11月23日'],
    });
  });

  it.each([
    ['小雨：天冷了。', '天冷了。'],
    ['小雨, 天冷了。', '天冷了。'],
    ['小雨\n天冷了。', '天冷了。'],
    ['小雨点下个不停。', '小雨点下个不停。'],
    ['小雨', '小雨'],
  ])('says the name once: %j', async (text, line) => {
    expect((await printed(text)).lines.slice(0, -2)).toEqual(['小雨：', line]);
  });
});
