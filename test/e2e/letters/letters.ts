import type { Phone } from '../../support/phone';

/** What is said in the letter; nobody of the school ever gets it. */
export const WORDS = '一鸣，妈妈过年一定回来。';
export const CHILD = '一鸣';

/** Taps the three pictures of a child. */
export async function tapPictures(tablet: Phone, names: readonly string[]): Promise<void> {
  for (const name of names) await tablet.tap(tablet.shown.locator('.picture').filter({ hasText: name }));
}

/** Says something into the phone for a moment. */
export async function speak(phone: Phone): Promise<void> {
  await phone.tap('点一下，开始说话');
  await phone.see(/^正在录音 [1-9]/);
  await phone.tap('说完了');
  await phone.see('听一遍');
}
