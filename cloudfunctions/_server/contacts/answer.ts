import type { FieldEdit, Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Proposal } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { schoolNow } from '../school/repository';
import { checkedEdits } from './edits';
import { openFile } from './file';
import { openItems, type Proposed, sealItems } from './proposed';
import { studentIn } from './repository';
import { explained, healAfter } from './save';
import { type Act, type Written, writeFacts } from './write-facts';

type Answer = Output<'contacts.answer'>;

/**
 * Takes what was chosen of a proposal into the file, and closes it. Where the file changed since the teacher looked, nothing is done: the
 * proposal stays open and the answer says what stands there now. The same answer again is the same answer.
 * @throws AppError `contacts.answered`, and as `checkedEdits`.
 */
export async function answer(ctx: Ctx, { id, take, note }: ParsedInput<'contacts.answer'>): Promise<Answer> {
  const proposal = await ctx.store.get('proposals', id);
  if (!proposal) throw new AppError('common.not-found');
  const student = await studentIn(ctx.store, ctx.reach, proposal.studentId);
  ctx.opened([student._id]);
  const items = answered(openItems(ctx.vault, proposal), take);
  const status = take.length > 0 ? 'accepted' : 'declined';
  if (proposal.status !== 'open') return again(ctx, proposal, { items, status });
  const edits = checkedEdits(await openFile(ctx, student), editsOf(items, take), { may: 'edit', today: ctx.today });
  const act: Act = { id, via: 'proposal', ref: id, why: proposal.note, school: await schoolNow(ctx) };
  const written = await ctx.store.transact((tx) => close(ctx, tx, proposal, { edits, act, items, status, note }));
  await healAfter(ctx, written);
  return {
    status: written.conflicts.length > 0 ? 'open' : status,
    conflicts: await explained(ctx, student._id, written),
  };
}

type Taken = ParsedInput<'contacts.answer'>['take'];
const isSame = (a: Pick<Proposed, 'subject' | 'field'>, b: Pick<Proposed, 'subject' | 'field'>): boolean =>
  a.subject === b.subject && a.field === b.field;

/** The items with the answer to each. @throws AppError `common.not-found` for one that was not asked for */
function answered(items: readonly Proposed[], take: Taken): Proposed[] {
  if (!take.every((one) => items.some((item) => isSame(item, one)))) throw new AppError('common.not-found');
  return items.map((item) => ({ ...item, taken: take.some((one) => isSame(item, one)) }));
}

const editsOf = (items: readonly Proposed[], take: Taken): FieldEdit[] =>
  take.flatMap(({ mark, ...one }) =>
    items.filter((item) => isSame(item, one)).map(({ subject, field, to }) => ({ subject, field, mark, to })),
  );

interface Closing {
  readonly edits: readonly FieldEdit[];
  readonly act: Act;
  readonly items: readonly Proposed[];
  readonly status: Exclude<Answer['status'], 'open'>;
  readonly note: string;
}

async function close(ctx: Ctx, tx: Transaction, { _id, studentId }: Proposal, closing: Closing): Promise<Written> {
  const { edits, act, items, status, note } = closing;
  const now = await tx.get('proposals', _id);
  if (now?.status !== 'open') throw new AppError('contacts.answered');
  const written = await writeFacts(ctx, tx, studentId, edits, act);
  if (written.conflicts.length > 0) return written;
  const { name } = staffOf(ctx.caller).person;
  const set = {
    status,
    items: sealItems(ctx.vault, items),
    answer: note || null,
    answeredBy: name,
    answeredAt: ctx.now(),
  };
  await tx.update('proposals', _id, { set });
  return written;
}

/** What was answered already: the same once more, or too late. */
function again({ vault }: Ctx, proposal: Proposal, { items, status }: Pick<Closing, 'items' | 'status'>): Answer {
  const before = openItems(vault, proposal);
  const isRepeated = proposal.status === status && before.every((item, i) => item.taken === items[i]?.taken);
  if (!isRepeated) throw new AppError('contacts.answered');
  return { status, conflicts: [] };
}
