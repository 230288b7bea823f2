/** What staff see of letters: that they exist. Nothing here opens one (test/architecture.test.ts); what its receiver handed over is under the school's key. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { VISIT_MS } from '../../../miniprogram/shared/domain/letters';
import { classIn, familyOfStudent, listedStudents, studentIn } from '../contacts/repository';
import type { Ctx } from '../kernel/deps';
import type { LettersPart } from './handlers';
import { letterMessage } from './messages';
import { found, waitingFor, writersOf } from './repository';

const ROWS = 200;

export const staffLetters = {
  async 'letters.waiting'(ctx, { classId }) {
    const { schoolId } = ctx.reach;
    if (classId !== undefined) await classIn(ctx.store, ctx.reach, classId);
    const { points } = await ctx.schoolOf(schoolId);
    const tablets = points.filter(({ kind }) => kind === 'video').map(({ id, name }) => ({ id, name }));
    const { students, waiting } = await pupilsOf(ctx, classId);
    const ids = students.map(({ _id }) => _id);
    if (ids.length === 0) return { rows: [], points: tablets };
    const [secrets, visits] = await Promise.all([
      ctx.store.list('letterSecrets', { where: { schoolId, _id: { in: ids } }, limit: ROWS }),
      ctx.store.list('letterVisits', {
        where: { schoolId, pointId: { in: tablets.map(({ id }) => id) }, until: { gt: ctx.now() } },
        limit: ROWS,
      }),
    ]);
    const rows = students.map(({ _id, name, className }) => {
      const { count = 0, since } = waiting.get(_id) ?? {};
      const visit = visits.find(({ studentId }) => studentId === _id);
      return {
        child: { id: _id, name, className },
        waiting: count,
        since: since === undefined ? null : dayOf(since),
        sentTo: tablets.find(({ id }) => id === visit?.pointId)?.name ?? null,
        hasSecret: secrets.some((secret) => secret._id === _id && secret.pictures !== null),
      };
    });
    // Who waits longest stands first; the others as the school has them.
    const first = ({ since }: (typeof rows)[number]) => since ?? ctx.today;
    rows.sort(
      (a, b) =>
        Number(b.waiting > 0) - Number(a.waiting > 0) || (first(a) < first(b) ? -1 : Number(first(a) > first(b))),
    );
    return { rows, points: tablets };
  },

  async 'letters.sendTo'(ctx, { studentId, pointId }) {
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    const { points } = await ctx.schoolOf(child.schoolId);
    found(points.find(({ id, kind }) => id === pointId && kind === 'video'));
    const until = ctx.now() + VISIT_MS;
    const _id = `${pointId}:${child._id}`;
    await ctx.store.put('letterVisits', { _id, schoolId: child.schoolId, pointId, studentId: child._id, until });
    return { until };
  },

  async 'letters.forgetSecret'(ctx, { studentId }) {
    const { store } = ctx;
    const child = await studentIn(store, ctx.reach, studentId);
    ctx.opened([child._id], '重新选看信的图案');
    const [family, school] = await Promise.all([familyOfStudent(store, child), ctx.schoolOf(child.schoolId)]);
    const now = ctx.now();
    const told = writersOf(family, child._id).flatMap((to) =>
      letterMessage('anew', {
        ...{ _id: `letters-anew:${child._id}:${to._id}:${now}`, to, studentId: child._id },
        ...{ schoolId: child.schoolId, from: school.name, now },
      }),
    );
    const isForgotten = await store.transact(async (tx) => {
      const secret = await tx.get('letterSecrets', child._id);
      if (!secret || secret.pictures === null) return false;
      const tries = { day: ctx.today, wrong: 0 };
      const set = { pictures: null, forgottenAt: now, tries };
      await tx.update('letterSecrets', child._id, { set, inc: { looks: 1 } });
      if (told.length > 0) await tx.insert('outbox', told);
      return true;
    });
    if (isForgotten) await ctx.wake();
    return { done: true };
  },
} satisfies LettersPart;

/** All pupils of one's own classes or of the class asked for; of a whole school those for whom something waits. */
async function pupilsOf(ctx: Ctx, classId: string | undefined) {
  const { store, reach } = ctx;
  if (!reach.all || classId !== undefined) {
    const students = (await listedStudents(store, reach, classId)).slice(0, ROWS);
    const ids = students.map(({ _id }) => _id);
    return { students, waiting: await waitingFor(store, reach.schoolId, ids) };
  }
  const waiting = await waitingFor(store, reach.schoolId, null);
  const ids = [...waiting.keys()].slice(0, ROWS);
  if (ids.length === 0) return { students: [], waiting };
  const found = await store.list('students', { where: { schoolId: reach.schoolId, _id: { in: ids } }, limit: ROWS });
  return { students: found.filter(({ status }) => status === 'active'), waiting };
}
