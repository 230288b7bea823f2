import * as v from 'valibot';
import { dueChild } from './home';
import { method } from './method';
import { childRef, count, day, done, id, requestKey, some, textOrEmpty, tone } from './shapes';

/** What the school does about a child that waits: asked the parents by message, rang them, went to the home, asked somebody near it. */
const followUpKind = v.picklist(['reminded', 'called', 'visited', 'delegated']);
export type FollowUpKind = v.InferOutput<typeof followUpKind>;

export const ledgerRow = v.object({
  ...dueChild.entries,
  caregiverDay: v.nullable(day),
  thisWeek: v.boolean(),
  leftBehind: v.boolean(),
  /** How this week's contact was made, where there was one. */
  way: v.nullable(v.picklist(['call_here', 'own_call', 'visit_home', 'letter'])),
  /** What the school did last about the child's waiting. */
  followed: v.nullable(v.object({ day, kind: followUpKind })),
  /** Open concerns about the child's contact. */
  worries: count,
});
export type LedgerRow = v.InferOutput<typeof ledgerRow>;

/** What may be wrong with a contact: nobody answers for long, a quarrel, a stranger speaks for the parent, the child is upset after it, something else. */
const concernKind = v.picklist(['unreachable', 'quarrel', 'stranger', 'child_upset', 'other']);
export type ConcernKind = v.InferOutput<typeof concernKind>;
const concern = v.object({
  id,
  day,
  kind: concernKind,
  note: v.string(),
  by: v.string(),
  status: v.picklist(['open', 'closed']),
  outcome: v.nullable(v.string()),
});

/** A contact that did not run through the school: with whom and how; the day may lie up to 14 days back. */
const ownContact = v.strictObject({
  studentId: id,
  day,
  with: v.picklist(['child', 'caregiver', 'both']),
  way: v.picklist(['own_call', 'visit_home']),
});
export type OwnContact = v.InferOutput<typeof ownContact>;

/** C5: the weekly contact ledger of a class, and the one-minute roll. */
export const ledgerContract = {
  /** The class named, or the first; with `mentees`, and for a mentor who has no class, the children the caller is paired with. */
  'ledger.class': method({
    permission: 'ledger.read',
    input: v.strictObject({ classId: v.optional(id), mentees: v.optional(v.boolean()) }),
    output: v.object({
      weekOf: day,
      classes: v.array(v.object({ id, name: v.string() })),
      classId: v.nullable(id),
      /** How many children the caller is paired with. */
      mentees: count,
      rolledDay: v.nullable(day),
      rows: some(ledgerRow, 200),
    }),
  }),
  /** 本周通过话吗: those named have not; the others of the class's left-behind children have. May be corrected all week. */
  'ledger.roll': method({
    permission: 'ledger.roll',
    input: v.strictObject({ classId: id, weekOf: day, notYet: some(id, 200) }),
    output: v.object({ contacted: count, notYet: count }),
  }),
  /** Asks the child's parents to call, kindly; once a day for a child. */
  'ledger.remind': method({
    permission: 'ledger.remind',
    input: v.strictObject({ studentId: id }),
    output: v.object({ people: count }),
  }),
  /** One child's contacts, newest first, what was done about it and what worries. */
  'ledger.child': method({
    permission: 'contacts.read',
    audited: true,
    input: v.strictObject({ studentId: id }),
    output: v.object({
      child: childRef,
      entries: some(
        v.object({ day, with: v.picklist(['child', 'caregiver']), way: v.string(), saidBy: v.string() }),
        50,
      ),
      /** For staff only; a family gets none. */
      followUps: some(v.object({ day, kind: followUpKind, note: v.string(), by: v.string() }), 50),
      concerns: some(concern, 50),
    }),
  }),
  /** 我已自己联系过: a contact that did not run through the school, said by parent, caregiver or teacher. Saying it twice counts once. */
  'ledger.own': method({
    permission: 'ledger.own',
    input: ownContact,
    output: done,
  }),
  /** Takes back what the caller said by `ledger.own`; what others said of that day stays. */
  'ledger.unsay': method({ permission: 'ledger.own', input: ownContact, output: done }),
  /** A family's own view: the last weeks of a child, without blame. */
  'ledger.mine': method({
    permission: 'ledger.mine',
    input: v.strictObject({ studentId: id }),
    output: v.object({
      child: childRef,
      /** Newest first. */
      weeks: some(v.object({ weekOf: day, child: v.boolean(), caregiver: v.boolean() }), 12),
      childDay: v.nullable(day),
      caregiverDay: v.nullable(day),
      entries: some(
        v.object({
          day,
          with: v.picklist(['child', 'caregiver']),
          way: v.string(),
          saidBy: v.string(),
          /** Somebody of the school said so. */
          bySchool: v.boolean(),
          /** The contact was the caller's own, as far as the school knows. */
          byYou: v.boolean(),
        }),
        30,
      ),
    }),
  }),
  /** Notes what was done about a child that waits. */
  'ledger.follow': method({
    permission: 'ledger.remind',
    input: v.strictObject({ requestKey, studentId: id, kind: followUpKind, note: textOrEmpty(200) }),
    output: done,
  }),
  /** Notes something about the contact that worries. */
  'ledger.worry': method({
    permission: 'ledger.worry',
    input: v.strictObject({ requestKey, studentId: id, kind: concernKind, note: textOrEmpty(500) }),
    output: done,
  }),
  'ledger.settle': method({
    permission: 'ledger.worry',
    input: v.strictObject({ concernId: id, outcome: textOrEmpty(500) }),
    output: done,
  }),
  /** The school's view: the weeks of the term, the classes, who has waited longest (for the headteacher), and what worries. */
  'ledger.school': method({
    permission: 'ledger.school',
    audited: true,
    input: v.strictObject({}),
    output: v.object({
      weekOf: day,
      leftBehind: count,
      /** Oldest first: of how many children the parents were in contact. The count of children is today's. */
      weeks: some(v.object({ weekOf: day, reached: count }), 30),
      classes: some(
        v.object({
          id,
          name: v.string(),
          headTeacher: v.nullable(v.string()),
          leftBehind: count,
          thisWeek: count,
          amber: count,
          red: count,
        }),
        200,
      ),
      waiting: some(v.object({ ...childRef.entries, days: count, tone }), 50),
      concerns: some(v.object({ ...concern.entries, child: childRef }), 50),
    }),
  }),
};
