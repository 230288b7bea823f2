import type { BookingStatus, CallEnd, Channel, Face } from '../../../../miniprogram/shared/contract';
import type { Day, Minute } from '../../../../miniprogram/shared/domain/calendar';
import type { Instant, SchoolDoc } from './doc';

export interface Booking extends SchoolDoc {
  readonly pointId: string;
  /** As it was called when it was booked. */
  readonly pointName: string;
  readonly day: Day;
  readonly from: Minute;
  readonly to: Minute;
  readonly startsAt: Instant;
  readonly weekOf: Day;
  readonly channel: Channel;
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  /** Names as they were when it was booked, so that a board is one read. */
  readonly children: readonly { readonly id: string; readonly name: string; readonly className: string }[];
  readonly adultId: string;
  readonly adultName: string;
  readonly relation: string;
  readonly status: BookingStatus;
  readonly version: number;
  /** The locks it holds, to free them in one go. */
  readonly lockIds: readonly string[];
  readonly outcome: CallEnd | null;
  readonly minutes: number | null;
  readonly faces: Readonly<Record<string, Face>>;
  readonly startedAt: Instant | null;
  readonly createdAt: Instant;
}

/** A scarce thing: `_id` is the thing itself (shared/domain/locks.ts). */
export interface Lock extends SchoolDoc {
  readonly bookingId: string;
}

/** One contact of the parents; `_id` names its source, so that a source counts once. */
export interface ContactEntry extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly day: Day;
  readonly weekOf: Day;
  readonly with: 'child' | 'caregiver';
  readonly way: 'call_here' | 'own_call' | 'visit_home' | 'letter';
  readonly saidBy: { readonly role: string; readonly personId: string; readonly name: string };
  readonly at: Instant;
}

/** `_id` is `classId:weekOf`. */
export interface ClassRoll extends SchoolDoc {
  readonly classId: string;
  readonly weekOf: Day;
  readonly day: Day;
  readonly by: string;
  readonly notYet: readonly string[];
}
