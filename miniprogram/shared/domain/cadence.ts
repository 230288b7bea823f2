/** How the windows of a cadence lie: each week, each month, the term, or the first, middle and last three weeks of the term. */
export const WINDOWS = ['week', 'month', 'term', 'term_thirds'] as const;
/** For whom it holds. */
export const FOR_WHOM = ['left_behind', 'focus', 'paired', 'boarders', 'day_pupils', 'all'] as const;
export const RESPONSIBLE = ['mentor', 'head_teacher'] as const;
/** What suspends it: days outside the term and closed days, the child's illness, the child's absence. */
export const PAUSE_REASONS = ['holiday', 'ill', 'away'] as const;
/** `open`: there is time; `soon`: the last days of the window; `overdue`: a window went by and none was made good since; `paused`: it rests. */
export const DUTY_STATES = ['ok', 'open', 'soon', 'overdue', 'paused'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

/**
 * The deed that is no record: a contact of the parents with the child, as the ledger has it (`Student.contact`). The ledger's weeks are thus a
 * cadence like any other.
 */
export const CONTACT = 'contact';
