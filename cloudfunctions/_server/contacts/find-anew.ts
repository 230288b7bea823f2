import type { Vault } from '../data/crypto';
import type { FamilyMember, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { finding } from './finding';
import { familyOfStudent } from './repository';

export type Adults = readonly FamilyMember[];

/**
 * The adults of a child that the transaction has read already, those of `changing` as the transaction sees them. The others are read beside it and
 * after it began: whoever changes a phone or the list of adults writes the child's document too, and whoever changes a right the school's, so
 * what has changed since it began is never leant on.
 */
export async function adultsOf(
  { store }: Pick<Ctx, 'store'>,
  tx: Transaction,
  student: Student,
  changing: readonly string[] = [],
): Promise<Adults> {
  const adults: FamilyMember[] = [];
  for (const listed of await familyOfStudent(store, student)) {
    const adult = changing.includes(listed._id) ? await tx.get('familyMembers', listed._id) : listed;
    if (adult) adults.push(adult);
  }
  return adults;
}

/** `keys` and `order` of a child as it and its adults are now; all of them write these two whoever changes a name, class, address or phone. */
export const findAnew = (
  vault: Vault,
  student: Pick<Student, '_id' | 'name' | 'className' | 'address'>,
  adults: Adults,
): Pick<Student, 'keys' | 'order'> =>
  finding(vault, {
    _id: student._id,
    name: student.name,
    className: student.className,
    address: student.address && vault.open(student.address),
    phones: adults.flatMap(({ phone }) => (phone ? [vault.open(phone)] : [])),
  });
