import * as v from 'valibot';
import { FIELD_KEYS, RIGHT_REASONS, type RightReason } from '../domain/child-file';
import { PURPOSES } from '../domain/consents';
import { CHILD_VIEWS, DISQUALIFIERS } from '../domain/delegation';
import { count, day, id, instant, some, textOrEmpty } from './shapes';

/** Parts that the methods about children's files share. */

export const fieldKey = v.picklist(FIELD_KEYS);

/** One fact of a file. `mark` stands for the value as it was read: an edit names it, so that no change overwrites one it did not see. */
export const fileField = v.object({
  field: fieldKey,
  value: v.nullable(v.string()),
  /** Only a part is shown; `contacts.reveal` opens it with a reason. */
  masked: v.boolean(),
  mark: v.string(),
  /** What the caller may do with it. */
  may: v.picklist(['see', 'propose', 'edit']),
});
export type FileField = v.InferOutput<typeof fileField>;

/** A change that is asked for. `subject` is the child or an adult; `mark` what was read. */
export const fieldEdit = v.strictObject({
  subject: id,
  field: fieldKey,
  mark: v.pipe(v.string(), v.maxLength(24)),
  to: v.nullable(textOrEmpty(200)),
});
export type FieldEdit = v.InferOutput<typeof fieldEdit>;

/** Somebody else changed this meanwhile: what stands there now. */
export const fieldConflict = v.object({
  subject: id,
  field: fieldKey,
  now: v.nullable(v.string()),
  mark: v.string(),
  byName: v.nullable(v.string()),
  at: v.nullable(instant),
});
export type FieldConflict = v.InferOutput<typeof fieldConflict>;

export const rightReason = v.picklist(Object.keys(RIGHT_REASONS) as [RightReason, ...RightReason[]]);
export const purpose = v.picklist(PURPOSES);

/** 委托照护 as it stands (未成年人保护法 22, 23). */
export const delegation = v.object({
  id,
  studentId: id,
  memberId: id,
  memberName: v.string(),
  relation: v.string(),
  /** The parent who gave the care away. */
  byName: v.string(),
  since: day,
  until: v.nullable(day),
  childView: v.nullable(v.picklist(CHILD_VIEWS)),
  childWords: v.nullable(v.string()),
  villageToldDay: v.nullable(day),
  villageWhom: v.nullable(v.string()),
  endedDay: v.nullable(day),
  endedWhy: v.nullable(v.string()),
});
export type DelegationView = v.InferOutput<typeof delegation>;
export const disqualifier = v.picklist(DISQUALIFIERS);

/** What the guardians' answers come to, for each purpose. */
export const consentLine = v.object({
  purpose,
  state: v.picklist(['given', 'refused', 'unasked']),
});

/** One version of a file: who changed what, when and why. */
export const fileChange = v.object({
  id,
  at: instant,
  byName: v.string(),
  byRole: v.string(),
  via: v.picklist(['edit', 'proposal', 'roster', 'handover', 'transfer', 'take_back', 'delegation', 'erasure']),
  why: v.nullable(v.string()),
  /** The child, or the adult, it is about: 「孩子」 or a name. */
  about: v.string(),
  made: v.boolean(),
  /** Lines that the caller may not see are left out and counted. */
  lines: some(v.object({ label: v.string(), before: v.nullable(v.string()), after: v.nullable(v.string()) }), 60),
  hidden: count,
});
export type FileChangeView = v.InferOutput<typeof fileChange>;

/** A change that somebody of the family (or a mentor) asks the school to make. */
export const proposal = v.object({
  id,
  studentId: id,
  childName: v.string(),
  className: v.string(),
  byName: v.string(),
  relation: v.string(),
  at: instant,
  status: v.picklist(['open', 'accepted', 'declined', 'withdrawn']),
  note: v.nullable(v.string()),
  answer: v.nullable(v.string()),
  answeredBy: v.nullable(v.string()),
  /** The caller asked for it: it can be taken back while nobody answered. */
  mine: v.boolean(),
  /** The caller decides about it now. */
  mayAnswer: v.boolean(),
  items: some(
    v.object({
      subject: id,
      subjectName: v.string(),
      field: fieldKey,
      /** Stands for `now`: whoever takes the item names it. */
      mark: v.string(),
      /** As it stands on file now, as the family saw it, and as it should be. */
      now: v.nullable(v.string()),
      seen: v.nullable(v.string()),
      to: v.nullable(v.string()),
      /** The file changed since the family looked. */
      moved: v.boolean(),
      taken: v.nullable(v.boolean()),
    }),
    20,
  ),
});
export type ProposalView = v.InferOutput<typeof proposal>;
