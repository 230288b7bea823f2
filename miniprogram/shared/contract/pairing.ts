import * as v from 'valibot';
import {
  MENTOR_LOAD_MOST,
  OFFICE_ENDS,
  PAIR_REASONS,
  PAIRING_ENDS,
  PAIRING_KIND_IDS,
  PUPIL_HELPERS,
} from '../domain/pairing';
import { LIMITS } from '../limits';
import { method } from './method';
import { childRef, count, day, done, id, requestKey, some, text, textOrEmpty, tone } from './shapes';

const kind = v.picklist(PAIRING_KIND_IDS);
const load = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MENTOR_LOAD_MOST));
const pair = v.strictObject({ studentId: id, mentorId: id, kind });

/** A child that nobody stands beside, as the office chooses: how long it waits for word from its parents goes with it. */
const alone = v.object({
  child: childRef,
  sex: v.picklist(['male', 'female']),
  tone,
  leftBehind: v.boolean(),
  focus: v.boolean(),
});
export type AloneChild = v.InferOutput<typeof alone>;

const mentor = v.object({
  id,
  name: v.string(),
  role: v.picklist(['teacher', 'volunteer']),
  sex: v.nullable(v.picklist(['male', 'female'])),
  village: v.nullable(v.string()),
  classes: some(v.string(), 20),
  /** Volunteers: how the background check stands; `none` for who needs none. */
  check: v.picklist(['none', 'ok', 'soon', 'missing']),
  checkedUntil: v.nullable(day),
  pairs: some(v.object({ pairingId: id, child: childRef, kind, from: day }), 1000),
});
export type MentorRow = v.InferOutput<typeof mentor>;

const proposal = v.object({
  child: childRef,
  tone,
  mentorId: id,
  mentorName: v.string(),
  kind,
  reasons: some(v.picklist(PAIR_REASONS), PAIR_REASONS.length),
});
export type PairProposal = v.InferOutput<typeof proposal>;

const pairing = v.object({
  pairingId: id,
  child: v.nullable(childRef),
  kind,
  mentorId: id,
  mentorName: v.string(),
  from: day,
  to: v.nullable(day),
  endedWhy: v.nullable(v.picklist(PAIRING_ENDS)),
  /** What the mentor leaves for the next one; `null` where there is none or it is not the caller's to read. */
  note: v.nullable(v.string()),
  /** The caller is this mentor, or the office: may write the note. */
  mayNote: v.boolean(),
  mayEnd: v.boolean(),
});
export type PairingRow = v.InferOutput<typeof pairing>;

/** C8: mentors and children. */
export const pairingContract = {
  /**
   * Children whom nobody stands beside (left-behind ones; first who waits longest for word from the parents), and everybody who may be a mentor
   * with the own children.
   */
  'pairing.board': method({
    permission: 'pairing.manage',
    input: v.strictObject({ classId: v.optional(id) }),
    output: v.object({
      load,
      classes: some(v.object({ id, name: v.string(), alone: count }), 200),
      /** Left-behind children, and those of them who have somebody. */
      children: count,
      paired: count,
      alone: some(alone, 200),
      mentors: some(mentor, 1000),
    }),
  }),
  /** Proposes a mentor for as many children without one as there is room for, the neediest first, and says why. Nothing is written. */
  'pairing.propose': method({
    permission: 'pairing.manage',
    input: v.strictObject({ load: v.optional(load), classId: v.optional(id) }),
    output: v.object({
      rows: some(proposal, 1000),
      /** Children for whom no room was left. */
      left: count,
      /** Volunteers who cannot be proposed because no check of theirs holds. */
      unchecked: some(v.string(), 100),
    }),
  }),
  /** How many children a mentor is proposed at most. */
  'pairing.configure': method({ permission: 'pairing.manage', input: v.strictObject({ load }), output: done }),
  /**
   * Pairs, several at once; each once for a `requestKey`, and who is paired with the child already stays so. With `onlyAlone` a child that
   * has somebody by now is left alone (`taken`): two offices that accept the same proposals do not give it two.
   * @throws `common.not-found`, `input.invalid` where the role is not one for the kind, `pairing.unchecked`
   */
  'pairing.pair': method({
    permission: 'pairing.manage',
    input: v.strictObject({ requestKey, pairs: some(pair, 200), onlyAlone: v.optional(v.boolean(), false) }),
    output: v.object({ made: count, taken: count }),
  }),
  /**
   * Ends a pair; the mentor's access to the child ends with it. A note replaces what the mentor left. With `next` the child is paired anew in the
   * same step. Ended already: nothing changes but that `next` is paired.
   */
  'pairing.end': method({
    permission: 'pairing.manage',
    input: v.strictObject({
      requestKey,
      pairingId: id,
      why: v.picklist(OFFICE_ENDS.map((one) => one.id)),
      note: textOrEmpty(LIMITS.handoverNote),
      next: v.optional(v.nullable(v.strictObject({ mentorId: id, kind })), null),
    }),
    output: done,
  }),
  /** What the mentor leaves for whoever comes after; written while the pair lasts. The caller's own pair, or any for the office. */
  'pairing.note': method({
    permission: 'pairing.note',
    input: v.strictObject({ pairingId: id, note: text(LIMITS.handoverNote) }),
    output: done,
  }),
  /** Who stands and stood beside a child, newest first, pupils included. */
  'pairing.history': method({
    permission: 'pairing.read',
    audited: true,
    input: v.strictObject({ studentId: id }),
    output: v.object({ child: childRef, rows: some(pairing, 200), mayPair: v.boolean(), mayPairPupils: v.boolean() }),
  }),
  /** The children beside whom somebody of the staff stands and stood, newest first. */
  'pairing.ofMentor': method({
    permission: 'pairing.manage',
    audited: true,
    input: v.strictObject({ mentorId: id }),
    output: v.object({ name: v.string(), rows: some(pairing, 200) }),
  }),
  /** Pupils of a class, the first of the caller's unless told, and who helps whom. */
  'pairing.pupils': method({
    permission: 'pairing.pupils',
    input: v.strictObject({ classId: v.optional(id) }),
    output: v.object({
      classId: v.nullable(id),
      classes: some(v.object({ id, name: v.string() }), 200),
      pupils: some(childRef, 200),
      pairs: some(v.object({ pairingId: id, child: childRef, helper: childRef, from: day }), 200 * PUPIL_HELPERS),
    }),
  }),
  /** Pupils who help a pupil. Twice is once. @throws `input.invalid` for who would help itself, `pairing.enough` past four on either side */
  'pairing.pairPupils': method({
    permission: 'pairing.pupils',
    input: v.strictObject({
      requestKey,
      studentId: id,
      helperIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(PUPIL_HELPERS)),
    }),
    output: done,
  }),
  'pairing.endPupils': method({
    permission: 'pairing.pupils',
    input: v.strictObject({ pairingId: id }),
    output: done,
  }),
};
