import * as v from 'valibot';
import { method } from './method';
import { childRef, count, day, done, id, instant, requestKey, some, text, textOrEmpty } from './shapes';

/** C20: one child goes to another school, or leaves. */
export const transferContract = {
  /**
   * The child leaves: to a school of this county (`schoolId`; the file goes along if a legal guardian agreed to `transfer`, with a code that the new
   * school enters), to one elsewhere, or for good. Calls ahead are called off, the family's access ends.
   */
  'transfer.leave': method({
    permission: 'transfer.manage',
    input: v.strictObject({
      key: requestKey,
      studentId: id,
      how: v.picklist(['transferred', 'graduated', 'moved', 'dropped_out']),
      day,
      /** Where to, in words. */
      whereTo: textOrEmpty(40),
      withFile: v.boolean(),
    }),
    output: v.object({ code: v.nullable(v.string()), expiresAt: v.nullable(instant) }),
    audited: true,
  }),
  /** The new school looks at what a code brings, before it takes it. */
  'transfer.look': method({
    permission: 'transfer.manage',
    input: v.strictObject({ code: text(20) }),
    output: v.object({
      name: v.string(),
      fromSchool: v.string(),
      className: v.string(),
      members: count,
      records: count,
    }),
    audited: true,
  }),
  /** Takes the child in with its file. The family's WeChats stay bound. */
  'transfer.accept': method({
    permission: 'transfer.manage',
    input: v.strictObject({ code: text(20), classId: id }),
    output: v.object({ studentId: id }),
    audited: true,
  }),
  /** A child comes back who left, within a year and with its file still here. */
  'transfer.rejoin': method({
    permission: 'transfer.manage',
    input: v.strictObject({ key: requestKey, studentId: id, classId: id }),
    output: done,
    audited: true,
  }),
  /** Children who left, newest first. */
  'transfer.left': method({
    permission: 'transfer.manage',
    input: v.strictObject({ before: v.optional(day) }),
    output: v.object({
      children: some(
        v.object({ ...childRef.entries, day, how: v.picklist(['transferred', 'graduated', 'moved', 'dropped_out']) }),
        1000,
      ),
      /** A day before which there are more; whole days stay together. */
      next: v.nullable(day),
    }),
  }),
};
