import type { Bar } from '../../../../components/bar-chart/bars';
import type { Output } from '../../../../shared/contract';
import { spokenTime } from '../../../../shared/text/time';
import { weekdayWord } from '../../settings/words';

export type Capacity = Output<'school.capacity'>;

export interface CapacityView {
  readonly headline: string;
  /** How many families, one bar each: reached, no time that fits, no room. */
  readonly bars: readonly Bar[];
  readonly households: number;
  /** What holds the rest back, a sentence each. */
  readonly why: readonly string[];
  /** 「再添一个通话点：多 14 户。」; empty where it brings nobody. */
  readonly point: string;
  /** What one more hour would bring, by when. */
  readonly hours: readonly Bar[];
  /** What to do first. */
  readonly advice: string;
}

/** So many hours can be compared at a glance. */
const HOURS_SHOWN = 8;

/** @param points how many call points there are. */
export function capacityView(capacity: Capacity, points: number): CapacityView {
  const { slots, households, reached, noTime, crowdedOut, gains } = capacity;
  const without = noTime.reduce((sum, { households: n }) => sum + n, 0);
  const point = gains.find(({ kind }) => kind === 'point')?.reached ?? 0;
  const hours = gains.filter(({ kind, reached: n }) => kind === 'hour' && n > 0);
  return {
    headline:
      reached === households
        ? `现在 ${points} 个通话点，一周能让 ${households} 户都打上电话`
        : `现在 ${points} 个通话点，一周能让 ${households} 户里的 ${reached} 户打上电话`,
    bars: [
      bar('打得上', reached, 'ok'),
      ...(crowdedOut > 0 ? [bar('挤不下', crowdedOut, 'amber')] : []),
      ...(without > 0 ? [bar('时间不合', without, 'red')] : []),
    ],
    households,
    why: [
      ...noTime.filter(({ households: n }) => n > 0).map(({ shift, households: n }) => whyNoTime(shift, n)),
      ...(crowdedOut > 0 ? [`一周一共 ${slots} 个时间。还有 ${crowdedOut} 户也有合适的，可是都排满了，挤不下。`] : []),
    ],
    point: point > 0 ? `再添一个通话点：多 ${point} 户` : '',
    hours: hours.slice(0, HOURS_SHOWN).map(({ weekday, from, reached: n }) => ({
      label: `${weekdayWord(weekday ?? 1)}${spokenTime(from ?? 0)}`,
      value: n,
      figure: `多 ${n} 户`,
    })),
    advice: adviceOf(capacity, point, hours[0]),
  };
}

const bar = (label: string, n: number, tone: 'ok' | 'amber' | 'red'): Bar => ({
  label,
  value: n,
  figure: `${n} 户`,
  tone,
});

const SHIFTS: Readonly<Record<string, string>> = {
  day: '上白班，开放的时间都在上班',
  night: '上夜班，开放的时间都在上班或者睡觉',
  two_shift: '两班倒，开放的时间都在上班或者睡觉',
};
/** A family of which no shift is known is held back by the child's own hours. */
const whyNoTime = (shift: string, n: number): string =>
  `${n} 户${SHIFTS[shift] ?? '家里随时都行，可是孩子有空的时候没有开放'}。`;

function adviceOf(
  { households, reached }: Capacity,
  point: number,
  hour: Capacity['gains'][number] | undefined,
): string {
  if (reached === households) return '不用再添了。';
  const best = hour?.reached ?? 0;
  if (point === 0 && best === 0)
    return '再添一个通话点，或者多开一个小时，都帮不上这几户：要一起添几样，或者请班主任另外帮他们约。';
  if (!hour || point > best) return '先添一个通话点最管用。一部旧手机、一台旧平板都行。';
  return `先在${weekdayWord(hour.weekday ?? 1)}${spokenTime(hour.from ?? 0)} 多开一小时最管用，不用花钱添东西。`;
}
