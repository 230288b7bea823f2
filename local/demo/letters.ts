import { instantOf } from '../../miniprogram/shared/domain/calendar';
import type { World } from '../world';
import { openidOf } from './cast';
import { as } from './operator';

/** 猫, 太阳, 星星: the pictures that 小雨 chose; whoever tries the demo's tablet needs them, so they stand in the cast. */
export const RAIN_SECRET = [0, 6, 8];

/**
 * 小雨's father writes after his shift, her teacher sends her to the tablet, she chooses her pictures, opens the letter and answers; he reads it
 * that night. By their own taps, on a day of early November.
 */
export async function settleLetters(world: World): Promise<void> {
  const [father, teacher, tablet] = [openidOf('father'), openidOf('teacher'), openidOf('tablet')];
  const studentId = await childOfFather(world);
  world.clock.moveTo(instantOf('2026-11-05', 22 * 60 + 40));
  const { letterId } = await as(world, father, 'letters.write', {
    requestKey: 'demo-letter-1',
    studentId,
    text: '小雨：爸爸刚下班。这个月厂里活多，没能常打电话，你别往心里去。听奶奶说你数学考了九十六，爸爸跟工友们都讲了。天冷了，记得穿那件红棉袄。',
    voice: null,
  });

  world.clock.moveTo(instantOf('2026-11-06', 16 * 60 + 25));
  const { points } = await as(world, teacher, 'letters.waiting', {});
  for (const { id: pointId } of points) await as(world, teacher, 'letters.sendTo', { studentId, pointId });
  const me = { studentId, secret: RAIN_SECRET };
  await as(world, tablet, 'letters.chooseSecret', me);
  const { to } = await as(world, tablet, 'letters.boothBox', me);
  await as(world, tablet, 'letters.boothOpen', { ...me, letterId });
  const [{ adultId } = { adultId: '' }] = to.filter(({ name }) => name === '爸爸');
  const answer = await as(world, tablet, 'letters.boothWrite', {
    ...me,
    requestKey: 'demo-letter-2',
    adultId,
    text: '爸爸：红棉袄我穿了，有点短了。我当了小组长，管收作业本。奶奶的腿好多了。你什么时候放假？',
    voice: null,
  });

  world.clock.moveTo(instantOf('2026-11-06', 22 * 60 + 55));
  await as(world, father, 'letters.open', { letterId: answer.letterId });
}

/** Last night's letter, which waits for her. */
export async function settleLettersToday(world: World): Promise<void> {
  world.clock.moveTo(instantOf('2026-11-23', 22 * 60 + 30));
  await as(world, openidOf('father'), 'letters.write', {
    requestKey: 'demo-letter-3',
    studentId: await childOfFather(world),
    text: '小雨：新棉袄寄出来了，大一号，能穿到明年。车票的事爸爸在问，一定回来过年。小组长要对同学和气些。',
    voice: null,
  });
}

async function childOfFather(world: World): Promise<string> {
  const { home } = await as(world, openidOf('father'), 'home.open', {});
  const child = home.kind === 'family' ? home.children[0] : undefined;
  if (!child) throw new Error('the demo father has no child');
  return child.id;
}
