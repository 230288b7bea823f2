/** What a desk shows and keeps of its day when it worked without a network: pure, so that nothing is lost by accident. */
import type { Board, Deed, DeskDay, Lease } from '../../services/desk-day';
import type { BoardCall, CallEnd, ChildRef, Input } from '../../shared/contract';
import type { Minute } from '../../shared/domain/calendar';
import { holds } from '../../shared/domain/calls';
import { overlaps } from '../../shared/domain/ranges';
import { spokenTime } from '../../shared/text/time';
import { CALL_END_NAMES } from '../../shared/text/zh';

/** Whether a letter to the school has not arrived yet. */
export type Waits = (key: string) => boolean;

export const NO_BOARD: Board = {
  day: '',
  nowMinute: 0,
  points: [],
  calls: [],
  free: [],
  channels: { phone: ['phone'], video: ['wechat'] },
  changeoverMinutes: 0,
  outages: [],
};

/**
 * The deeds that still say more than the school's own board does: how a call ended until that has arrived; a call that goes on
 * until it has ended, unless the school knows of it; that a child has come while the school still expects it.
 */
export function liveDeeds(deeds: DeskDay['deeds'], board: Board, waits: Waits): Record<string, Deed> {
  const live = Object.entries(deeds).filter(([id, { call, key, told, walkIn }]) => {
    if (told) return waits(key);
    if (walkIn) return true;
    const known = board.calls.find(({ bookingId }) => bookingId === id);
    return call.status === 'in_call' ? known?.status !== 'in_call' : known?.status === 'booked';
  });
  return Object.fromEntries(live);
}

/** The day as this desk knows it: the school's board, with its own deeds over it. */
export function boardWith(board: Board, deeds: DeskDay['deeds']): Board {
  const own = Object.values(deeds).map(({ call }) => call);
  const others = board.calls.filter(({ bookingId }) => !deeds[bookingId]);
  return { ...board, calls: [...others, ...own] };
}

/** The same without a network: the clock goes on, and of the free times only those that are kept for this desk are sure. */
export function aloneBoard({ board, lease, deeds }: DeskDay, nowMinute: Minute): Board {
  const now = { ...boardWith(board, deeds), nowMinute };
  return { ...now, free: keptTimes(lease, now).map((slot) => ({ ...slot, kept: true })) };
}

/** The times of a lease that are not over and that no call has taken. */
const keptTimes = (lease: Lease | null, { calls, nowMinute }: Board): Lease['slots'] =>
  (lease?.slots ?? []).filter(
    (slot) =>
      slot.to > nowMinute &&
      !calls.some((call) => call.pointId === slot.pointId && holds(call.status) && overlaps(call, slot)),
  );

/** Steps of a call at this desk. */
export type OwnStep = Partial<Pick<BoardCall, 'status' | 'channel' | 'startedAt' | 'minutes' | 'faces'>>;

/** A deed one step further; the first step of a call makes it. `key` is the one it will be told under. */
export const withStep = (deed: Deed | undefined, call: BoardCall, step: OwnStep, key: string): Deed => ({
  key,
  told: false,
  walkIn: null,
  ...deed,
  call: { ...(deed?.call ?? call), ...step },
});

export interface WalkIn {
  readonly slotId: string;
  readonly children: readonly ChildRef[];
  /** 爸爸 */
  readonly relation: string;
}

/** A child that came without a booking, at a time that this desk keeps; undefined where it keeps it no more. */
export function walkInDeed({ board, lease }: DeskDay, walkIn: WalkIn, key: string): Deed | undefined {
  const slot = lease?.slots.find(({ slotId }) => slotId === walkIn.slotId);
  const point = board.points.find(({ id }) => id === slot?.pointId);
  if (!slot || !point) return undefined;
  const call: BoardCall = {
    bookingId: `own:${key}`,
    status: 'checked_in',
    day: board.day,
    from: slot.from,
    to: slot.to,
    pointId: slot.pointId,
    pointName: point.name,
    children: [...walkIn.children],
    version: 0,
    adultName: walkIn.relation,
    relation: walkIn.relation,
    channel: board.channels[point.kind][0] ?? 'phone',
    minutes: null,
    startedAt: null,
    faces: {},
    origin: 'walk_in',
    adultId: null,
    why: null,
    collisions: [],
    untold: false,
  };
  const studentIds = walkIn.children.map(({ id }) => id);
  return { call, key, told: false, walkIn: { slotId: walkIn.slotId, studentIds, relation: walkIn.relation } };
}

/** What the school is told of a call that ended without it knowing. */
export function reportOf({ call, key, walkIn }: Deed, outcome: CallEnd): Input<'desk.report'> {
  const which = walkIn ? { walkIn: { ...walkIn, studentIds: [...walkIn.studentIds] } } : { bookingId: call.bookingId };
  const { channel, startedAt, minutes } = call;
  return { requestKey: key, ...which, outcome, channel, startedAt, minutes };
}

/** 「下午 4:00 林小雨：通话好了」, as it waits in the outbox. */
export const reportTitle = ({ call }: Deed, outcome: CallEnd): string =>
  `${spokenTime(call.from)} ${call.children.map(({ name }) => name).join('、')}：${CALL_END_NAMES[outcome]}`;

/** One quiet line about working without a network; `action` where something can be done about it. */
export interface LeaseLine {
  readonly text: string;
  /** 「换到这台」 */
  readonly action: string;
}

export function leaseLine(lease: Lease | null, board: Board, alone: boolean, waiting: number): LeaseLine | null {
  const waits = waiting > 0 ? `${waiting} 个记在这台上，等有网络了会自动发出去。` : '';
  if (alone) return { text: `没有网络，约好的照常办。${waits || '记下的会留在这台上。'}`, action: '' };
  if (waits) return { text: waits, action: '' };
  if (!lease) return null;
  if (lease.holder === 'elsewhere') return { text: '今天留给现场的时间，在另一台值日平板上。', action: '换到这台' };
  if (lease.holder === null) return { text: '今天还没有留现场时间。', action: '留在这台' };
  const left = keptTimes(lease, board).length;
  const kept = left > 0 ? `今天留了 ${left} 个现场时间` : '今天要打的号码留在这台上';
  return { text: `没有网络也能用：${kept}`, action: '' };
}

/** Ahead calls by which it is seen that numbers must be fetched anew: somebody booked since. */
export const callsToDial = (board: Board): string =>
  board.calls
    .filter(({ status }) => status === 'booked' || status === 'checked_in' || status === 'in_call')
    .map(({ bookingId }) => bookingId)
    .sort()
    .join();
