import type { DueChild } from '../../../../services/at-door';
import type { KnownChild } from '../../../../services/children';
import type { Feeding } from '../../../../shared/domain/record-kinds';
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
const MOST_DUE = 20;
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

/** Of whom a record of this kind was due the last time, while nothing is typed. */
export const dueRows = (
  due: readonly DueChild[],
  kind: Feeding,
  typed: string,
  chosen: readonly string[] = [],
): ChildRow[] =>
  typed === '' ? due.flatMap((child) => dueRow(child, kind, chosen.includes(child.id)) ?? []).slice(0, MOST_DUE) : [];

function dueRow({ id, name, className, duties }: DueChild, kind: Feeding, isChosen: boolean): ChildRow | undefined {
  const answered = duties.filter(({ deeds }) =>
    deeds.some((deed) => deed === kind.id || kind.feeds.some((one) => one === deed)),
  );
  if (answered.length === 0) return undefined;
  const late = answered.some(({ state }) => state === 'overdue');
  return {
    key: id,
    name,
    fact: [className, answered.map(({ what }) => what).join('、')].join(' · '),
    ...(isChosen ? CHOSEN : { state: late ? '过期了' : '快到了', tone: late ? 'red' : 'amber' }),
  };
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
