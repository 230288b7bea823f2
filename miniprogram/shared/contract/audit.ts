import * as v from 'valibot';
import { method } from './method';
import { childRef, id, instant, some } from './shapes';

/** C22: the access log that the school's privacy officer reads. */
export const auditContract = {
  /** Who opened which child's file, newest first. */
  'audit.list': method({
    permission: 'audit.read',
    input: v.strictObject({ studentId: v.optional(id), before: v.optional(instant) }),
    output: v.object({
      entries: some(
        v.object({
          id,
          at: instant,
          byName: v.string(),
          byRole: v.string(),
          method: v.string(),
          children: v.array(childRef),
          reason: v.nullable(v.string()),
        }),
        50,
      ),
      next: v.nullable(instant),
    }),
  }),
};
