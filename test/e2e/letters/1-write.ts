import { look } from '../../support/screens';
import type { Week } from '../week/week';
import { CHILD, speak, WORDS } from './letters';

/** Step 1: on a building site without a network; the letter leaves by itself when the network is back. */
export async function motherWrites(week: Week): Promise<void> {
  const mother = await week.take('mother');
  await mother.tap('写信、看信');
  await mother.tap(CHILD);
  await mother.see(`和${CHILD}的信`);
  await look(mother, 'letters-1-box');
  await mother.cutNetwork(true);
  await mother.tap(`给${CHILD}写信`);
  await speak(mother);
  await mother.field('写几句').fill(WORDS);
  await look(mother, 'letters-1-write');
  await mother.tap('寄出去');
  await mother.see('现在没有网络，连上以后会自己寄出去。');
  await mother.cutNetwork(false);
  await mother.see('信寄出去了');
  await mother.tap('看看所有的信');
  await mother.see(`写给${CHILD}的`);
}
