import { isGuardianOf } from '../../../miniprogram/shared/domain/consents';
import { seesHome } from '../../../miniprogram/shared/domain/contact-file';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { familyOfStudent, studentIn } from '../contacts/repository';
import { linkedTo } from '../contacts/viewing';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { guardianOf, relationTo, shownConsents, writeAnswer } from './answering';
import { consentsOf } from './consents';
import { carryOut, erasePreview } from './erase';
import { overview } from './overview';
import { ask, decide, requestIn, requestsFor, shownRequests, withdraw } from './requests';

/** Staff who look at what families say leave an entry in the access log; a family that reads its own answers opens no file. */
function lookedAt(ctx: Ctx, studentIds: readonly string[]): void {
  if (ctx.caller.kind !== 'family') ctx.opened(studentIds);
}

/** What goes out as a file is made by the function `documents` (documents/handlers.ts). */
export const privacyHandlers: Omit<Handlers<'privacy'>, 'privacy.export' | 'privacy.auditPack'> = {
  async 'privacy.consents'(ctx, { studentId }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    const [answers, family] = await Promise.all([consentsOf(ctx.store, student), familyOfStudent(ctx.store, student)]);
    lookedAt(ctx, [student._id]);
    const guardians = family.filter((member) => isGuardianOf(student._id, member));
    const { caller, role } = ctx;
    const personId = caller.kind === 'stranger' ? '' : caller.person._id;
    // What one parent agreed to is not for another who has no say in it.
    const atHome = seesHome({ role, personId }, linkedTo(student._id, family));
    return {
      child: { id: student._id, name: student.name, className: student.className },
      purposes: shownConsents(student, atHome ? answers : [], family),
      guardians: guardians.map((member) => ({
        id: member._id,
        name: member.name,
        relation: relationTo(student._id, member),
      })),
      mine: caller.kind === 'family' && isGuardianOf(student._id, caller.person),
    };
  },

  async 'privacy.consent'(ctx, { studentId, purpose, answer }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    const guardianId = guardianOf(ctx, student._id);
    await writeAnswer(ctx, student, guardianId, { purpose, answer, paper: null });
    return { done: true };
  },

  async 'privacy.consentPaper'(ctx, { studentId, memberId, purpose, answer, signedDay }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    if (signedDay > ctx.today) throw new AppError('input.invalid', { field: 'signedDay', rule: 'future' });
    const { name } = staffOf(ctx.caller).person;
    await writeAnswer(ctx, student, memberId, { purpose, answer, paper: { enteredBy: name, signedDay } });
    ctx.opened([student._id]);
    return { done: true };
  },

  'privacy.overview': (ctx) => overview(ctx),

  async 'privacy.ask'(ctx, { studentId, kind, note }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    guardianOf(ctx, student._id);
    const { _id, dueDay } = await ask(ctx, student, { kind, note });
    return { id: _id, dueDay };
  },

  async 'privacy.withdraw'(ctx, { id }) {
    await withdraw(ctx, id);
    return { done: true };
  },

  async 'privacy.requests'(ctx, { studentId }) {
    const requests = await requestsFor(ctx, studentId);
    lookedAt(ctx, [...requests.map((request) => request.studentId), ...(studentId === undefined ? [] : [studentId])]);
    return { requests: await shownRequests(ctx, requests) };
  },

  async 'privacy.erasePreview'(ctx, { id }) {
    const request = await requestIn(ctx, id);
    ctx.opened([request.studentId]);
    return erasePreview(ctx, request);
  },

  async 'privacy.answer'(ctx, { id, status, answer }) {
    const request = await requestIn(ctx, id);
    ctx.opened([request.studentId], status);
    const decided = await decide(ctx, id, { status, answer }, staffOf(ctx.caller).person.name);
    if (decided.erasing) await carryOut(ctx, decided);
    return { done: true };
  },
};
