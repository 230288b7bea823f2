import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { PairingEnd, PairingKindId } from '../../../../miniprogram/shared/domain/pairing';
import type { Instant, SchoolDoc, Sealed } from './doc';

/**
 * Somebody stands beside a child (C8). `_id` counts the pairs of these two (pairing/ids.ts), so that of two requests only one begins the next.
 * Of an adult's open ones `Staff.menteeIds` and `Student.mentors` are copies; all three are written in one transaction (pairing/save.ts).
 */
export interface Pairing extends SchoolDoc {
  readonly studentId: string;
  /** The child's class when the pair began. */
  readonly classId: string;
  readonly kind: PairingKindId;
  /** Staff, or a pupil. */
  readonly mentorId: string;
  readonly mentorName: string;
  readonly adult: boolean;
  readonly from: Day;
  /** `null` while it lasts. */
  readonly to: Day | null;
  readonly endedWhy: PairingEnd | null;
  /** What the mentor leaves for the next one. */
  readonly handover: Sealed | null;
  /** What made it and what ended it, a handover or a child's leaving, so that taking that back finds it; else the request. */
  readonly ref: string;
  readonly endedRef: string | null;
  readonly byId: string;
  readonly at: Instant;
}
