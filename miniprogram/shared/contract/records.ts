import * as v from 'valibot';
import { ABOUT, BOOKS, FIELD_TYPES } from '../domain/record-kinds';
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
  mediaState,
  nothing,
  requestKey,
  role,
  some,
  text,
  textOrEmpty,
} from './shapes';

/** What was filled in, field by field; what a field takes is its row's (domain/record-kinds.ts). */
const fieldId = v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9_]{0,39}$/));
const value = v.union([textOrEmpty(LIMITS.recordNote), some(text(LIMITS.choice * 2), 20), v.number(), v.boolean()]);
const values = v.record(fieldId, value);
export type RecordValues = v.InferOutput<typeof values>;

const recordVoice = v.strictObject({
  fileId,
  seconds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.voiceSeconds)),
});

/** What of a record its writer may change later. */
const body = {
  day,
  values,
  /** In words, only where the writer wants: 孩子家里. */
  place: v.optional(textOrEmpty(40), ''),
  photos: some(fileId, LIMITS.photos),
  voices: v.optional(some(recordVoice, LIMITS.recordVoices), []),
  photosConsented: v.boolean(),
  share: v.boolean(),
  shareText: textOrEmpty(LIMITS.shareText),
  /** A goal of a plan of the child that this entry is about. */
  goal: v.optional(v.nullable(v.strictObject({ planId: id, goalId: id })), null),
};

/** One field of a kind; what each type needs is checked by `kindFault`. */
const kindField = v.strictObject({
  id: fieldId,
  label: text(12),
  type: v.picklist(FIELD_TYPES),
  choices: v.optional(some(text(12), 20)),
  max: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.recordNote))),
  min: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  unit: v.optional(text(4)),
  required: v.optional(v.boolean()),
  hint: v.optional(text(30)),
  template: v.optional(text(LIMITS.recordTemplate)),
});

/** A kind of a school's own, made of the same parts as the others. */
export const ownKind = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^own_[a-z0-9]{1,20}$/)),
  name: text(10),
  book: v.picklist(BOOKS),
  about: v.picklist(ABOUT),
  fields: v.pipe(v.array(kindField), v.minLength(1), v.maxLength(12)),
  photos: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.photos)),
  voices: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.recordVoices)),
  writers: some(role, 4),
  readers: some(role, 4),
  families: v.nullable(
    v.strictObject({
      title: text(20),
      fields: some(fieldId, 12),
      photos: v.boolean(),
      voices: v.boolean(),
      on: v.boolean(),
    }),
  ),
  feeds: some(text(40), 6),
});
export type OwnKind = v.InferOutput<typeof ownKind>;

const shownPhoto = v.object({ url: v.nullable(v.string()), state: mediaState });
const shownVoice = v.object({ url: v.nullable(v.string()), seconds: count, state: mediaState });

/** A record as its reader may see it: staff all that the kind lets them, a family what is shared with it. */
const shownRecord = v.object({
  recordId: id,
  kind: v.string(),
  /** For staff the kind's name, for a family the title above what is shared with it. */
  title: v.string(),
  book: v.picklist(BOOKS),
  day,
  at: instant,
  by: v.string(),
  /** The filled-in fields in the kind's order, as words. */
  facts: some(v.object({ label: v.string(), text: v.string() }), 12),
  place: v.string(),
  /** What was written for the family. */
  shareText: v.string(),
  shared: v.boolean(),
  photos: some(shownPhoto, LIMITS.photos),
  voices: some(shownVoice, LIMITS.recordVoices),
  /** For staff: how many others of the school it is about as well, and whether it was corrected or struck out. */
  others: count,
  corrected: v.boolean(),
  struck: v.boolean(),
  /** The caller wrote it, or may correct it for another reason. */
  mayCorrect: v.boolean(),
});
export type ShownRecord = v.InferOutput<typeof shownRecord>;

/** A school's own kinds, and those of the product that it does not use. */
const kinds = { own: some(ownKind, LIMITS.ownKinds), hidden: some(text(40), 60) };

/** C7: one entry of a kind (domain/record-kinds.ts), written once, counted everywhere. */
export const recordsContract = {
  /** The school's own kinds and those it does not use, for a phone to keep; the others come with the app. */
  'records.kinds': method({
    permission: 'records.kinds',
    input: nothing,
    output: v.object(kinds),
  }),
  /**
   * Replaces the school's own kinds. One that was written with already stays readable when it is gone from here.
   * @throws `common.stale`: they are no longer as they were `seen`, for another head saved meanwhile
   */
  'records.saveKinds': method({
    permission: 'records.configure',
    input: v.strictObject({ seen: v.strictObject(kinds), ...kinds }),
    output: done,
  }),
  /**
   * Written once for a `requestKey`, however often the phone sends it. About one child, several, or all of a class (`classId`, then `studentIds`
   * is empty), as the kind says. @throws `records.day-in-future`, `records.wrong-kind`, `privacy.not-agreed` (details: names)
   */
  'records.write': method({
    permission: 'records.write',
    input: v.strictObject({
      requestKey,
      kind: v.pipe(v.string(), v.regex(/^[a-z_0-9]{1,40}$/)),
      studentIds: some(id, LIMITS.recordChildren),
      classId: v.optional(v.nullable(id), null),
      ...body,
    }),
    output: v.object({ recordId: id, version: count }),
  }),
  /**
   * A later correction: what stood before is kept. Also turns sharing on or off. `seen` is the version that was corrected.
   * @throws `common.stale` when somebody else corrected it meanwhile: the reader is shown both
   */
  'records.correct': method({
    permission: 'records.write',
    input: v.strictObject({ requestKey, recordId: id, seen: count, ...body }),
    output: v.object({ version: count }),
  }),
  /** Written about the wrong child, or twice: it stays readable, struck out, counts nowhere and families see it no more. */
  'records.strike': method({
    permission: 'records.write',
    input: v.strictObject({ recordId: id, why: text(60) }),
    output: done,
  }),
  /** One record as it stands, with all that stood before, newest first; for staff. */
  'records.open': method({
    permission: 'records.open',
    audited: true,
    input: v.strictObject({ recordId: id }),
    output: v.object({
      record: shownRecord,
      children: some(childRef, LIMITS.recordChildren),
      version: count,
      /** What a form needs to correct it; photos and voices by file id. */
      form: v.object({
        kind: v.string(),
        /** The row of a kind of the school's own as it was when the record was written: corrections go by it. */
        own: v.optional(ownKind),
        day,
        values,
        place: v.string(),
        photos: some(v.object({ fileId, ...shownPhoto.entries }), LIMITS.photos),
        voices: some(v.object({ fileId, ...shownVoice.entries }), LIMITS.recordVoices),
        share: v.boolean(),
        shareText: v.string(),
        goal: v.nullable(v.object({ planId: id, goalId: id })),
      }),
      /** Each as it stood until `at`, when `by` corrected it. */
      before: some(
        v.object({
          at: instant,
          by: v.string(),
          day,
          facts: some(v.object({ label: v.string(), text: v.string() }), 12),
          shareText: v.string(),
          shared: v.boolean(),
        }),
        50,
      ),
      struck: v.nullable(v.object({ at: instant, by: v.string(), why: v.string() })),
    }),
  }),
  /** The child's timeline, the portfolio: newest day first. `from` and `to` are a term's days; `before` is the `next` of the page before. */
  'records.list': method({
    permission: 'records.read',
    input: v.strictObject({
      studentId: id,
      from: v.optional(day),
      to: v.optional(day),
      book: v.optional(v.picklist(BOOKS)),
      before: v.optional(text(80)),
    }),
    output: v.object({
      child: childRef,
      records: some(shownRecord, 20),
      next: v.nullable(v.string()),
      /** The terms that the school knows, newest first, to choose from. */
      terms: some(v.object({ name: v.string(), from: day, to: day }), 20),
    }),
    audited: true,
  }),
  /** The portfolio of a term or a year as a Word file with pictures, only from what may be shared; a link that is good for some minutes. */
  'records.book': method({
    permission: 'records.read',
    fn: 'documents',
    audited: true,
    input: v.strictObject({ studentId: id, from: day, to: day }),
    /** `left`: pictures for which the file has no room. */
    output: v.object({ fileId, url: v.string(), fileName: v.string(), records: count, pictures: count, left: count }),
  }),
};
