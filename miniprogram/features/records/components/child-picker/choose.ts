import { type DueChild, isAnswered } from '../../../../services/at-door';
import type { KnownChild } from '../../../../services/children';
import type { Feeding } from '../../../../shared/domain/record-kinds';
import { TONE_WORDS } from '../../../../shared/text/contact';

export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: KnownChild['tone'];
  /** Where several may be chosen: whether this one is. */
  readonly mark: '' | 'on' | 'off';
}

/** A thumb scrolls through so many; for the others one types. */
const MOST = 40;
const MOST_DUE = 20;
/** Where there are more classes one types. */
const MOST_CLASSES = 6;
const URGENCY: Readonly<Record<KnownChild['tone'], number>> = { red: 0, amber: 1, ok: 2 };
const LATE = { state: '过期了', tone: 'red' } as const;
const SOON = { state: '快到了', tone: 'amber' } as const;
/** Who is chosen already; `null` where one is chosen and that is all. */
type Chosen = readonly string[] | null;
const markOf = (id: string, chosen: Chosen): ChildRow['mark'] =>
  chosen === null ? '' : chosen.includes(id) ? 'on' : 'off';

/** Those whose name or class holds what was typed, those first who wait for somebody to ask. */
export const found = (children: readonly KnownChild[], typed: string, chosen: Chosen = null): ChildRow[] =>
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
      mark: markOf(id, chosen),
    }));

/** Of whom a record of this kind was due the last time, the late ones first, while nothing is typed. */
export function dueRows(due: readonly DueChild[], kind: Feeding, typed: string, chosen: Chosen = null): ChildRow[] {
  if (typed !== '') return [];
  const asked = due.map((child) => ({ child, duties: child.duties.filter((duty) => isAnswered(duty, kind)) }));
  return asked
    .filter(({ duties }) => duties.length > 0)
    .map(({ child, duties }) => ({ child, duties, late: duties.some(({ state }) => state === 'overdue') }))
    .sort((a, b) => Number(b.late) - Number(a.late))
    .slice(0, MOST_DUE)
    .map(({ child: { id, name, className }, duties, late }) => ({
      ...{ key: id, name, fact: `${className} · ${duties.map(({ what }) => what).join('、')}` },
      ...(late ? LATE : SOON),
      mark: markOf(id, chosen),
    }));
}

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
