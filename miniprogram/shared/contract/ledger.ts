import * as v from 'valibot';
import { dueChild } from './home';
import { method } from './method';
import { childRef, count, day, id, some } from './shapes';

export const ledgerRow = v.object({
  ...dueChild.entries,
  caregiverDay: v.nullable(day),
  thisWeek: v.boolean(),
  leftBehind: v.boolean(),
  /** How this week's contact was made, where there was one. */
  way: v.nullable(v.picklist(['call_here', 'own_call', 'visit_home', 'letter'])),
});
export type LedgerRow = v.InferOutput<typeof ledgerRow>;

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
  /** One child's contacts, newest first. */
  'ledger.child': method({
    permission: 'contacts.read',
    input: v.strictObject({ studentId: id }),
    output: v.object({
      child: childRef,
      entries: some(
        v.object({ day, with: v.picklist(['child', 'caregiver']), way: v.string(), saidBy: v.string() }),
        50,
      ),
    }),
  }),
};
