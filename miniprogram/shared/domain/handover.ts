/** 学年末交接 (C20): pure rules of a plan that moves classes, children, teachers and mentors. */

export const HANDOVER_STATES = ['draft', 'signing', 'applying', 'applied', 'undoing', 'undone', 'dropped'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/** What is open in a class and must be settled, or handed on with the class, before it changes hands. */
export const TASKS = ['notices', 'proposals', 'concerns', 'village', 'swaps'] as const;
export type Task = (typeof TASKS)[number];

/** For how long an applied handover, or an import, can be undone. */
export const UNDO_DAYS = 7;
