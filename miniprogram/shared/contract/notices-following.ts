import * as v from 'valibot';
import { NOTICE_STATUSES } from '../domain/notices';
import { method } from './method';
import { asks, choice, receiptState, rung } from './receipts';
import { count, fileId, id, instant, mediaState, requestKey, some, text, textOrEmpty } from './shapes';

const boardRow = v.object({
  receiptId: id,
  personId: id,
  name: v.string(),
  relation: v.string(),
  children: v.array(v.string()),
  state: receiptState,
  rung,
  open: v.boolean(),
  /** Somebody else of the family heard it. */
  covered: v.boolean(),
  why: v.nullable(v.string()),
  wantsCall: v.boolean(),
  hasPhone: v.boolean(),
  answer: v.nullable(v.string()),
  /** There is an answer to listen to. */
  spoke: v.boolean(),
  /** Calls and visits that reached nobody. */
  tries: count,
  at: v.nullable(instant),
});

/** Who heard it and who did not, and what is done about that. */
export const following = {
  /**
   * How far a notice is: by state, by class, and person by person in one class, or in all where the caller has few. Of a
   * shared record it opens the child's file, of a notice none.
   */
  'notices.board': method({
    permission: 'notices.send',
    input: v.strictObject({ noticeId: id, classId: v.optional(id) }),
    output: v.object({
      title: v.string(),
      at: instant,
      by: v.string(),
      of: v.picklist(['notice', 'record']),
      asks,
      status: v.picklist(NOTICE_STATUSES),
      people: count,
      families: count,
      /** Families of which nobody heard it yet. */
      unheard: count,
      states: some(v.object({ state: receiptState, people: count }), 20),
      /** What was answered, by choice. */
      answers: some(v.object({ answer: v.string(), people: count }), 20),
      classes: some(
        v.object({ classId: id, name: v.string(), families: count, unheard: count, call: count, visit: count }),
        200,
      ),
      /** Of `classId`, or of all where they are at most two classes; null: ask class by class. */
      rows: v.nullable(some(boardRow, 1000)),
      /** How often the unheard may still be reminded, and from when on; null: now. */
      nudge: v.object({ left: count, next: v.nullable(instant), people: count }),
    }),
    audited: true,
  }),
  /** One person's way up the ladder, with the proof of each rung, and what it answered. */
  'notices.person': method({
    permission: 'notices.send',
    input: v.strictObject({ receiptId: id }),
    output: v.object({
      ...boardRow.entries,
      noticeId: id,
      title: v.string(),
      asks,
      choices: v.array(v.string()),
      steps: some(
        v.object({
          at: v.nullable(instant),
          way: v.picklist(['wechat', 'sms', 'call', 'visit', 'paper', 'self']),
          outcome: v.string(),
          by: v.nullable(v.string()),
          note: v.string(),
        }),
        60,
      ),
      voiceUrl: v.nullable(v.string()),
      voiceSeconds: v.nullable(v.number()),
      voiceState: v.nullable(mediaState),
      signatureUrl: v.nullable(v.string()),
    }),
    audited: true,
  }),
  /** What came of a call or a visit. The person's choice goes with it where the notice asks for one. */
  'notices.told': method({
    permission: 'notices.send',
    input: v.strictObject({
      requestKey,
      receiptId: id,
      way: v.picklist(['call', 'visit']),
      outcome: v.picklist([
        'told',
        'told_other',
        'no_answer',
        'switched_off',
        'wrong_number',
        'nobody_home',
        'left_slip',
      ]),
      choice: v.optional(choice),
      note: v.optional(textOrEmpty(100), ''),
    }),
    output: v.object({ state: receiptState, rung, open: v.boolean() }),
  }),
  /** Reminds those who have not heard once more by WeChat, as often and as soon as the rule allows. */
  'notices.nudge': method({
    permission: 'notices.send',
    input: v.strictObject({ requestKey, noticeId: id }),
    output: v.object({ people: count, left: count }),
  }),
  /** Paper slips (.docx) for those who can only be visited, or for the named ones, each with a code that works once. */
  'notices.slips': method({
    permission: 'notices.send',
    input: v.strictObject({ noticeId: id, receiptIds: v.optional(some(id, 200)) }),
    output: v.object({ fileId, url: v.string(), fileName: v.string(), slips: count }),
    audited: true,
    fn: 'documents',
  }),
  /** The whole list as .xlsx. */
  'notices.export': method({
    permission: 'notices.send',
    input: v.strictObject({ noticeId: id }),
    output: v.object({ fileId, url: v.string(), fileName: v.string() }),
    audited: true,
    fn: 'documents',
  }),
  /** A neighbour scanned a paper slip: it was told on. Says nothing of whom or what. `again`: it was noted before. */
  'notices.relay': method({
    permission: 'notices.relay',
    input: v.strictObject({ code: text(24) }),
    output: v.object({ again: v.boolean() }),
  }),
};
