import type { BoardCall, BookingStatus, CallEnd, Channel, Face, Output } from '../../../../shared/contract';
import { clockText, type Day, type Minute, weekdayOf } from '../../../../shared/domain/calendar';
import { isAhead, mayFollow } from '../../../../shared/domain/calls';
import { sharedName } from '../../../../shared/text/names';
import { spokenTime, spokenWhen } from '../../../../shared/text/time';
import { CALL_END_NAMES } from '../../../../shared/text/zh';

export type Board = Output<'calls.board'>;
type Tone = 'ok' | 'amber' | 'lamp' | 'plain';

/** A line of the day's list. */
export interface BoardRow {
  readonly key: string;
  /** 「19:30 林小雨」 */
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: Tone;
  /** It is the call in hand. */
  readonly on: boolean;
}

/** The call in hand: what it is, and what can be done with it now. */
export interface Hand {
  readonly key: string;
  readonly status: BookingStatus;
  readonly version: number;
  readonly headline: string;
  readonly date: string;
  readonly who: string;
  readonly adult: string;
  readonly where: string;
  readonly state: string;
  readonly tone: Tone;
  readonly channel: Channel;
  readonly startedAt: number | null;
  /** What may be noted instead of a call that took place. */
  readonly ends: readonly { readonly value: CallEnd; readonly label: string }[];
  readonly children: readonly HandChild[];
}
export interface HandChild {
  readonly id: string;
  /** As a screen shows it that others see too: 三(2)班 张同学. */
  readonly who: string;
  readonly face: string;
}

const STATES: Record<BookingStatus, readonly [string, Tone]> = {
  booked: ['', 'plain'],
  checked_in: ['到了', 'ok'],
  in_call: ['正在通话', 'lamp'],
  done: [CALL_END_NAMES.done, 'ok'],
  no_show_parent: [CALL_END_NAMES.no_show_parent, 'amber'],
  no_show_child: [CALL_END_NAMES.no_show_child, 'amber'],
  failed_school: [CALL_END_NAMES.failed_school, 'amber'],
  failed_network: [CALL_END_NAMES.failed_network, 'amber'],
  cancelled_family: ['家里取消了', 'plain'],
  cancelled_school: ['学校取消了', 'plain'],
};
const FACES: Record<Face, string> = { happy: '开心', so_so: '还行', low: '不开心' };
const NOT_DONE = ['no_show_parent', 'no_show_child', 'failed_network', 'failed_school'] as const;

/** A slot that began this long ago and where nobody came is said to be late, minutes. */
const LATE_AFTER = 5;

/** By time, then by point: in the order in which the desk works. */
const inOrder = (a: BoardCall, b: BoardCall): number => a.from - b.from || a.pointName.localeCompare(b.pointName, 'zh');

/** The day's list: what is still to do, and what is over. */
export function listOf(board: Board, picked: string): { readonly ahead: BoardRow[]; readonly over: BoardRow[] } {
  const rows = (calls: readonly BoardCall[]) => [...calls].sort(inOrder).map((call) => rowOf(call, board, picked));
  return {
    ahead: rows(board.calls.filter(({ status }) => isAhead(status))),
    over: rows(board.calls.filter(({ status }) => !isAhead(status))),
  };
}

/**
 * Which call is in hand: the one that was picked, else who is talking, who has come, who comes next; only then whose slot is
 * over without a word of what became of it.
 */
export function inHand({ calls, nowMinute }: Board, picked: string): BoardCall | undefined {
  const chosen = calls.find(({ bookingId }) => bookingId === picked);
  if (chosen) return chosen;
  const sorted = [...calls].sort(inOrder);
  const first = (state: BookingStatus) => sorted.find(({ status }) => status === state);
  const next = sorted.find(({ status, to }) => status === 'booked' && nowMinute < to);
  return first('in_call') ?? first('checked_in') ?? next ?? first('booked');
}

export function handOf(call: BoardCall, { day, nowMinute }: Pick<Board, 'day' | 'nowMinute'>): Hand {
  const [state, tone] = stateOf(call, nowMinute);
  return {
    key: call.bookingId,
    status: call.status,
    version: call.version,
    headline: spokenWhen(call.day, call.from, day),
    date: `${clockText(call.from)}—${clockText(call.to)}`,
    who: call.children.map(({ className, name }) => `${className} ${name}`).join('、'),
    adult: adultOf(call),
    where: call.pointName,
    state: call.minutes === null ? state : `${state} · ${call.minutes} 分钟`,
    tone,
    channel: call.channel,
    startedAt: call.startedAt,
    ends: NOT_DONE.filter((end) => mayFollow(call.status, end)).map((value) => ({
      value,
      label: CALL_END_NAMES[value],
    })),
    children: call.children.map(({ id, name, className }) => {
      const face = call.faces[id];
      return { id, who: `${className} ${sharedName(name)}`, face: face ? FACES[face] : '' };
    }),
  };
}

/** 「03:07」 of a call that began `ms` ago. */
export function runningText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}

/** The longest call that can be noted, minutes (`calls.finish`). */
const LONGEST = 180;
/** Minutes as they may be noted for a call that took place. */
export const allowed = (minutes: number): number => Math.min(LONGEST, Math.max(1, minutes));

/** Minutes to propose for a call that has been going on for `ms`. */
export const minutesFor = (ms: number): number => allowed(Math.round(ms / 60_000));

/** What is asked before something is noted that cannot be changed any more. */
export const END_TEXTS: Record<CallEnd, string> = {
  done: '数一数聊了几分钟，不对就改一改。',
  no_show_parent: '可以再拨一次看看。记下以后不能再改。',
  no_show_child: '可以先请同学去教室叫一叫。记下以后不能再改。',
  failed_network: '这一次不算次数，家里可以再约。记下以后不能再改。',
  failed_school: '这一次不算次数，家里可以再约。记下以后不能再改。',
};

/** When the call points open on this day, in words; empty on a day on which they stay closed. */
export function openingText(windows: Output<'school.read'>['windows'], day: Day): string {
  const today = windows.filter(({ weekday }) => weekday === weekdayOf(day)).sort((a, b) => a.from - b.from);
  const spans = new Set(today.map(({ from, to }) => `${spokenTime(from)}到${spokenTime(to)}`));
  return [...spans].join('、');
}

function rowOf(call: BoardCall, { nowMinute }: Board, picked: string): BoardRow {
  const [state, tone] = stateOf(call, nowMinute);
  return {
    key: call.bookingId,
    name: `${clockText(call.from)} ${call.children.map(({ name }) => name).join('、')}`,
    fact: `${call.children[0]?.className ?? ''} · 和${adultOf(call)} · ${call.pointName}`,
    state,
    tone,
    on: call.bookingId === picked,
  };
}

const adultOf = ({ relation, adultName }: BoardCall): string =>
  relation === adultName ? adultName : `${relation}${adultName}`;

function stateOf({ status, from }: BoardCall, now: Minute): readonly [string, Tone] {
  return status === 'booked' && now >= from + LATE_AFTER ? ['还没来', 'amber'] : STATES[status];
}
