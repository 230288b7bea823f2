import type { Board } from '../../../../services/desk-day';
import type { BoardCall, BookingStatus, CallEnd, Channel, Face } from '../../../../shared/contract';
import { isAhead, mayFollow } from '../../../../shared/domain/calls';
import { overlaps } from '../../../../shared/domain/ranges';
import { sharedName } from '../../../../shared/text/names';
import { CHANGE_REASONS, isInApp } from '../../../../shared/text/tickets';
import { spokenSpan, spokenTime, spokenWhen } from '../../../../shared/text/time';
import { CALL_END_NAMES } from '../../../../shared/text/zh';
import { adultOf, collisionWords, iconOf, stateOf, type Tone, WAYS } from '../../words';

/** The day as it is shown: the board, and which calls' ends still wait to be sent. */
export interface Day {
  readonly board: Board;
  readonly waiting: readonly string[];
  readonly alone: boolean;
}

/** A line of the day's list. */
export interface BoardRow {
  readonly key: string;
  /** 「林小雨」 */
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: Tone;
  /** It is the call in hand. */
  readonly on: boolean;
}

/** What begins at one minute: 「下午 4:00」 */
export interface BoardMinute {
  readonly time: string;
  readonly rows: readonly BoardRow[];
}

/** What is still to do, whose time went by without a word, and what is over; with how many calls. */
export interface BoardList {
  readonly ahead: BoardMinute[];
  readonly left: number;
  readonly missed: BoardMinute[];
  readonly over: BoardMinute[];
  readonly done: number;
}

interface Chip {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** A way to make the call: 「打电话给家里」 */
export interface Way {
  readonly channel: Channel;
  readonly label: string;
  readonly icon: string;
  /** In a room of this Mini Program. */
  readonly inApp: boolean;
}

/** The call in hand: what it is, and what can be done with it now. */
export interface Hand {
  readonly key: string;
  readonly status: BookingStatus;
  readonly headline: string;
  readonly date: string;
  readonly who: string;
  readonly adult: string;
  /** 和爸爸林建国打电话 */
  readonly how: string;
  readonly where: string;
  readonly state: string;
  readonly tone: Tone;
  readonly channel: Channel;
  readonly inApp: boolean;
  readonly startedAt: number | null;
  /** First the way that is tried first, then what to fall to. */
  readonly first: Way | null;
  readonly others: readonly Way[];
  /** What is known beside: why the school moved it, and what does not go together. */
  readonly notes: readonly string[];
  /** By how many minutes it can run over, for the point is free. */
  readonly longer: readonly number[];
  /** Whether it can be moved to another point or time. */
  readonly moves: boolean;
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

const FACES: Record<Face, string> = { happy: '开心', so_so: '还行', low: '不开心' };
const NOT_DONE = ['no_show_parent', 'no_show_child', 'failed_network', 'failed_school'] as const;
const LONGER = [5, 10] as const;
/** So many free times are offered at once. */
const FEW = 9;

/** By time, then by point: in the order in which the desk works. */
const inOrder = (a: BoardCall, b: BoardCall): number => a.from - b.from || a.pointName.localeCompare(b.pointName, 'zh');

/** The day's list: what is still to do, and what is over. */
export function listOf(day: Day, picked: string): BoardList {
  const { calls, nowMinute } = day.board;
  const isMissed = ({ status, to }: BoardCall) => status === 'booked' && to <= nowMinute;
  const ahead = calls.filter((call) => isAhead(call.status) && !isMissed(call));
  const over = calls.filter(({ status }) => !isAhead(status));
  return {
    ahead: byMinute(ahead, day, picked),
    left: ahead.length,
    missed: byMinute(calls.filter(isMissed), day, picked),
    over: byMinute(over, day, picked),
    done: over.length,
  };
}

function byMinute(calls: readonly BoardCall[], day: Day, picked: string): BoardMinute[] {
  const minutes = new Map<string, BoardRow[]>();
  for (const call of [...calls].sort(inOrder)) {
    const time = spokenTime(call.from);
    minutes.set(time, [...(minutes.get(time) ?? []), rowOf(call, day, picked)]);
  }
  return [...minutes].map(([time, rows]) => ({ time, rows }));
}

/** Who comes next: the first child that is expected and whose time is not over. */
export const nextOf = ({ calls, nowMinute }: Board): BoardCall | undefined =>
  [...calls].sort(inOrder).find(({ status, to }) => status === 'booked' && nowMinute < to);

/**
 * Which call is in hand: the one that was picked, else who is talking, who has come, who comes next; only then whose slot is
 * over without a word of what became of it.
 */
export function inHand(board: Board, picked: string): BoardCall | undefined {
  const chosen = board.calls.find(({ bookingId }) => bookingId === picked);
  if (chosen) return chosen;
  const sorted = [...board.calls].sort(inOrder);
  const first = (state: BookingStatus) => sorted.find(({ status }) => status === state);
  return first('in_call') ?? first('checked_in') ?? nextOf(board) ?? first('booked');
}

export function handOf(call: BoardCall, day: Day): Hand {
  const { board, alone } = day;
  const [state, tone] = wordOf(call, day);
  const adult = adultOf(call);
  const [first = null, ...others] = waysOf(call, board, alone);
  const goesOn = isAhead(call.status);
  return {
    key: call.bookingId,
    status: call.status,
    headline: spokenWhen(call.day, call.from, board.day),
    date: spokenSpan(call.from, call.to - board.changeoverMinutes),
    who: call.children.map(({ className, name }) => `${className} ${name}`).join('、'),
    adult,
    how: `和${adult}${WAYS[call.channel].how}`,
    where: call.pointName,
    state: call.minutes === null ? state : `${state} · ${call.minutes} 分钟`,
    tone,
    channel: call.channel,
    inApp: isInApp(call.channel),
    startedAt: call.startedAt,
    first,
    others: others.map((way) => ({ ...way, label: WAYS[way.channel].instead })),
    notes: notesOf(call, day),
    longer: call.status === 'in_call' && !alone ? LONGER.filter((by) => isFreeAfter(call, board, by)) : [],
    moves: goesOn && !alone,
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

/** The ways to make a call, in the order in which the school tries them; a room of this Mini Program needs a network. */
function waysOf(call: BoardCall, { points, channels }: Board, alone: boolean): Way[] {
  const kind = points.find(({ id }) => id === call.pointId)?.kind ?? 'phone';
  const inOrderTried = [...new Set([call.channel, ...channels[kind]])];
  return inOrderTried
    .filter((channel) => !(alone && isInApp(channel)))
    .map((channel) => ({ channel, label: WAYS[channel].start, icon: iconOf(channel), inApp: isInApp(channel) }));
}

/** Whether the point stands free for so many minutes after a call. */
const isFreeAfter = ({ bookingId, pointId, to }: BoardCall, { calls }: Board, minutes: number): boolean =>
  !calls.some(
    (other) =>
      other.bookingId !== bookingId &&
      other.pointId === pointId &&
      isAhead(other.status) &&
      overlaps(other, { from: to, to: to + minutes }),
  );

function notesOf(call: BoardCall, { waiting }: Day): string[] {
  const moved =
    call.why && call.why !== 'desk_moved' && isAhead(call.status) ? [`${CHANGE_REASONS[call.why]}，改到了这里。`] : [];
  const untold = call.why && call.untold && isAhead(call.status) ? ['家里没有绑定微信，请打电话说一声。'] : [];
  const waits = waiting.includes(call.bookingId) ? ['已经记在这台上，等有网络了会自动发出去。'] : [];
  return [...moved, ...untold, ...collisionWords(call), ...waits];
}

/** Free times to move a call to: another point at the same time first, then what comes next. */
export function movesFor(call: BoardCall, board: Board): Chip[] {
  const from = Math.max(call.from, board.nowMinute);
  const now = board.free.filter((slot) => overlaps(slot, { from, to: from + 1 }));
  const later = board.free.filter((slot) => slot.from > from);
  return [...now, ...later]
    .sort((a, b) => a.from - b.from)
    .slice(0, FEW)
    .map((slot) => ({ value: slot.slotId, label: `${spokenTime(slot.from)} ${pointName(board, slot.pointId)}` }));
}

export interface FreeMinute {
  readonly time: string;
  readonly points: readonly Chip[];
}

/** Free times for a child that comes without a booking, by minute; `all` or only the next ones. */
export function freeOf(board: Board, all: boolean): { readonly minutes: FreeMinute[]; readonly more: number } {
  const minutes = new Map<string, Chip[]>();
  for (const slot of [...board.free].sort((a, b) => a.from - b.from)) {
    const time = spokenTime(slot.from);
    const chip = {
      value: slot.slotId,
      label: pointName(board, slot.pointId),
      ...(slot.kept ? { hint: '留给现场' } : {}),
    };
    minutes.set(time, [...(minutes.get(time) ?? []), chip]);
  }
  const found = [...minutes].map(([time, points]) => ({ time, points }));
  const shown = all ? found : found.slice(0, 2);
  return { minutes: shown, more: found.length - shown.length };
}

const pointName = ({ points }: Board, pointId: string): string => points.find(({ id }) => id === pointId)?.name ?? '';

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
  no_show_parent: '可以再拨一次看看。不记谁的过，家里可以再约。记下以后不能再改。',
  no_show_child: '可以先请同学去教室叫一叫。不记谁的过，下次再来。记下以后不能再改。',
  failed_network: '这一次不算次数，家里可以再约。记下以后不能再改。',
  failed_school: '这一次不算次数，学校会给家里补一次。记下以后不能再改。',
};

function rowOf(call: BoardCall, day: Day, picked: string): BoardRow {
  const [state, tone] = wordOf(call, day);
  const collided = collisionWords(call)[0];
  const facts = [call.children[0]?.className ?? '', `和${adultOf(call)}`, call.pointName];
  return {
    key: call.bookingId,
    name: call.children.map(({ name }) => name).join('、'),
    fact: collided ?? facts.filter(Boolean).join(' · '),
    state: day.waiting.includes(call.bookingId) ? `${state} · 等网络` : state,
    tone,
    on: call.bookingId === picked,
  };
}

const wordOf = (call: BoardCall, { board }: Day) => stateOf(call, { ...board, next: nextOf(board)?.bookingId ?? '' });
