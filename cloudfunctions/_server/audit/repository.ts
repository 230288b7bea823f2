import type { ChildRef } from '../../../miniprogram/shared/contract';
import type { AuditEntry } from '../data/documents';
import { inParts, pageByTime } from '../data/parts';
import type { Store } from '../data/store';
import type { Reach } from '../kernel/reach';

/** One question names at most this many ids. */
const NAMES = 500;

/** A page of the school's access log, newest first; `next` is the `before` of the page that follows. */
export async function entriesOf(
  store: Store,
  reach: Reach,
  page: { readonly studentId: string | undefined; readonly before: number | undefined; readonly limit: number },
): Promise<{ readonly entries: readonly AuditEntry[]; readonly next: number | null }> {
  const { studentId, before, limit } = page;
  const found = await store.list('audit', {
    where: {
      schoolId: reach.schoolId,
      ...(studentId === undefined ? {} : { studentIds: studentId }),
      ...(before === undefined ? {} : { at: { lt: before } }),
    },
    orderBy: [['at', 'desc']],
    limit: limit + 1,
  });
  const { items: entries, next } = pageByTime(found, limit);
  return { entries, next };
}

/** Names of the school's children, of those who left too. */
export async function namesOf(
  store: Store,
  reach: Reach,
  studentIds: readonly string[],
): Promise<ReadonlyMap<string, ChildRef>> {
  const names = new Map<string, ChildRef>();
  for (const ids of inParts(studentIds, NAMES)) {
    const students = await store.list('students', {
      where: { _id: { in: ids }, schoolId: reach.schoolId },
      limit: NAMES,
      fields: ['name', 'className'],
    });
    for (const { _id, name, className } of students) names.set(_id, { id: _id, name, className });
  }
  return names;
}
