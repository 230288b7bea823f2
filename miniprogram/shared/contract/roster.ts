import * as v from 'valibot';
import { method } from './method';
import { count, fileId, id, some, text } from './shapes';

export const rosterDoubt = v.object({
  row: count,
  column: v.nullable(v.string()),
  severity: v.picklist(['error', 'warning']),
  text: v.string(),
});

/** C1: a school's Excel roster comes in: first a dry run, then one confirm. */
export const rosterContract = {
  /** Reads an uploaded roster and says what was understood; changes nothing. */
  'roster.preview': method({
    permission: 'roster.import',
    fn: 'documents',
    input: v.strictObject({ fileId, fileName: text(120) }),
    output: v.object({
      importId: id,
      columns: some(v.object({ header: v.string(), meaning: v.nullable(v.string()) }), 200),
      rows: count,
      pupils: count,
      leftBehind: count,
      classes: some(v.object({ name: v.string(), pupils: count }), 200),
      familyMembers: count,
      fresh: count,
      changed: count,
      same: count,
      doubts: some(rosterDoubt, 200),
      errors: count,
      warnings: count,
      sample: some(v.object({ row: count, name: v.string(), className: v.string(), family: v.string() }), 5),
    }),
  }),
  /** Applies a previewed roster, all or nothing; the same request twice changes nothing more. */
  'roster.confirm': method({
    permission: 'roster.import',
    fn: 'documents',
    input: v.strictObject({ importId: id }),
    output: v.object({
      state: v.picklist(['applied', 'applying']),
      pupils: count,
      familyMembers: count,
      classes: count,
    }),
  }),
};
