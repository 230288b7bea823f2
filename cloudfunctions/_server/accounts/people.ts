import { memberIn } from '../contacts/repository';
import type { FamilyMember, Staff } from '../data/documents';
import type { Store } from '../data/store';
import type { Ctx } from '../kernel/deps';

/** Where a person stands in the database. */
export type People = 'familyMembers' | 'staff';

/** Somebody whom the caller may let in or shut out, and the children because of whom. */
export interface Reached {
  readonly people: People;
  readonly person: FamilyMember | Staff;
  readonly studentIds: readonly string[];
}

/** An adult of a family within the reach; for the office also everybody whom the school itself let in. `undefined` for all others. */
export async function personIn(
  { store, reach, role }: Pick<Ctx, 'store' | 'reach' | 'role'>,
  personId: string,
): Promise<Reached | undefined> {
  const found = await memberIn(store, reach, personId);
  if (found) return { people: 'familyMembers', person: found.member, studentIds: found.studentIds };
  const person = role === 'school_admin' ? await ownStaff(store, reach.schoolId, personId) : undefined;
  return person && { people: 'staff', person, studentIds: [] };
}

/** Somebody, or a tablet, of this school who is there; the bureau is not the school's. */
export async function ownStaff(
  store: Pick<Store, 'get'>,
  schoolId: string,
  staffId: string,
): Promise<OwnStaff | undefined> {
  const person = await store.get('staff', staffId);
  return person && person.schoolId === schoolId && isOwn(person) ? person : undefined;
}

/** Somebody whom a school let in itself. */
export type OwnStaff = Staff & { readonly role: Exclude<Staff['role'], 'bureau'> };

export const isOwn = (person: Staff): person is OwnStaff => person.role !== 'bureau' && !person.gone;
