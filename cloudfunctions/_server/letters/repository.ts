import { mayWrite } from '../../../miniprogram/shared/domain/letters';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { givenName, spokenRelation } from '../../../miniprogram/shared/text/names';
import type { FamilyMember, Letter, Student } from '../data/documents';
import { groupedBy, pageByTime } from '../data/parts';
import type { Store } from '../data/store';

const PAGE = 1000;

/** The newest letters of a child with these adults; letters of others do not exist here. */
export const lettersWith = (
  store: Store,
  { schoolId, _id }: Pick<Student, 'schoolId' | '_id'>,
  adultIds: readonly string[],
  limit: number,
  before?: number,
): Promise<Letter[]> =>
  store.list('letters', {
    where: {
      ...{ schoolId, studentId: _id, adultId: { in: adultIds } },
      ...(before === undefined ? {} : { at: { lt: before } }),
    },
    orderBy: [['at', 'desc']],
    limit,
  });

const SHOWN = 50;

/** A page of them; `next` is the `before` of the page that follows. */
export async function lettersBefore(
  store: Store,
  child: Pick<Student, 'schoolId' | '_id'>,
  adultIds: readonly string[],
  before: number | undefined,
): Promise<{ readonly letters: readonly Letter[]; readonly next: number | null }> {
  const { items, next } = pageByTime(await lettersWith(store, child, adultIds, SHOWN + 1, before), SHOWN);
  return { letters: items, next };
}

/** The parents with whom a child may exchange letters now. */
export const writersOf = (family: readonly FamilyMember[], studentId: string): FamilyMember[] =>
  family.filter((member) => mayWrite(member, studentId));

/** How a child calls an adult on its file. */
export function calledBy({ name, children }: Pick<FamilyMember, 'name' | 'children'>, studentId: string): string {
  const link = children.find((one) => one.studentId === studentId);
  return spokenRelation(link?.relation ?? '') || name;
}

/** How both ends of a letter are called by its readers. */
export const namesIn = (
  { direction, studentId }: Pick<Letter, 'direction' | 'studentId'>,
  child: Pick<Student, 'name'>,
  adult: Pick<FamilyMember, 'name' | 'children'>,
): { readonly from: string; readonly to: string } => {
  const [a, c] = [calledBy(adult, studentId), givenName(child.name)];
  return direction === 'to_child' ? { from: a, to: c } : { from: c, to: a };
};

export interface Waiting {
  readonly count: number;
  /** When the oldest of them was written. */
  readonly since: number;
}

/**
 * The letters that wait for children: child → how many; of a parent whose right to contact ended none. Children named, or of the whole school: one
 * read, and another where something waits.
 */
export async function waitingFor(
  store: Store,
  schoolId: string,
  studentIds: readonly string[] | null,
): Promise<ReadonlyMap<string, Waiting>> {
  if (studentIds?.length === 0) return new Map();
  const letters = await store.list('letters', {
    where: {
      schoolId,
      ...(studentIds ? { studentId: { in: studentIds } } : {}),
      state: 'waiting',
      direction: 'to_child',
    },
    limit: PAGE,
    fields: ['studentId', 'adultId', 'at'],
  });
  if (letters.length === 0) return new Map();
  const ids = [...new Set(letters.map(({ adultId }) => adultId))];
  const adults = await store.list('familyMembers', {
    where: { schoolId, _id: { in: ids } },
    limit: PAGE,
    fields: ['role', 'children'],
  });
  const isOpen = ({ adultId, studentId }: Letter) =>
    adults.some((adult) => adult._id === adultId && mayWrite(adult, studentId));
  const groups = [...groupedBy(letters.filter(isOpen), ({ studentId }) => studentId)];
  return new Map(
    groups.map(([id, group]) => [id, { count: group.length, since: Math.min(...group.map(({ at }) => at)) }]),
  );
}

/** How many letters of each child a parent has not opened: child → how many; one read. */
export async function unopenedBy(
  store: Store,
  { _id, schoolId }: Pick<FamilyMember, '_id' | 'schoolId'>,
): Promise<ReadonlyMap<string, number>> {
  const letters = await store.list('letters', {
    where: { schoolId, adultId: _id, state: 'waiting', direction: 'to_parent' },
    limit: PAGE,
    fields: ['studentId'],
  });
  return new Map([...groupedBy(letters, ({ studentId }) => studentId)].map(([id, group]) => [id, group.length]));
}

/** A letter, or that there is none for this reader. */
export function found<T>(thing: T | undefined | null | false): T {
  if (!thing) throw new AppError('common.not-found');
  return thing;
}
