import * as v from 'valibot';
import { NOTICE_STATUSES } from '../domain/notices';
import { LIMITS } from '../limits';
import { audience, audienceGroups, groupName } from './audience';
import { method } from './method';
import { asks, choice, voice } from './receipts';
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

/** What the staff of a school do with notices. */
export const sending = {
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
