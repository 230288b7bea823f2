import * as v from 'valibot';
import { method } from './method';
import { count, some } from './shapes';

/** C23: counts for the county, never a name. */
const hidden = v.nullable(count);
export const statisticsContract = {
  /** Counts and rates by school; a cell under five children is `null` (hidden). */
  'statistics.county': method({
    permission: 'statistics.county',
    input: v.strictObject({}),
    output: v.object({
      county: v.string(),
      schools: some(
        v.object({
          name: v.string(),
          pupils: hidden,
          leftBehind: hidden,
          filed: hidden,
          thisWeek: hidden,
          amber: hidden,
          red: hidden,
        }),
        300,
      ),
    }),
  }),
};
