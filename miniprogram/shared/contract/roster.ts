import * as v from 'valibot';
import { method } from './method';
import { childRef, count, day, fileId, id, instant, nothing, requestKey, some, text } from './shapes';

export const rosterDoubt = v.object({
  row: count,
  column: v.nullable(v.string()),
  severity: v.picklist(['error', 'warning']),
  text: v.string(),
});
export type RosterDoubt = v.InferOutput<typeof rosterDoubt>;

/** A pupil of the roster who differs from the file: what was, and what would be. */
export const rosterChange = v.object({
  studentId: id,
  row: count,
  name: v.string(),
  className: v.string(),
  lines: some(
    v.object({
      /** 「爸爸 电话」 */
      label: v.string(),
      before: v.nullable(v.string()),
      after: v.nullable(v.string()),
    }),
    60,
  ),
});
/** A pupil of the roster who may be one of the file, or may not: a person says. */
export const rosterNear = v.object({
  sheet: v.string(),
  row: count,
  name: v.string(),
  className: v.string(),
  birthDay: v.nullable(day),
  /** Who it may be, and what speaks for it. */
  candidates: some(
    v.object({
      ...childRef.entries,
      birthDay: v.nullable(day),
      why: v.picklist(['id_one_digit', 'name_like', 'birth_like', 'same_phone', 'same_name']),
    }),
    3,
  ),
});
/** A pupil of a class that the roster covers who is not in it. */
export const rosterGone = v.object({ ...childRef.entries, bound: v.boolean() });

/** A column of the file and what it is taken for; `key` is null where it is left alone. `sheet` and `index` name it. */
const column = v.object({
  sheet: v.string(),
  index: count,
  header: v.string(),
  key: v.nullable(v.string()),
  meaning: v.nullable(v.string()),
  /** Said by hand, now or with an earlier roster of this school. */
  byHand: v.boolean(),
});

const counts = v.object({ pupils: count, familyMembers: count, classes: count });
export const IMPORT_STATES = [
  'reading',
  'previewed',
  'applying',
  'applied',
  'taking_back',
  'taken_back',
  'forgotten',
] as const;

/** C1: a school's Excel roster comes in: first a dry run, then one confirm, which can be taken back for a week. */
export const rosterContract = {
  /**
   * Reads an uploaded roster and says what was understood; changes nothing. `columns` corrects what columns mean; with the confirm the school
   * remembers it. The same `key` again is the same reading.
   */
  'roster.preview': method({
    permission: 'roster.import',
    fn: 'documents',
    input: v.strictObject({
      key: requestKey,
      fileId,
      fileName: text(120),
      columns: v.optional(some(v.strictObject({ sheet: text(60), index: count, key: v.nullable(text(40)) }), 200), []),
    }),
    output: v.object({
      importId: id,
      columns: some(column, 400),
      /** What a column may be taken for. */
      choices: some(v.object({ key: v.string(), title: v.string() }), 100),
      rows: count,
      pupils: count,
      leftBehind: count,
      classes: some(v.object({ name: v.string(), pupils: count }), 200),
      familyMembers: count,
      fresh: count,
      changed: count,
      same: count,
      errors: count,
      warnings: count,
      /** How many there are of each; the first of them follow, further ones by `roster.page`. */
      nearCount: count,
      goneCount: count,
      doubts: some(rosterDoubt, 50),
      changes: some(rosterChange, 20),
      near: some(rosterNear, 100),
      gone: some(rosterGone, 50),
      sample: some(v.object({ row: count, name: v.string(), className: v.string(), family: v.string() }), 5),
    }),
    audited: true,
  }),
  /** More of what the dry run found. */
  'roster.page': method({
    permission: 'roster.import',
    fn: 'documents',
    input: v.strictObject({ importId: id, of: v.picklist(['doubts', 'changes', 'gone']), page: count }),
    output: v.object({
      doubts: some(rosterDoubt, 50),
      changes: some(rosterChange, 20),
      gone: some(rosterGone, 50),
      more: v.boolean(),
    }),
    audited: true,
  }),
  /** How far a reading, an import or a taking back got, found by the key with which it was asked for or by its id. */
  'roster.state': method({
    permission: 'roster.import',
    input: v.strictObject({ key: v.optional(requestKey), importId: v.optional(id) }),
    output: v.object({ state: v.nullable(v.picklist(IMPORT_STATES)), done: count, of: count }),
  }),
  /**
   * Applies a previewed roster, all or nothing; the same request twice changes nothing more. `same`: pupils whom a person took for one of the
   * file; the other near ones are new. `leave`: pupils who are gone and left the school. `roster.stale` where files changed since.
   */
  'roster.confirm': method({
    permission: 'roster.import',
    fn: 'documents',
    input: v.strictObject({
      importId: id,
      same: v.optional(some(v.strictObject({ sheet: text(60), row: count, studentId: id }), 100), []),
      leave: v.optional(some(id, 1000), []),
    }),
    output: v.object({ state: v.picklist(['applied', 'applying']), ...counts.entries }),
  }),
  /** Imports of this school, newest first; one can be taken back for a week, the last one first. */
  'roster.history': method({
    permission: 'roster.import',
    input: nothing,
    output: v.object({
      imports: some(
        v.object({
          id,
          at: instant,
          fileName: v.string(),
          byName: v.string(),
          state: v.picklist(IMPORT_STATES),
          ...counts.entries,
          /** Until when it can be taken back; `null` where it cannot. */
          until: v.nullable(instant),
        }),
        20,
      ),
    }),
  }),
  /**
   * Undoes an import: what it changed is as before, what it brought is gone again. What somebody changed since stays and is counted in `kept`,
   * and so does a child with whom something happened since.
   */
  'roster.takeBack': method({
    permission: 'roster.import',
    fn: 'documents',
    input: v.strictObject({ importId: id }),
    output: v.object({ restored: count, removed: count, kept: count }),
  }),
};
