import type { PlanRow } from '../../../miniprogram/shared/contract';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { goalCounts, isLate, nextOf } from '../../../miniprogram/shared/domain/plans';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { classIn, studentIn, studentsIn } from '../contacts/repository';
import type { Plan, Student } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { classesWithin } from '../ledger/repository';
import { schoolNow } from '../school/repository';
import { childrenByIds, openPlansIn, openPlansOf, planIn, plansOf, recordsOfPlan } from './repository';
import { recordRowsOf } from './running';
import { bodyOf, nextVersion, stateOf } from './versions';

const ROWS = 200;
const RECORDS = 50;
/** More children than a teacher has. */
const CHILDREN = 500;

export const plansHandlers: Handlers<'plans'> = {
  async 'plans.start'(ctx, { requestKey, studentId, kind, ...body }) {
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    const planId = requestId('p', ctx.caller.openid, requestKey);
    const { person } = staffOf(ctx.caller);
    const plan: Plan = {
      ...stateOf(ctx, { ...body, mid: null, end: null }, { kind }),
      _id: planId,
      schoolId: child.schoolId,
      studentId: child._id,
      kind,
      status: 'open',
      byId: person._id,
      byName: person.name,
      at: ctx.now(),
      version: 1,
      lastKey: planId,
      before: [],
    };
    try {
      await ctx.store.insert('plans', plan);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    return { planId, version: 1 };
  },

  async 'plans.save'(ctx, { requestKey, planId, seen, ...form }) {
    await planIn(ctx.store, ctx.reach, planId);
    const key = requestId('v', ctx.caller.openid, requestKey);
    return nextVersion(ctx, { planId, key, seen }, (plan) => {
      if ((plan.status === 'closed') !== (form.end !== null))
        throw new AppError('input.invalid', { field: 'end', rule: 'status' });
      return stateOf(ctx, form, plan);
    });
  },

  async 'plans.close'(ctx, { requestKey, planId, seen, end, goals: states }) {
    await planIn(ctx.store, ctx.reach, planId);
    const key = requestId('v', ctx.caller.openid, requestKey);
    return nextVersion(ctx, { planId, key, seen }, (plan) => {
      const { mid, ...body } = bodyOf(ctx.vault, plan);
      const goals = body.goals.map((goal) => ({
        ...goal,
        state: states.find(({ id }) => id === goal.id)?.state ?? goal.state,
      }));
      const closed = stateOf(ctx, { ...body, goals, mid: mid?.answers ?? null, end }, plan);
      return { ...closed, status: 'closed' as const };
    });
  },

  async 'plans.list'(ctx, { studentId, classId }) {
    const { store, reach, today } = ctx;
    const [{ term }, classes] = await Promise.all([schoolNow(ctx), reach.all ? [] : classesWithin(store, reach)]);
    const found =
      studentId !== undefined
        ? await ofChild(ctx, await studentIn(store, reach, studentId))
        : dueFirst(await openWithin(ctx, classId), today);
    ctx.opened(found.map(({ child }) => child._id));
    return {
      rows: found.slice(0, ROWS).map(({ plan, child }) => rowOf(plan, child, today)),
      more: Math.max(0, found.length - ROWS),
      classes: classes.map(({ _id: id, name }) => ({ id, name })),
      term: { from: term.from, to: term.to },
    };
  },

  async 'plans.open'(ctx, { planId }) {
    const { plan, child } = await planIn(ctx.store, ctx.reach, planId);
    ctx.opened([child._id]);
    const records = await recordsOfPlan(ctx.store, plan, RECORDS + 1);
    const body = bodyOf(ctx.vault, plan);
    return {
      ...rowOf(plan, child, ctx.today),
      ...body,
      goals: body.goals.map((goal) => ({ ...goal, late: plan.status === 'open' && isLate(goal, ctx.today) })),
      at: plan.at,
      version: plan.version,
      records: recordRowsOf(ctx, records.slice(0, RECORDS)),
      moreRecords: records.length > RECORDS,
      before: plan.before.map((state) => ({ at: state.savedAt, by: state.savedBy, ...bodyOf(ctx.vault, state) })),
    };
  },
};

type Named = Pick<Student, '_id' | 'name' | 'className'>;
interface Found {
  readonly plan: Plan;
  readonly child: Named;
}

const ofChild = async ({ store }: Ctx, child: Student): Promise<Found[]> =>
  (await plansOf(store, child)).map((plan) => ({ plan, child }));

/** The open plans of the caller's children or of one class: two reads more; of a school: one and its children. */
async function openWithin({ store, reach }: Ctx, classId: string | undefined): Promise<Found[]> {
  if (reach.all && classId === undefined) {
    const plans = await openPlansIn(store, reach.schoolId);
    const children = await childrenByIds(
      store,
      reach.schoolId,
      plans.map(({ studentId }) => studentId),
    );
    return together(plans, children);
  }
  const within =
    classId === undefined
      ? reach
      : { ...reach, all: false, studentIds: [], classIds: [(await classIn(store, reach, classId))._id] };
  const children = await studentsIn(store, within, { limit: CHILDREN });
  return together(
    await openPlansOf(
      store,
      reach.schoolId,
      children.map(({ _id }) => _id),
    ),
    children,
  );
}

function together(plans: readonly Plan[], children: readonly Named[]): Found[] {
  const byId = new Map(children.map((child) => [child._id, child]));
  return plans.flatMap((plan) => {
    const child = byId.get(plan.studentId);
    return child ? [{ plan, child }] : [];
  });
}

const dueFirst = (found: readonly Found[], today: Day): Found[] =>
  [...found].sort((a, b) => dueOf(a.plan, today).localeCompare(dueOf(b.plan, today)) || b.plan.at - a.plan.at);
const dueOf = (plan: Plan, today: Day): Day => nextOf(plan, today)?.day ?? '';

const rowOf = (plan: Plan, { _id, name, className }: Named, today: Day): PlanRow => ({
  planId: plan._id,
  child: { id: _id, name, className },
  kind: plan.kind,
  status: plan.status,
  by: plan.byName,
  startDay: plan.startDay,
  endDay: plan.endDay,
  goals: goalCounts(plan.goals, today),
  next: nextOf(plan, today),
});
