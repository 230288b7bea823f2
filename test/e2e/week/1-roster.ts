import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect } from 'vitest';
import { makeBrokenRoster } from '../../../local/demo/broken';
import { makeDemoRoster } from '../../../local/demo/roster';
import { DEMO_SCHOOL } from '../../../local/demo/school';
import { DEMO_SEED } from '../../../local/demo/settle';
import { writeCellsXlsx, writeRosterXlsx } from '../../../local/demo/workbook';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { RIVAL, type Week, XIAOYU } from './week';

/** Step 1: the headteacher, on WeChat for the PC, imports the roster and prints contact cards with invite codes. */
export async function importRosterAndPrintCards(week: Week): Promise<void> {
  const head = await week.take('head', { size: 'pc' });
  await head.see('先把名册导进来');
  await look(head, '1-home-empty');
  await head.tap('导入名册');

  await refuseBroken(week, head);
  await importReal(week, head);

  await head.tap('印联系卡');
  await head.see('一个班一个班地印');
  await look(head, '1-cards');
  for (const { className } of [XIAOYU, RIVAL]) await printClass(week, head, className);

  const tablet = await week.take('head', { size: 'tablet' });
  await tablet.see('值日台');
  await look(tablet, '1-home');
}

/** A roster with mistakes: each is told with its row, and nothing has changed. */
async function refuseBroken(week: Week, head: Phone): Promise<void> {
  const { cells, mistakes } = makeBrokenRoster();
  await choose(head, await save(week, '坏名册.xlsx', await writeCellsXlsx(cells)), '从微信聊天里选');
  await head.see(/^有 \d+ 处要改，改好才能导入$/);
  await look(head, '1-broken');
  const told = await head.words();
  for (const { row } of mistakes) expect(told).toContain(`第 ${row} 行`);
  expect(told).toContain('现在什么都没有变动');
  expect(await head.text('确认导入').count()).toBe(0);
}

async function importReal(week: Week, head: Phone): Promise<void> {
  const roster = await writeRosterXlsx(makeDemoRoster(DEMO_SEED).rows);
  await choose(head, await save(week, '学生名册.xlsx', roster), '改好了，重新选');
  await head.see('读懂了，可以导入');
  await head.tap('读对了吗');
  await head.see(`${DEMO_SCHOOL.pupils} 个学生`, '36 个班');
  await head.see(`表里一共 ${DEMO_SCHOOL.pupils} 行；其中留守 ${DEMO_SCHOOL.leftBehind} 人`);
  await look(head, '1-understood');
  await head.tap('确认导入');
  await head.text('导入好了').waitFor({ timeout: 60_000 });
  await head.see(/^1500 个学生、36 个班、\d+ 位家里人，都记下了。$/);
}

/** The document that opens is a real one; the codes are read from it as a family reads them from its card. */
export async function printClass(week: Week, head: Phone, className: string): Promise<void> {
  const opened = head.page.waitForEvent('download');
  await head.tap(head.action(className, '打开来印'));
  const document = await opened;
  expect(document.suggestedFilename()).toMatch(/\.docx$/);
  const words = wordsOf(await readFile(await document.path()));
  expect(words).toContain(className);
  for (const card of cardsIn(words)) week.codes.set(card.who, card.code);
  await head.see(/^做好了：/);
}

/** The lines of a .docx, one a paragraph. */
export function wordsOf(docx: Uint8Array): string {
  const xml = strFromU8(unzipSync(docx)['word/document.xml'] ?? new Uint8Array());
  return xml
    .split('</w:p>')
    .map((paragraph) => [...paragraph.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''))
    .filter(Boolean)
    .join('\n');
}

/** Each card: name, 「三(2)班 林小雨的爸爸」, nine digits in threes. */
function cardsIn(words: string): { readonly who: string; readonly code: string }[] {
  return [...words.matchAll(/^(.+)\n(.+)的(.+)\n(\d{3} \d{3} \d{3})$/gm)].map(([, name, , , code]) => ({
    who: name ?? '',
    code: code ?? '',
  }));
}

async function save(week: Week, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(week.dir, name);
  await writeFile(path, bytes);
  return path;
}

async function choose(head: Phone, file: string, button: string): Promise<void> {
  const chooser = head.page.waitForEvent('filechooser');
  await head.tap(button);
  await (await chooser).setFiles(file);
}
