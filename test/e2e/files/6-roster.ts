import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDemoRoster } from '../../../local/demo/roster';
import { DEMO_SEED } from '../../../local/demo/settle';
import { writeCellsXlsx } from '../../../local/demo/workbook';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import type { Week } from '../week/week';

/** A header that nobody can know, and whose number it is. */
const STRANGE = '打得通的号码';
const MEANING = '父亲联系电话';
const NEWCOMER = '苗新雨';
const ASKS = /^还有 1 个孩子，要您看是不是同一个人$/;

/** Step 6: a column is explained by hand, one child is told from another, and a week's way back is left open. */
export async function importAndTakeBack(week: Week): Promise<void> {
  const head = await week.take('head', { size: 'pc' });
  await head.tap('导入名册');
  await choose(head, await rosterOf(week));
  await head.see(ASKS);
  await explain(head);
  await decide(head);
  await look(head, 'files-6-seen');
  await head.tap('确认导入');
  await head.text('导入好了').waitFor({ timeout: 60_000 });
  await look(head, 'files-6-done');

  await head.tap('导错了，要撤回');
  await head.tap('撤回');
  await head.tap(head.shown.getByRole('button', { name: '撤回' }).last());
  await head.see(/^撤回了：/);
  await look(head, 'files-6-back');
  await head.start('features/contacts/pages/list/index');
  await head.field('找孩子').fill(NEWCOMER);
  await head.see(`没有找到「${NEWCOMER}」`);
}

/** Three of one class: one whose father has a new number, one whose name is written otherwise, one who is new. */
async function rosterOf({ dir }: Week): Promise<string> {
  const [known, other] = makeDemoRoster(DEMO_SEED).rows.filter(({ grade, classNo }) => grade === 2 && classNo === 1);
  if (!known || !other) throw new Error('the demo school has no 二(1)班');
  const row = (pupil: typeof known, name: string, father: string, phone: string) => [
    ...[name, pupil.sex === 'male' ? '男' : '女', pupil.birthDay, '二(1)班', father, phone],
  ];
  const cells = [
    ['姓名', '性别', '出生日期', '班级', '父亲姓名', STRANGE],
    row(known, known.name, known.father?.name ?? '', '13900001234'),
    row(other, `${other.name.slice(0, -1)}辉`, other.father?.name ?? '', '13900005678'),
    row({ ...known, birthDay: '2018-11-03' }, NEWCOMER, '苗大山', '13900009012'),
  ];
  const path = join(dir, '二年级一班.xlsx');
  await writeFile(path, await writeCellsXlsx(cells));
  return path;
}

async function choose(head: Phone, file: string): Promise<void> {
  const chooser = head.page.waitForEvent('filechooser');
  await head.tap('从微信聊天里选');
  await (await chooser).setFiles(file);
}

async function explain(head: Phone): Promise<void> {
  await head.tap(head.row('每一列是什么'));
  await head.tap(head.row(STRANGE));
  await head.field('找列的意思').fill('父亲');
  await look(head, 'files-6-column');
  await head.tap(head.shown.getByText(MEANING, { exact: true }).last());
  await head.tap(head.shown.getByText('好', { exact: true }).filter({ visible: true }).last());
  await head.tap('照改好的再读一次');
  await head.see(ASKS);
}

async function decide(head: Phone): Promise<void> {
  await head.tap(head.row('是不是同一个孩子'));
  await look(head, 'files-6-near');
  await head.tap('是同一个孩子');
  await head.see('都看过了。');
}
