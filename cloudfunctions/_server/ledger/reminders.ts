import { addDays, dayOf, instantOf } from '../../../miniprogram/shared/domain/calendar';
import { nextAllowed, QUIET_FROM } from '../../../miniprogram/shared/domain/quiet';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { familyOfStudent } from '../contacts/repository';
import type { FamilyMember, OutboxMessage, Student } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { subscribeMessage, thing } from '../outbox/messages';
import { followUpOf, noteFollowUp } from './follow-ups';

/** A kind word, never a reproach, and no name of a child (look.md, Words; product.md section 5). */
const WORDS = { thing1: '孩子想听听您的声音', thing3: '今天方便的话，打个电话吧' } as const;

/** The parents of a child whom a message can reach and who may contact it. */
export const reachableParents = (members: readonly FamilyMember[], studentId: string): FamilyMember[] =>
  members.filter(
    ({ role, openid, children }) =>
      role === 'parent' && openid !== null && children.some((c) => c.studentId === studentId && c.mayContact),
  );

/** The message that asks a child's parents to call, once a day for a child and parent, from whomever it comes. */
export function contactMessages(
  child: Pick<Student, '_id' | 'schoolId'>,
  parents: readonly FamilyMember[],
  from: string,
  now: number,
): OutboxMessage[] {
  const today = dayOf(now);
  const dueAt = nextAllowed(now, false);
  return parents.flatMap(({ _id, openid }) =>
    openid === null
      ? []
      : subscribeMessage({
          _id: `contact:${child._id}:${_id}:${today}`,
          schoolId: child.schoolId,
          kind: 'contact',
          to: openid,
          data: { thing1: thing(WORDS.thing1), thing2: thing(from), thing3: thing(WORDS.thing3) },
          page: 'pages/home/index',
          dueAt,
          // Whoever cannot be reached until the evening after is not asked for a day that is over.
          staleAt: instantOf(addDays(today, 1), QUIET_FROM),
          refId: child._id,
        }),
  );
}

/** Asks a child's parents to call; answers how many. A child of whom nobody is bound is not marked: the teacher will dial. */
export async function remindParents(ctx: Ctx, child: Student): Promise<number> {
  const { store, today } = ctx;
  const parents = reachableParents(await familyOfStudent(store, child), child._id);
  if (parents.length === 0) return 0;
  const messages = contactMessages(child, parents, staffOf(ctx.caller).person.name, ctx.now());
  const followUp = followUpOf(ctx, child, { _id: `remind:${child._id}:${today}`, kind: 'reminded', note: '' });
  try {
    await store.transact(async (tx) => {
      const now = await tx.get('students', child._id);
      if (now?.contact.remindedDay === today) throw new AppError('ledger.reminded-today');
      await noteFollowUp(tx, followUp);
      await tx.insert('outbox', messages);
    });
  } catch (error) {
    throw error instanceof Duplicate ? new AppError('ledger.reminded-today') : error;
  }
  await ctx.wake();
  return parents.length;
}
