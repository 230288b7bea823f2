/** Letters and digits that nobody mixes up on paper: no 0 O 1 I L U. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 78 bits: nobody guesses one. */
const LENGTH = 16;

/** A paper slip's code, for the scene of its QR. `dice` must be fit for secrets. */
export const makeSlipCode = (dice: () => number): string =>
  Array.from({ length: LENGTH }, () => LETTERS[Math.floor(dice() * LETTERS.length)]).join('');

/** What was scanned or typed; `undefined` where it cannot be a code. */
export function readSlipCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined;
}

/** The page that opens when a slip is scanned; it finds the code in the scene. */
export const RELAY_PAGE = 'features/notices/pages/relay/index';
export const sceneOf = (code: string): string => `s=${code}`;
