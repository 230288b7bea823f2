import { clockText, type Day, type Minute } from '../../../shared/domain/calendar';
import { spokenSpan, spokenTime, weekdayName } from '../../../shared/text/time';
import type { Settings } from './school';
import { daysWord } from './words';

export type Window = Settings['windows'][number];

/** A span of time while it is being written: for several weekdays at once, or one that is there. */
export interface Span {
  readonly weekdays: readonly string[];
  /** '12:00' */
  readonly from: string;
  readonly to: string;
  readonly for: Window['for'];
  /** First and last day; empty for always. */
  readonly since: Day;
  readonly until: Day;
  /** Whose it is, where classes have their own. */
  readonly classIds: readonly string[];
}
export const NEW_SPAN: Span = {
  weekdays: ['1', '2', '3', '4', '5'],
  from: '12:00',
  to: '13:00',
  for: 'all',
  since: '',
  until: '',
  classIds: [],
};

/** '18:30' → 1110. */
export const minuteIn = (clock: string): Minute => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** What was chosen on WeChat's wheels, as people say it: '2026-11-24' → 11月24日 周二, '16:30' → 下午 4:30. */
export const chosenWord = (chosen: string, today: Day): string =>
  chosen.includes(':') ? spokenTime(minuteIn(chosen)) : `${daysWord(chosen, chosen, today)} ${weekdayName(chosen)}`;

/** 中午 12:00 到 1:00 */
export const hoursWord = ({ from, to }: { readonly from: Minute; readonly to: Minute }): string => spokenSpan(from, to);

/** 「9月1日起」「到 10月31日」「9月1日—10月31日」; empty for always. */
export function validityWord({ since, until }: Pick<Window, 'since' | 'until'>, today: Day): string {
  if (since && until) return daysWord(since, until, today);
  if (since) return `${daysWord(since, since, today)}起`;
  return until ? `到 ${daysWord(until, until, today)}` : '';
}

export const spanOfWindow = ({ weekday, from, to, for: pupils, since, until }: Window): Span => ({
  ...NEW_SPAN,
  weekdays: [String(weekday)],
  from: clockText(from),
  to: clockText(to),
  for: pupils,
  since: since ?? '',
  until: until ?? '',
});

/** The windows with a span written in: in the place of the one at `place`, or as new ones. */
export function withSpan(windows: readonly Window[], span: Span, place: number | null): Window[] {
  const written = span.weekdays.map((weekday) => ({
    weekday: Number(weekday),
    from: minuteIn(span.from),
    to: minuteIn(span.to),
    for: span.for,
    ...(span.since ? { since: span.since } : {}),
    ...(span.until ? { until: span.until } : {}),
  }));
  return [...windows.filter((_, i) => i !== place), ...written];
}
