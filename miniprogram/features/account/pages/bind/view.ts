import type { ErrorCode } from '../../../../shared/errors/catalogue';
import { LIMITS } from '../../../../shared/limits';

const DIGITS = LIMITS.inviteDigits;
const GROUP = 3;

/** The digits of what was typed or pasted, at most as many as a code has; full-width ones are made plain. */
export const digitsOf = (typed: string): string => typed.normalize('NFKC').replace(/\D/g, '').slice(0, DIGITS);

/** The code that a card's QR brings: `c=482177305`, or the same within WeChat's encoded `scene`. Empty when there is none. */
export function codeFrom({ c, scene }: { readonly c: string; readonly scene: string }): string {
  if (c) return digitsOf(c);
  const [, inScene = ''] = /(?:^|&|%26)c(?:=|%3D)([^&%]*)/i.exec(scene) ?? [];
  return digitsOf(inScene);
}

export interface DigitGroup {
  /** 482, or 48· while one is missing */
  readonly shown: string;
  /** Here the next digit goes. */
  readonly next: boolean;
}

/** The code as the card shows it: grouped by three, with a dot for each digit that is missing. */
export function groupsOf(digits: string): DigitGroup[] {
  return Array.from({ length: DIGITS / GROUP }, (_, i) => {
    const part = digits.slice(i * GROUP, (i + 1) * GROUP);
    const next = Math.min(Math.floor(digits.length / GROUP), DIGITS / GROUP - 1) === i;
    return { shown: part.padEnd(GROUP, '·'), next };
  });
}

/** What is still missing before the code can be asked about; empty when nothing is. */
export function missingIn(digits: string): string {
  const left = DIGITS - digits.length;
  if (left === DIGITS) return '请把联系卡上的九个数字填进来。';
  return left > 0 ? `还差 ${left} 个数字，请对着卡片再看一遍。` : '';
}

/** Refusals that are about the code, and so are said beside it. */
export const isAboutCode = (code: ErrorCode): boolean => code.startsWith('accounts.') || code === 'input.invalid';
