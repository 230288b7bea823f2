/** Changes that a family or a mentor asks for: written, and taken back. */
import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Proposal } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { reaches } from '../kernel/reach';
import { requestId } from '../kernel/request-id';
import { checkedEdits, compared } from './edits';
import { openFile } from './file';
import { sealItems } from './proposed';
import { studentIn } from './repository';
import type { OpenFile } from './viewing';

/**
 * Writes a proposal; an open one of the same person for the same child gives way to it.
 * @throws AppError as `checkedEdits`, and `common.stale` where a fact is not what the asker saw.
 */
export async function propose(ctx: Ctx, input: ParsedInput<'contacts.propose'>): Promise<string> {
  const student = await studentIn(ctx.store, ctx.reach, input.studentId);
  const _id = requestId('p', ctx.caller.openid, input.key);
  const known = await ctx.store.get('proposals', _id);
  const proposal = known ?? (await written(ctx, await openFile(ctx, student), _id, input));
  const { schoolId, studentId, byId, at } = proposal;
  await ctx.store.updateWhere(
    'proposals',
    { schoolId, byId, studentId, status: 'open', at: { lt: at } },
    { set: { status: 'withdrawn' } },
  );
  return _id;
}

async function written(
  ctx: Ctx,
  file: OpenFile,
  _id: string,
  { edits: asked, note }: ParsedInput<'contacts.propose'>,
): Promise<Proposal> {
  const { vault, caller } = ctx;
  if (caller.kind === 'stranger') throw new AppError('auth.unbound');
  const edits = checkedEdits(file, asked, { may: 'propose', today: ctx.today });
  const { changed, conflicts } = compared(vault, file, edits);
  if (conflicts.length > 0) throw new AppError('common.stale');
  const { student, linked, viewer } = file;
  const proposal: Proposal = {
    _id,
    ...{ schoolId: student.schoolId, studentId: student._id, classId: student.classId },
    ...{ byId: caller.person._id, byName: caller.person.name, at: ctx.now(), status: 'open' },
    relation: linked.find(({ personId }) => personId === viewer.personId)?.link.relation ?? '',
    note: note || null,
    ...{ answer: null, answeredBy: null, answeredAt: null },
    items: sealItems(
      vault,
      changed.map(({ subject, field, before, after }) => ({ subject, field, seen: before, to: after, taken: null })),
    ),
  };
  // What is so already need not be asked for.
  if (changed.length === 0) throw new AppError('input.invalid', { field: 'edits', rule: 'same' });
  try {
    await ctx.store.insert('proposals', proposal);
  } catch (error) {
    // The same tap, sent twice at once.
    if (!(error instanceof Duplicate)) throw error;
  }
  return proposal;
}

/** Takes an own proposal back. @throws AppError `common.not-found`, `contacts.answered` */
export async function withdraw({ store, caller, reach }: Ctx, id: string): Promise<void> {
  const byId = caller.kind === 'stranger' ? '' : caller.person._id;
  const proposal = await store.get('proposals', id);
  const isOwn = proposal?.byId === byId && reaches(reach, { ...proposal, _id: proposal.studentId });
  if (!isOwn) throw new AppError('common.not-found');
  const taken = await store.updateWhere('proposals', { _id: id, status: 'open' }, { set: { status: 'withdrawn' } });
  const now = taken === 1 ? 'withdrawn' : (await store.get('proposals', id))?.status;
  if (now !== 'withdrawn') throw new AppError('contacts.answered');
}
