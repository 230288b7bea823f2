import type { ParsedInput, PlanBody } from '../../../miniprogram/shared/contract';
import { keepsGoals, planFault } from '../../../miniprogram/shared/domain/plans';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { LIMITS } from '../../../miniprogram/shared/limits';
import type { Vault } from '../data/crypto';
import type { Plan, PlanSaid, PlanState } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';

/** What a form says of a plan. */
export type PlanForm = Omit<ParsedInput<'plans.save'>, 'requestKey' | 'planId' | 'seen'>;

/** A version of a plan from what was written, by the caller and now. @throws `input.invalid` for what cannot be */
export function stateOf(
  ctx: Ctx,
  form: PlanForm,
  before: Pick<Plan, 'kind'> & Partial<Pick<PlanState, 'midDone' | 'endDone' | 'goals'>>,
): PlanState {
  const fault = planFault({ ...form, kind: before.kind });
  if (fault) throw new AppError('input.invalid', { ...fault });
  if (!keepsGoals(before.goals ?? [], form.goals))
    throw new AppError('input.invalid', { field: 'goals', rule: 'kept' });
  const { startDay, midDay, endDay, start, mid, end, goals, priorities } = form;
  const said: PlanSaid = {
    start,
    mid,
    end,
    priorities,
    goals: Object.fromEntries(goals.map(({ id, text }) => [id, text])),
  };
  return {
    startDay,
    midDay,
    endDay,
    midDone: mid === null ? null : (before.midDone ?? ctx.today),
    endDone: end === null ? null : (before.endDone ?? ctx.today),
    goals: goals.map(({ text: _, ...goal }) => goal),
    body: ctx.vault.seal(JSON.stringify(said)),
    savedBy: staffOf(ctx.caller).person.name,
    savedAt: ctx.now(),
  };
}

/** A version as its reader sees it. */
export function bodyOf(vault: Vault, state: PlanState): PlanBody {
  const said = saidIn(vault, state);
  const { startDay, midDay, endDay, midDone, endDone } = state;
  return {
    startDay,
    midDay,
    endDay,
    start: said.start,
    goals: state.goals.map((goal) => ({ ...goal, text: said.goals[goal.id] ?? '' })),
    priorities: [...said.priorities],
    mid: said.mid === null || midDone === null ? null : { day: midDone, answers: said.mid },
    end: said.end === null || endDone === null ? null : { day: endDone, answers: said.end },
  };
}

const saidIn = (vault: Vault, { body }: PlanState): PlanSaid => JSON.parse(vault.open(body)) as PlanSaid;

const stateIn = ({ startDay, midDay, endDay, midDone, endDone, goals, body, savedBy, savedAt }: Plan): PlanState => ({
  startDay,
  midDay,
  endDay,
  midDone,
  endDone,
  goals,
  body,
  savedBy,
  savedAt,
});

/**
 * Writes the next version of a plan, once for a key; what stood before is kept. `write` gets the plan as it stands in the transaction.
 * @throws `common.stale` when it is not the version that was seen
 */
export function nextVersion(
  { store }: Ctx,
  { planId, key, seen }: { readonly planId: string; readonly key: string; readonly seen: number },
  write: (plan: Plan) => PlanState & Partial<Pick<Plan, 'status'>>,
): Promise<{ readonly planId: string; readonly version: number }> {
  return store.transact(async (tx) => {
    const plan = await tx.get('plans', planId);
    if (!plan) throw new AppError('common.not-found');
    if (plan.lastKey === key) return { planId, version: plan.version };
    if (plan.version !== seen) throw new AppError('common.stale');
    const before = [stateIn(plan), ...plan.before].slice(0, LIMITS.planVersions);
    const version = plan.version + 1;
    await tx.update('plans', planId, { set: { ...write(plan), before, version, lastKey: key } });
    return { planId, version };
  });
}
