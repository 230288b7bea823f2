import * as v from 'valibot';
import { OVER } from '../domain/notices';
import { membership, subscriptions } from './accounts';
import { cadenceNames, dutyRow } from './cadence';
import { method } from './method';
import { asks } from './receipts';
import { bookingStatus, childRef, count, day, face, id, instant, minute, nothing, some, ticket, tone } from './shapes';

/** Something for a family: a notice, or a record that was shared with it. */
export const familyItem = v.object({
  receiptId: id,
  of: v.picklist(['notice', 'record']),
  title: v.string(),
  from: v.string(),
  at: instant,
  asks,
  hasVoice: v.boolean(),
  fresh: v.boolean(),
  /** The school still waits for this person's answer, whether it was opened or not. */
  waits: v.boolean(),
  children: v.array(v.string()),
  /** Taken back, or replaced by a corrected one; it stays in the list as such. */
  over: v.nullable(v.picklist(OVER)),
  /** It corrects an earlier one. */
  corrects: v.boolean(),
});
export type FamilyItem = v.InferOutput<typeof familyItem>;

/** A family's child: when the parents were last in contact with the child and with the caregiver. */
export const familyChild = v.object({
  ...childRef.entries,
  childDay: v.nullable(day),
  caregiverDay: v.nullable(day),
  thisWeek: v.boolean(),
  tone,
  /** The last contact with the child was the caller's own, as far as the school knows. */
  byYou: v.boolean(),
  /** Letters of the child's that the caller, its parent, has not opened. */
  letters: count,
});

export const dueChild = v.object({
  ...childRef.entries,
  childDay: v.nullable(day),
  days: v.nullable(count),
  tone,
  remindedDay: v.nullable(day),
});
export type DueChild = v.InferOutput<typeof dueChild>;

/** A call as staff list it. */
export const callRow = v.object({
  bookingId: id,
  status: bookingStatus,
  day,
  from: minute,
  to: minute,
  pointId: id,
  pointName: v.string(),
  children: v.array(childRef),
});
export type CallRow = v.InferOutput<typeof callRow>;

export const classGap = v.object({
  classId: id,
  className: v.string(),
  pupils: count,
  leftBehind: count,
  thisWeek: count,
  amber: count,
  red: count,
});

/** A notice that some families have not done yet what it asks: how many, and how many the school must call or visit. */
const unheard = v.object({ noticeId: id, title: v.string(), asks, unheard: count, call: count, visit: count });

/** Of the school's privacy officer: requests about children's data that nobody answered yet; `null` for who is not. */
const officer = v.nullable(count);

/**
 * What is due of the cadences, without the weekly contact, which the ledger's part of the page tells: how many duties are overdue and soon over, and
 * the first of them.
 */
const care = v.object({ overdue: count, soon: count, first: some(dutyRow, 4), cadences: cadenceNames });

/** Letters whose readers said that something is wrong with them, and nobody answered yet. */
const reportedLetters = count;

const openConcerns = v.object({ counsellor: count, report: count });

/** The one question that each role's home answers (look.md). */
export const homeView = v.variant('kind', [
  v.object({ kind: v.literal('stranger') }),
  v.object({
    kind: v.literal('family'),
    role: v.picklist(['parent', 'guardian']),
    name: v.string(),
    children: v.array(familyChild),
    calls: v.array(ticket),
    items: v.array(familyItem),
    /** A child for whom the caller, its legal guardian, was not asked yet what the school may do. */
    asksConsent: v.nullable(id),
  }),
  v.object({
    kind: v.literal('teacher'),
    name: v.string(),
    classes: v.array(v.object({ id, name: v.string(), rolled: v.boolean() })),
    onDuty: v.boolean(),
    due: v.array(dueChild),
    dueCount: count,
    calls: v.array(callRow),
    unheard: v.array(unheard),
    /** Changes that families of the caller's classes ask for. */
    proposals: count,
    /** A handover that waits for the caller's signature. */
    toSign: v.nullable(id),
    officer,
    care,
  }),
  v.object({
    kind: v.literal('school'),
    name: v.string(),
    schoolName: v.string(),
    pupils: count,
    leftBehind: count,
    thisWeek: count,
    amber: count,
    red: count,
    callsToday: count,
    /** Notices that wait for the headteacher's word. */
    reviews: count,
    /** Changes that families ask for, and requests about a child's data, that nobody answered yet. */
    proposals: count,
    requests: count,
    /** Concerns that are not settled: for the counsellor, and mandatory reports. */
    concerns: openConcerns,
    reportedLetters,
    toSign: v.nullable(id),
    /** Years that begin soon and whose public holidays nobody knows yet. */
    yearsAsked: some(count, 2),
    classes: v.array(classGap),
  }),
  v.object({
    kind: v.literal('counsellor'),
    name: v.string(),
    low: v.array(v.object({ ...childRef.entries, times: count, lastFace: face })),
    concerns: openConcerns,
    reportedLetters,
    officer,
  }),
  v.object({ kind: v.literal('bureau'), name: v.string() }),
  v.object({ kind: v.literal('booth'), pointName: v.string(), calls: v.array(callRow) }),
  v.object({
    kind: v.literal('volunteer'),
    name: v.string(),
    /** Whether the background check holds today; without one no child is named. */
    checked: v.boolean(),
    children: some(childRef, 100),
    care: v.object({ ...care.entries, first: some(dutyRow, 100) }),
  }),
]);
export type HomeView = v.InferOutput<typeof homeView>;

export const homeContract = {
  /** All that the first screen needs, in one call: who I am and what my role's home shows. */
  'home.open': method({
    permission: 'home.open',
    input: nothing,
    output: v.object({
      memberships: v.array(membership),
      current: v.nullable(id),
      subscriptions,
      home: homeView,
    }),
    orFirst: true,
  }),
};
