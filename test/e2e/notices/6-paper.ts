import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { wordsOf } from '../week/1-roster';
import type { Week } from '../week/week';
import { MEETING, numberIn, openBoard } from './notices';

const MISSING = /^还差 (\d+) 户没回$/;

/** Step 6: a slip of paper for each house that no phone reaches. Its code shows a stranger nothing, and works once. */
export async function tellOnPaper(week: Week): Promise<void> {
  const teacher = await week.take('teacher');
  await openBoard(teacher, MEETING);
  const before = await numberIn(teacher, MISSING);
  const slips = await print(teacher);
  expect(wordsOf(slips)).toContain(MEETING);

  const neighbour = await week.take('neighbour');
  const [code = ''] = await scan(week, neighbour, slips);
  await neighbour.start(code);
  await neighbour.see('请帮忙带句话', '已转告');
  expect(`${await neighbour.words()}${neighbour.replies.join()}`).not.toMatch(/家长会|三\(2\)班/);
  await look(neighbour, 'notices-6-slip');
  await neighbour.tap('已转告');
  await neighbour.see('谢谢您！', '学校知道话带到了。');
  await look(neighbour, 'notices-6-thanks');
  await neighbour.start(code);
  await neighbour.tap('已转告');
  await neighbour.see('这张纸条早先已经记下了，不用再点。');

  await teacher.start();
  await openBoard(teacher, MEETING);
  await teacher.see('邻居转告', '1 人');
  // told on is not heard
  expect(await numberIn(teacher, MISSING)).toBe(before);
  await look(teacher, 'notices-6-board');
}

async function print(teacher: Phone): Promise<Uint8Array> {
  const opened = teacher.page.waitForEvent('download');
  await teacher.tap('更多');
  await teacher.tap(teacher.sheet('action-sheet').getByText('印纸条'));
  const document = await opened;
  expect(document.suggestedFilename()).toMatch(/\.docx$/);
  return readFile(await document.path());
}

/** Reads the codes off the paper as WeChat's scanner does: from the pictures that are printed. */
async function scan({ world }: Week, phone: Phone, paper: Uint8Array): Promise<string[]> {
  await phone.page.addScriptTag({ url: `${world.url}/bundle/scanner.js` });
  const bytes = Buffer.from(paper).toString('base64');
  return phone.page.evaluate(
    `fetch('data:application/octet-stream;base64,${bytes}').then((r) => r.blob()).then((b) => __scanCodes(new File([b], 'slips.docx')))`,
  );
}
