/** One family's call: the children who share it. */
export interface Household {
  readonly id: string;
  /** Days since the last contact of the child that has waited longest. */
  readonly days: number;
  /** Open make-up credits. */
  readonly credits: number;
  /** The time that it had last week, moved to this week; null where it had none. */
  readonly usual: string | null;
  /**
   * Keys of the times that suit the adult's shift and every child's free periods, best fit first. May name times that the
   * week does not have.
   */
  readonly times: readonly string[];
}

/** Interchangeable slots: the same minutes of the same day at free points of the same kind. */
export interface PlanTime {
  readonly key: string;
  readonly slotIds: readonly string[];
}

/**
 * `kept`: its usual time; `given`: it had none; `moved`: another time than its usual one; `no_time_fits`: the week has none
 * of its times; `all_taken_by_needier`: each slot at each of its times went to a household that needs it more.
 */
export type PlanReason = 'kept' | 'given' | 'moved' | 'no_time_fits' | 'all_taken_by_needier';

export interface PlanRow {
  readonly householdId: string;
  readonly slotId: string | null;
  readonly reason: PlanReason;
  /** 1 = neediest. */
  readonly rank: number;
}
