import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { classIn } from '../contacts/repository';
import type { Handlers } from '../kernel/serve';
import { accept } from './accept';
import { arriving } from './arriving';
import { leave } from './leave';
import { rejoin } from './rejoin';

/** The platform's largest answer. */
const LEFT = 1000;
const FAMILY = 12;

export const transferHandlers: Handlers<'transfer'> = {
  'transfer.leave': leave,

  async 'transfer.look'(ctx, { code }) {
    const { student, school } = await arriving(ctx, code);
    const { schoolId, _id: studentId } = student;
    const [members, records] = await Promise.all([
      ctx.store.list('familyMembers', { where: { schoolId, studentIds: studentId }, limit: FAMILY, fields: ['name'] }),
      ctx.store.count('records', { schoolId, studentIds: studentId }),
    ]);
    ctx.opened([studentId], 'transfer');
    const { name, className } = student;
    return { name, fromSchool: school.name, className, members: members.length, records };
  },

  async 'transfer.accept'(ctx, { code, classId }) {
    const into = await classIn(ctx.store, ctx.reach, classId);
    const studentId = await accept(ctx, await arriving(ctx, code), into);
    ctx.opened([studentId], 'transfer');
    return { studentId };
  },

  async 'transfer.rejoin'(ctx, input) {
    await rejoin(ctx, input);
    return { done: true };
  },

  async 'transfer.left'({ store, reach }, { before }) {
    const day = before === undefined ? {} : { 'left.day': { lt: before } };
    const found = await store.list('students', {
      where: { schoolId: reach.schoolId, status: 'left', ...day },
      orderBy: [['left.day', 'desc']],
      limit: LEFT,
      fields: ['name', 'className', 'left'],
    });
    const last = found.length === LEFT ? found.at(-1)?.left?.day : undefined;
    const whole = last === undefined ? found : found.filter(({ left }) => left?.day !== last);
    if (last !== undefined && whole.length === 0) throw new AppError('system.internal');
    return {
      children: whole.flatMap(({ _id: id, name, className, left }) =>
        left && left.how !== 'erased' ? [{ id, name, className, day: left.day, how: left.how }] : [],
      ),
      next: last === undefined ? null : (whole.at(-1)?.left?.day ?? null),
    };
  },
};
