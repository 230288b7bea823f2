import type { MentorRow } from '../../../../shared/contract';
import { checkText, mentorFact } from '../../pairing-words';

/** More than a thumb scrolls through: for the others one types. */
const MOST = 6;

export interface ChoiceRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
}

/** Mentors whose name holds what was typed; while nothing is, those with the fewest children. Without a check that holds nobody. */
export const rowsOf = (mentors: readonly MentorRow[], typed: string): ChoiceRow[] =>
  mentors
    .filter(({ name, check }) => check !== 'missing' && name.includes(typed))
    .sort((a, b) => a.pairs.length - b.pairs.length || (a.id < b.id ? -1 : 1))
    .slice(0, MOST)
    .map((one) => ({ key: one.id, name: one.name, fact: mentorFact(one), state: checkText(one) }));
