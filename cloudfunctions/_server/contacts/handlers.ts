import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handlers } from '../kernel/serve';
import { fileOf, pupilTone } from './file';
import { inSchoolOrder } from './order';
import { familyOfStudent, listedStudents, memberIn, studentIn } from './repository';

const LISTED = 100;

/** The cards to print are made by the function `documents` (documents/handlers.ts). */
export const contactsHandlers: Omit<Handlers<'contacts'>, 'contacts.printCards'> = {
  async 'contacts.list'(ctx, { classId, q, after }) {
    const students = (await listedStudents(ctx.store, ctx.reach, classId))
      .filter(({ name }) => !q || name.includes(q))
      .sort(inSchoolOrder);
    const from = after ? students.findIndex(({ _id }) => _id === after) + 1 : 0;
    const page = students.slice(from, from + LISTED);
    return {
      children: page.map((student) => ({
        id: student._id,
        name: student.name,
        className: student.className,
        sex: student.sex,
        leftBehind: student.leftBehind,
        tone: pupilTone(student, ctx.today),
      })),
      next: students.length > from + LISTED ? (page.at(-1)?._id ?? null) : null,
    };
  },

  async 'contacts.file'(ctx, { studentId }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    const members = await familyOfStudent(ctx.store, student);
    ctx.opened([student._id]);
    return fileOf(ctx, student, members);
  },

  async 'contacts.phone'(ctx, { personId, why }) {
    const found = await memberIn(ctx.store, ctx.reach, personId);
    if (!found?.member.phone) throw new AppError('common.not-found');
    ctx.opened(found.studentIds, why);
    return { phone: ctx.vault.open(found.member.phone), name: found.member.name };
  },
};
