import * as v from 'valibot';
import { method } from './method';
import { count, done, id, instant, nothing, role, some, text } from './shapes';

export const membership = v.object({ id, role, schoolId: id, schoolName: v.string(), name: v.string() });
export type Membership = v.InferOutput<typeof membership>;

const bound = v.object({
  membership,
  children: v.array(v.object({ name: v.string(), className: v.string(), relation: v.string() })),
});

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
