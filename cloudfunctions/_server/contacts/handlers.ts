import type { Handlers } from '../kernel/serve';
import { answer } from './answer';
import { checkHandlers } from './checks';
import { delegate, endDelegation } from './delegate';
import { fileOf } from './file';
import { foundBy, pageOf } from './list';
import { addMember, removeMember } from './members';
import { phoneOf, reveal } from './open-facts';
import { proposalsFor } from './proposals';
import { propose, withdraw } from './propose';
import { studentIn } from './repository';
import { save } from './save';
import { timelineOf } from './timeline';

/** Made by the function `documents` (documents/handlers.ts). */
type OnPaper = 'contacts.printCards' | 'contacts.export' | 'contacts.delegationLetter';

export const contactsHandlers: Omit<Handlers<'contacts'>, OnPaper> = {
  ...checkHandlers,

  'contacts.list': (ctx, { classId, q, after }) => (q ? foundBy(ctx, classId, q) : pageOf(ctx, classId, after)),

  async 'contacts.file'(ctx, { studentId }) {
    const student = await studentIn(ctx.store, ctx.reach, studentId);
    ctx.opened([student._id]);
    return fileOf(ctx, student);
  },

  'contacts.phone': phoneOf,

  'contacts.reveal': reveal,

  'contacts.save': save,

  'contacts.addMember': async (ctx, input) => ({ personId: await addMember(ctx, input) }),

  async 'contacts.removeMember'(ctx, input) {
    await removeMember(ctx, input);
    return { done: true };
  },

  'contacts.propose': async (ctx, input) => ({ id: await propose(ctx, input) }),

  async 'contacts.withdraw'(ctx, { id }) {
    await withdraw(ctx, id);
    return { done: true };
  },

  'contacts.proposals': (ctx, { studentId }) => proposalsFor(ctx, studentId),

  'contacts.answer': answer,

  'contacts.timeline': (ctx, { studentId, before }) => timelineOf(ctx, studentId, before),

  'contacts.delegate': delegate,

  async 'contacts.endDelegation'(ctx, input) {
    await endDelegation(ctx, input);
    return { done: true };
  },
};
