/** Letters and digits that nobody mixes up on paper: no 0 O 1 I L U. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 78 bits: nobody guesses one. */
const LENGTH = 16;

/** A code for a paper slip or a child's file on its way. `dice` must be fit for secrets. */
export const makeLetterCode = (dice: () => number): string =>
  Array.from({ length: LENGTH }, () => LETTERS[Math.floor(dice() * LETTERS.length)]).join('');

/** What was scanned or typed; `undefined` where it cannot be a code. */
export function readLetterCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined;
}
