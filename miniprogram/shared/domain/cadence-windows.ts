import type { CadenceRow } from '../contract';
import { addDays, type Day, daysBetween, weekOf } from './calendar';
import type { DayKind } from './slots';

/** What of a school's calendar cadences go by. */
export interface CareTime {
  readonly term: { readonly from: Day; readonly to: Day };
  /** Whether school is closed on a day: never guessed, and no ordinary weekend is (visits are made then). */
  readonly isClosed: (day: Day) => boolean;
  readonly today: Day;
}

/** The closed days: the school's own word outranks the public calendar; in a year that is not published there is only the school's. */
export const closedDays =
  (
    exceptions: readonly { readonly day: Day; readonly kind: 'closed' | 'extra' | 'as' }[],
    kindOf: (day: Day) => DayKind,
  ): CareTime['isClosed'] =>
  (day) => {
    const own = exceptions.find((exception) => exception.day === day);
    return own ? own.kind === 'closed' : kindOf(day) === 'holiday';
  };

/** From the first day to `due` something is to be done; what is done up to `until` is late and counts all the same. */
export interface Window {
  readonly from: Day;
  readonly due: Day;
  readonly until: Day;
  /** How many days it has where nothing cuts it off. */
  readonly whole: number;
  /** How many of its days, up to `due`, are none of rest. */
  readonly open: number;
}

/** A rule laid over a school's calendar: made once for all children. */
export interface Frame {
  readonly rule: CadenceRow;
  readonly windows: readonly Window[];
  /** The days of these windows on which the rule rests for everybody. */
  readonly closed: readonly Day[];
}

type Span = Pick<Window, 'from' | 'due' | 'until'>;

const THIRD_DAYS = 21;

/**
 * The windows of a rule, in order, none over another. They lie where the calendar has them (weeks from Monday, whole months, parts of the term) and
 * are cut to the rule's own days. What holidays suspend is cut to the term as well; the rest goes on after it, up to the window of today.
 */
export function frameOf(rule: CadenceRow, time: CareTime): Frame {
  const { term, today } = time;
  const rests = rule.pausedBy.includes('holiday');
  const spans = LAID[rule.window](term, rests || today < term.to ? term.to : today);
  const first = later(rule.since, rests ? term.from : rule.since);
  const last = earlier(rule.until ?? LAST, rests ? term.to : LAST);
  const cut = spans.flatMap((span) => {
    const window = { from: later(span.from, first), due: earlier(span.due, last), until: earlier(span.until, last) };
    return window.from > window.due ? [] : [{ ...window, whole: daysIn(span.from, span.due) }];
  });
  const closed = rests ? cut.flatMap(({ from, due }) => daysOf(from, due).filter(time.isClosed)) : [];
  return {
    rule,
    windows: cut.map((window) => ({ ...window, open: daysIn(window.from, window.due) - among(closed, window) })),
    closed,
  };
}

/** Later than every day that is entered anywhere. */
const LAST: Day = '2999-12-31';
const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
const daysIn = (from: Day, to: Day): number => daysBetween(from, to) + 1;
const daysOf = (from: Day, to: Day): Day[] =>
  Array.from({ length: Math.max(0, daysIn(from, to)) }, (_, i) => addDays(from, i));
const among = (days: readonly Day[], { from, due }: Pick<Window, 'from' | 'due'>): number =>
  days.filter((day) => from <= day && day <= due).length;

/** How the windows of each kind lie, from the one in which the term begins to the one in which `to` is. */
const LAID: Readonly<Record<CadenceRow['window'], (term: CareTime['term'], to: Day) => Span[]>> = {
  week: ({ from }, to) => oneByOne(weekOf(from), to, (monday) => addDays(monday, 7)),
  month: ({ from }, to) => oneByOne(firstOf(from), to, (first) => firstOf(addDays(first, 31))),
  term: ({ from, to }) => [{ from, due: to, until: to }],
  term_thirds: (term) => thirdsOf(term),
};

const firstOf = (day: Day): Day => `${day.slice(0, 7)}-01`;

function oneByOne(first: Day, to: Day, next: (from: Day) => Day): Span[] {
  const spans: Span[] = [];
  for (let from = first; from <= to; from = next(from)) {
    const due = addDays(next(from), -1);
    spans.push({ from, due, until: due });
  }
  return spans;
}

/** The first, middle and last three weeks, or thirds of a term that is shorter than nine; late counts until the next begins. */
function thirdsOf({ from, to }: CareTime['term']): Span[] {
  const days = daysIn(from, to);
  const third = Math.min(THIRD_DAYS, Math.floor(days / 3));
  if (third === 0) return [];
  const starts = [from, addDays(from, Math.floor((days - third) / 2)), addDays(to, 1 - third)];
  return starts.map((start, i) => {
    const following = starts[i + 1];
    return { from: start, due: addDays(start, third - 1), until: following ? addDays(following, -1) : to };
  });
}

/** When the duties of one child rest. */
export interface Pause {
  readonly from: Day;
  /** `null`: until it is back. */
  readonly to: Day | null;
  readonly why: 'ill' | 'away';
}

/** Whether a child's pause of a day suspends a rule. */
export const isPausedOn = ({ pausedBy }: CadenceRow, pauses: readonly Pause[], day: Day): boolean =>
  pauses.some(({ from, to, why }) => pausedBy.includes(why) && from <= day && (to === null || day <= to));

/** The windows of a frame as they are for a child of whom counting begins on `since`, and whose duties rest at times. */
export function windowsFor(frame: Frame, since: Day, pauses: readonly Pause[]): readonly Window[] {
  const windows = windowsSince(frame, since);
  const own = pauses.filter(({ why }) => frame.rule.pausedBy.includes(why));
  if (own.length === 0) return windows;
  return windows.map((window) => ({ ...window, open: window.open - pausedDays(window, own, frame.closed) }));
}

function windowsSince({ windows, closed }: Frame, since: Day): readonly Window[] {
  const first = windows.findIndex(({ due }) => since <= due);
  const cut = windows[first];
  if (!cut) return [];
  if (since <= cut.from) return windows.slice(first);
  const open = daysIn(since, cut.due) - among(closed, { from: since, due: cut.due });
  return [{ ...cut, from: since, open }, ...windows.slice(first + 1)];
}

/** Days of a window that only the child's pauses take from it. */
function pausedDays({ from, due }: Window, pauses: readonly Pause[], closed: readonly Day[]): number {
  const days = new Set(pauses.flatMap((pause) => daysOf(later(pause.from, from), earlier(pause.to ?? due, due))));
  return [...days].filter((day) => !closed.includes(day)).length;
}

/** A window of which less than half is left asks for nothing. */
export const holds = ({ open, whole }: Pick<Window, 'open' | 'whole'>): boolean => open * 2 >= whole;
