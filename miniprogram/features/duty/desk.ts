import { call, isSilence } from '../../services/call';
import {
  type Board,
  type Deed,
  type DeskDay,
  deskDevice,
  keepDesk,
  keptDesk,
  type Lease,
} from '../../services/desk-day';
import { asAppError } from '../../services/feedback';
import { newId } from '../../services/ids';
import { offline } from '../../services/network';
import { post, posts } from '../../services/outbox';
import { currentMembership, ensureSession } from '../../services/session';
import { now } from '../../services/time';
import type { BoardCall, CallEnd, Channel, Face } from '../../shared/contract';
import { minuteOf } from '../../shared/domain/calendar';
import { AppError } from '../../shared/errors/catalogue';
import { isInApp } from '../../shared/text/tickets';
import {
  aloneBoard,
  boardWith,
  callsToDial,
  type LeaseLine,
  leaseLine,
  liveDeeds,
  NO_BOARD,
  type OwnStep,
  reportOf,
  reportTitle,
  type WalkIn,
  walkInDeed,
  withStep,
} from './day';

/*
 * The desk's day. With a network the school's board is the truth and is kept beside; without one the desk works from what it
 * kept, notes its own deeds, and tells each call that ended through the outbox. Everything is stored before it is shown.
 */

export interface Shown {
  readonly board: Board;
  /** The school does not answer: what is shown was kept here. */
  readonly alone: boolean;
  readonly line: LeaseLine | null;
  /** Calls whose end waits in the outbox. */
  readonly waiting: readonly string[];
  /** What this desk did has arrived, and the school's own board is to be fetched. */
  readonly arrived: boolean;
  /** How many families are still to be told by telephone. */
  readonly untold: number;
}

/** Whether the school did not answer when it was last asked for the day. */
let silent = false;
const isAlone = (): boolean => silent || offline.get();
/** Counts steps, so that a board that was asked for before a step does not undo it. */
let steps = 0;
/** For which calls the numbers were fetched last, and by whom. */
let dialled = '';

/** A call that was made on another page just now, to be in hand when the board is shown again. */
let made = '';

export function takeMade(): string {
  const id = made;
  made = '';
  return id;
}

/** Puts a call that was just made into the kept day. */
export function bring(call: BoardCall): void {
  made = call.bookingId;
  take(call);
}

/** Fetches the day, or takes up what is kept where there is no network. @throws AppError */
export async function openDesk(): Promise<Shown> {
  await ensureSession();
  const before = steps;
  try {
    const board = await call('calls.board', {});
    silent = false;
    if (steps === before || !keptDesk()) await takeBoard(board);
  } catch (thrown) {
    const failure = asAppError(thrown);
    if (!isSilence(failure.code) || !keptDesk()) throw failure;
    silent = true;
  }
  return shownDesk();
}

/** The day as it stands here. */
export function shownDesk(): Shown {
  const alone = isAlone();
  const kept = keptDesk();
  if (!kept) return { board: NO_BOARD, alone, line: null, waiting: [], arrived: false, untold: 0 };
  const { deeds, lease, untold } = kept;
  const minute = minuteOf(now());
  const board = alone ? aloneBoard(kept, minute) : { ...boardWith(kept.board, deeds), nowMinute: minute };
  const told = Object.values(deeds).filter((deed) => deed.told);
  const waiting = told.filter(({ key }) => waits(key));
  return {
    board,
    alone,
    line: leaseLine(lease, board, alone, waiting.length),
    waiting: waiting.map((deed) => deed.call.bookingId),
    arrived: waiting.length < told.length && !alone && !isSending(),
    untold: untold.length,
  };
}

async function takeBoard(board: Board): Promise<void> {
  const kept = keptDesk();
  const deeds = liveDeeds(kept?.deeds ?? {}, board, waits);
  keepDesk({ day: board.day, board, lease: kept?.lease ?? null, deeds, untold: kept?.untold ?? [] });
  for (const { call: own, walkIn, told } of Object.values(deeds)) {
    if (own.status === 'checked_in' && !walkIn && !told) await bringIn(own.bookingId);
  }
}

/** The school learns that a child has come. Where somebody was quicker, the next look at the board shows it. */
async function bringIn(bookingId: string): Promise<void> {
  const known = keptDesk()?.board.calls.find((one) => one.bookingId === bookingId);
  if (!known) return;
  try {
    const changed = await call('calls.checkIn', { bookingId, version: known.version });
    update((desk) => ({ ...withCall(desk, changed), deeds: without(desk.deeds, bookingId) }));
  } catch (failure) {
    // Only what is no answer of the school is worth a word in the log.
    asAppError(failure);
  }
}

/** Whether letters are under way, after which there will be more to fetch. */
const isSending = (): boolean => posts.get().some(({ state }) => state === 'queued' || state === 'sending');

const waits = (key: string): boolean => posts.get().some(({ clientId, state }) => clientId === key && state !== 'sent');

/**
 * Looks after the lease on today's times for walk-ins: with a network the teacher's desk takes it when nobody has, and fetches
 * the numbers of calls that were booked since. `take` fetches it from another desk. @throws AppError
 */
export async function holdLease(take: boolean): Promise<void> {
  const kept = keptDesk();
  if (isAlone() || !kept) return;
  const toDial = `${currentMembership()?.id}:${kept.day}:${callsToDial(kept.board)}`;
  if (!take && kept.lease && toDial === dialled) return;
  const ask = (taking: boolean): Promise<Lease> => call('desk.lease', { deviceId: deskDevice(), take: taking });
  let lease = await ask(take);
  if (lease.holder === null && currentMembership()?.role === 'teacher') lease = await ask(true);
  dialled = toDial;
  update((desk) => ({ ...desk, lease }));
}

/**
 * Takes a step at the school, or here alone: without a network, where the school does not answer, and to the end where it began
 * so. That the school may have heard it after all does no harm: a step that it knows is not noted twice.
 */
async function either<T>(bookingId: string, there: () => Promise<T>, here: () => T | Promise<T>): Promise<T> {
  if (isOwn(bookingId)) return here();
  try {
    return await there();
  } catch (thrown) {
    const failure = asAppError(thrown);
    if (!isSilence(failure.code)) throw failure;
    silent = true;
    return here();
  }
}

/** 「孩子到了」 @throws AppError */
export const checkIn = (known: BoardCall): Promise<void> =>
  either(
    known.bookingId,
    async () => take(await call('calls.checkIn', { bookingId: known.bookingId, version: known.version })),
    () => ownStep(known, { status: 'checked_in' }),
  );

/** Begins the call, or goes on with it another way. Answers the number to dial; '' where none is known. @throws AppError */
export const start = (known: BoardCall, channel: Channel): Promise<string> =>
  either(
    known.bookingId,
    async () => {
      const { bookingId, version } = known;
      const { call: started, phone } = await call('calls.start', { bookingId, version, channel });
      take(started);
      return phone;
    },
    () => {
      // A room needs a network: whoever falls out of it goes on by telephone.
      const way = isInApp(channel) ? 'phone' : channel;
      ownStep(known, { status: 'in_call', channel: way, startedAt: known.startedAt ?? now() });
      return keptNumber(known.bookingId);
    },
  );

/** The number once more: what is kept here, else by the same start, which is answered as the first time. @throws AppError */
export async function numberOf({ bookingId, version, channel }: BoardCall): Promise<string> {
  const kept = keptNumber(bookingId);
  if (kept || isOwn(bookingId)) return kept;
  const { phone } = await call('calls.start', { bookingId, version: version - 1, channel });
  return phone;
}

/** How it ended. @throws AppError */
export async function finish(known: BoardCall, outcome: CallEnd, minutes: number): Promise<void> {
  const { bookingId, version } = known;
  const took = outcome === 'done' ? { minutes } : {};
  await either(
    bookingId,
    async () => take(await call('calls.finish', { bookingId, version, outcome, ...took })),
    () => report(known, outcome, took.minutes ?? null),
  );
}

/** Goes to the outbox first of all: it is there when the app is closed in between. */
async function report(known: BoardCall, outcome: CallEnd, minutes: number | null): Promise<void> {
  const deed = withStep(keptDesk()?.deeds[known.bookingId], known, { status: outcome, minutes }, newId());
  const title = reportTitle(deed, outcome);
  await post({
    clientId: deed.key,
    method: 'desk.report',
    input: reportOf(deed, outcome),
    title,
    about: known.bookingId,
  });
  keepDeed({ ...deed, told: true });
}

/** Whether a child can be asked for a face: a walk-in of which the school does not know yet has no place for it. */
export const takesFaces = (bookingId: string): boolean => !keptDesk()?.deeds[bookingId]?.walkIn;

/** The face that a child tapped. @throws AppError */
export async function noteFace(known: BoardCall, studentId: string, face: Face): Promise<void> {
  const { bookingId } = known;
  const input = { bookingId, studentId, face };
  const faces = { ...known.faces, [studentId]: face };
  await either<unknown>(
    bookingId,
    () => call('calls.face', input),
    () => post({ clientId: newId(), method: 'calls.face', input, title: '孩子点的脸', about: bookingId }),
  );
  const deed = keptDesk()?.deeds[bookingId];
  if (deed) keepDeed({ ...deed, call: { ...deed.call, faces } });
  else take({ ...known, faces });
}

/** A walk-in at a time that this desk keeps, without a network. @throws AppError */
export function walkInAlone(walkIn: WalkIn): void {
  const kept = keptDesk();
  const deed = kept && walkInDeed(kept, walkIn, newId());
  if (!deed) throw new AppError('booking.slot-gone');
  keepDeed(deed);
  made = deed.call.bookingId;
}

/** Puts what the school answered into the kept day. */
export function take(changed: BoardCall): void {
  update((desk) => withCall(desk, changed));
}

/** The families to be told by telephone; told ones leave. */
export function noteUntold(untold: DeskDay['untold']): void {
  update((desk) => ({ ...desk, untold }));
}

/** Whether a step with this call is taken here alone: without a network, and to the end where it began so. */
const isOwn = (bookingId: string): boolean => isAlone() || keptDesk()?.deeds[bookingId] !== undefined;

const keptNumber = (bookingId: string): string => keptDesk()?.lease?.phones[bookingId] ?? '';

const ownStep = (known: BoardCall, step: OwnStep): void =>
  keepDeed(withStep(keptDesk()?.deeds[known.bookingId], known, step, newId()));

/** What nobody else knows must not be said to be kept where it is not. */
function keepDeed(deed: Deed): void {
  const isKept = update((desk) => ({ ...desk, deeds: { ...desk.deeds, [deed.call.bookingId]: deed } }));
  if (!isKept) throw new Error('desk: the phone has no room left');
}

function withCall(desk: DeskDay, changed: BoardCall): DeskDay {
  const others = desk.board.calls.filter(({ bookingId }) => bookingId !== changed.bookingId);
  return { ...desk, board: { ...desk.board, calls: [...others, changed] } };
}

const without = (deeds: DeskDay['deeds'], bookingId: string): DeskDay['deeds'] =>
  Object.fromEntries(Object.entries(deeds).filter(([id]) => id !== bookingId));

function update(change: (desk: DeskDay) => DeskDay): boolean {
  const kept = keptDesk();
  steps += 1;
  return kept !== undefined && keepDesk(change(kept));
}
