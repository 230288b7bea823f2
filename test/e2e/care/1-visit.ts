import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { type Week, XIAOYU } from '../week/week';

export const NOTE = '奶奶腰疼，孩子自己热饭吃。';
export const WORDS = '小雨会自己整理书包了，有空多夸夸她。';
export const BETTER = '小雨会自己整理书包、叠被子了，有空多夸夸她。';

/** Step 1: a visit is written at the door; the family reads just what was meant for it, also after a correction. */
export async function writeVisit(week: Week): Promise<void> {
  const teacher = await week.take('teacher');
  await teacher.tap('写一条记录');
  await chooseChild(teacher, XIAOYU.name);
  await look(teacher, 'care-1-form');
  await teacher.tap('吃饭穿衣');
  await teacher.field('说一说').fill(NOTE);
  await teacher.tap(teacher.switch('爸爸妈妈和照看的人能看到'));
  await teacher.field('给家里看的话').fill(WORDS);
  await teacher.see('家里看到的就是这些');
  await look(teacher, 'care-1-preview');
  await teacher.tap('存好');
  await teacher.see('回首页');

  const father = await week.take('father', { page: LIST });
  await father.see('老师家访后想对您说', WORDS);
  await expectHidden(father, NOTE);
  await look(father, 'care-1-portfolio');

  await openNewest(teacher, WORDS);
  await teacher.tap('改一改');
  await teacher.field('给家里看的话').fill(BETTER);
  await teacher.tap('改好了');
  await teacher.see(BETTER);
  await openNewest(teacher, BETTER);
  await teacher.see('以前写的');
  await look(teacher, 'care-1-corrected');
  await father.start(LIST);
  await father.see(BETTER);
}

export const LIST = 'features/records/pages/list/index';

export async function chooseChild(teacher: Phone, name: string): Promise<void> {
  await teacher.field('找孩子').fill(name);
  await teacher.tap(teacher.row(name).last());
}

async function openNewest(teacher: Phone, words: string): Promise<void> {
  await teacher.start('features/contacts/pages/list/index');
  await teacher.field('找孩子').fill(XIAOYU.name);
  await teacher.tap(teacher.row(XIAOYU.name).first());
  await teacher.tap('关爱记录');
  await teacher.see(words);
  await teacher.tap(teacher.text('家访').first());
  await teacher.see('改一改');
}

async function expectHidden(phone: Phone, words: string): Promise<void> {
  if ((await phone.words()).includes(words)) throw new Error(`${phone.who} reads what is the school's: ${words}`);
}
