import type { BookingStatus, CallRow, Channel, Face, HomeView } from '../../../../shared/contract';
import { instantOf, type Minute, minuteOf } from '../../../../shared/domain/calendar';
import { isAhead, isRoomOpen } from '../../../../shared/domain/calls';
import { spokenTime } from '../../../../shared/text/time';

export type BoothView = Extract<HomeView, { kind: 'booth' }>;
/** A call of this point; faces and channel are known once the day was asked for anew. */
export type BoothCall = CallRow & { readonly faces?: Readonly<Record<string, Face>>; readonly channel?: Channel };

/** For how long after its slot a call still asks for a face, in minutes: later the child is gone. */
const FACE_FOR = 30;

export interface BoothRow {
  readonly key: string;
  readonly time: string;
  /** One line a child. */
  readonly who: readonly string[];
  readonly line: string;
  readonly state: string;
  readonly tone: 'lamp' | 'ok' | 'plain';
  /** What stands over it when it is the one: 「下一个是」. */
  readonly title: string;
  /** What the child should do. */
  readonly hint: string;
  /** The call whose room stands open: the child goes in from here. */
  readonly room: string;
}
export interface AskedFace {
  readonly bookingId: string;
  readonly studentId: string;
  readonly who: string;
}
export interface BoothDay {
  /** Who is on, or comes next. */
  readonly next: BoothRow | null;
  readonly later: readonly BoothRow[];
  /** Whom the three faces are shown to. */
  readonly face: AskedFace | null;
  /** There were calls, and all are over. */
  readonly over: boolean;
}

/**
 * What the booth shows of its day at `now`, ms. `passed` are children (`<bookingId>:<studentId>`) who chose a face or would rather
 * not; `changeover`: minutes at the end of each call for the next child to come.
 */
export function boothDay(
  calls: readonly BoothCall[],
  now: number,
  passed: readonly string[],
  changeover: Minute = 0,
): BoothDay {
  const minute = minuteOf(now);
  const ahead = calls
    .filter(({ status, to }) => isAhead(status) && status !== 'offered' && (status !== 'booked' || to > minute))
    .sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status) || a.from - b.from)
    .map((call) => rowOf(call, now, changeover));
  return {
    next: ahead[0] ?? null,
    later: ahead.slice(1).sort((a, b) => a.key.localeCompare(b.key)),
    face: faceOf(calls, minute, passed),
    over: calls.length > 0,
  };
}

/** Who is talking stands first, then who has come, then who is to come. */
const RANK: readonly BookingStatus[] = ['in_call', 'checked_in', 'booked'];
/** In the last minutes of a call it is said how many are left. */
const SOON = 3;

function rowOf(call: BoothCall, now: number, changeover: Minute): BoothRow {
  const { bookingId, from, children } = call;
  const who = children.map(({ className, name }) => `${className} ${name}`);
  return {
    // Sorts by time; ids alone do not.
    key: `${String(from).padStart(4, '0')}:${bookingId}`,
    time: spokenTime(from),
    who,
    line: who.join('、'),
    ...stateOf(call, minuteOf(now), changeover),
    room: hasRoom(call, now) ? bookingId : '',
  };
}

type State = Pick<BoothRow, 'state' | 'tone' | 'title' | 'hint'>;

function stateOf({ status, from, to }: BoothCall, minute: Minute, changeover: Minute): State {
  if (status === 'in_call') {
    const left = to - changeover - minute;
    const soon = left > 0 ? `还有 ${left} 分钟` : '该说再见了';
    return { state: left > SOON ? '正在通话' : soon, tone: 'lamp', title: '现在是', hint: '' };
  }
  if (status === 'checked_in') return { state: '到了', tone: 'ok', title: '现在是', hint: '' };
  return minute < from
    ? { state: '', tone: 'plain', title: '下一个是', hint: '请提前几分钟，到这里坐一坐。' }
    : { state: '轮到你了', tone: 'lamp', title: '现在是', hint: '别着急，到这里来，老师等着你。' };
}

const hasRoom = ({ status, channel, day, from, to }: BoothCall, now: number): boolean =>
  channel !== undefined &&
  isRoomOpen({ status, channel, startsAt: instantOf(day, from), endsAt: instantOf(day, to) }, now);

/** The next child of the last call that is over. */
function faceOf(calls: readonly BoothCall[], now: Minute, passed: readonly string[]): AskedFace | null {
  const last = calls.filter(({ status }) => status === 'done').sort((a, b) => b.from - a.from)[0];
  if (!last?.faces || now > last.to + FACE_FOR) return null;
  const { bookingId, faces } = last;
  const child = last.children.find(({ id }) => !faces[id] && !passed.includes(`${bookingId}:${id}`));
  return child ? { bookingId, studentId: child.id, who: `${child.className} ${child.name}` } : null;
}
