import type { Output } from '../../../miniprogram/shared/contract';
import { type Counts, countsOf, nudgeLeft } from '../../../miniprogram/shared/domain/board';
import { wasTold } from '../../../miniprogram/shared/domain/ladder';
import { boardOrder } from '../../../miniprogram/shared/domain/receipts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { inSchoolOrder } from '../contacts/order';
import type { Ctx } from '../kernel/deps';
import type { Handlers } from '../kernel/serve';
import { isWhole, type Line, type Lines, linesOf } from './lines';
import { noticeIn } from './sent';

type Board = Output<'notices.board'>;
type Row = NonNullable<Board['rows']>[number];

const ROWS = 1000;
const FEW_CLASSES = 2;

export const board: Handlers<'notices'>['notices.board'] = async (ctx, { noticeId, classId }) => {
  const { store, reach } = ctx;
  if (classId !== undefined && !reach.all && !reach.classIds.includes(classId)) throw new AppError('common.not-found');
  const found = await linesOf(store, reach, noticeId, classId === undefined ? 'few' : { classId });
  if (!found) return emptyBoard(ctx, noticeId);
  if (classId !== undefined && !found.lines.some(({ classIds }) => classIds.includes(classId)))
    throw new AppError('common.not-found');
  if (found.of === 'record') ctx.opened(found.lines.flatMap(({ studentIds }) => studentIds));
  const counts = countsOf(found.asks, found.lines);
  return {
    ...headOf(found),
    ...countsInOrder(counts),
    rows: classId === undefined && counts.classes.length > FEW_CLASSES ? null : rowsOf(found, classId),
    nudge: nudgeLeft(found.of === 'notice' ? found.lines : [], ctx.now()),
  };
};

const headOf = ({ title, sentAt, from, of, asks, over, leaving }: Lines) => ({
  title,
  at: sentAt,
  by: from,
  of,
  asks,
  status: over ?? (leaving ? ('sending' as const) : ('sent' as const)),
});

const countsInOrder = (counts: Counts) => ({
  ...counts,
  classes: counts.classes.sort((a, b) => inSchoolOrder(asListed(a), asListed(b))),
});
const asListed = ({ classId, name }: Counts['classes'][number]) => ({ _id: classId, name, className: name });

const rowsOf = ({ lines }: Lines, classId: string | undefined): Row[] =>
  lines
    .filter(isWhole)
    .filter(({ classIds }) => classId === undefined || classIds.includes(classId))
    .sort(boardOrder)
    .slice(0, ROWS)
    .map(rowOf);

/** A person as the board shows it. */
export const rowOf = (line: Line): Row => ({
  receiptId: line._id,
  personId: line.personId,
  name: line.personName,
  relation: line.relation,
  children: [...line.childNames],
  state: line.state,
  rung: line.rung,
  open: line.open,
  covered: line.covered,
  why: line.why,
  wantsCall: line.wantsCall,
  hasPhone: line.hasPhone,
  answer: line.answer,
  spoke: line.said === 'shown' || line.said === 'checking',
  tries: line.calls.filter(({ outcome }) => !wasTold(outcome)).length,
  at: line.at,
});

/** Of a notice that nobody has yet: who wrote it sees that, and who may let it go. */
async function emptyBoard(ctx: Ctx, noticeId: string): Promise<Board> {
  const { title, sentAt, senderName, asks, status } = await noticeIn(ctx, noticeId);
  return {
    title,
    at: sentAt,
    by: senderName,
    of: 'notice',
    asks,
    status,
    ...countsOf(asks, []),
    rows: [],
    nudge: nudgeLeft([], ctx.now()),
  };
}
