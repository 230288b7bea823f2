import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { advance } from '../../../miniprogram/shared/domain/answers';
import { climbsAt, isPhoneVain, wasTold } from '../../../miniprogram/shared/domain/ladder';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { OUTCOMES } from '../../../miniprogram/shared/text/receipts';
import { noteAnswer } from '../contacts/silence';
import type { Attempt, Receipt } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { coverFamily } from './ladder';
import { changeReceipt, receiptById } from './repository';

type Told = ParsedInput<'notices.told'>;

/** Attempts that a receipt keeps. */
const KEPT = 20;

/** What came of a call or a visit, once however often it is told. */
export const told: Handlers<'notices'>['notices.told'] = async (ctx, input) => {
  const read = await receiptById(ctx.store, ctx.reach, input.receiptId);
  const attempt = attemptOf(ctx, input);
  if (!isNoted(read, attempt)) await requireTellable(ctx, read, input);
  const receipt = await changeReceipt(ctx.store, read, (r) => afterAttempt(r, attempt, input.choice));
  if (attempt.way === 'call') await noteAnswer(ctx.store, receipt.personId, wasTold(attempt.outcome), ctx.today);
  if (wasTold(attempt.outcome)) await coverFamily(ctx.store, receipt);
  return { state: receipt.state, rung: receipt.rung, open: receipt.open };
};

const attemptOf = (ctx: Ctx, { requestKey, way, outcome, note }: Told): Attempt => ({
  key: requestId('a', ctx.caller.openid, requestKey),
  at: ctx.now(),
  way,
  by: staffOf(ctx.caller).person.name,
  outcome,
  note,
});

const isNoted = ({ calls }: Receipt, { key }: Attempt): boolean => calls.some((call) => call.key === key);

const invalid = (field: string, rule: string) => new AppError('input.invalid', { field, rule });

/** Who was told may choose, where the notice asks for a choice, one of the notice's; or may not have made up its mind yet. */
async function requireTellable(
  ctx: Ctx,
  { over, asks, refId }: Receipt,
  { way, outcome, choice }: Told,
): Promise<void> {
  if (over !== null) throw new AppError('notices.over');
  if (!OUTCOMES[way].some((possible) => possible === outcome)) throw invalid('outcome', 'way');
  if (choice === undefined) return;
  if (asks !== 'answer' || !wasTold(outcome)) throw invalid('choice', 'asked');
  const notice = await ctx.store.get('notices', refId);
  if (!notice?.choices.includes(choice)) throw invalid('choice', 'one_of');
}

/** The receipt after an attempt. Where the telephone leads nowhere the visit comes at once. */
function afterAttempt(receipt: Receipt, attempt: Attempt, choice: string | undefined): Partial<Receipt> {
  if (isNoted(receipt, attempt)) return {};
  if (receipt.over !== null) throw new AppError('notices.over');
  const calls = [...receipt.calls, attempt].slice(-KEPT);
  if (wasTold(attempt.outcome)) {
    const heard = advance(receipt, attempt.way === 'call' ? 'called' : 'visited', attempt.at) ?? {};
    if (choice === undefined) return { ...heard, calls };
    const chosen = advance({ ...receipt, ...heard }, 'chosen', attempt.at) ?? {};
    return { ...heard, ...chosen, answer: choice, calls };
  }
  const isVain = isPhoneVain(calls.map(({ outcome }) => outcome));
  const visit = isVain && receipt.of === 'notice' && receipt.open && receipt.rung !== 'visit';
  return visit ? { rung: 'visit', climbAt: climbsAt('visit', attempt.at, receipt), calls } : { calls };
}
