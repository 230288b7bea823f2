import * as v from 'valibot';
import { NOTICE_STATUSES } from '../domain/notices';
import { LIMITS } from '../limits';
import { audience, audienceGroups, groupName } from './audience';
import { familyItem } from './home';
import { method } from './method';
import { asks, receiptState, rung, voice } from './receipts';
import {
  count,
  day,
  done,
  fileId,
  id,
  instant,
  mediaState,
  nothing,
  requestKey,
  some,
  text,
  textOrEmpty,
} from './shapes';

/** How many people, of how many families, and for how many the ladder begins at which rung. */
const reachCounts = { people: count, families: count, wechat: count, sms: count, call: count, visit: count };
export const reach = v.object(reachCounts);

/** Whether it left, and how the checks of its voice and pictures stand (`voice` is null where there is none). */
const departure = {
  status: v.picklist(NOTICE_STATUSES),
  voice: v.nullable(mediaState),
  pictures: some(mediaState, LIMITS.photos),
};

const choice = text(LIMITS.choice);
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

/** What the staff of a school do with notices. */
const sending = {
  /** How many people, and how many of them by which way, before it is sent; who can only be visited, by name. */
  'notices.reach': method({
    permission: 'notices.send',
    input: v.strictObject({ audience }),
    output: v.object({
      ...reachCounts,
      unreached: some(v.object({ name: v.string(), relation: v.string(), children: v.array(v.string()) }), 50),
    }),
  }),
  'notices.groups': method({
    permission: 'notices.send',
    input: nothing,
    output: v.object({ groups: audienceGroups }),
  }),
  'notices.saveGroup': method({
    permission: 'notices.send',
    input: v.strictObject({ requestKey, name: groupName, audience }),
    output: v.object({ groupId: id }),
  }),
  'notices.dropGroup': method({
    permission: 'notices.send',
    input: v.strictObject({ groupId: id }),
    output: done,
  }),
  /**
   * Writes a notice. It leaves at once, or at `sendAt`, or when its voice and pictures were checked, or when the headteacher
   * let it go. One that `corrects` another goes to that one's audience and takes its place.
   */
  'notices.send': method({
    permission: 'notices.send',
    input: v.strictObject({
      requestKey,
      title: text(LIMITS.title),
      body: text(LIMITS.noticeBody),
      voice: v.optional(voice),
      pictures: v.optional(some(fileId, LIMITS.photos), []),
      file: v.optional(v.strictObject({ fileId, name: text(60) })),
      asks,
      /** What one may answer; for `answer` alone. */
      choices: v.optional(some(choice, LIMITS.choices), []),
      deadline: v.optional(day),
      sendAt: v.optional(instant),
      urgent: v.boolean(),
      audience,
      corrects: v.optional(id),
    }),
    output: v.object({ noticeId: id, ...reachCounts, ...departure }),
  }),
  /**
   * Notices that the caller's classes got, and the caller's own that did not leave, newest first, with what is still open.
   * Who may review also sees those that wait for it.
   */
  'notices.sent': method({
    permission: 'notices.send',
    input: v.strictObject({ before: v.optional(instant) }),
    output: v.object({
      notices: some(
        v.object({
          noticeId: id,
          title: v.string(),
          at: instant,
          asks,
          urgent: v.boolean(),
          people: count,
          /** Families that have not done what it asks. */
          unheard: count,
          by: v.string(),
          ...departure,
        }),
        20,
      ),
      next: v.nullable(instant),
    }),
  }),
  /** A notice as staff read it, with what was there before it and what came after. */
  'notices.read': method({
    permission: 'notices.send',
    input: v.strictObject({ noticeId: id }),
    output: v.object({
      title: v.string(),
      body: v.string(),
      by: v.string(),
      at: instant,
      asks,
      choices: v.array(v.string()),
      deadline: v.nullable(day),
      urgent: v.boolean(),
      audience,
      ...departure,
      voiceUrl: v.nullable(v.string()),
      voiceSeconds: v.nullable(v.number()),
      /** Links to the pictures in the order of `pictures`; null for one that was held. */
      pictureUrls: some(v.nullable(v.string()), LIMITS.photos),
      file: v.nullable(v.object({ name: v.string(), url: v.nullable(v.string()) })),
      /** The notice that this one corrects, and the one that corrects this. */
      corrects: v.nullable(id),
      correctedBy: v.nullable(id),
      recall: v.nullable(v.object({ reason: v.string(), by: v.string(), at: instant })),
      review: v.nullable(v.object({ note: v.string(), by: v.nullable(v.string()) })),
      mine: v.boolean(),
      mayReview: v.boolean(),
      /** Recall, correct and nudge are for who wrote it and for the headteacher. */
      mayChange: v.boolean(),
    }),
  }),
  /** Takes a notice back, in the open: it stays in the lists as taken back, with the reason. */
  'notices.recall': method({
    permission: 'notices.send',
    input: v.strictObject({ noticeId: id, reason: text(60) }),
    output: done,
  }),
  /** Lets a notice go on which WeChat's check wants a person's word, or gives it back to its writer. */
  'notices.review': method({
    permission: 'notices.review',
    input: v.strictObject({
      noticeId: id,
      verdict: v.picklist(['send', 'return']),
      note: v.optional(textOrEmpty(60), ''),
    }),
    output: v.object({ status: v.picklist(NOTICE_STATUSES) }),
  }),
};

/** Who heard it and who did not, and what is done about that. */
const following = {
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

/** What a family does with what it was told. */
const receiving = {
  /** The family's own list. */
  'notices.inbox': method({
    permission: 'notices.receive',
    input: v.strictObject({ before: v.optional(instant) }),
    output: v.object({ items: some(familyItem, 30), next: v.nullable(instant) }),
  }),
  /**
   * Opens one: by its receipt, or by the notice, as a card in the class's group names it. Links are good for some minutes;
   * what was not checked yet has none.
   */
  'notices.open': method({
    permission: 'notices.receive',
    input: v.union([v.strictObject({ receiptId: id }), v.strictObject({ noticeId: id })]),
    output: v.object({
      ...familyItem.entries,
      body: v.string(),
      voiceUrl: v.nullable(v.string()),
      voiceSeconds: v.nullable(v.number()),
      photoUrls: v.array(v.string()),
      file: v.nullable(v.object({ name: v.string(), url: v.string() })),
      choices: v.array(v.string()),
      state: receiptState,
      wantsCall: v.boolean(),
      answer: v.nullable(v.string()),
      /** An answer by voice is with the school. */
      spoke: v.boolean(),
      deadline: v.nullable(day),
      /** Why it was taken back; the receipt of what corrects it. */
      overWhy: v.nullable(v.string()),
      newer: v.nullable(id),
    }),
    audited: true,
  }),
  /** 「我听到了」, 「收到」, a choice, a signature, an answer by voice, or 「请老师打电话」. */
  'notices.answer': method({
    permission: 'notices.receive',
    input: v.variant('answer', [
      v.strictObject({ receiptId: id, answer: v.picklist(['heard', 'confirmed', 'call_me']) }),
      v.strictObject({ receiptId: id, answer: v.literal('chosen'), choice }),
      v.strictObject({ receiptId: id, answer: v.literal('signed'), fileId }),
      v.strictObject({ receiptId: id, answer: v.literal('said'), voice }),
    ]),
    output: v.object({ state: receiptState, wantsCall: v.boolean(), answer: v.nullable(v.string()) }),
  }),
};

export const noticesContract = { ...sending, ...following, ...receiving };
