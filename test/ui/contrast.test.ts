import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MINIPROGRAM } from '../../scripts/paths';

const tokens = readFileSync(join(MINIPROGRAM, 'styles/tokens.wxss'), 'utf8');

function luminance(token: string): number {
  const hex = new RegExp(`--${token}: #([0-9a-f]{6});`).exec(tokens)?.[1];
  if (!hex) throw new Error(`no colour --${token}`);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast of two tokens, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Every pair of text and ground that the styles put together. */
test.each([
  ['ink', 'ground'],
  ['ink', 'card'],
  ['ink', 'lamp'],
  ['ink', 'lamp-pale'],
  ['ink-2', 'card'],
  ['ink-2', 'ground'],
  ['ink-2', 'quiet'],
  ['brand', 'card'],
  ['brand', 'ground'],
  ['brand-deep', 'brand-pale'],
  ['card', 'brand'],
  ['amber', 'card'],
  ['amber', 'amber-pale'],
  ['red', 'card'],
  ['red', 'ground'],
  ['red', 'red-pale'],
])('%s on %s can be read: at least 4.5 : 1', (text, ground) => {
  expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
});

test('no text is under 14 px', () => {
  const sizes = [...tokens.matchAll(/--text-\w+: (?:min\()?([\d.]+)rem/g)].map(([, rem]) => Number(rem) * 16);
  expect(sizes.length).toBeGreaterThan(0);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(14);
});
