/** Who is on file and not in the roster. */
import type { Student } from '../data/documents';
import type { Placed } from './plan';

/** The pupils of classes that the roster covers who are not in it, in the school's order. Of other classes it says nothing. */
export function goneOf(placed: readonly Placed[], students: readonly Student[]): Student[] {
  const covered = new Set(placed.map(({ classId }) => classId));
  const there = new Set(placed.map(({ id }) => id));
  return students
    .filter(({ _id, classId, status }) => status === 'active' && covered.has(classId) && !there.has(_id))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
}
