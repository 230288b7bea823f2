import * as v from 'valibot';
import { method } from './method';
import { childRef, count, day, fileId, id, some, textOrEmpty, tone } from './shapes';

/** A family member on a child's file. Phones are masked (138****1234); `contacts.phone` opens one, with a reason. */
export const fileMember = v.object({
  personId: id,
  role: v.picklist(['parent', 'guardian']),
  name: v.string(),
  relation: v.string(),
  phoneMasked: v.nullable(v.string()),
  workplace: v.nullable(v.string()),
  shift: v.nullable(v.string()),
  legalGuardian: v.boolean(),
  mayContact: v.boolean(),
  hasSmartphone: v.boolean(),
  canRead: v.boolean(),
  bound: v.boolean(),
});

export const contactsContract = {
  /** The children the caller looks after; `q` is part of a name. */
  'contacts.list': method({
    permission: 'contacts.list',
    input: v.strictObject({ classId: v.optional(id), q: v.optional(textOrEmpty(20)), after: v.optional(id) }),
    output: v.object({
      children: some(
        v.object({ ...childRef.entries, sex: v.picklist(['male', 'female']), leftBehind: v.boolean(), tone }),
        100,
      ),
      next: v.nullable(id),
    }),
  }),
  /** One child's file (C1). */
  'contacts.file': method({
    permission: 'contacts.read',
    input: v.strictObject({ studentId: id }),
    output: v.object({
      ...childRef.entries,
      sex: v.picklist(['male', 'female']),
      birthDay: v.nullable(day),
      boarding: v.boolean(),
      living: v.nullable(v.string()),
      address: v.nullable(v.string()),
      health: v.nullable(v.string()),
      careStatus: v.nullable(v.string()),
      childDay: v.nullable(day),
      caregiverDay: v.nullable(day),
      tone,
      members: some(fileMember, 12),
    }),
    audited: true,
  }),
  /** Opens one phone number to dial it. */
  'contacts.phone': method({
    permission: 'contacts.phone',
    input: v.strictObject({ personId: id, why: v.picklist(['notice', 'contact', 'visit', 'file']) }),
    output: v.object({ phone: v.string(), name: v.string() }),
    audited: true,
  }),
  /** Contact cards of a class as a .docx to print, eight a page, with invite codes and QR. */
  'contacts.printCards': method({
    permission: 'contacts.print',
    fn: 'documents',
    input: v.strictObject({ classId: id }),
    output: v.object({ fileId, url: v.string(), fileName: v.string(), cards: count }),
    audited: true,
  }),
};
