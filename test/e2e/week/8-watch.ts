import { expect } from 'vitest';
import { makeDemoRoster } from '../../../local/demo/roster';
import { DEMO_SCHOOL } from '../../../local/demo/school';
import { DEMO_SEED } from '../../../local/demo/settle';
import { makeDemoStaff } from '../../../local/demo/staff';
import { look } from '../../support/screens';
import { type Week, XIAOYU } from './week';

/** Step 8: who looked into a child's file stands in the log; the county sees counts, and not one name. */
export async function watchOverFiles(week: Week): Promise<void> {
  await headReadsLog(week);
  await bureauCounts(week);
}

async function headReadsLog(week: Week): Promise<void> {
  const { staff } = makeDemoStaff(DEMO_SEED);
  const teacher = staff.find(({ key }) => key === 'class-3-2')?.name ?? '';
  const head = await week.take('head', { size: 'pc' });
  await head.see('值日台');
  await look(head, '8-home');
  await head.tap('谁看过档案');
  // the grandparent who was dialled in step 6, the file that was opened in step 7
  await head.see(`${teacher}（老师）看了电话号码`, `${teacher}（老师）看了档案`);
  await look(head, '8-audit');
  await head.field('只看一个孩子').fill(XIAOYU.name);
  await head.tap(head.row(`${XIAOYU.className} ${XIAOYU.name}`));
  await head.see(`${XIAOYU.className} ${XIAOYU.name}`);
  // the file and the records in step 7, the call in step 4, the cards in step 1
  await head.see(
    `${teacher}（老师）看了档案`,
    `${teacher}（老师）看了关爱记录`,
    /（老师）开始了通话，看了号码$/,
    /（校长室）印了联系卡$/,
  );
  await look(head, '8-audit-child');
  await seeOnTablet(week);
}

/** The headteacher's pages on a tablet that lies on the desk. */
async function seeOnTablet(week: Week): Promise<void> {
  const tablet = await week.take('head', { size: 'tablet' });
  await tablet.see('值日台');
  await look(tablet, '8-home');
  for (const [link, words, name] of [
    ['导入名册', '选一份名册', 'import'],
    ['印联系卡', '一个班一个班地印', 'cards'],
    ['谁看过档案', '全校', 'audit'],
  ] as const) {
    await tablet.tap(link);
    await tablet.see(words);
    await look(tablet, `8-${name}`);
    await tablet.back();
  }
}

async function bureauCounts(week: Week): Promise<void> {
  const bureau = await week.take('bureau', { size: 'pc' });
  await bureau.tap('看各校的数');
  await bureau.see(DEMO_SCHOOL.name, String(DEMO_SCHOOL.pupils), String(DEMO_SCHOOL.leftBehind));
  await look(bureau, '8-county');
  const known = (await bureau.words()) + bureau.replies.join('\n');
  const { rows } = makeDemoRoster(DEMO_SEED);
  const people = rows.flatMap(({ name, father, mother, delegate }) => [
    name,
    father?.name,
    mother?.name,
    delegate?.name,
  ]);
  expect(people.filter((name) => name !== undefined && known.includes(name))).toEqual([]);
}
