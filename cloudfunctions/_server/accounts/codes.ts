import { LIMITS } from '../../../miniprogram/shared/limits';

/** How long an invite code lasts. Cards are handed out at a meeting and come home over a holiday. */
export const INVITE_DAYS = 60;

/** A code of nine digits, as people can type them on a phone: of a thousand million, a school has some thousands open. */
export const makeCode = (dice: () => number): string =>
  Array.from({ length: LIMITS.inviteDigits }, () => Math.floor(dice() * 10)).join('');

/** What was typed, without spaces and dashes and with full-width digits made plain; `undefined` where it cannot be a code. */
export function readCode(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '');
  return digits.length === LIMITS.inviteDigits && /^\d+$/.test(digits) ? digits : undefined;
}

/** 482177305 → 482 177 305, as the card shows it. */
export const spaced = (code: string): string => code.replace(/(\d{3})(?=\d)/g, '$1 ');
