import * as v from 'valibot';
import { method } from './method';
import { day, id, some } from './shapes';

const swap = v.object({
  id,
  asker: v.string(),
  other: v.string(),
  /** The asker's day that the other would take, and the other's day in return. */
  day,
  inReturn: v.nullable(day),
  status: v.picklist(['asked', 'agreed', 'declined', 'withdrawn']),
  /** Whose answer it waits for: the caller's own, or somebody else's. */
  mine: v.picklist(['asked_me', 'asked_by_me', 'others']),
});

/** 值日 and its swaps, which need both teachers' yes. */
export const dutyContract = {
  'duty.read': method({
    permission: 'duty.read',
    input: v.strictObject({}),
    output: v.object({
      days: some(
        v.object({ day, people: v.array(v.object({ id, name: v.string() })), mine: v.boolean(), swapped: v.boolean() }),
        35,
      ),
      swaps: some(swap, 50),
      /** Who could take over. */
      staff: some(v.object({ id, name: v.string() }), 1000),
    }),
  }),
  'duty.ask': method({
    permission: 'duty.swap',
    input: v.strictObject({ day, otherId: id, inReturn: v.nullable(day) }),
    output: swap,
  }),
  'duty.answer': method({
    permission: 'duty.swap',
    input: v.strictObject({ swapId: id, agree: v.boolean() }),
    output: swap,
  }),
  'duty.withdraw': method({ permission: 'duty.swap', input: v.strictObject({ swapId: id }), output: swap }),
};
