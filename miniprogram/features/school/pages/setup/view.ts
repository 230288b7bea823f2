import type { Choice } from '../../../../components/choice-chips/index';
import type { Input, Output } from '../../../../shared/contract';
import { clockText, type Minute } from '../../../../shared/domain/calendar';
import { type SettingsFault, settingsFault } from '../../../../shared/domain/school-settings';
import { spokenTime } from '../../../../shared/text/time';

export type School = Output<'school.read'>;
/** What is being set, as it is typed: names may still be empty. */
export type Settings = Input<'school.configure'>;
export type Window = Settings['windows'][number];

const DAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;
const PUPILS: Record<Window['for'], string> = { all: '所有孩子', boarding: '寄宿的孩子', day: '走读的孩子' };

export const DAY_CHOICES: readonly Choice[] = DAYS.map((day, i) => ({ value: String(i + 1), label: `周${day}` }));
export const PUPIL_CHOICES: readonly Choice[] = Object.entries(PUPILS).map(([value, label]) => ({ value, label }));
export const KIND_CHOICES: readonly Choice[] = [
  { value: 'phone', label: '打电话' },
  { value: 'video', label: '打视频' },
];
const LENGTHS = [10, 15, 20, 30] as const;

/** The lengths to choose from, and the one in use where it is another. */
export const lengthChoices = (now: number): Choice[] =>
  [...new Set([...LENGTHS, now])].sort((a, b) => a - b).map((n) => ({ value: String(n), label: `${n} 分钟` }));

export interface DayRow {
  readonly day: string;
  readonly windows: readonly { readonly key: string; readonly name: string; readonly fact: string }[];
  /** 「值日：吴国平」 */
  readonly duty: string;
}

/** The week as it is opened, Monday first; a day that stays closed has no windows. `key` is the place in `windows`. */
export function weekOf(windows: readonly Window[], duty: School['duty']): DayRow[] {
  return DAYS.map((day, i) => ({
    day: `周${day}`,
    windows: windows
      .map((window, place) => ({ window, key: String(place) }))
      .filter(({ window }) => window.weekday === i + 1)
      .sort((a, b) => a.window.from - b.window.from)
      .map(({ window, key }) => ({
        key,
        name: `${spokenTime(window.from)} 到 ${spokenTime(window.to)}`,
        fact: PUPILS[window.for],
      })),
    duty: duty
      .filter(({ weekday }) => weekday === i + 1)
      .flatMap(({ names }) => names)
      .join('、'),
  }));
}

/** A span of time while it is being written: for several weekdays at once, or one that is there. */
export interface Span {
  readonly weekdays: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly for: Window['for'];
}
export const NEW_SPAN: Span = { weekdays: ['1', '2', '3', '4', '5'], from: '12:00', to: '13:00', for: 'all' };

export const spanOf = ({ weekday, from, to, for: pupils }: Window): Span => ({
  weekdays: [String(weekday)],
  from: clockText(from),
  to: clockText(to),
  for: pupils,
});

const minuteIn = (clock: string): Minute => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The windows with a span written in: in the place of the one at `place`, or as new ones. */
export function withSpan(windows: readonly Window[], span: Span, place: number | null): Window[] {
  const written = span.weekdays.map((weekday) => ({
    weekday: Number(weekday),
    from: minuteIn(span.from),
    to: minuteIn(span.to),
    for: span.for,
  }));
  return [...windows.filter((_, i) => i !== place), ...written];
}

/** Why a span cannot be written in, in words; empty when it can. */
export function spanProblem(settings: Settings, span: Span, place: number | null): string {
  if (span.weekdays.length === 0) return '请选是星期几。';
  const fault = settingsFault({ ...settings, points: [], windows: withSpan(settings.windows, span, place) }, []);
  return fault ? FAULTS[fault.rule] : '';
}

/** What is wrong with the settings as a whole, in words; empty when they can be kept. */
export function problemOf(settings: Settings, known: readonly string[]): string {
  if (settings.points.length === 0) return '请至少加一个通话点。';
  if (settings.points.some(({ name }) => name.trim() === '')) return '每个通话点都要有一个名字。';
  const trimmed = settings.points.map((point) => ({ ...point, name: point.name.trim() }));
  const fault = settingsFault({ ...settings, points: trimmed }, known);
  return fault ? FAULTS[fault.rule] : '';
}

const FAULTS: Record<SettingsFault['rule'], string> = {
  unknown: '有一个通话点已经不在了，请退出去再打开这一页。',
  same_name: '有两个通话点名字一样，请改一个。',
  same_point: '有一个通话点重复了，请去掉一个。',
  backwards: '结束的时间要晚于开始的时间。',
  too_short: '有一段时间太短，一次通话都放不下。',
  overlap: '同一天、同样的孩子，有两段时间重叠了。',
};
