import type { BookingStatus, CallRow, Face, HomeView } from '../../../../shared/contract';
import type { Minute } from '../../../../shared/domain/calendar';
import { isAhead } from '../../../../shared/domain/calls';
import { spokenTime } from '../../../../shared/text/time';

export type BoothView = Extract<HomeView, { kind: 'booth' }>;
/** A call of this point; the children's faces are known once the day was asked for anew. */
export type BoothCall = CallRow & { readonly faces?: Readonly<Record<string, Face>> };

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

/** What the booth shows of its day. `passed` are children (`<bookingId>:<studentId>`) who chose a face or would rather not. */
export function boothDay(calls: readonly BoothCall[], now: Minute, passed: readonly string[]): BoothDay {
  const ahead = calls
    .filter(({ status, to }) => isAhead(status) && (status !== 'booked' || to > now))
    .sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status) || a.from - b.from)
    .map(rowOf);
  return {
    next: ahead[0] ?? null,
    later: ahead.slice(1).sort((a, b) => a.key.localeCompare(b.key)),
    face: faceOf(calls, now, passed),
    over: calls.length > 0,
  };
}

/** Who is talking stands first, then who has come, then who is to come. */
const RANK: readonly BookingStatus[] = ['in_call', 'checked_in', 'booked'];
const STATES: Partial<Record<BookingStatus, Pick<BoothRow, 'state' | 'tone'>>> = {
  in_call: { state: '正在通话', tone: 'lamp' },
  checked_in: { state: '到了', tone: 'ok' },
};

function rowOf({ bookingId, from, status, children }: BoothCall): BoothRow {
  const who = children.map(({ className, name }) => `${className} ${name}`);
  return {
    // Sorts by time; ids alone do not.
    key: `${String(from).padStart(4, '0')}:${bookingId}`,
    time: spokenTime(from),
    who,
    line: who.join('、'),
    state: '',
    tone: 'plain',
    ...STATES[status],
  };
}

/** The next child of the last call that is over. */
function faceOf(calls: readonly BoothCall[], now: Minute, passed: readonly string[]): AskedFace | null {
  const last = calls.filter(({ status }) => status === 'done').sort((a, b) => b.from - a.from)[0];
  if (!last?.faces || now > last.to + FACE_FOR) return null;
  const { bookingId, faces } = last;
  const child = last.children.find(({ id }) => !faces[id] && !passed.includes(`${bookingId}:${id}`));
  return child ? { bookingId, studentId: child.id, who: `${child.className} ${child.name}` } : null;
}
