import { isDeepStrictEqual } from 'node:util';
import type { BookingStatus } from '../../miniprogram/shared/contract';
import { addDays, type Day, dayOf, instantOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { holds, isCancelled, mayFollow, UNBEGUN } from '../../miniprogram/shared/domain/calls';
import { overlaps, type Range } from '../../miniprogram/shared/domain/ranges';
import { layOutAt } from '../../miniprogram/shared/domain/slots';
import { NOON } from './backend';
import {
  type Call,
  type Claimed,
  DAYS,
  during,
  type Outcome,
  PLANNING,
  POINTS,
  type Seat,
  STARTS,
  seatAt,
  slotIdOf,
  thingsOf,
  weekThing,
} from './booking-call';

const NOTICE_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;

interface Closure extends Range {
  readonly day: Day;
  readonly pointIds: readonly string[] | null;
}

/**
 * What bookings are, without database, locks or transactions: a list of calls and the rules of the product. It foretells
 * what each person's step leads to, and judges what the school's jobs do.
 */
export class BookingModel {
  now = NOON;
  laidOut: Day | null = null;
  readonly closures: Closure[] = [];
  /** Cells of points that the desk keeps for walk-ins, and the days on which it took them. */
  readonly kept = new Set<string>();
  readonly leases = new Set<Day>();
  readonly calls = new Map<string, Call>();
  /** Call → what others have of that which it would need: it was told of afterwards, and both facts stay. */
  readonly lacks = new Map<string, ReadonlySet<string>>();
  /** Entries of the waitlist, and whether their families still want something. */
  readonly entries = new Map<string, { readonly adultId: string; readonly open: boolean }>();
  /** Child → calls that made up for one that failed. */
  readonly spent = new Map<string, string[]>();

  constructor(readonly quota: number) {}

  get today(): Day {
    return dayOf(this.now);
  }
  /** In the order in which they were made. */
  nth(n: number, which: (call: Call) => boolean = () => true): Call | undefined {
    const calls = [...this.calls.values()].filter(which);
    return calls[n % Math.max(1, calls.length)];
  }
  set(id: string, change: Partial<Call>): void {
    const call = this.calls.get(id);
    if (call) this.calls.set(id, { ...call, ...change });
  }

  isOut = (seat: Seat): boolean =>
    this.closures.some((c) => c.day === seat.day && overlaps(c, seat) && (c.pointIds?.includes(seat.pointId) ?? true));

  holding = (but?: string): Call[] =>
    [...this.calls.values()].filter(({ _id, status }) => holds(status) && _id !== but);

  /** What a call has of that which it needs. */
  has = (call: Call): string[] => thingsOf(call).filter((thing) => !this.lacks.get(call._id)?.has(thing));

  private isUsed = (studentId: string, week: Day, calls: readonly Call[]): boolean =>
    calls.filter((c) => weekOf(c.day) === week && c.studentIds.includes(studentId)).length >= this.quota;

  /** Whether a child's calls of a week are given away, to others than this call. */
  isSpent = (studentId: string, week: Day, but?: string): boolean => {
    const counted = this.holding(but).filter(({ _id }) => !this.lacks.get(_id)?.has(weekThing(studentId)));
    return this.isUsed(studentId, week, counted);
  };

  /** Children who still miss a call in a week; what is held for this adult's own wait takes nothing away from it. */
  missing(studentIds: readonly string[], week: Day, adultId: string): string[] {
    const others = this.holding().filter((call) => !(call.status === 'offered' && call.adultId === adultId));
    return studentIds.filter((id) => !this.isUsed(id, week, others));
  }

  private isKept = (seat: Seat): boolean => placeOf(seat).some((cell) => this.kept.has(cell));

  keep(seat: Seat): void {
    for (const cell of placeOf(seat)) this.kept.add(cell);
  }

  /** Whose seat it is now: it is kept for walk-ins no more. */
  taken(seat: Seat): void {
    for (const cell of placeOf(seat)) this.kept.delete(cell);
  }

  /** Seats that whoever comes next gets. */
  get free(): Seat[] {
    const seats = DAYS.flatMap((day) => POINTS.flatMap((pointId) => STARTS.map((from) => seatAt(pointId, day, from))));
    return seats.filter((seat) => this.isOpen(seat) === 'done' && this.inTheWay(NOBODY, seat) === 'done');
  }

  /** How many times the desk keeps when it takes its lease, and of which. */
  lease(percent: number): { readonly size: number; readonly from: readonly string[] } {
    const free = POINTS.flatMap((pointId) => STARTS.map((from) => seatAt(pointId, this.today, from))).filter(
      (seat) =>
        DAYS.some((day) => day === seat.day) &&
        this.isAtDesk(seat) &&
        !this.holding().some((c) => c.pointId === seat.pointId && c.day === seat.day && overlaps(c, seat)),
    );
    return { size: Math.round((free.length * percent) / 100), from: free.map(slotIdOf) };
  }

  /** Why these people cannot have a seat, as far as other calls and the desk's lease decide it; the desk may take what it keeps. */
  inTheWay(
    who: Pick<Call, 'adultId' | 'studentIds'>,
    seat: Seat,
    { but, desk = false }: { readonly but?: string; readonly desk?: boolean } = {},
  ): Outcome {
    const held = new Set(this.holding(but).flatMap(this.has));
    const isHeld = (thing: string) => during(thing, seat).some((cell) => held.has(cell));
    if (who.studentIds.some((id) => isHeld(`child:${id}`))) return 'booking.child-busy';
    if (who.adultId !== null && isHeld(`adult:${who.adultId}`)) return 'booking.adult-busy';
    if (who.studentIds.some((id) => this.isSpent(id, weekOf(seat.day), but))) return 'booking.quota-used';
    const isTaken = isHeld(`point:${seat.pointId}`) || (!desk && this.isKept(seat));
    return isTaken ? 'booking.slot-taken' : 'done';
  }

  /** What a family's own claim leads to: a time that is held for this very adult makes way for it. */
  claim(who: { readonly adultId: string; readonly studentIds: readonly string[] }, seat: Seat): Claimed {
    const outcome = this.inTheWay(who, seat);
    const mine = [...this.calls.values()].filter(
      (c) => c.status === 'offered' && c.adultId === who.adultId && weekOf(c.day) === weekOf(seat.day),
    );
    const offer =
      mine.find(({ studentIds }) => studentIds.some((id) => who.studentIds.includes(id))) ??
      mine.find((call) => call.day === seat.day && overlaps(call, seat));
    if (outcome === 'done' || outcome === 'booking.slot-taken' || !offer) return { outcome };
    const instead = this.inTheWay(who, seat, { but: offer._id });
    return instead === 'done' ? { outcome: 'done', offer } : { outcome: instead };
  }

  /** Whether a family may ask for a seat now, whoever has it. */
  isOpen(seat: Seat): Outcome {
    if (this.isOut(seat) || instantOf(seat.day, seat.from) < this.now + NOTICE_MS) return 'booking.slot-gone';
    const later = weekOf(seat.day) > weekOf(this.today);
    return later && (this.laidOut ?? '') < weekOf(seat.day) ? 'booking.not-open' : 'done';
  }

  /** Whether the desk may give a seat away now. */
  isAtDesk = (seat: Seat): boolean =>
    seat.day === this.today && !this.isOut(seat) && this.now < instantOf(seat.day, seat.to);

  mayCancel = ({ status, day, from }: Call): boolean => status === 'booked' && this.now < instantOf(day, from);

  /** What a step of the desk leads to, asked for on the newest version. */
  step = ({ status, day }: Call, to: BookingStatus): Outcome =>
    mayFollow(status, to) && !(day > this.today && holds(to)) ? 'done' : 'calls.wrong-state';

  spend({ _id, studentIds }: Call): void {
    for (const id of studentIds) {
      const spent = this.spent.get(id) ?? [];
      if (this.earned(id).length > spent.length && !spent.includes(_id)) this.spent.set(id, [...spent, _id]);
    }
  }

  /** What is owed no more was not made up for either. */
  forgo({ studentIds }: Call): void {
    for (const id of studentIds) this.spent.set(id, (this.spent.get(id) ?? []).slice(0, this.earned(id).length));
  }

  /** Every call that the school owes this child, or has made up for. */
  earned = (studentId: string): string[] =>
    [...this.calls.values()]
      .filter(({ status, studentIds }) => studentIds.includes(studentId) && OWED.includes(status))
      .map(({ _id }) => _id);

  /**
   * Takes over what the school's side did beside a person's step, and says what it should not have done.
   * @param job whether the jobs ran, or the desk told of a disruption.
   */
  absorb(real: readonly Call[], job: boolean): string[] {
    const wrong: string[] = [];
    // Who was called off waits, and may be offered another time at once.
    for (const call of [...real].sort((x, y) => Number(this.calls.has(y._id)) - Number(this.calls.has(x._id)))) {
      const before = this.calls.get(call._id);
      if (isDeepStrictEqual(before, call)) continue;
      if (!(before ? this.mayBecome(before, call, job) : this.mayAppear(call, job)))
        wrong.push(`${JSON.stringify(before)} became ${JSON.stringify(call)}`);
      this.calls.set(call._id, call);
      if (holds(call.status)) this.taken(call);
      if (call.status === 'cancelled_school' && call.adultId !== null) this.enrol(call, call.adultId);
    }
    const ids = new Set(real.map(({ _id }) => _id));
    return [...wrong, ...[...this.calls.keys()].filter((id) => !ids.has(id)).map((id) => `${id} is gone`)];
  }

  enrol({ day, studentIds }: Pick<Call, 'day' | 'studentIds'>, adultId: string): void {
    const entryId = `${adultId}:${weekOf(day)}:${[...studentIds].sort()[0]}`;
    this.entries.set(entryId, { adultId, open: true });
  }

  private mayAppear(call: Call, job: boolean): boolean {
    if (call.origin === 'plan') return job && call.status === 'booked' && weekOf(call.day) > weekOf(this.today);
    const isOffer =
      call.origin === 'waitlist' && call.status === 'offered' && this.isOpen(call) === 'done' && !this.isKept(call);
    return isOffer && (call.until ?? 0) > this.now && this.entries.get(call.entryId ?? '')?.open === true;
  }

  private mayBecome(before: Call, after: Call, job: boolean): boolean {
    const { status, pointId, seat, why, ...same } = before;
    const { status: now, pointId: there, seat: newSeat, why: because, ...rest } = after;
    if (!job || !isDeepStrictEqual(same, rest) || newSeat !== seat + (there === pointId ? 0 : 1)) return false;
    const start = instantOf(before.day, before.from);
    if (now !== status && there === pointId) {
      if (status === 'offered' && now === 'offer_lapsed') return this.isOut(before) || this.now >= (before.until ?? 0);
      if (UNBEGUN.includes(status) && now === 'failed_school') return this.now >= start + 6 * HOUR_MS;
      if (status === 'in_call' && now === 'done') return this.now >= (before.startedAt ?? start) + 3 * HOUR_MS;
    }
    if (!this.isHealable(before) || !this.isOut(before) || because === null) return false;
    if (now === 'cancelled_school') return there === pointId && this.othersTaken(before);
    return now === status && there !== pointId && !this.isOut(after);
  }

  /** A call is only called off where no other point was free at its time, or its people were somewhere else, too. */
  private othersTaken = (call: Call): boolean =>
    POINTS.filter((pointId) => pointId !== call.pointId).every(
      (pointId) =>
        this.isOut({ ...call, pointId }) ||
        this.holding(call._id).some(
          (c) => c.day === call.day && overlaps(c, call) && (c.pointId === pointId || shareSomebody(c, call)),
        ),
    );

  private isHealable = ({ status, day, to }: Call): boolean =>
    (UNBEGUN.includes(status) || status === 'offered') && this.now < instantOf(day, to);

  /** Calls that stand where no call can be; the desk's disruption and the job leave none. */
  unhealed = (): string[] =>
    [...this.calls.values()].filter((call) => this.isHealable(call) && this.isOut(call)).map(({ _id }) => _id);

  /** The week that a plan may have laid out by now. */
  mayBeLaidOut = (monday: Day): boolean =>
    [0, 7].some((n) => addDays(weekOf(this.today), n) === monday) && layOutAt(PLANNING, monday) <= this.now;

  isOver = ({ status }: Call): boolean => isCancelled(status);
}

const placeOf = (seat: Seat): string[] => during(seat.pointId, seat);
const shareSomebody = (a: Call, b: Call): boolean =>
  (a.adultId !== null && a.adultId === b.adultId) || a.studentIds.some((id) => b.studentIds.includes(id));
const NOBODY = { adultId: null, studentIds: [] };
const OWED: readonly BookingStatus[] = ['failed_school', 'cancelled_school'];
