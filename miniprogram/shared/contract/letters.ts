import * as v from 'valibot';
import { LETTER_STATES, LETTER_WAYS, PICTURES, REPORT_REASONS } from '../domain/letters';
import { LIMITS } from '../limits';
import { method } from './method';
import {
  childRef,
  count,
  day,
  done,
  fileId,
  id,
  instant,
  nothing,
  requestKey,
  some,
  text,
  textOrEmpty,
} from './shapes';

/** The child's secret at the tablet: pictures in the order in which it taps them. */
const secret = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(PICTURES.length - 1))),
  v.minLength(LIMITS.secretPictures),
  v.maxLength(LIMITS.secretPictures),
);
const voice = v.strictObject({
  fileId,
  seconds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.letterSeconds)),
});
/** What a letter says: words, a voice, or both. */
const said = { text: textOrEmpty(LIMITS.letterText), voice: v.optional(v.nullable(voice), null) };

/** A letter from outside: never what it says. */
const envelope = v.object({
  letterId: id,
  way: v.picklist(LETTER_WAYS),
  state: v.picklist(LETTER_STATES),
  at: instant,
  /** Who wrote it, as its reader calls them: 爸爸, 小雨. */
  from: v.string(),
  to: v.string(),
  /** The reader wrote it. */
  mine: v.boolean(),
  hasVoice: v.boolean(),
});
export type LetterEnvelope = v.InferOutput<typeof envelope>;

const inside = v.object({
  letterId: id,
  /** The reader wrote it. */
  mine: v.boolean(),
  from: v.string(),
  at: instant,
  text: v.string(),
  /** A data URL of the sound, and how long it is. */
  voice: v.nullable(v.object({ dataUrl: v.string(), seconds: count })),
});
export type LetterInside = v.InferOutput<typeof inside>;

/**
 * C24: 家书. What a letter says is sealed under a key of its own that no method for staff reaches (docs/privacy.md says what that protects from
 * and what not).
 */
export const lettersContract = {
  /** A parent's letters with one child, newest first; `before` is the `next` of the page before. */
  'letters.box': method({
    permission: 'letters.family',
    input: v.strictObject({ studentId: id, before: v.optional(instant) }),
    output: v.object({
      child: childRef,
      letters: some(envelope, 50),
      next: v.nullable(instant),
      /** When staff last let the child choose its pictures anew; letters of before were closed for a day then. */
      secretAnewAt: v.nullable(instant),
    }),
  }),
  /** @throws `content.risky`, `letters.too-many` */
  'letters.write': method({
    permission: 'letters.family',
    input: v.strictObject({ requestKey, studentId: id, ...said }),
    output: v.object({ letterId: id }),
  }),
  /** Reads one of one's own, sent or received; opening a received one tells the child that it was read. */
  'letters.open': method({
    permission: 'letters.family',
    input: v.strictObject({ letterId: id }),
    output: inside,
  }),
  /** Before the child has opened it. */
  'letters.takeBack': method({ permission: 'letters.family', input: v.strictObject({ letterId: id }), output: done }),
  /** The receiver reports a letter. Only with `show` the counsellor and the headteacher get to read it: the receiver hands it to them. */
  'letters.report': method({
    permission: 'letters.family',
    input: v.strictObject({
      letterId: id,
      why: v.picklist(REPORT_REASONS),
      words: textOrEmpty(500),
      show: v.boolean(),
    }),
    output: done,
  }),

  /** The centre's tablet: children of today's calls at this point, and those whom the desk sent here, with letters that wait. */
  'letters.booth': method({
    permission: 'letters.booth',
    input: nothing,
    output: v.object({
      children: some(
        v.object({
          studentId: id,
          name: v.string(),
          waiting: count,
          hasSecret: v.boolean(),
          /** The desk saw that it is there now, so it may choose its pictures. */
          mayChoose: v.boolean(),
        }),
        60,
      ),
    }),
  }),
  /** The child's first time: it chooses its pictures. @throws `letters.secret-set`, `letters.secret-first` */
  'letters.chooseSecret': method({
    permission: 'letters.booth',
    input: v.strictObject({ studentId: id, secret }),
    output: done,
  }),
  /** The child's letters, newest first, and to whom it may write; `before` is the `next` of the page before. @throws `letters.secret-wrong` (details: left), `letters.secret-locked` */
  'letters.boothBox': method({
    permission: 'letters.booth',
    input: v.strictObject({ studentId: id, secret, before: v.optional(instant) }),
    output: v.object({
      name: v.string(),
      letters: some(envelope, 50),
      next: v.nullable(instant),
      to: some(v.object({ adultId: id, name: v.string() }), 10),
    }),
  }),
  'letters.boothOpen': method({
    permission: 'letters.booth',
    input: v.strictObject({ studentId: id, secret, letterId: id }),
    output: inside,
  }),
  'letters.boothWrite': method({
    permission: 'letters.booth',
    input: v.strictObject({ requestKey, studentId: id, secret, adultId: id, ...said }),
    output: v.object({ letterId: id }),
  }),
  'letters.boothReport': method({
    permission: 'letters.booth',
    input: v.strictObject({
      studentId: id,
      secret,
      letterId: id,
      why: v.picklist(REPORT_REASONS),
      words: textOrEmpty(500),
      show: v.boolean(),
    }),
    output: done,
  }),
  /** The letter as a page to print at the tablet; a link that is good for some minutes. */
  'letters.boothPrint': method({
    permission: 'letters.booth',
    fn: 'documents',
    input: v.strictObject({ studentId: id, secret, letterId: id }),
    output: v.object({ fileId, url: v.string(), fileName: v.string() }),
  }),

  /** For staff: that letters exist, and for whom they wait; never what they say. */
  'letters.waiting': method({
    permission: 'letters.see',
    input: v.strictObject({ classId: v.optional(id) }),
    output: v.object({
      rows: some(
        v.object({
          child: childRef,
          waiting: count,
          since: v.nullable(day),
          /** The tablet to which the desk sent the child, while that holds. */
          sentTo: v.nullable(v.string()),
          hasSecret: v.boolean(),
        }),
        200,
      ),
      points: some(v.object({ id, name: v.string() }), 50),
    }),
  }),
  /** The desk sends a child to a tablet to read and write, for half an hour. */
  'letters.sendTo': method({
    permission: 'letters.see',
    input: v.strictObject({ studentId: id, pointId: id }),
    output: v.object({ until: instant }),
  }),
  /** The child forgot its pictures. Letters that it did not open yet stay closed for a day and the writers are told, so that nobody opens them in its name. */
  'letters.forgetSecret': method({
    permission: 'letters.see',
    audited: true,
    input: v.strictObject({ studentId: id }),
    output: done,
  }),
  /** Letters that were reported: for the counsellor and the headteacher; `inside` only where the receiver handed it over. */
  'letters.reported': method({
    permission: 'letters.reports',
    audited: true,
    input: nothing,
    output: v.object({
      reports: some(
        v.object({
          letterId: id,
          child: childRef,
          /** Who reported it: the child, or which adult. */
          by: v.string(),
          from: v.string(),
          why: v.picklist(REPORT_REASONS),
          words: v.string(),
          at: instant,
          handed: v.nullable(v.string()),
          /** The voice was handed over too: how long it is. `letters.handedVoice` brings it. */
          handedVoice: v.nullable(count),
          answered: v.nullable(text(500)),
        }),
        50,
      ),
    }),
  }),
  /** The voice of a letter that its receiver handed over, as a data URL. */
  'letters.handedVoice': method({
    permission: 'letters.reports',
    audited: true,
    input: v.strictObject({ letterId: id }),
    output: v.object({ dataUrl: v.string(), seconds: count }),
  }),
  /** The same again changes nothing. @throws `common.stale` when it was answered otherwise meanwhile */
  'letters.answerReport': method({
    permission: 'letters.reports',
    input: v.strictObject({ letterId: id, answer: text(500) }),
    output: done,
  }),
};
