import * as v from 'valibot';
import { id, some, text } from './shapes';

/** Where the people of an audience are looked for: the whole school, grades, classes, or the families of some pupils by name. */
const place = v.variant('kind', [
  v.strictObject({ kind: v.literal('school') }),
  v.strictObject({
    kind: v.literal('grades'),
    grades: v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))),
      v.minLength(1),
      v.maxLength(12),
    ),
  }),
  v.strictObject({ kind: v.literal('classes'), classIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(200)) }),
  v.strictObject({ kind: v.literal('pupils'), studentIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(200)) }),
]);

/** Who receives a notice (product.md section 5). `leftBehind` is the school's word: no answer to a family ever tells it. */
export const audience = v.strictObject({
  of: place,
  roles: v.pipe(v.array(v.picklist(['parent', 'guardian'])), v.minLength(1), v.maxLength(2)),
  /** Only families of boarders, or only of day pupils. */
  boarding: v.optional(v.picklist(['boarding', 'day'])),
  leftBehind: v.optional(v.literal(true)),
});
export type Audience = v.InferOutput<typeof audience>;

/** An audience that a sender keeps under a name; grades and the school are resolved anew each time. */
export const audienceGroup = v.object({ groupId: id, name: v.string(), audience });
export const groupName = text(20);
export const audienceGroups = some(audienceGroup, 20);
