import type { Output } from '../../../miniprogram/shared/contract';
import { familyOfStudent } from '../contacts/repository';
import type { PrivacyRequest, Student } from '../data/documents';
import { ALWAYS_KEPT, CHILD_ROWS, type ChildRow } from './child-rows';
import type { ErasedChild, Needs } from './erased-child';

/** The rows that an erasure takes away: of a child at school what the law does not want kept, of one that left all. */
export const rowsFor = ({ status }: Pick<Student, 'status'>): readonly ChildRow[] =>
  CHILD_ROWS.filter(({ goes }) => status === 'left' || goes === 'asked');

export async function erasedChild(needs: Needs, student: Student, askerId: string | null): Promise<ErasedChild> {
  return { student, members: await familyOfStudent(needs.store, student), askerId };
}

/** Erases what may be erased of a child. Cut off anywhere it is done again from the start; what is gone is no failure. */
export async function erase(needs: Needs, student: Student, askerId: string | null): Promise<void> {
  if (student.left?.how === 'erased') return;
  const child = await erasedChild(needs, student, askerId);
  for (const row of rowsFor(student)) await row.erase(needs, child);
}

/** What an erasure would take away of the child a request is about, and what stays and why. Changes nothing. */
export async function erasePreview(needs: Needs, request: PrivacyRequest): Promise<Output<'privacy.erasePreview'>> {
  const student = await needs.store.get('students', request.studentId);
  if (!student || student.left?.how === 'erased') return { removes: [], keeps: [...ALWAYS_KEPT] };
  const child = await erasedChild(needs, student, request.byId);
  const going = rowsFor(student);
  const counted = await Promise.all(
    going.map(async (row) => ({ what: row.what, count: await row.count(needs, child) })),
  );
  const staying = CHILD_ROWS.filter((row) => !going.includes(row)).map(({ what, why }) => ({ what, why }));
  return { removes: counted.filter(({ count }) => count > 0), keeps: [...staying, ...ALWAYS_KEPT] };
}

/** What a request to erase decided, as far as it is not done yet. Of a child that is gone, the request itself forgets who asked. */
export async function carryOut(needs: Needs, request: PrivacyRequest): Promise<void> {
  const { store } = needs;
  const student = await store.get('students', request.studentId);
  if (student) await erase(needs, student, request.byId);
  const gone = student?.status === 'left';
  const nobody = gone ? { byName: '', relation: '', note: null } : {};
  await store.updateWhere('privacyRequests', { _id: request._id }, { set: { erasing: false, ...nobody } });
}

const AT_ONCE = 20;

/** Finishes erasures that were cut off; for the timer. */
export async function finishErasures(needs: Needs, until: number): Promise<number> {
  const open = await needs.store.list('privacyRequests', { where: { erasing: true }, limit: AT_ONCE });
  let finished = 0;
  for (const request of open) {
    if (needs.now() >= until) break;
    await carryOut(needs, request);
    finished += 1;
  }
  return finished;
}
