import { expect } from 'vitest';
import { LARGEST_TYPE, type Phone } from '../../support/phone';
import { look } from '../../support/screens';
import type { Week } from '../week/week';
import { warnOfFrost } from './1-invite';
import { FROST, MEETING, pushTo } from './notices';
import { heardFrom, hears, listenTo } from './sound';

/** Of the demo: the teacher's voice, for those who look after the children. */
const YESTERDAYS = '明天降温，给孩子加衣服';

/** Step 2: in the largest type, with the sound on. Where the teacher spoke it is her voice, where she only wrote the phone reads it. */
export async function grannyListens(week: Week): Promise<void> {
  const granny = await week.take('granny', { fontScale: LARGEST_TYPE });
  await look(granny, 'notices-2-home', LARGEST_TYPE);
  await hearsTeacher(week, granny);
  await confirmsYesterdays(week, granny);
  await warnOfFrost(week);
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

/** What she had not heard by last night; with her yes one more message may come. */
async function confirmsYesterdays(week: Week, granny: Phone): Promise<void> {
  await granny.start(await pushTo(week, 'granny', YESTERDAYS));
  await startsToPlay(granny);
  await isHeard(granny);
}

async function hearsPhone(week: Week, granny: Phone): Promise<void> {
  await granny.start(await pushTo(week, 'granny', FROST));
  await granny.see(/老师有话说$/, FROST);
  await startsToPlay(granny);
  await look(granny, 'notices-2-read-aloud', LARGEST_TYPE);
  await isHeard(granny);
  await look(granny, 'notices-2-heard', LARGEST_TYPE);
}

async function startsToPlay(granny: Phone): Promise<void> {
  await listenTo(granny);
  await granny.tap(granny.shown.locator('.player__button'));
  await granny.see('正在放，点一下停');
  await hears(granny);
}

async function isHeard(granny: Phone): Promise<void> {
  await granny.tap('我听到了');
  await granny.allowMessages();
  await granny.see('好的，老师知道您听到了');
}
