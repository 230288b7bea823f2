import { expect } from 'vitest';
import { addDays, type Day } from '../../../miniprogram/shared/domain/calendar';
import type { Phone } from '../../support/phone';
import { PATIENT, TUESDAY, type Week } from '../week/week';

/** The days of the journey: it begins on a Tuesday, and the week after is laid out already. */
export const WEDNESDAY = addDays(TUESDAY, 1);
export const THURSDAY = addDays(TUESDAY, 2);
export const FRIDAY = addDays(TUESDAY, 3);

/** A message of WeChat's in which some words stand, once it has come; the newest. */
export async function messageTo(week: Week, who: Parameters<Week['deliveredTo']>[0], words: RegExp) {
  const found = () => week.deliveredTo(who).find(({ lines }) => words.test(lines.join('\n')));
  await expect.poll(() => found() !== undefined, { ...PATIENT, message: `${who} gets ${words}` }).toBe(true);
  const message = found();
  if (message?.page === undefined) throw new Error('a message without a page');
  return { words: message.lines.join('\n'), page: message.page };
}

/** Chooses a day on the wheels that WeChat draws. `field`: what the picker stands for, 「从」 or 「到」. */
export async function pickDay(phone: Phone, field: string, day: Day): Promise<void> {
  const [, month = 0, date = 0] = day.split('-').map(Number);
  await phone.tap(phone.shown.locator(`[aria-label^="${field} 20"]`).filter({ visible: true }));
  const wheels = phone.sheet('picker').locator('.wheel');
  for (const [column, item] of [
    [1, `${month}月`],
    [2, `${date}日`],
  ] as const) {
    const wheel = wheels.nth(column);
    const place = wheel.getByText(item, { exact: true });
    const isInMiddle = () =>
      place.evaluate((element) => {
        const [own, all] = [
          element.getBoundingClientRect(),
          (element.parentElement ?? element).getBoundingClientRect(),
        ];
        return Math.abs(own.top + own.height / 2 - all.top - all.height / 2) < 2;
      });
    if (!(await isInMiddle())) await phone.tap(place);
    await expect.poll(isInMiddle, PATIENT).toBe(true);
  }
  // the wheel tells what it shows once it has rested for a tenth of a second
  await phone.page.waitForTimeout(200);
  await phone.tap(phone.page.locator('.picker-confirm'));
  await phone.shown.locator(`[aria-label="${field} ${day}"]`).filter({ visible: true }).waitFor();
}

/** Chooses a free time by hand: a day and a time of it (the last without one), and says yes to what WeChat asks. */
export async function bookByHand(phone: Phone, day: string, time?: string): Promise<void> {
  await phone.see('自己挑一个时间');
  if ((await phone.text(day).count()) === 0) await phone.tap('看后面的日子');
  await phone.tap(phone.text(day).first());
  const times = phone.text(time ?? /^\d+:\d\d$/);
  await phone.tap(times.last());
  await phone.tap('就约这个时间');
  await phone.allowMessages();
  await phone.see('约好了');
}

/** Taps one choice after the other, each as soon as it is there. */
export async function choose(phone: Phone, ...labels: readonly string[]): Promise<void> {
  for (const label of labels) await phone.tap(phone.shown.locator('.chip').getByText(label, { exact: true }));
}

/** The child does not want to choose a face. */
export async function notFaces(desk: Phone): Promise<void> {
  await desk.tap(desk.page.locator('[aria-label$="聊得怎么样"]').getByText('先不说', { exact: true }));
}
