import * as v from 'valibot';
import { CONCERN_STATES, CONCERN_TO, SITUATIONS, TOLD } from '../domain/concerns';
import { LIMITS } from '../limits';
import { method } from './method';
import { childRef, count, day, done, id, instant, minute, requestKey, some, text, textOrEmpty } from './shapes';

const situation = v.picklist(SITUATIONS.map(({ id: one }) => one));
const told = v.picklist(TOLD.map(({ id: one }) => one));
const to = v.picklist(CONCERN_TO);
const state = v.picklist(CONCERN_STATES);

const concernRow = v.object({
  concernId: id,
  /** `null` for a child that whoever raised it did not find by name; `who` then says in words which one. */
  child: v.nullable(childRef),
  who: v.string(),
  to,
  /** By the server's clock. */
  at: instant,
  by: v.string(),
  /** Raised by the caller. */
  mine: v.boolean(),
  state,
});
export type ConcernRow = v.InferOutput<typeof concernRow>;

/** What was added later: words, or who outside was told and when. Whoever may not read the words of another gets them empty. */
const concernEntry = v.object({
  at: instant,
  by: v.string(),
  mine: v.boolean(),
  whom: v.nullable(told),
  day: v.nullable(day),
  minute: v.nullable(minute),
  words: v.string(),
});
export type ConcernEntry = v.InferOutput<typeof concernEntry>;

/**
 * C10, C15: something that worries goes to the counsellor, or is the start of the mandatory report (未成年人保护法 11, 强制报告意见 2020).
 * Raised, not submitted: nobody approves it, nothing of it is changed later, things are only added. Its words go to no push, no content
 * check and no family.
 */
export const concernsContract = {
  /**
   * Once for a `requestKey`. All but the key and whom it is for may be left out and added later. The record it came from is shared no
   * more; it is named by its id or, while it may still lie on the phone, by the key with which the caller wrote it, and one that cannot
   * be found holds nothing up.
   */
  'concerns.raise': method({
    permission: 'concerns.raise',
    input: v.strictObject({
      requestKey,
      to,
      studentId: v.nullable(id),
      /** Which child, in words, where `studentId` is `null`. */
      who: textOrEmpty(60),
      situation: v.nullable(situation),
      words: textOrEmpty(LIMITS.recordNote),
      recordId: v.optional(v.nullable(id), null),
      recordKey: v.optional(v.nullable(requestKey), null),
      /** The phone's clock (ms) when it was raised: without a network it arrives later. */
      phoneAt: instant,
    }),
    output: v.object({ concernId: id, at: instant }),
  }),
  /**
   * The caller's own ones, and those that the caller looks after: what goes to the counsellor, reports for the headteacher. Newest first, open ones
   * before. `until` goes on with what waits for the caller, from that moment back.
   */
  'concerns.list': method({
    permission: 'concerns.read',
    audited: true,
    input: v.strictObject({ until: v.optional(instant) }),
    output: v.object({
      /** Of the whole school, for whoever looks after concerns; `null` for others. */
      open: v.nullable(v.object({ counsellor: count, report: count })),
      rows: some(concernRow, 300),
      /** How many more wait for the caller, older than these, and the `until` that goes on; `null` where that is all. */
      more: v.nullable(v.object({ count, until: instant })),
    }),
  }),
  /** One with all its words, for who looks after it; for its author without what others wrote. */
  'concerns.open': method({
    permission: 'concerns.read',
    audited: true,
    input: v.strictObject({ concernId: id }),
    output: v.object({
      ...concernRow.entries,
      situation: v.nullable(situation),
      words: v.string(),
      phoneAt: instant,
      /** The record it came from, for a link. */
      recordId: v.nullable(id),
      /** Who took it over; for the author only that it was. */
      takenBy: v.nullable(v.string()),
      takenAt: v.nullable(instant),
      entries: some(concernEntry, LIMITS.concernEntries),
      /** For who looks after it; its author does not read it. */
      outcome: v.nullable(v.object({ at: instant, by: v.string(), words: v.string() })),
      /** The caller looks after it: takes it over, settles it. */
      mayHandle: v.boolean(),
    }),
  }),
  /**
   * Adds words, the situation, or who was told when. Once for a `requestKey`; also after it was settled. Of one that may still lie on the
   * phone `concernId` is `null` and `raisedKey` the key with which the caller raised it.
   */
  'concerns.tell': method({
    permission: 'concerns.read',
    input: v.strictObject({
      requestKey,
      concernId: v.nullable(id),
      raisedKey: v.optional(v.nullable(requestKey), null),
      situation: v.optional(v.nullable(situation), null),
      whom: v.nullable(told),
      day: v.nullable(day),
      minute: v.nullable(minute),
      words: textOrEmpty(LIMITS.concernWords),
    }),
    output: done,
  }),
  /** 我来接手: its author learns that somebody has it in hand. Twice is once. */
  'concerns.take': method({ permission: 'concerns.read', input: v.strictObject({ concernId: id }), output: done }),
  /** What came of it. The same again changes nothing. @throws `common.stale` when it was settled otherwise meanwhile */
  'concerns.settle': method({
    permission: 'concerns.read',
    input: v.strictObject({ concernId: id, outcome: text(LIMITS.concernWords) }),
    output: done,
  }),
};
