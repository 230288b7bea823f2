import * as v from 'valibot';
import { NOTICE_STATUSES } from '../domain/notices';
import { LIMITS } from '../limits';
import { familyItem } from './home';
import { method } from './method';
import { count, day, fileId, id, instant, mediaState, requestKey, some, text, textOrEmpty } from './shapes';

/** Who receives a notice: classes and which of the family. */
export const audience = v.strictObject({
  classIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(200)),
  roles: v.pipe(v.array(v.picklist(['parent', 'guardian'])), v.minLength(1), v.maxLength(2)),
});
export type Audience = v.InferOutput<typeof audience>;

export const reach = v.object({ people: count, wechat: count, callList: count, unreachable: count });

/** The rungs that a person's receipt has climbed (product.md section 5); the last one reached. */
export const receiptState = v.picklist([
  'queued',
  'sent',
  'refused',
  'unknown',
  'to_call',
  'opened',
  'heard',
  'confirmed',
  'called',
]);
export type ReceiptState = v.InferOutput<typeof receiptState>;

export const voice = v.strictObject({
  fileId,
  seconds: v.pipe(v.number(), v.minValue(1), v.maxValue(LIMITS.voiceSeconds)),
});

/** Whether it left, and how the check of its voice stands (`voice` is null where there is none). */
const departure = { status: v.picklist(NOTICE_STATUSES), voice: v.nullable(mediaState) };

export const noticesContract = {
  /** How many people, and how many of them by which way, before it is sent. */
  'notices.reach': method({
    permission: 'notices.send',
    input: v.strictObject({ audience }),
    output: reach,
  }),
  'notices.send': method({
    permission: 'notices.send',
    input: v.strictObject({
      requestKey,
      title: text(LIMITS.title),
      body: text(LIMITS.noticeBody),
      voice: v.optional(voice),
      asks: v.picklist(['read', 'confirm', 'hear']),
      deadline: v.optional(day),
      urgent: v.boolean(),
      audience,
    }),
    output: v.object({ noticeId: id, ...reach.entries, ...departure }),
  }),
  /** Notices that the caller's classes got, and the caller's own that did not leave, newest first, with what is still open. */
  'notices.sent': method({
    permission: 'notices.send',
    input: v.strictObject({ before: v.optional(instant) }),
    output: v.object({
      notices: some(
        v.object({
          noticeId: id,
          title: v.string(),
          at: instant,
          asks: v.string(),
          people: count,
          heard: count,
          by: v.string(),
          ...departure,
        }),
        20,
      ),
      next: v.nullable(instant),
    }),
  }),
  /** Who has and who has not heard; those who have not come first. Of a shared record it opens the child's file, of a notice none. */
  'notices.board': method({
    permission: 'notices.send',
    input: v.strictObject({ noticeId: id }),
    output: v.object({
      title: v.string(),
      body: v.string(),
      at: instant,
      asks: v.string(),
      ...departure,
      people: some(
        v.object({
          receiptId: id,
          personId: id,
          name: v.string(),
          relation: v.string(),
          children: v.array(v.string()),
          state: receiptState,
          why: v.nullable(v.string()),
          wantsCall: v.boolean(),
          hasPhone: v.boolean(),
          at: v.nullable(instant),
        }),
        2000,
      ),
    }),
    audited: true,
  }),
  /** What came of calling a person on the call list. */
  'notices.called': method({
    permission: 'notices.send',
    input: v.strictObject({
      receiptId: id,
      outcome: v.picklist(['told', 'no_answer', 'wrong_number']),
      note: v.optional(textOrEmpty(100)),
    }),
    output: v.object({ state: receiptState }),
  }),
  /** The family's own list. */
  'notices.inbox': method({
    permission: 'notices.receive',
    input: v.strictObject({ before: v.optional(instant) }),
    output: v.object({ items: some(familyItem, 30), next: v.nullable(instant) }),
  }),
  /** Opens one; the link to the voice is good for some minutes, and null until the voice passed the content check. */
  'notices.open': method({
    permission: 'notices.receive',
    input: v.strictObject({ receiptId: id }),
    output: v.object({
      ...familyItem.entries,
      body: v.string(),
      voiceUrl: v.nullable(v.string()),
      voiceSeconds: v.nullable(v.number()),
      photoUrls: v.array(v.string()),
      state: receiptState,
      wantsCall: v.boolean(),
      deadline: v.nullable(day),
    }),
    audited: true,
  }),
  /** 「我听到了」, 「收到」, or 「请老师打电话」. */
  'notices.answer': method({
    permission: 'notices.receive',
    input: v.strictObject({ receiptId: id, answer: v.picklist(['heard', 'confirmed', 'call_me']) }),
    output: v.object({ state: receiptState, wantsCall: v.boolean() }),
  }),
};
