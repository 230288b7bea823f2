import type { Audience } from '../../../miniprogram/shared/contract';
import { type Recipient, recipientsOf } from '../../../miniprogram/shared/domain/audience';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { FamilyMember } from '../data/documents';
import { inParts } from '../data/parts';
import type { Store } from '../data/store';
import type { Reach } from '../kernel/reach';

/** Classes that are asked about in one query: of some fifty pupils each, most answers stay under the limit of a list. */
const CLASSES_AT_ONCE = 8;
const LIST_LIMIT = 1000;

/** Refuses an audience outside the reach: a head teacher's own classes, for the whole school any that it has. */
export async function requireAudience(store: Store, reach: Reach, { classIds }: Audience): Promise<void> {
  const asked = new Set(classIds);
  const known = reach.all ? await classesOfSchool(store, reach.schoolId, [...asked]) : reach.classIds;
  if (![...asked].every((id) => known.includes(id))) throw new AppError('common.not-found');
}

async function classesOfSchool(store: Store, schoolId: string, ids: readonly string[]): Promise<string[]> {
  const classes = await store.list('classes', { where: { _id: { in: ids } }, limit: ids.length, fields: ['schoolId'] });
  return classes.filter((c) => c.schoolId === schoolId).map((c) => c._id);
}

type Addressee = Pick<
  FamilyMember,
  '_id' | 'schoolId' | 'role' | 'name' | 'phone' | 'openid' | 'hasSmartphone' | 'children'
>;
export type Addressed = Recipient<Addressee>;

/** Everyone who is told, and the names that no push text may hold. */
export interface Addressees {
  readonly recipients: readonly Addressed[];
  readonly childNames: readonly string[];
}

/**
 * Everyone whom an audience means, each once, and the names of all pupils of its classes. The audience was found to be within
 * the sender's reach before.
 */
export async function loadAddressees(store: Store, schoolId: string, audience: Audience): Promise<Addressees> {
  const [people, pupils] = await Promise.all([
    ofClasses(audience.classIds, (classIds) =>
      store.list('familyMembers', {
        where: { schoolId, classIds: { in: classIds } },
        limit: LIST_LIMIT,
        fields: ['schoolId', 'role', 'name', 'phone', 'openid', 'hasSmartphone', 'children'],
      }),
    ),
    ofClasses(audience.classIds, (classIds) =>
      store.list('students', {
        where: { schoolId, classId: { in: classIds } },
        limit: LIST_LIMIT,
        fields: ['name', 'status'],
      }),
    ),
  ]);
  const names = new Map(pupils.filter(({ status }) => status === 'active').map(({ _id, name }) => [_id, name]));
  return { recipients: recipientsOf(audience, people, names), childNames: [...names.values()] };
}

/** All rows of some classes. A full answer may have been cut off, so its classes are asked about again, half at a time. */
async function ofClasses<T>(classIds: readonly string[], load: (classIds: readonly string[]) => Promise<T[]>) {
  const rows: T[] = [];
  const waiting = inParts([...new Set(classIds)], CLASSES_AT_ONCE);
  for (let ids = waiting.pop(); ids; ids = waiting.pop()) {
    const some = await load(ids);
    if (some.length >= LIST_LIMIT && ids.length > 1) waiting.push(...inParts(ids, Math.ceil(ids.length / 2)));
    else rows.push(...some);
  }
  return rows;
}
