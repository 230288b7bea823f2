import { expect } from 'vitest';
import { LARGEST_TYPE, type Phone } from './phone';

/** Smallest side of what one taps, px: look.md asks for 44, and 64 in elder mode; borders and rounding are allowed for. */
const TARGET = { normal: 40, elder: 60 } as const;

interface Flaws {
  readonly overflow: readonly string[];
  readonly small: readonly string[];
}

/**
 * Takes a screenshot of what shows and fails where something runs out of the screen at the side, or where something that is
 * to be tapped is too small for a thumb.
 * @param name `<step>-<what>`, e.g. `3-slots`; the size and 「largest」 are added.
 */
export async function look(phone: Phone, name: string, fontScale = 1): Promise<void> {
  const kind = fontScale === LARGEST_TYPE ? `${phone.size}-largest` : phone.size;
  await settled(phone);
  await phone.shoot(name, kind);
  const flaws = (await phone.page.evaluate(`(${FLAWS})(${JSON.stringify(TARGET)})`)) as Flaws;
  expect(flaws, `${name}-${kind}`).toEqual({ overflow: [], small: [] });
}

/** Waits for pictures and for what slides in. */
async function settled(phone: Phone): Promise<void> {
  await phone.shown.locator('.t-skeleton').first().waitFor({ state: 'hidden' });
  await phone.page.evaluate(
    'Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity).map((a) => a.finished.catch(() => {})))',
  );
}

/** Runs in the browser. Text, so that nothing of it is compiled for Node. */
const FLAWS = `(target) => {
  const page = document.querySelector('wx-page:not([hidden])');
  const elder = page.querySelector('.shell.elder') !== null;
  const least = elder ? target.elder : target.normal;
  const width = document.documentElement.clientWidth;
  const seen = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && style.visibility !== 'hidden' && style.opacity !== '0';
  };
  const name = (element) => (element.getAttribute('aria-label') || element.textContent || element.className || element.tagName).trim().slice(0, 40);
  const clipped = (element) => {
    for (let at = element.parentElement; at && at !== page; at = at.parentElement)
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  const all = [...page.querySelectorAll('*')].filter(seen);
  const overflow = all
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return (box.right > width + 1 || box.left < -1) && !clipped(element) && getComputedStyle(element).position !== 'absolute';
    })
    .map((element) => name(element) + ' …' + Math.round(element.getBoundingClientRect().right));
  if (page.scrollWidth > page.clientWidth) overflow.push('page ' + page.scrollWidth + ' > ' + page.clientWidth);
  const tapped = all.filter((element) =>
    element.matches('[role=button],[role=radio],[role=checkbox],wx-button,input,textarea,wx-switch'),
  );
  const small = tapped
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return Math.min(box.width, box.height) < least;
    })
    .map((element) => {
      const box = element.getBoundingClientRect();
      return name(element) + ' ' + Math.round(box.width) + '×' + Math.round(box.height);
    });
  return { overflow, small };
}`;
