import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { SchoolCounts } from '../../../miniprogram/shared/domain/statistics';
import type { School } from '../data/documents';
import type { Store } from '../data/store';
import { contactCounts } from '../home/staff';

const SCHOOLS = 300;
/** Schools per question: their children's ids come back to be joined, about 40 KB a school. */
const AT_ONCE = 20;

export const schoolsOf = (store: Store, county: string): Promise<School[]> =>
  store.list('schools', { where: { county }, limit: SCHOOLS, fields: ['name'] });

type PupilCounts = { readonly _id: string; readonly ids: readonly (string | null)[] } & Omit<SchoolCounts, 'filed'>;
type Filed = { readonly _id: string; readonly ids: readonly string[] };

/** Counts by school: two aggregations for each twenty schools. Names and files stay in the database. */
export async function countsOf(
  store: Store,
  schoolIds: readonly string[],
  today: Day,
): Promise<ReadonlyMap<string, SchoolCounts>> {
  const counts = new Map<string, SchoolCounts>();
  for (let i = 0; i < schoolIds.length; i += AT_ONCE) {
    const some = { $in: schoolIds.slice(i, i + AT_ONCE) };
    const [schools, files] = await Promise.all([
      store.aggregate<'students', PupilCounts>('students', [
        ['match', { schoolId: some, status: 'active' }],
        ['group', { ...contactCounts('$schoolId', today), ids: { $push: { $cond: ['$leftBehind', '$_id', null] } } }],
      ]),
      // A file is one that leads to somebody: an adult with a number, or bound.
      store.aggregate<'familyMembers', Filed>('familyMembers', [
        ['match', { schoolId: some, $or: [{ phoneHash: { $ne: null } }, { openid: { $ne: null } }] }],
        ['unwind', '$studentIds'],
        ['group', { _id: '$schoolId', ids: { $addToSet: '$studentIds' } }],
      ]),
    ]);
    const filed = new Map(files.map(({ _id, ids }) => [_id, new Set(ids)]));
    for (const { _id, ids, ...rest } of schools)
      counts.set(_id, { ...rest, filed: ids.filter((id) => id !== null && filed.get(_id)?.has(id)).length });
  }
  return counts;
}
