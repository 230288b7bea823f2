import * as v from 'valibot';
import { method } from './method';
import { day, done, id, nothing, requestKey, some, text, textOrEmpty } from './shapes';

/** Roles that a school gives to its own people; the bureau is not the school's. */
export const staffRole = v.picklist(['teacher', 'counsellor', 'school_admin', 'volunteer', 'booth']);

const sex = v.picklist(['male', 'female']);

const staffMember = v.object({
  id,
  name: v.string(),
  role: staffRole,
  phoneMasked: v.nullable(v.string()),
  classIds: some(id, 20),
  mentees: some(v.object({ id, name: v.string(), className: v.string() }), 1000),
  sex: v.nullable(sex),
  /** Where the person lives, for pairing. */
  village: v.nullable(v.string()),
  /** Of a volunteer: until when the background check holds, and how it stands today. */
  checkedUntil: v.nullable(day),
  check: v.picklist(['none', 'ok', 'soon', 'missing']),
  pointId: v.nullable(id),
  /** Reads the access log and answers privacy requests. */
  officer: v.boolean(),
  bound: v.boolean(),
  me: v.boolean(),
});
export type StaffMember = v.InferOutput<typeof staffMember>;

/** C2: the school's own people and devices, by the school itself. */
export const staffContract = {
  'staff.list': method({
    permission: 'staff.manage',
    input: nothing,
    output: v.object({
      staff: some(staffMember, 1000),
      classes: some(v.object({ id, name: v.string(), headTeacherId: v.nullable(id) }), 200),
      points: some(v.object({ id, name: v.string() }), 50),
    }),
  }),
  /** Enrols somebody, or changes who is there. A class has one head teacher: giving it to another needs a handover (`staff.class-taken`). */
  'staff.save': method({
    permission: 'staff.manage',
    input: v.strictObject({
      key: requestKey,
      id: v.optional(id),
      name: text(30),
      role: staffRole,
      phone: v.optional(v.nullable(textOrEmpty(20))),
      classIds: v.optional(some(id, 20), []),
      /** What is not told stays. */
      sex: v.optional(v.nullable(sex)),
      village: v.optional(v.nullable(textOrEmpty(20))),
      checkedUntil: v.optional(v.nullable(day)),
      pointId: v.optional(v.nullable(id), null),
      officer: v.optional(v.boolean(), false),
    }),
    output: v.object({ id }),
  }),
  /** Somebody leaves the school: the access ends with the next call. Pairs with children end. Refused while a class or a duty is theirs (`staff.still-needed`). */
  'staff.remove': method({
    permission: 'staff.manage',
    input: v.strictObject({ id }),
    output: done,
  }),
};
