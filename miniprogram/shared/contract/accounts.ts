import * as v from 'valibot';
import { method } from './method';
import { count, done, id, instant, nothing, requestKey, role, some, text, textOrEmpty } from './shapes';

export const membership = v.object({ id, role, schoolId: id, schoolName: v.string(), name: v.string() });
export type Membership = v.InferOutput<typeof membership>;

const bound = v.object({
  membership,
  children: v.array(v.object({ name: v.string(), className: v.string(), relation: v.string() })),
});
/** Roles that a school gives to its own people; the bureau is not the school's. */
export const staffRole = v.picklist(['teacher', 'counsellor', 'school_admin', 'volunteer', 'booth']);

/** C2: invite codes bind a WeChat user to one person of the school. */
export const accountsContract = {
  'accounts.bind': method({
    permission: 'accounts.bind',
    input: v.strictObject({ code: text(20) }),
    output: bound,
  }),
  /**
   * Binds by the phone number that WeChat vouches for (`phoneCode` of its button, good for five minutes) and the name of one child: a number alone
   * may have passed to somebody else since the roster was written.
   */
  'accounts.bindByPhone': method({
    permission: 'accounts.bind',
    input: v.strictObject({ phoneCode: text(200), childName: text(30) }),
    output: bound,
  }),
  /** Ends the membership in use. `left` is null where it was left before, e.g. when a lost reply is asked for again. */
  'accounts.leave': method({
    permission: 'accounts.leave',
    input: nothing,
    output: v.object({ left: v.nullable(id) }),
  }),
  /** A fresh code for one person of a family or of the staff. Codes given out before stop working, and a WeChat that is bound is let go. */
  'accounts.invite': method({
    permission: 'accounts.invite',
    input: v.strictObject({ personId: id }),
    /** `picture`: the code to scan, as a data URL; `null` where WeChat gave none. */
    output: v.object({ code: v.string(), expiresAt: instant, picture: v.nullable(v.string()) }),
    audited: true,
  }),
  /** A phone was lost, or somebody left: the WeChat is let go and open codes end. Holds from the next call on. */
  'accounts.revoke': method({
    permission: 'accounts.invite',
    input: v.strictObject({ personId: id, why: v.picklist(['lost_phone', 'left', 'mistake', 'worry']) }),
    output: done,
    audited: true,
  }),
};

const staffMember = v.object({
  id,
  name: v.string(),
  role: staffRole,
  phoneMasked: v.nullable(v.string()),
  classIds: some(id, 20),
  mentees: some(v.object({ id, name: v.string(), className: v.string() }), 60),
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
      menteeIds: v.optional(some(id, 60), []),
      pointId: v.optional(v.nullable(id), null),
      officer: v.optional(v.boolean(), false),
    }),
    output: v.object({ id }),
  }),
  /** Somebody leaves the school: the access ends with the next call. Refused while a class, a child or a duty is theirs (`staff.still-needed`). */
  'staff.remove': method({
    permission: 'staff.manage',
    input: v.strictObject({ id }),
    output: done,
  }),
};

/** What subscription messages still may be sent to this user, and the template ids to ask for. */
export const subscription = v.object({
  kind: v.picklist(['call', 'notice', 'contact']),
  templateId: v.string(),
  left: count,
  /** A long-term subscription: one yes is for always, and `left` is 1 then. */
  lasting: v.boolean(),
});
export type Subscription = v.InferOutput<typeof subscription>;
export const subscriptions = some(subscription, 5);
