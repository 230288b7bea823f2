const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id that no other phone makes: 9 characters of time, 15 of dice. Fits the contract's `requestKey`; it is no secret. */
export function newId(): string {
  const dice = Array.from({ length: 15 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('');
  return Date.now().toString(36).padStart(9, '0') + dice;
}
