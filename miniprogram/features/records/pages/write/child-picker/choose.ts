import type { KnownChild } from '../../../../../services/children';
import { TONE_WORDS } from '../../../../../shared/text/contact';

export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: KnownChild['tone'];
}

/** A thumb scrolls through so many; for the others one types. */
const MOST = 40;
const URGENCY: Readonly<Record<KnownChild['tone'], number>> = { red: 0, amber: 1, ok: 2 };

/** Those whose name or class holds what was typed, those first who wait for somebody to ask. */
export const found = (children: readonly KnownChild[], typed: string): ChildRow[] =>
  children
    .filter(({ name, className }) => name.includes(typed) || className.includes(typed))
    .sort((a, b) => URGENCY[a.tone] - URGENCY[b.tone])
    .slice(0, MOST)
    .map(({ id, name, className, tone }) => ({
      key: id,
      name,
      fact: className,
      state: TONE_WORDS[tone],
      tone,
    }));
