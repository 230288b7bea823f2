import type { CadenceRow, CadenceTally } from '../contract';
import { CONTACT, type DutyState } from './cadence';
import { type CareChild, type DutyToday, isFor, stateOf } from './cadence-duties';
import { type CareTime, type Frame, frameOf, type Pause } from './cadence-windows';
import type { Day } from './calendar';
import { type Feeding, kindsOfDeed } from './record-kinds';

/** A rule of a school made ready for all its children: where its windows lie, and which kinds of records count. */
export interface Counted {
  readonly rule: CadenceRow;
  readonly frame: Frame;
  readonly kinds: readonly string[];
}

/** @param own kinds of the school's own, also those that are gone: what was written with them still counts. */
export const countedRules = (rules: readonly CadenceRow[], time: CareTime, own: readonly Feeding[] = []): Counted[] =>
  rules.map((rule) => ({
    rule,
    frame: frameOf(rule, time),
    // A rule may count a kind itself, which may have fed nothing before it went.
    kinds: [...new Set(rule.counts.flatMap((deed) => [deed, ...kindsOfDeed(deed, own)]))],
  }));

/** What of a child's document cadences look at, and who its mentors are. */
export interface CareFacts {
  readonly leftBehind: boolean;
  readonly boarding: boolean;
  readonly contact: { readonly childDay: Day | null; readonly since: Day };
  readonly done?: Readonly<Record<string, readonly Day[]>> | undefined;
  readonly pauses?: readonly Pause[] | undefined;
  readonly paired: boolean;
  readonly focus?: boolean | undefined;
}

/** What a rule sees of a child. @param contactDays days of contact, where more than the last is known. */
export function seenBy(
  { kinds, rule }: Counted,
  { contact, done = {}, pauses = [] }: CareFacts,
  contactDays: readonly Day[] = contact.childDay === null ? [] : [contact.childDay],
): CareChild {
  // A loop: this is asked ten thousand times for one look at a school.
  const days: Day[] = rule.counts.includes(CONTACT) ? [...contactDays] : [];
  for (const kind of kinds) days.push(...(done[kind] ?? []));
  return { since: contact.since, pauses, days };
}

/** One child under one rule today. */
export interface Care<C> extends DutyToday {
  readonly child: C;
  readonly rule: CadenceRow;
}

/** How every child stands under every rule that holds for it and `asks` lets through, today. */
export function careToday<C extends CareFacts>(
  children: readonly C[],
  rules: readonly Counted[],
  today: Day,
  asks: (rule: CadenceRow, child: C) => boolean = () => true,
): Care<C>[] {
  const care: Care<C>[] = [];
  for (const counted of rules)
    for (const child of children) {
      if (!isFor(counted.rule, child) || !asks(counted.rule, child)) continue;
      const state = stateOf(counted.frame, seenBy(counted, child), today);
      if (state) care.push({ ...state, child, rule: counted.rule });
    }
  return care;
}

const URGENCY: readonly DutyState[] = ['overdue', 'soon', 'open'];

/** What is to be done, most urgent first: what was missed longest, then what is due first, then in the school's order. */
export const toDo = <C extends { readonly order: string }>(care: readonly Care<C>[]): Care<C>[] =>
  care
    .filter(({ state }) => URGENCY.includes(state))
    .sort(
      (a, b) =>
        URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) ||
        b.missed - a.missed ||
        compared(a.due, b.due) ||
        compared(a.child.order, b.child.order),
    );

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How many children stand how, by rule, in the order of the rules. */
export function talliesOf(rules: readonly CadenceRow[], care: readonly Care<unknown>[]): CadenceTally[] {
  const tallies = new Map(
    rules.map(({ id: cadenceId }) => [cadenceId, { cadenceId, ok: 0, open: 0, soon: 0, overdue: 0, paused: 0 }]),
  );
  for (const { rule, state } of care) {
    const tally = tallies.get(rule.id);
    if (tally) tally[state] += 1;
  }
  return [...tallies.values()];
}

/**
 * Whose task a rule is for a child: the mentors', or the head teacher's, to whom also falls what is the mentors' where a child has none.
 */
export const isTaskOf = (
  { by }: Pick<CadenceRow, 'by'>,
  child: { readonly mine: boolean; readonly inMyClass: boolean; readonly paired: boolean },
): boolean => (by === 'mentor' ? child.mine || (child.inMyClass && !child.paired) : child.inMyClass);

/** The most pauses that are kept of a child. */
const PAUSES = 40;

/** A child's pauses with one more; one of the same first day is replaced. In order, the oldest go first. */
export const withPause = (pauses: readonly Pause[], pause: Pause): Pause[] =>
  [...withoutPause(pauses, pause.from), pause].sort((a, b) => compared(a.from, b.from)).slice(-PAUSES);

export const withoutPause = (pauses: readonly Pause[], from: Day): Pause[] =>
  pauses.filter((pause) => pause.from !== from);
