import { expect } from 'vitest';
import type { CastKey } from '../../../local/demo/cast';
import type { Phone } from '../../support/phone';
import { PATIENT, type Week } from '../week/week';

/** What is written in this journey: a template with the teacher's voice, and a few words of her own without one. */
export const MEETING = '请来开家长会';
export const FROST = '明天有霜，路上慢些走';
export const SWIMMING = '防溺水，请家里签个名';

/** No message may name a child. */
const NAMES = /小雨|一鸣|思琪/;

/** The page that a message of a notice opens, once it has come; the message names no child. */
export async function pushTo(week: Week, who: CastKey, title: string): Promise<string> {
  const found = () => week.deliveredTo(who).find(({ lines }) => lines.join('\n').includes(title));
  await expect.poll(() => found() !== undefined, { ...PATIENT, message: `${who} gets ${title}` }).toBe(true);
  const message = found();
  expect(message?.lines.join('\n')).not.toMatch(NAMES);
  if (message?.page === undefined) throw new Error('a message without a page');
  return message.page;
}

/** The page that the link in an SMS opens, once it has come; there is one. */
export async function smsTo({ world }: Week, phone: string, title: string): Promise<string> {
  const found = () =>
    world.wechat
      .deliveries()
      .filter(({ to, errcode, lines }) => to === phone && errcode === 0 && lines.join().includes(title));
  await expect.poll(() => found().length, { ...PATIENT, message: `an SMS to ${phone}` }).toBe(1);
  const [message] = found();
  expect(message?.lines.join()).not.toMatch(NAMES);
  if (message?.page === undefined) throw new Error('an SMS without a link');
  return message.page;
}

/** How many people and families a sheet or board names, e.g. `/还差 (\d+) 户/`. */
export async function numberIn(phone: Phone, words: RegExp): Promise<number> {
  await phone.see(words);
  const [, n] = words.exec(await phone.text(words).first().innerText()) ?? [];
  return Number(n);
}

/** Opens the board of a notice from the teacher's list. */
export async function openBoard(teacher: Phone, title: string): Promise<void> {
  await teacher.tap('发过的通知');
  await teacher.tap(title);
  await teacher.see(/^(还差 \d+ 户没|家家都)/);
}

/** A row of the board, with what may be done with that person. */
export const boardRow = (phone: Phone, name: string | RegExp) =>
  phone.shown.locator('.line').filter({ has: phone.page.getByText(name) });
