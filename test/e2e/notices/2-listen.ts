import { expect } from 'vitest';
import { LARGEST_TYPE, type Phone } from '../../support/phone';
import { look } from '../../support/screens';
import { PATIENT, type Week } from '../week/week';
import { FROST, MEETING, pushTo } from './notices';
import { heardFrom, hears, listenTo } from './sound';

/** Step 2: in the largest type, with the sound on. Where the teacher spoke it is her voice, where she only wrote the phone reads it. */
export async function grannyListens(week: Week): Promise<void> {
  const granny = await week.take('granny', { fontScale: LARGEST_TYPE });
  await look(granny, 'notices-2-home', LARGEST_TYPE);
  await hearsTeacher(week, granny);
  await hearsPhone(week, granny);
}

async function hearsTeacher(week: Week, granny: Phone): Promise<void> {
  await granny.start(await pushTo(week, 'granny', MEETING));
  await granny.see(/老师有话说$/, MEETING);
  await look(granny, 'notices-2-voice', LARGEST_TYPE);
  await startsToPlay(granny);
  await look(granny, 'notices-2-hearing', LARGEST_TYPE);
  // one voice, as long as it was spoken
  expect(await heardFrom(granny)).toMatchObject({ pieces: 1 });
  await granny.tap('回老师的话');
  await granny.see('您怎么回老师？', '家里别人来');
  await look(granny, 'notices-2-choose', LARGEST_TYPE);
  await granny.tap('回去再听听');
  await granny.see(/老师有话说$/);
}

async function hearsPhone(week: Week, granny: Phone): Promise<void> {
  await granny.start(await pushTo(week, 'granny', FROST));
  await granny.see(/老师有话说$/, FROST);
  await startsToPlay(granny);
  await look(granny, 'notices-2-read-aloud', LARGEST_TYPE);
  await granny.tap('我听到了');
  await granny.allowMessages();
  await granny.see('好的，老师知道您听到了');
  await look(granny, 'notices-2-heard', LARGEST_TYPE);
  await granny.tap('回首页');
  await expect.poll(() => granny.text(MEETING).count(), PATIENT).toBeGreaterThan(0);
}

async function startsToPlay(granny: Phone): Promise<void> {
  await listenTo(granny);
  await granny.tap(granny.shown.locator('.player__button'));
  await granny.see('正在放，点一下停');
  await hears(granny);
}
