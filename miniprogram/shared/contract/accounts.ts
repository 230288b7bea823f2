import * as v from 'valibot';
import { method } from './method';
import { count, id, instant, nothing, role, some, text } from './shapes';

export const membership = v.object({ id, role, schoolId: id, schoolName: v.string(), name: v.string() });
export type Membership = v.InferOutput<typeof membership>;

/** C2: invite codes bind a WeChat user to one person of the school. */
export const accountsContract = {
  'accounts.bind': method({
    permission: 'accounts.bind',
    input: v.strictObject({ code: text(20) }),
    output: v.object({
      membership,
      children: v.array(v.object({ name: v.string(), className: v.string(), relation: v.string() })),
    }),
  }),
  /** Ends the membership in use. `left` is null where it was left before, e.g. when a lost reply is asked for again. */
  'accounts.leave': method({
    permission: 'accounts.leave',
    input: nothing,
    output: v.object({ left: v.nullable(id) }),
  }),
  /** A fresh code for one person. Codes given out before stop working, and a WeChat that is bound is let go. */
  'accounts.invite': method({
    permission: 'accounts.invite',
    input: v.strictObject({ personId: id }),
    output: v.object({ code: v.string(), expiresAt: instant }),
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
