import * as v from 'valibot';
import { method } from './method';
import { count, id, minute, some, text } from './shapes';

const weekday = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7));

/** What a school sets up once: call points, hours, duty. */
export const schoolContract = {
  'school.read': method({
    permission: 'school.read',
    input: v.strictObject({}),
    output: v.object({
      name: v.string(),
      classes: some(v.object({ id, name: v.string(), headTeacher: v.nullable(v.string()), pupils: count }), 200),
      points: some(v.object({ id, name: v.string(), kind: v.picklist(['phone', 'video']) }), 50),
      windows: some(
        v.object({ weekday: weekday, from: minute, to: minute, for: v.picklist(['all', 'boarding', 'day']) }),
        100,
      ),
      slotMinutes: count,
      duty: some(v.object({ weekday: weekday, names: v.array(v.string()) }), 7),
    }),
  }),
  /** Call points, opening windows by weekday (1 Monday … 7 Sunday) and the length of a slot. */
  'school.configure': method({
    permission: 'school.configure',
    input: v.strictObject({
      points: some(v.strictObject({ id: v.optional(id), name: text(20), kind: v.picklist(['phone', 'video']) }), 50),
      windows: some(
        v.strictObject({
          weekday: weekday,
          from: minute,
          to: minute,
          for: v.picklist(['all', 'boarding', 'day']),
        }),
        100,
      ),
      slotMinutes: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(60), v.multipleOf(5)),
    }),
    output: v.object({ points: count, windows: count }),
  }),
};
