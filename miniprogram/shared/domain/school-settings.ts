import type { Channel } from '../contract';
import type { Day, Minute } from './calendar';
import type { LeftBehindRule } from './left-behind';
import { overlaps, type Range } from './ranges';
import { firstCall, type SlotRules } from './slots';

type Window = Pick<SlotRules['windows'][number], 'from' | 'to' | 'for' | 'since' | 'until'> & {
  readonly weekday: number;
};

/** What a school sets, as far as its parts can be wrong or go wrong together. Shapes and smallest and largest values are the contract's. */
export interface Settings {
  readonly points: readonly { readonly id?: string | undefined; readonly name: string }[];
  readonly windows: readonly Window[];
  readonly exceptions: readonly {
    readonly day: Day;
    readonly kind: 'closed' | 'extra' | 'as';
    readonly hours: readonly Range[];
    readonly weekday: number | null;
  }[];
  readonly freePeriods: readonly (Range & { readonly classId: string; readonly weekday: number })[];
  readonly duty: readonly { readonly weekday: number; readonly staffIds: readonly string[] }[];
  readonly term: { readonly from: Day; readonly to: Day };
  readonly slotMinutes: Minute;
  readonly changeoverMinutes: Minute;
  readonly channels: Readonly<Record<'phone' | 'video', readonly Channel[]>>;
  readonly planning: { readonly minute: Minute } | null;
  readonly leftBehindRules: readonly LeftBehindRule[];
}

/** Ids that the settings may name. */
export interface Known {
  readonly pointIds: readonly string[];
  readonly classIds: readonly string[];
  /** Who can be on duty. */
  readonly staffIds: readonly string[];
}

export interface SettingsFault {
  /** Where, e.g. `windows.2`. */
  readonly field: string;
  readonly rule:
    | 'unknown'
    | 'same_name'
    | 'same_point'
    | 'backwards'
    | 'too_short'
    | 'too_long'
    | 'overlap'
    | 'twice'
    | 'missing'
    | 'unfit';
}
type Rule = SettingsFault['rule'];

/** The first thing that is wrong with a school's settings, or `undefined`. */
export function settingsFault(settings: Settings, known: Known): SettingsFault | undefined {
  const { points, windows, exceptions, freePeriods, duty, channels, slotMinutes, leftBehindRules } = settings;
  return (
    firstOf('points', points, (point, before) => pointRule(point, before, known)) ??
    firstOf('windows', windows, (window, before) => windowRule(window, before, slotMinutes)) ??
    firstOf('exceptions', exceptions, (exception, before) => exceptionRule(exception, before, slotMinutes)) ??
    firstOf('freePeriods', freePeriods, (period, before) => periodRule(period, before, known)) ??
    firstOf('duty', duty, (day, before) => dutyRule(day, before, known)) ??
    channelsFault(channels) ??
    firstOf('leftBehindRules', leftBehindRules, ruleRule) ??
    partsFault(settings)
  );
}

/** The first of a list that breaks a rule, judged beside those before it. */
function firstOf<T>(
  field: string,
  items: readonly T[],
  ruleOf: (item: T, before: readonly T[]) => Rule | undefined,
): SettingsFault | undefined {
  for (const [i, item] of items.entries()) {
    const rule = ruleOf(item, items.slice(0, i));
    if (rule) return { field: `${field}.${i}`, rule };
  }
  return undefined;
}

function pointRule(
  { id, name }: Settings['points'][number],
  before: Settings['points'],
  { pointIds }: Known,
): Rule | undefined {
  if (id !== undefined && !pointIds.includes(id)) return 'unknown';
  if (id !== undefined && before.some((other) => other.id === id)) return 'same_point';
  return before.some((other) => other.name === name) ? 'same_name' : undefined;
}

/** Hours of one weekday that hold in the same weeks for the same pupils must not overlap, or one point would offer two calls at a time. */
function windowRule(window: Window, before: readonly Window[], slotMinutes: Minute): Rule | undefined {
  if (window.since && window.until && window.since > window.until) return 'backwards';
  const clashes = (other: Window) =>
    other.weekday === window.weekday &&
    (other.for === window.for || other.for === 'all' || window.for === 'all') &&
    overlaps(other, window) &&
    (other.since ?? '') <= (window.until ?? '~') &&
    (window.since ?? '') <= (other.until ?? '~');
  return hoursRule(window, slotMinutes) ?? (before.some(clashes) ? 'overlap' : undefined);
}

function hoursRule({ from, to }: Range, slotMinutes: Minute): Rule | undefined {
  if (from >= to) return 'backwards';
  return to - firstCall(from) < slotMinutes ? 'too_short' : undefined;
}

type Exception = Settings['exceptions'][number];
function exceptionRule(
  { day, kind, hours, weekday }: Exception,
  before: readonly Exception[],
  slotMinutes: Minute,
): Rule | undefined {
  if (before.some((other) => other.day === day)) return 'twice';
  if (kind === 'as' && weekday === null) return 'missing';
  return firstOf(
    '',
    hours,
    (own, earlier) =>
      hoursRule(own, slotMinutes) ?? (earlier.some((other) => overlaps(other, own)) ? 'overlap' : undefined),
  )?.rule;
}

type Period = Settings['freePeriods'][number];
function periodRule(period: Period, before: readonly Period[], { classIds }: Known): Rule | undefined {
  if (!classIds.includes(period.classId)) return 'unknown';
  if (period.from >= period.to) return 'backwards';
  const clashes = (other: Period) =>
    other.classId === period.classId && other.weekday === period.weekday && overlaps(other, period);
  return before.some(clashes) ? 'overlap' : undefined;
}

type DutyOfWeekday = Settings['duty'][number];
function dutyRule(
  { weekday, staffIds }: DutyOfWeekday,
  before: readonly DutyOfWeekday[],
  known: Known,
): Rule | undefined {
  if (before.some((other) => other.weekday === weekday)) return 'twice';
  if (staffIds.some((id) => !known.staffIds.includes(id))) return 'unknown';
  return new Set(staffIds).size < staffIds.length ? 'twice' : undefined;
}

/** Definitions of 留守 follow one another: one begins after the one before. */
function ruleRule({ since }: LeftBehindRule, before: Settings['leftBehindRules']): Rule | undefined {
  const last = before[before.length - 1]?.since;
  if (last === undefined || since > last) return undefined;
  return since === last ? 'twice' : 'backwards';
}

/** What each kind of point can carry: a telephone only calls, a tablet can do all. */
const CARRIES: Readonly<Record<'phone' | 'video', readonly Channel[]>> = {
  phone: ['phone'],
  video: ['phone', 'wechat', 'voip_voice', 'voip_video'],
};

function channelsFault(channels: Settings['channels']): SettingsFault | undefined {
  for (const kind of ['phone', 'video'] as const) {
    const own = channels[kind];
    const field = `channels.${kind}`;
    if (own.length === 0) return { field, rule: 'missing' };
    if (new Set(own).size < own.length) return { field, rule: 'twice' };
    if (own.some((channel) => !CARRIES[kind].includes(channel))) return { field, rule: 'unfit' };
  }
  return undefined;
}

const DAY_MINUTES = 24 * 60;

function partsFault({ term, slotMinutes, changeoverMinutes, planning }: Settings): SettingsFault | undefined {
  if (term.from >= term.to) return { field: 'term', rule: 'backwards' };
  if (changeoverMinutes >= slotMinutes) return { field: 'changeoverMinutes', rule: 'too_long' };
  return planning && planning.minute >= DAY_MINUTES ? { field: 'planning.minute', rule: 'unfit' } : undefined;
}
