import type {
  BookingOrigin,
  BookingStatus,
  CallEnd,
  ChangeReason,
  Channel,
  Collision,
  ConcernKind,
  Face,
  PlanReason,
} from '../../../../miniprogram/shared/contract';
import type { Day, Minute } from '../../../../miniprogram/shared/domain/calendar';
import type { LeftOut } from '../../../../miniprogram/shared/domain/households';
import type { PlanRow, PlanTime } from '../../../../miniprogram/shared/domain/planner';
import type { Instant, SchoolDoc } from './doc';

export interface Booking extends SchoolDoc {
  readonly pointId: string;
  /** As it was called when it was booked. */
  readonly pointName: string;
  readonly day: Day;
  readonly from: Minute;
  readonly to: Minute;
  readonly startsAt: Instant;
  /** Until when the family may move or cancel it. */
  readonly closesAt: Instant;
  /** When the talk should end, so that the children can change places: `to` less the change-over. */
  readonly talkTo: Minute;
  readonly weekOf: Day;
  readonly channel: Channel;
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  /** Names as they were when it was booked, so that a board is one read. */
  readonly children: readonly { readonly id: string; readonly name: string; readonly className: string }[];
  /** `null` for a walk-in whose adult the desk did not know. */
  readonly adultId: string | null;
  readonly adultName: string;
  readonly relation: string;
  readonly origin: BookingOrigin;
  readonly status: BookingStatus;
  /** Rises with each change. */
  readonly version: number;
  /** Rises with each move to another point or time; what was written for an earlier seat (locks, reminders) no longer holds. */
  readonly seat: number;
  /** The WeChat user to tell, and whose lock it is; `null` where nobody is bound. */
  readonly openid: string | null;
  /** An offer from the waitlist: until when it is held, and whose entry it answers. */
  readonly offer: { readonly entryId: string; readonly until: Instant } | null;
  /** Why the school changed or called it off. */
  readonly why: ChangeReason | null;
  /** Two facts about this call that do not go together; both are kept and shown. */
  readonly collisions: readonly Collision[];
  /** Room of an in-app call, random; made when the call begins. */
  readonly groupId: string | null;
  /** The locks it holds, to free them in one go. */
  readonly lockIds: readonly string[];
  /** What the desk noted; `null` until then, and where the call was closed because nobody noted anything. */
  readonly outcome: CallEnd | null;
  readonly minutes: number | null;
  readonly faces: Readonly<Record<string, Face>>;
  readonly startedAt: Instant | null;
  readonly createdAt: Instant;
}

/** A scarce thing: `_id` is the thing itself (shared/domain/locks.ts). */
export interface Lock extends SchoolDoc {
  /** The booking, or the desk's lease, that holds it. */
  readonly bookingId: string;
  /** The booking's seat when it took the lock, so that freeing a former seat cannot touch a later one's locks. */
  readonly seat: number;
}

/** A family that waits for a time in a week. `_id` is `adultId:weekOf:first child`. */
export interface WaitlistEntry extends SchoolDoc {
  readonly adultId: string;
  readonly studentIds: readonly string[];
  readonly weekOf: Day;
  /** `offered`: one booking in the state `offered` is held for it. */
  readonly status: 'waiting' | 'offered' | 'taken' | 'left' | 'over';
  /** How many times it was offered something; part of the offered bookings' ids. */
  readonly offers: number;
  /** Slots it declined or let lapse; they are not offered again. */
  readonly declined: readonly string[];
  readonly since: Instant;
}

/** A family that wants a standing time; `_id` is the adult's id. Its hours stand on the family member. */
export interface FamilyTime extends SchoolDoc {
  readonly on: boolean;
  /** Siblings share one call. */
  readonly together: boolean;
  readonly since: Instant;
  /** What the last plans gave, newest first, one a household and week; at most the last four weeks. */
  readonly results: readonly FamilyTimeResult[];
}
export interface FamilyTimeResult {
  readonly weekOf: Day;
  readonly studentIds: readonly string[];
  readonly reason: PlanReason;
  readonly bookingId: string | null;
  /** Where the time is at `null` there was none. */
  readonly day: Day | null;
  readonly from: Minute | null;
}

/**
 * One week's plan, replayable from what stands here (family-time/week-plan.ts); `_id` is `schoolId:weekOf`. A school of a
 * thousand families must fit into one document, so lists of times, which many share, stand here once and as numbers.
 */
export interface WeekPlan extends SchoolDoc {
  readonly weekOf: Day;
  readonly seed: string;
  readonly at: Instant;
  readonly status: 'laying' | 'laid';
  readonly households: readonly PlannedHousehold[];
  /** Calls that were left out of the plan, and why. */
  readonly leftOut: readonly LeftOut[];
  /** The times that any household named. */
  readonly keys: readonly string[];
  /** Lists of times, best fit first: positions in `keys`, in base 36 with spaces between. */
  readonly lists: readonly string[];
  /** How many passes there are. */
  readonly pass: number;
  /** The plan of all households, then of those whose time was taken meanwhile, with what was left. */
  readonly passes: readonly PlanPass[];
}
export interface PlannedHousehold {
  readonly id: string;
  readonly adultId: string;
  readonly studentIds: readonly string[];
  readonly days: number;
  readonly credits: number;
  readonly usual: string | null;
  /** Which of the lists of times. */
  readonly list: number;
}
/** One run of the planner: what it was asked, and what came out. */
export interface PlanPass {
  readonly times: readonly PlanTime[];
  /** Times at which somebody of the household turned out to be busy elsewhere. */
  readonly busy: readonly { readonly householdId: string; readonly key: string }[];
  /** One for each household that was asked for. */
  readonly rows: readonly PlanRow[];
}

/** Make-up credits of a child; `_id` is the child's. Sets of booking ids, so that nothing counts twice. */
export interface Makeups extends SchoolDoc {
  /** Calls that failed on the school's side. */
  readonly earned: readonly string[];
  /** Calls that took place since; each spends one of the earned. */
  readonly spent: readonly string[];
}

/** The times of a day that one desk keeps for walk-ins, also without a network; `_id` is `schoolId:day`. */
export interface DeskLease extends SchoolDoc {
  readonly day: Day;
  readonly deviceId: string;
  readonly staffId: string;
  readonly at: Instant;
  readonly slots: readonly {
    readonly slotId: string;
    readonly pointId: string;
    readonly from: Minute;
    readonly to: Minute;
  }[];
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
  /** Which adult was in contact, where that is known. */
  readonly adultId?: string | null;
  readonly at: Instant;
}

/** What the school did about a child that waits; `_id` comes from the request's key. */
export interface FollowUp extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly day: Day;
  readonly kind: 'reminded' | 'called' | 'visited' | 'delegated';
  readonly note: string;
  readonly byId: string;
  readonly byName: string;
  readonly at: Instant;
}

/** Something about the contact that worries, and what came of it. */
export interface ContactConcern extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly day: Day;
  readonly kind: ConcernKind;
  readonly note: string;
  readonly byId: string;
  readonly byName: string;
  readonly at: Instant;
  readonly status: 'open' | 'closed';
  readonly outcome: string | null;
  readonly closedAt: Instant | null;
}

/** `_id` is `classId:weekOf`. */
export interface ClassRoll extends SchoolDoc {
  readonly classId: string;
  readonly weekOf: Day;
  readonly day: Day;
  readonly by: string;
  readonly notYet: readonly string[];
}
