import type { HandoverDraft } from '../../../miniprogram/shared/contract';
import type { HandoverPlan } from '../../../miniprogram/shared/domain/handover';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Ctx } from '../kernel/deps';
import { schoolYearOf } from '../roster/dates';
import { type OpenTask, openTasks } from './tasks';
import { planIn, type Seen } from './world';

export type Draft = HandoverDraft;

/** A draft with what it comes to and what stands in its way. */
export interface Weighed {
  readonly draft: Draft;
  readonly plan: HandoverPlan;
  readonly tasks: readonly OpenTask[];
  /** How many things are in the way. */
  readonly blocked: number;
}

/** @throws AppError `input.invalid` where a new year has no first day, or a change has one. */
export async function weigh(ctx: Pick<Ctx, 'store' | 'today'>, seen: Seen, draft: Draft): Promise<Weighed> {
  if ((draft.kind === 'year') !== (draft.from !== null))
    throw new AppError('input.invalid', { field: 'from', rule: 'kind' });
  if (draft.from !== null && schoolYearOf(draft.from) < schoolYearOf(seen.school.term.from))
    throw new AppError('input.invalid', { field: 'from', rule: 'past' });
  const plan = planIn(seen, draft);
  const tasks = await openTasks(ctx, seen, draft, plan);
  const clashes = plan.targets.filter(({ clash }) => clash).length;
  const open = tasks.filter(({ carried }) => !carried).length;
  return { draft, plan, tasks, blocked: open + clashes + plan.without.length + plan.faults.length };
}

/** A plan that names what is not there, or gives a class two teachers, is not even looked at. */
export function requireSound({ plan }: Weighed): void {
  const [fault] = plan.faults;
  if (fault === 'two_teachers') throw new AppError('input.invalid', { field: 'classes', rule: fault });
  if (fault) throw new AppError('common.not-found');
}
