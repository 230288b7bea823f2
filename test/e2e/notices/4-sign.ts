import { CAST } from '../../../local/demo/cast-pupils';
import type { Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { choose } from '../calls/calls';
import type { Week } from '../week/week';
import { SWIMMING, smsTo } from './notices';

const CHILDREN = ['赵一鸣', '吴思琪', '李雨欣'];

/**
 * Step 4: the headteacher asks some families by name for a signature. The mother of two of the children has used up WeChat's messages, so an SMS brings
 * her, once, and the notice has both names.
 */
export async function motherSigns(week: Week): Promise<void> {
  const head = await week.take('head', { size: 'pc', page: 'features/notices/pages/write/index' });
  await choose(head, '防溺水');
  await nameChildren(head);
  await head.tap('看看发给多少人');
  await head.see(/^发给 \d+ 人$/);
  await look(head, 'notices-4-reach');
  await head.tap('发出去');
  await head.see(/^还差 \d+ 户没签字$/);

  const mother = await week.take('mother', { page: await smsTo(week, CAST.divorcedMother.phone, SWIMMING) });
  await mother.tap(SWIMMING);
  await mother.see(SWIMMING, /(思琪、一鸣|一鸣、思琪)$/);
  await mother.tap('去签名');
  await mother.see('请用手指签上您的名字');
  await writeName(mother);
  await look(mother, 'notices-4-signature');
  await mother.tap('好了');
  await mother.allowMessages();
  await mother.see('签好了，老师会看到您的签名');
  await look(mother, 'notices-4-signed');

  await head.start('features/notices/pages/sent/index');
  await head.tap(SWIMMING);
  await head.tap(head.row('四(1)班'));
  await head.tap('看是谁');
  await head.tap(head.row(/周敏$/));
  await head.see('手写的签名', '签了字');
  await head.shown.locator('[aria-label^="手写的签名"] img').waitFor();
  await look(head, 'notices-4-person');
}

async function nameChildren(head: Phone): Promise<void> {
  await head.tap(head.shown.locator('.to'));
  await choose(head, '点名字');
  for (const name of CHILDREN) {
    await head.field('找孩子').fill(name);
    await choose(head, name);
  }
  await head.tap('数一数有多少人');
  await head.see(/^一共 \d+ 人，\d+ 户$/);
  await look(head, 'notices-4-by-name');
  await head.tap('选好了');
}

/** Two strokes of a finger. */
export async function writeName(phone: Phone): Promise<void> {
  const paper = phone.shown.locator('.pad canvas');
  await paper.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await paper.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const finger = await phone.page.context().newCDPSession(phone.page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints });
  for (const [from, to] of [
    [0.2, 0.45],
    [0.5, 0.8],
  ] as const) {
    const at = (share: number) => ({ x: x + width * share, y: y + height * (0.5 + 0.2 * Math.sin(share * 40)) });
    await touch('touchStart', [at(from)]);
    for (let step = 1; step <= 20; step++) await touch('touchMove', [at(from + ((to - from) * step) / 20)]);
    await touch('touchEnd', []);
  }
  await finger.detach();
  // after a finger of this kind the browser swallows the next tap
  await phone.tap('请用手指签上您的名字');
}
