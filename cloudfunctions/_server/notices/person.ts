import type { Output } from '../../../miniprogram/shared/contract';
import { wasTold } from '../../../miniprogram/shared/domain/ladder';
import { isFresh } from '../../../miniprogram/shared/domain/receipts';
import type { Receipt } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import type { Handlers } from '../kernel/serve';
import { rowOf } from './board';
import { receiptById, within } from './repository';

type Step = Output<'notices.person'>['steps'][number];

/** One person's way up the ladder. Who opens it sees a family's own words and hand, so it is noted. */
export const person: Handlers<'notices'>['notices.person'] = async (ctx, { receiptId }) => {
  const receipt = within(ctx.reach, await receiptById(ctx.store, ctx.reach, receiptId));
  ctx.opened(receipt.studentIds);
  const { said, signature, ...shown } = receipt;
  const [notice, [voiceUrl], [signatureUrl]] = await Promise.all([
    receipt.asks === 'answer' ? ctx.store.get('notices', receipt.refId) : undefined,
    linksTo(ctx, said?.state === 'shown' ? said.fileId : null),
    linksTo(ctx, signature),
  ]);
  return {
    ...rowOf({ ...shown, signed: signature !== null, said: said?.state ?? null }),
    noticeId: receipt.refId,
    title: receipt.title,
    asks: receipt.asks,
    choices: [...(notice?.choices ?? [])],
    steps: stepsOf(receipt),
    voiceUrl: voiceUrl ?? null,
    voiceSeconds: said?.seconds ?? null,
    voiceState: said?.state ?? null,
    signatureUrl: signatureUrl ?? null,
  };
};

const linksTo = (ctx: Ctx, fileId: string | null): Promise<(string | null)[]> =>
  fileId === null ? Promise.resolve([]) : ctx.files.links([fileId]);

const STEPS = 60;

/** What was tried and what came of it, in the order of time; what is still to come stands last. */
function stepsOf(receipt: Receipt): Step[] {
  const steps = [...byMessage(receipt), ...byTeacher(receipt), ...byItself(receipt)];
  const time = ({ at }: Step) => at ?? Number.POSITIVE_INFINITY;
  // Infinity − Infinity is no order.
  return steps.sort((a, b) => (time(a) === time(b) ? 0 : time(a) - time(b))).slice(-STEPS);
}

const step = (way: Step['way'], outcome: string, at: number | null, over: Partial<Step> = {}): Step => ({
  at,
  way,
  outcome,
  by: null,
  note: '',
  ...over,
});

/** WeChat, the SMS, a reminder, the paper. The code of why one failed is its note. */
function byMessage({ of, proofs, rung, nudges, nudgedAt, over, open, state }: Receipt): Step[] {
  const proved = (['wechat', 'sms', 'paper'] as const).flatMap((way) => {
    const proof = proofs[way];
    if (proof) return [step(way, proof.outcome, proof.at, { note: proof.why ?? '' })];
    const waits = way === rung && over === null && isFresh(state) && (open || of === 'record');
    return waits ? [step(way, 'queued', null)] : [];
  });
  return nudges === 0
    ? proved
    : [...proved, step('wechat', 'nudged', nudgedAt, { note: nudges > 1 ? `一共 ${nudges} 次` : '' })];
}

const byTeacher = ({ calls }: Receipt): Step[] =>
  calls.map(({ way, outcome, at, by, note }) => step(way, outcome, at, { by, note }));

/** What the person did last, and whether it waits for a call. A choice that was made on the phone is the call's. */
function byItself({ state, at, wantsCall, calls, said }: Receipt): Step[] {
  const byPhone = calls.some((call) => call.at === at && wasTold(call.outcome));
  const own = !isFresh(state) && state !== 'called' && state !== 'visited' && !byPhone;
  const outcome = state === 'heard' && said !== null ? 'said' : state;
  return [...(own ? [step('self', outcome, at)] : []), ...(wantsCall ? [step('self', 'call_me', null)] : [])];
}
