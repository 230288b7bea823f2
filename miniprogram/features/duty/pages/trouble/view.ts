import type { Untold } from '../../../../services/desk-day';
import type { Input, Output } from '../../../../shared/contract';
import type { Minute } from '../../../../shared/domain/calendar';
import { UNBEGUN } from '../../../../shared/domain/calls';
import { overlaps } from '../../../../shared/domain/ranges';
import { CHANGE_REASONS } from '../../../../shared/text/tickets';
import { spokenTime } from '../../../../shared/text/time';
import { adultOf } from '../../words';

type Board = Output<'calls.board'>;
export type Trouble = Input<'desk.disrupt'>['why'];

interface Chip {
  readonly value: string;
  readonly label: string;
}

export const TROUBLES: readonly (Chip & { readonly value: Trouble; readonly hint: string })[] = [
  { value: 'power_cut', label: '停电了', hint: '所有通话点都打不了' },
  { value: 'point_broken', label: '这个点坏了', hint: '别的通话点还能打' },
  { value: 'duty_ill', label: '老师病了', hint: '今天没有人值日了' },
  { value: 'day_closed', label: '今天不开了', hint: '学校有别的事' },
];

const DAY_END = 1440;
/** What lasts to the end of the day whatever one hopes. */
const ALL_DAY: readonly Trouble[] = ['duty_ill', 'day_closed'];
/** For how long, minutes; a power cut may be over before. */
const LENGTHS = [60, 120] as const;

/** Until when: 「到下午 5:00」, 「今天都不行」. None where there is nothing to choose. */
export function untilChips(why: Trouble, nowMinute: Minute): Chip[] {
  if (ALL_DAY.includes(why)) return [];
  const ends = LENGTHS.map((length) => nextQuarter(nowMinute) + length).filter((end) => end < DAY_END);
  return [
    { value: String(DAY_END), label: '今天都不行' },
    ...ends.map((end) => ({ value: String(end), label: `到${spokenTime(end)}` })),
  ];
}

const nextQuarter = (minute: Minute): Minute => Math.ceil(minute / 15) * 15;

/** What is out of use: when, and which points (`null` for all). */
export interface Outage {
  readonly from: Minute;
  readonly to: Minute;
  readonly pointIds: string[] | null;
}

/** What is out of use now, in words, to be ended before its time. */
export const outageRows = ({ outages, points }: Pick<Board, 'outages' | 'points'>) =>
  outages.map(({ to, pointIds }) => ({
    name: pointIds?.map((id) => points.find((point) => point.id === id)?.name ?? '').join('、') || '所有通话点',
    fact: to >= DAY_END ? '今天都不开' : `停到${spokenTime(to)}`,
  }));

/** How many calls it touches, in words, before anything is done. */
export function effectWords({ calls }: Board, { from, to, pointIds }: Outage): string {
  const here = calls.filter((call) => overlaps(call, { from, to }) && (pointIds?.includes(call.pointId) ?? true));
  const touched = here.filter(({ status }) => UNBEGUN.includes(status)).length;
  const talking = here.some(({ status }) => status === 'in_call') ? '正在打的不动，请打完自己记。' : '';
  if (touched === 0) return `没有约好的通话会受影响，以后也不会约到这些时间。${talking}`;
  const what = pointIds
    ? '有别的通话点空着就换过去，时间不变；换不了的先取消，告诉家里，下次优先补上。'
    : '都先取消，告诉家里，下次优先补上。';
  return `有 ${touched} 个约好的通话。${what}${talking}`;
}

/** What came of it. */
export function outcomeWords({ moved, cancelled }: Pick<Output<'desk.disrupt'>, 'moved' | 'cancelled'>): string {
  if (moved + cancelled === 0) return '没有约好的通话受影响。';
  const parts = [
    moved > 0 ? `${moved} 个换了通话点，时间不变` : '',
    cancelled > 0 ? `${cancelled} 个取消了，下次优先补上` : '',
  ];
  return `${parts.filter(Boolean).join('；')}。绑定了微信的家里都会收到消息。`;
}

/** A family to telephone: what to say, in one line. */
export interface UntoldRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

export const untoldRows = (untold: readonly Untold[]): UntoldRow[] =>
  untold.map(({ call }) => {
    const because = call.why ? CHANGE_REASONS[call.why] : '学校另作了安排';
    const now =
      call.status === 'cancelled_school'
        ? `${spokenTime(call.from)} 的通话取消了`
        : `${spokenTime(call.from)} 不变，换到${call.pointName}`;
    return {
      key: call.bookingId,
      name: `${call.children.map(({ name }) => name).join('、')}的${adultOf(call)}`,
      fact: `${because}，${now}`,
    };
  });
