import type { DueChild } from '../../../../services/at-door';
import type { KnownChild } from '../../../../services/children';
import { TONE_WORDS } from '../../../../shared/text/contact';

export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: KnownChild['tone'];
}

/** A thumb scrolls through so many; for the others one types. */
const MOST = 40;
/** Where there are more classes one types. */
const MOST_CLASSES = 6;
const URGENCY: Readonly<Record<KnownChild['tone'], number>> = { red: 0, amber: 1, ok: 2 };
const CHOSEN = { state: '选上了', tone: 'ok' } as const;

/** Those whose name or class holds what was typed, those first who wait for somebody to ask. */
export const found = (children: readonly KnownChild[], typed: string, chosen: readonly string[] = []): ChildRow[] =>
  children
    .filter(({ name, className }) => name.includes(typed) || className.includes(typed))
    .sort((a, b) => URGENCY[a.tone] - URGENCY[b.tone])
    .slice(0, MOST)
    .map(({ id, name, className, tone }) => ({
      key: id,
      name,
      fact: className,
      ...(chosen.includes(id) ? CHOSEN : { state: TONE_WORDS[tone], tone }),
    }));

/** What was due the last time, while nothing is typed. */
export const dueRows = (due: readonly DueChild[], typed: string, chosen: readonly string[] = []): ChildRow[] =>
  typed === ''
    ? due.map(({ id, name, className, what, state }) => ({
        key: id,
        name,
        fact: `${className} · ${what}`,
        ...(chosen.includes(id)
          ? CHOSEN
          : { state: state === 'overdue' ? '过期了' : '快到了', tone: state === 'overdue' ? 'red' : 'amber' }),
      }))
    : [];

/** One's own classes (`names`) to take as a whole, each as a chip. */
export function classChips(
  children: readonly KnownChild[],
  own: readonly string[],
): { value: string; label: string }[] {
  const names = [...new Set(children.map(({ className }) => className))].filter((name) => own.includes(name));
  return names.length > MOST_CLASSES ? [] : names.map((name) => ({ value: name, label: `${name}全班` }));
}

/** The classes of which all children are chosen. */
export const wholeClasses = (children: readonly KnownChild[], chosen: readonly string[]): string[] =>
  [...new Set(children.map(({ className }) => className))].filter((name) =>
    children.every(({ id, className }) => className !== name || chosen.includes(id)),
  );
