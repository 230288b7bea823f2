import type { CadenceRow, ChangeReason, OwnKind } from '../../../../miniprogram/shared/contract';
import type { Day, Minute } from '../../../../miniprogram/shared/domain/calendar';
import type { LeftBehindRule } from '../../../../miniprogram/shared/domain/left-behind';
import type { SlotRules } from '../../../../miniprogram/shared/domain/slots';
import type { Instant, SchoolDoc } from './doc';

export interface CallPoint {
  readonly id: string;
  readonly name: string;
  readonly kind: 'phone' | 'video';
}

export type OpeningWindow = SlotRules['windows'][number];

/** A school with its settings; one read opens all that booking needs. `_id` is the schoolId. */
export interface School extends SchoolDoc, Omit<SlotRules, 'kindOf'> {
  readonly name: string;
  readonly county: string;
  readonly term: { readonly name: string; readonly from: Day; readonly to: Day };
  readonly points: readonly CallPoint[];
  /** The last minutes of a slot, in which the children change places. */
  readonly changeoverMinutes: Minute;
  /** Until how long before its begin a family may still move or cancel a call. */
  readonly cutoffMinutes: Minute;
  readonly weeklyQuota: number;
  /** How many of a hundred free times of a day the desk keeps for walk-ins when it takes its lease. */
  readonly walkInShare: number;
  /** Whether the school pays for SMS, up to how many fen a month, and what one costs. */
  readonly sms: { readonly on: boolean; readonly capFen: number; readonly feeFen: number };
  /** Families are asked for WeChat's long-term subscriptions, where the Mini Program has such templates. */
  readonly longTerm: boolean;
  /** Who counts as left behind, each from a day on; without one the nation's definition holds. */
  readonly leftBehindRules: readonly LeftBehindRule[];
  /** Kinds of records of the school's own, and those of the product that it does not use. */
  readonly recordKinds?: {
    readonly own: readonly OwnKind[];
    readonly hidden: readonly string[];
    /** Own kinds that are gone, newest first: what was written with them still counts. */
    readonly ended?: readonly Pick<OwnKind, 'id' | 'feeds'>[];
  };
  /** The school's cadences; without them those of the product that are on from the start (domain/cadence.ts). */
  readonly cadences?: readonly CadenceRow[];
  /** Terms that went by, newest first. */
  readonly pastTerms?: readonly School['term'][];
  /** For how many years the file of a child that left is kept (privacy/retention.ts). */
  readonly keepYears: number;
  /** Children whom one mentor is proposed at most; `MENTOR_LOAD` (domain/pairing.ts) until the school says otherwise. */
  readonly mentorLoad?: number;
  /** When what decides about slots last changed: calls booked in that very second are looked at once more (booking/heal.ts). */
  readonly changedAt?: Instant;
}

export interface SchoolClass extends SchoolDoc {
  readonly grade: number;
  readonly number: number;
  readonly name: string;
  readonly headTeacherId: string | null;
  /** The import that brought it. */
  readonly importId?: string;
  /** A class of an earlier year, or one that was merged: kept for what was written then. */
  readonly past?: boolean;
}

/** A change of duty that needs both teachers' yes: asking is the first. */
export interface DutySwap extends SchoolDoc {
  readonly askerId: string;
  readonly askerName: string;
  readonly otherId: string;
  readonly otherName: string;
  /** The asker's day that the other takes over. */
  readonly day: Day;
  /** The other's day that the asker takes in return, if any. */
  readonly inReturn: Day | null;
  readonly status: 'asked' | 'agreed' | 'declined' | 'withdrawn';
  readonly at: Instant;
  readonly answeredAt: Instant | null;
}

/** Facts that changed: which calls can no longer take place as they stand (booking/heal.ts). `_id` comes from the request's key. */
export interface Disruption extends SchoolDoc {
  readonly why: ChangeReason;
  readonly day: Day;
  readonly from: Minute;
  readonly to: Minute;
  /** `null`: all points. */
  readonly pointIds: readonly string[] | null;
  readonly by: string;
  readonly at: Instant;
  /** Calls that got another point at the same time, and those that the school had to call off. */
  readonly moved: number;
  readonly cancelled: number;
}
