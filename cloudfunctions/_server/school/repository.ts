import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { CallPoint, School, SchoolClass, Staff } from '../data/documents';
import type { Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import type { Reach } from '../kernel/reach';

/** The settings as they are now: whoever changes them, or takes what they offer, must not see those of half a minute ago. */
export async function schoolNow({ store, reach }: Pick<Ctx, 'store' | 'reach'>): Promise<School> {
  const school = await store.get('schools', reach.schoolId);
  if (!school) throw new AppError('common.not-found');
  return school;
}

/**
 * Whether what is `asked` for is there already: then it was sent a second time.
 * @throws AppError `common.stale` where it is not as it was `seen` either: somebody else changed it meanwhile
 */
export function isKept(kept: unknown, { seen, asked }: { readonly seen: unknown; readonly asked: unknown }): boolean {
  if (isDeepStrictEqual(kept, asked)) return true;
  if (!isDeepStrictEqual(kept, seen)) throw new AppError('common.stale');
  return false;
}

const CLASSES = 200;
const STAFF = 1000;

/** The school's classes of today within a reach, in the order of grades. */
export async function classesOf(store: Store, reach: Reach): Promise<SchoolClass[]> {
  const classes = await store.list('classes', {
    where: { schoolId: reach.schoolId, past: { ne: true } },
    orderBy: [
      ['grade', 'asc'],
      ['number', 'asc'],
    ],
    limit: CLASSES,
  });
  return classes.filter(({ _id }) => reach.all || reach.classIds.includes(_id));
}

/** How many active pupils each class has. */
export async function classSizes(store: Store, schoolId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await store.aggregate<'students', { readonly _id: string; readonly pupils: number }>('students', [
    ['match', { schoolId, status: 'active' }],
    ['group', { _id: '$classId', pupils: { $sum: 1 } }],
  ]);
  return new Map(rows.map(({ _id, pupils }) => [_id, pupils]));
}

/** Everyone who works at the school, booths included. Who left is not among them. */
export const staffOfSchool = (store: Store, schoolId: string): Promise<Staff[]> =>
  store.list('staff', { where: { schoolId, gone: { ne: true } }, limit: STAFF });

/**
 * Gives each new point an id, `<schoolId>.p<n>`, that no point of the school has or had: bookings and booths go on naming
 * the points of old.
 */
export async function withPointIds(
  store: Store,
  school: School,
  points: readonly (Omit<CallPoint, 'id'> & { readonly id?: string | undefined })[],
): Promise<CallPoint[]> {
  const isNew = points.some(({ id }) => id === undefined);
  const booths = isNew ? await store.list('staff', { where: { schoolId: school._id, role: 'booth' }, limit: 200 }) : [];
  const taken = new Set([...school.points.map(({ id }) => id), ...booths.map(({ pointId }) => pointId)]);
  const given: CallPoint[] = [];
  let n = 0;
  for (const { id, name, kind } of points) {
    let own = id;
    while (own === undefined) {
      n += 1;
      const candidate = `${school._id}.p${n}`;
      if (!taken.has(candidate) && !(await wasUsed(store, school._id, candidate))) own = candidate;
    }
    given.push({ id: own, name, kind });
  }
  return given;
}

async function wasUsed(store: Store, schoolId: string, pointId: string): Promise<boolean> {
  const [booking] = await store.list('bookings', { where: { schoolId, pointId }, limit: 1, fields: ['pointId'] });
  return booking !== undefined;
}
