/** Whose slips are printed, and what stands on them: one for each family that only a visit, or a neighbour, reaches. */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { Asks } from '../../../miniprogram/shared/domain/notices';
import { familiesOf } from '../../../miniprogram/shared/domain/receipts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { spokenRelation } from '../../../miniprogram/shared/text/names';
import { inSchoolOrder } from '../contacts/order';
import { codeId } from '../data/by-code';
import type { Notice, NoticeSlip, Receipt } from '../data/documents';
import { makeLetterCode } from '../data/letter-codes';
import { groupedBy } from '../data/parts';
import type { Ctx } from '../kernel/deps';
import { concerns, within } from '../notices/repository';
import { RELAY_PAGE, sceneOf } from '../notices/slip-page';
import { allDrawn, type Picture, pageCode } from './page-codes';

/** What one family reads. */
export interface NoticeSlipText {
  /** 三(2)班 林小雨、林小雪 */
  readonly children: string;
  /** 奶奶 */
  readonly relation: string;
  readonly qr: Picture;
}

/** What stands on every slip. */
export interface NoticeText {
  readonly school: string;
  readonly title: string;
  readonly body: string;
  readonly from: string;
  readonly day: Day;
  readonly deadline: Day | null;
  readonly asks: Asks;
  readonly choices: readonly string[];
}

const MOST = 1000;

/** The receipts of those for whom slips are printed: the named ones, or whoever has no telephone or is to be visited, and is open. */
export async function toPrint(
  { store, reach }: Ctx,
  { _id: refId }: Pick<Notice, '_id'>,
  named: readonly string[] | undefined,
): Promise<Receipt[]> {
  const { schoolId } = reach;
  const ofNotice = { schoolId, refId };
  if (named) {
    const ids = [...new Set(named)];
    const found = await store.list('receipts', { where: { ...ofNotice, _id: { in: ids } }, limit: ids.length || 1 });
    if (found.length < ids.length || !found.every((receipt) => concerns(receipt, reach)))
      throw new AppError('common.not-found');
    return found;
  }
  return store.list('receipts', {
    where: { ...ofNotice, open: true, ...(reach.all ? {} : { classIds: { in: reach.classIds } }) },
    anyOf: [{ rung: 'visit' }, { hasPhone: false }],
    limit: MOST,
  });
}

/** One slip a family, in the order of the school, each with a code of its own that is written down first: what is printed works. */
export async function noticeSlipsOf(ctx: Ctx, receipts: readonly Receipt[]): Promise<NoticeSlipText[]> {
  const seen = receipts.map((receipt) => within(ctx.reach, receipt));
  const firsts = familiesOf(seen)
    .flatMap((family) => [...family].sort(nearerFirst)[0] ?? [])
    .sort(bySchoolOrder);
  const coded = firsts.map((receipt) => ({ receipt, code: makeLetterCode(ctx.dice) }));
  const slips = coded.map(
    ({ receipt, code }): NoticeSlip => ({
      _id: codeId(ctx.vault, 'noticeSlips', code),
      code: ctx.vault.seal(code),
      schoolId: receipt.schoolId,
      receiptId: receipt._id,
      at: ctx.now(),
      usedAt: null,
    }),
  );
  if (slips.length > 0) await ctx.store.insert('noticeSlips', slips);
  return allDrawn(coded, async ({ receipt, code }) => ({
    children: childrenText(receipt),
    relation: spokenRelation(receipt.relation) || '家里人',
    qr: await pageCode(ctx.wechat, RELAY_PAGE, sceneOf(code)),
  }));
}

/** Parents work elsewhere: of two in a family the paper is for who is with the child. */
const AWAY = ['父亲', '母亲'];
const nearerFirst = (a: Receipt, b: Receipt): number =>
  Number(AWAY.includes(a.relation)) - Number(AWAY.includes(b.relation)) || (a._id < b._id ? -1 : 1);

const bySchoolOrder = (a: Receipt, b: Receipt): number => inSchoolOrder(asListed(a), asListed(b));
const asListed = ({ _id, classNames, childNames }: Receipt) => ({
  _id,
  className: classNames[0] ?? '',
  name: childNames[0] ?? '',
});

/** 三(2)班 林小雨、林小雪，一(1)班 林小山 */
function childrenText({ classNames, childNames }: Receipt): string {
  const children = childNames.map((name, i) => ({ name, className: classNames[i] ?? '' }));
  return [...groupedBy(children, ({ className }) => className)]
    .map(([className, group]) => `${className} ${group.map(({ name }) => name).join('、')}`)
    .join('，');
}
