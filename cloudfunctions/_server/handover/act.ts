/**
 * Carrying a handover out, and taking it back: first the decision, in one document; then steps of which each may be repeated, by another run too.
 * `done` says which steps are behind; whoever is cut off is gone on with by the next request or the job.
 */
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Handover, HandoverSteps } from '../data/documents';
import type { Ctx, Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { requireNoImport } from './alone';
import { lockOf, unasked } from './begin';
import { type Weighed, weigh } from './draft';
import { type Act, applySteps, type Step, undoSteps } from './steps';
import { afterOf, graduatesOf, linesOf, missingOf, undoUntil } from './view';
import { look, type Seen } from './world';

/** How long a request works on it; `api` is stopped after 20 s. */
const REQUEST_MS = 12_000;
/** A run that was not heard of for so long is gone. */
const ABANDONED_MS = 60_000;

type Working = 'applying' | 'undoing';
const isWorking = (status: Handover['status']): status is Working => status === 'applying' || status === 'undoing';

/** Begins to carry a handover out, or goes on. @throws AppError `handover.unsigned`, `handover.blocked`, `handover.wrong-state` */
export async function apply(ctx: Ctx, id: string): Promise<Handover> {
  const { store, reach } = ctx;
  const now = await store.get('handovers', id);
  if (now?.status === 'signing') {
    await requireNoImport(ctx);
    const seen = await look(ctx, reach.schoolId);
    const weighed = await weigh(ctx, seen, now.draft);
    await decide(ctx, id, seen, weighed);
  } else if (now?.status !== 'applying' && now?.status !== 'applied')
    throw new AppError('handover.wrong-state', { status: now?.status });
  return work(ctx, id, ctx.now() + REQUEST_MS);
}

async function decide(ctx: Ctx, id: string, seen: Seen, weighed: Weighed): Promise<void> {
  const plan = stepsOf(seen, weighed);
  const before = {
    staff: plan.staff.flatMap(({ id: staffId }) =>
      seen.staff
        .filter(({ _id }) => _id === staffId)
        .map(({ classIds, menteeIds }) => ({ id: staffId, classIds, menteeIds })),
    ),
    classes: seen.classes
      .filter(({ _id }) => [...plan.past, ...plan.targets.map((target) => target.id)].includes(_id))
      .map(({ _id, headTeacherId }) => ({ id: _id, headTeacherId, past: false })),
  };
  await ctx.store.transact(async (tx) => {
    const now = await tx.get('handovers', id);
    if (now?.status !== 'signing') return;
    const missing = unsignedOf(now.lines, linesOf(seen, weighed));
    if (missing > 0) throw new AppError('handover.unsigned', { count: missing });
    if (weighed.blocked > 0) throw new AppError('handover.blocked', { count: weighed.blocked });
    await tx.update('handovers', id, {
      set: {
        ...{ status: 'applying', plan, before, after: afterOf(seen, weighed), graduates: graduatesOf(weighed) },
        ...{ done: 0, of: applySteps({ ...now, plan }).length, runAt: ctx.now(), version: now.version + 1 },
      },
    });
  });
}

/** Signatures that are missing: those that were asked for, and of whoever got a part in it since. */
function unsignedOf(asked: Handover['lines'], present: Handover['lines']): number {
  const isAsked = ({ fromId, toId }: Handover['lines'][number]) =>
    asked.some((line) => line.fromId === fromId && line.toId === toId);
  return [...asked, ...present.filter((line) => !isAsked(line))].reduce((sum, line) => sum + missingOf(line), 0);
}

/** What is decided, as the document keeps it. */
function stepsOf({ world }: Seen, { plan }: Weighed): HandoverSteps {
  const follows = new Map(plan.classes.map(({ id, to }) => [id, new Set(to === null ? [] : [to])]));
  const classOf = new Map(world.pupils.map(({ id, classId }) => [id, classId]));
  for (const { studentId, to } of plan.moves) follows.get(classOf.get(studentId) ?? '')?.add(to);
  return {
    targets: plan.targets.map(({ clash: _, ...target }) => target),
    classes: plan.classes,
    moves: plan.moves,
    past: plan.past,
    follows: [...follows].map(([id, to]) => ({ id, to: [...to] })),
    staff: plan.teachers,
  };
}

/** Takes an applied handover back. @throws AppError `handover.too-late`, `handover.wrong-state`, `handover.other-open` */
export async function undo(ctx: Ctx, id: string): Promise<Handover> {
  const { store, reach } = ctx;
  await requireNoImport(ctx);
  const later = await store.list('handovers', {
    where: { schoolId: reach.schoolId },
    orderBy: [['at', 'desc']],
    limit: 20,
  });
  await store.transact(async (tx) => {
    const now = await tx.get('handovers', id);
    if (!now || now.status === 'undoing' || now.status === 'undone') return;
    if (now.status !== 'applied') throw new AppError('handover.wrong-state', { status: now.status });
    if (undoUntil(now, ctx.now()) === null) throw new AppError('handover.too-late');
    // What stands on it must be taken back first.
    const onIt = later.some((other) => other.at > now.at && !['dropped', 'undone'].includes(other.status));
    if (onIt || (await tx.get('locks', lockOf(now.schoolId)))) throw new AppError('handover.other-open');
    await tx.insert('locks', { _id: lockOf(now.schoolId), schoolId: now.schoolId, bookingId: id, seat: 0 });
    await tx.update('handovers', id, {
      set: {
        status: 'undoing',
        done: 0,
        of: undoSteps(now).length,
        kept: 0,
        runAt: ctx.now(),
        version: now.version + 1,
      },
    });
  });
  return work(ctx, id, ctx.now() + REQUEST_MS);
}

/** Does what is left of it, step by step, until all is done or the time is up. Two at once do the same. */
async function work(deps: Deps, id: string, until: number): Promise<Handover> {
  const { store } = deps;
  for (;;) {
    const now = await store.get('handovers', id);
    if (!now) throw new AppError('common.not-found');
    if (!isWorking(now.status)) return now;
    const steps = now.status === 'applying' ? applySteps(now) : undoSteps(now);
    const step: Step | undefined = steps[now.done];
    if (!step) {
      await finish(deps, now, now.status);
      continue;
    }
    if (deps.now() >= until) return now;
    const act: Act = { deps, handover: now };
    const kept = await step(act);
    await store.updateWhere(
      'handovers',
      { _id: id, status: now.status, done: now.done },
      { set: { done: now.done + 1, runAt: deps.now(), kept: now.kept + kept } },
    );
  }
}

async function finish({ store, now }: Deps, { _id, schoolId }: Handover, status: Working): Promise<void> {
  await store.transact(async (tx) => {
    const handover = await tx.get('handovers', _id);
    if (handover?.status !== status) return;
    const set = status === 'applying' ? { status: 'applied', appliedAt: now() } : { status: 'undone' };
    await tx.update('handovers', _id, { set: { ...set, runAt: null, version: handover.version + 1 } });
    await tx.remove('locks', lockOf(schoolId));
  });
  await unasked(store, { _id, schoolId });
}

/** For the job: goes on with handovers whose run is gone. Answers how many are done now. */
export async function resumeHandovers(deps: Deps, until: number): Promise<number> {
  const waiting = await deps.store.list('handovers', {
    where: { status: { in: ['applying', 'undoing'] } },
    limit: 100,
  });
  const abandoned = waiting.filter(({ runAt }) => (runAt ?? 0) <= deps.now() - ABANDONED_MS);
  let finished = 0;
  await oneByOne(deps, abandoned, until, async ({ _id }) => {
    if (!isWorking((await work(deps, _id, until)).status)) finished += 1;
  });
  return finished;
}
