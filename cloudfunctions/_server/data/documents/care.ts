import type { PlanAnswers } from '../../../../miniprogram/shared/contract';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { ConcernState, ConcernTo, SituationId, ToldId } from '../../../../miniprogram/shared/domain/concerns';
import type { Goal, PlanKindId, PriorityId } from '../../../../miniprogram/shared/domain/plans';
import type { Instant, SchoolDoc, Sealed } from './doc';

/** What a plan says, sealed as one JSON text. */
export interface PlanSaid {
  readonly start: PlanAnswers;
  readonly mid: PlanAnswers | null;
  readonly end: PlanAnswers | null;
  /** Goal id → its words. */
  readonly goals: Readonly<Record<string, string>>;
  readonly priorities: readonly { readonly id: PriorityId; readonly words: string }[];
}

/** What of a plan each version has; days and goals' states are plain, so that what is due next can be listed. */
export interface PlanState {
  readonly startDay: Day;
  readonly midDay: Day;
  readonly endDay: Day;
  /** When the look in the middle and the end summary were written first. */
  readonly midDone: Day | null;
  readonly endDone: Day | null;
  readonly goals: readonly Goal[];
  readonly body: Sealed;
  /** Who wrote this version, and when. */
  readonly savedBy: string;
  readonly savedAt: Instant;
}

/** C10. `_id` comes from the phone's request key. Of one child; which class that is in now stands on the child alone. */
export interface Plan extends SchoolDoc, PlanState {
  readonly studentId: string;
  readonly kind: PlanKindId;
  readonly status: 'open' | 'closed';
  readonly byId: string;
  readonly byName: string;
  readonly at: Instant;
  /** Rises with each version; `lastKey` is the request that wrote it. */
  readonly version: number;
  readonly lastKey: string;
  /** What stood before, newest first. */
  readonly before: readonly PlanState[];
}

/** What was said when a concern was raised, sealed as one JSON text together with when: none of it can be exchanged unseen. */
export interface ConcernSaid {
  readonly at: Instant;
  readonly phoneAt: Instant;
  readonly byId: string;
  readonly situation: SituationId | null;
  /** Which child, where it was not found by name. */
  readonly who: string;
  readonly words: string;
}

/** What was added later, sealed likewise. */
export interface ConcernAdded {
  readonly situation: SituationId | null;
  readonly whom: ToldId | null;
  readonly day: Day | null;
  readonly minute: number | null;
  readonly words: string;
}

/** C10, C15. `_id` comes from the phone's request key. Only appended to. */
export interface Concern extends SchoolDoc {
  /** `null` for a child that was not found by name. */
  readonly studentId: string | null;
  readonly recordId: string | null;
  readonly to: ConcernTo;
  readonly said: Sealed;
  readonly byId: string;
  readonly byName: string;
  readonly at: Instant;
  readonly entries: readonly {
    readonly id: string;
    readonly at: Instant;
    readonly byId: string;
    readonly byName: string;
    readonly said: Sealed;
  }[];
  readonly state: ConcernState;
  readonly taken: { readonly at: Instant; readonly byName: string } | null;
  readonly settled: { readonly at: Instant; readonly byName: string; readonly words: Sealed } | null;
}
