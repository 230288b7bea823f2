import type { Output, ParsedInput, PrivacyRequest as Shown } from '../../../miniprogram/shared/contract';
import { dueDayOf } from '../../../miniprogram/shared/domain/privacy';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { namesOf } from '../audit/repository';
import type { PrivacyRequest, Student } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import { reaches } from '../kernel/reach';
import { relationTo } from './answering';

/** A page shows no more; one child has far fewer. */
const LISTED = 100;

/** Takes a guardian's request down. While one of the same kind is open, asking again is that one. */
export async function ask(
  ctx: Ctx,
  student: Student,
  { kind, note }: Pick<ParsedInput<'privacy.ask'>, 'kind' | 'note'>,
): Promise<PrivacyRequest> {
  const { person } = familyOf(ctx.caller);
  const asked = (await ofChild(ctx, student._id)).filter((one) => one.kind === kind && one.byId === person._id);
  const open = asked.find(({ status }) => status === 'open');
  if (open) return open;
  const request: PrivacyRequest = {
    _id: `${student._id}:${kind}:${person._id}:${asked.length}`,
    schoolId: student.schoolId,
    studentId: student._id,
    classId: student.classId,
    kind,
    byId: person._id,
    byName: person.name,
    relation: relationTo(student._id, person),
    at: ctx.now(),
    note: note || null,
    status: 'open',
    dueDay: dueDayOf(ctx.today),
    answer: null,
    answeredBy: null,
    answeredAt: null,
  };
  await ctx.store.insert('privacyRequests', request).catch((error: unknown) => {
    // The same tap twice at once.
    if (!(error instanceof Duplicate)) throw error;
  });
  return request;
}

const ofChild = ({ store, reach }: Ctx, studentId: string): Promise<PrivacyRequest[]> =>
  store.list('privacyRequests', {
    where: { schoolId: reach.schoolId, studentId },
    orderBy: [['at', 'desc']],
    limit: LISTED,
  });

/** Requests that the caller may see: of a family its own, of the school those that wait, the most urgent first, then the others. */
export async function requestsFor(ctx: Ctx, studentId: string | undefined): Promise<PrivacyRequest[]> {
  const { caller, reach, store } = ctx;
  if (studentId !== undefined) {
    const student = await store.get('students', studentId);
    if (!student || !reaches(reach, student)) throw new AppError('common.not-found');
  }
  if (caller.kind === 'family') {
    const ids = studentId === undefined ? reach.studentIds : [studentId];
    const found = (await Promise.all(ids.map((id) => ofChild(ctx, id)))).flat();
    return found.filter(({ byId }) => byId === caller.person._id).slice(0, LISTED);
  }
  if (studentId !== undefined) return ofChild(ctx, studentId);
  const { schoolId } = reach;
  const [open, latest] = await Promise.all([
    store.list('privacyRequests', {
      where: { schoolId, status: 'open' },
      orderBy: [['dueDay', 'asc']],
      limit: LISTED,
    }),
    store.list('privacyRequests', { where: { schoolId }, orderBy: [['at', 'desc']], limit: LISTED }),
  ]);
  return [...open, ...latest.filter(({ status }) => status !== 'open')].slice(0, LISTED);
}

export async function shownRequests(
  ctx: Ctx,
  requests: readonly PrivacyRequest[],
): Promise<Output<'privacy.requests'>['requests']> {
  const names = await namesOf(ctx.store, ctx.reach, [...new Set(requests.map(({ studentId }) => studentId))]);
  return requests.map(
    ({ _id, studentId, kind, byName, relation, at, note, status, dueDay, ...answered }): Shown => ({
      id: _id,
      child: names.get(studentId) ?? { id: studentId, name: '', className: '' },
      ...{ kind, byName, relation, at, note, status, dueDay },
      answer: answered.answer,
      answeredBy: answered.answeredBy,
      answeredAt: answered.answeredAt,
    }),
  );
}

/** A request of the caller's school; `common.not-found` for every other. */
export async function requestIn({ store, reach }: Ctx, id: string): Promise<PrivacyRequest> {
  const request = await store.get('privacyRequests', id);
  if (request?.schoolId !== reach.schoolId || !reach.all) throw new AppError('common.not-found');
  return request;
}

/** Takes an own request back that nobody answered yet. */
export function withdraw(ctx: Ctx, id: string): Promise<void> {
  const { person } = familyOf(ctx.caller);
  return ctx.store.transact(async (tx) => {
    const request = await tx.get('privacyRequests', id);
    if (request?.byId !== person._id || !ctx.reach.studentIds.includes(request.studentId))
      throw new AppError('common.not-found');
    if (request.status === 'withdrawn') return;
    if (request.status !== 'open') throw new AppError('privacy.answered');
    await tx.update('privacyRequests', id, { set: { status: 'withdrawn' } });
  });
}

/** The school's answer. Said twice it is one; to erase is decided here, and from here on nothing brings the data back. */
export function decide(
  ctx: Ctx,
  id: string,
  { status, answer }: Pick<ParsedInput<'privacy.answer'>, 'status' | 'answer'>,
  byName: string,
): Promise<PrivacyRequest> {
  return ctx.store.transact(async (tx) => {
    const request = await tx.get('privacyRequests', id);
    if (!request) throw new AppError('common.not-found');
    if (request.status === status && request.answer === answer) return request;
    if (request.status !== 'open') throw new AppError('privacy.answered');
    const erasing = request.kind === 'erase' && status === 'done';
    const set = { status, answer, answeredBy: byName, answeredAt: ctx.now(), erasing };
    await tx.update('privacyRequests', id, { set });
    return { ...request, ...set };
  });
}
