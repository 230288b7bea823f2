export const LETTER_WAYS = ['text', 'voice', 'both'] as const;
export type LetterWay = (typeof LETTER_WAYS)[number];
/** `checking`: WeChat's check of the voice is under way; `held`: it was not let through; `waiting`: for its reader. */
export const LETTER_STATES = ['checking', 'held', 'waiting', 'opened', 'taken_back', 'reported'] as const;
export type LetterState = (typeof LETTER_STATES)[number];
export const REPORT_REASONS = ['scared', 'rude', 'money', 'stranger', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];
/** The pictures of a child's secret, by their number: the drawing and what a child calls it. */
export const PICTURES = [
  { drawing: 'cat', name: '猫' },
  { drawing: 'dog', name: '狗' },
  { drawing: 'fish', name: '鱼' },
  { drawing: 'apple', name: '苹果' },
  { drawing: 'cherry', name: '樱桃' },
  { drawing: 'mushroom', name: '蘑菇' },
  { drawing: 'sun', name: '太阳' },
  { drawing: 'moon', name: '月亮' },
  { drawing: 'star', name: '星星' },
  { drawing: 'guitar', name: '吉他' },
  { drawing: 'rocket', name: '火箭' },
  { drawing: 'home', name: '房子' },
] as const;

/** A letter's reader, or its writer. */
export type LetterSide = 'child' | 'adult';
interface Standing {
  readonly direction: 'to_child' | 'to_parent';
  readonly state: LetterState;
}

/** Letters a day from one to the other. */
export const LETTERS_A_DAY = 5;
/** Wrong tries of a child's pictures a day; among 1,728 rows of pictures that is one chance in 345. */
export const SECRET_TRIES = 5;
/** How long older letters stay closed after staff let a child choose its pictures anew, in ms. */
export const CLOSED_MS = 24 * 3_600_000;
/** How long a child that the desk sent finds its name at the tablet, in ms. */
export const VISIT_MS = 30 * 60_000;

/** So long after its call a child may still be at the tablet, in minutes. */
const STAYS_MINUTES = 30;

/** Whether the desk saw a child come for this call and it may still be there. */
export const isAtCall = ({ status, to }: { readonly status: string; readonly to: number }, minute: number): boolean =>
  SEEN.some((one) => one === status) && minute <= to + STAYS_MINUTES;
const SEEN = ['checked_in', 'in_call', 'done'] as const;

/** Letters go between a child and its parents who may be in contact with it. */
export const mayWrite = (
  adult: {
    readonly role: string;
    readonly children: readonly { readonly studentId: string; readonly mayContact: boolean }[];
  },
  studentId: string,
): boolean => adult.role === 'parent' && adult.children.some((one) => one.studentId === studentId && one.mayContact);

export const isMine = ({ direction }: Pick<Standing, 'direction'>, side: LetterSide): boolean =>
  (direction === 'to_parent') === (side === 'child');

/** Whether somebody sees that a letter exists: a writer always, a reader once it was let through and while it was not taken back. */
export const isThere = (letter: Standing, side: LetterSide): boolean =>
  isMine(letter, side) || letter.state === 'waiting' || letter.state === 'opened';

/** How a letter stands, as one of the two sees it. A writer does not learn of a report. */
export const stateFor = (letter: Standing & { readonly report: unknown }, side: LetterSide): LetterState =>
  letter.report !== null && !isMine(letter, side) ? 'reported' : letter.state;

/** Until when a letter stays closed to its child because staff let it choose its pictures anew; `null` where it is open. */
export function closedUntil(
  letter: { readonly at: number },
  forgottenAt: number | null | undefined,
  now: number,
): number | null {
  if (forgottenAt === null || forgottenAt === undefined || letter.at > forgottenAt) return null;
  return now < forgottenAt + CLOSED_MS ? forgottenAt + CLOSED_MS : null;
}

export const wayOf = (said: { readonly text: string; readonly voice: unknown }): LetterWay | null =>
  said.voice ? (said.text === '' ? 'voice' : 'both') : said.text === '' ? null : 'text';
