/** The steps of a handover, in their order. Each may be repeated, and goes by what was decided and by what stands in the database alone. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { withoutChange } from '../../../miniprogram/shared/domain/handover';
import type { Handover, HandoverSteps } from '../data/documents';
import { Duplicate, type Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { type PairAct, standBeside } from '../pairing/save';
import { bindAgain, endForLeavers } from '../transfer/leavers';
import { bringBack, graduatedBy, moveOut } from './children';
import { callsFollow, filesFollow, receiptsFollow } from './followers';
import { mean, noteMeant } from './meant';

/** What a step works on. */
export interface Act {
  readonly deps: Deps;
  readonly handover: Handover;
}
/** Answers how much it left alone, because it had changed since. */
export type Step = (act: Act) => Promise<number>;

/** Updates on their way at a time. */
const AT_ONCE = 12;

const planOf = ({ plan }: Pick<Handover, 'plan'>): HandoverSteps => {
  if (!plan) throw new Error('a handover that was not decided on');
  return plan;
};
const none = async (work: Promise<unknown>): Promise<number> => {
  await work;
  return 0;
};

/** The old teachers' access ends first; then the classes, their children, and what hangs on these. */
export function applySteps(handover: Pick<Handover, 'plan' | 'before'>): readonly Step[] {
  const plan = planOf(handover);
  return [
    (act) => staffTo(act, 'losing'),
    ({ deps, handover: { schoolId } }) => none(openClasses(deps.store, schoolId, plan)),
    (act) => staffTo(act, 'gaining'),
    ...plan.classes.map(
      ({ id }): Step =>
        (act) =>
          none(moveOut(act, id)),
    ),
    ({ deps }) => none(deps.store.updateWhere('classes', { _id: { in: plan.past } }, { set: { past: true } })),
    ...plan.targets.map(
      ({ id }): Step =>
        (act) =>
          none(filesFollow(act.deps, act.handover.schoolId, id)),
    ),
    ...plan.classes.map(
      ({ id }): Step =>
        (act) =>
          none(receiptsFollow(act.deps, act.handover.schoolId, id)),
    ),
    ({ deps, handover: { schoolId } }) => none(callsFollow(deps, schoolId)),
    (act) => none(noteMeant(act)),
    (act) => mean(act, 'on'),
    async ({ deps, handover: { schoolId, _id } }) => {
      const graduates = await graduatedBy(deps, _id);
      if (graduates.length > 0) await endForLeavers(deps, schoolId, graduates, _id);
      return 0;
    },
  ];
}

/** The same backwards: classes of before, their children, what hangs on these, and only then the teachers, who are never two for a class. */
export function undoSteps(handover: Pick<Handover, 'plan' | 'before'>): readonly Step[] {
  const plan = planOf(handover);
  return [
    (act) => staffBack(act, 'losing'),
    (act) => none(classesBack(act)),
    (act) => staffBack(act, 'gaining'),
    (act) => bringBack(act),
    ...plan.classes.map(
      ({ id }): Step =>
        (act) =>
          none(filesFollow(act.deps, act.handover.schoolId, id)),
    ),
    ...plan.targets.map(
      ({ id }): Step =>
        (act) =>
          none(receiptsFollow(act.deps, act.handover.schoolId, id)),
    ),
    ({ deps, handover: { schoolId } }) => none(callsFollow(deps, schoolId)),
    (act) => mean(act, 'back'),
    async ({ deps, handover: { schoolId, _id } }) => none(bindAgain(deps, schoolId, await graduatedBy(deps, _id), _id)),
    (act) => none(closeEmpty(act, plan)),
  ];
}

/** Staff as they will be: whoever loses a class before whoever gets one. What the office gave somebody meanwhile stays; who is gone gets nothing. */
async function staffTo({ deps, handover }: Act, which: 'losing' | 'gaining'): Promise<number> {
  const before = new Map(handover.before.staff.map((one) => [one.id, one]));
  await inTurns(planOf(handover).staff, async (after) => {
    const old = before.get(after.id);
    const isLosing = old?.classIds.some((classId) => !after.classIds.includes(classId));
    if (!old || isLosing !== (which === 'losing')) return;
    await deps.store.transact(async (tx) => {
      const now = await tx.get('staff', after.id);
      if (!now || now.gone) return;
      const classIds = withChange(now.classIds, old.classIds, after.classIds);
      await tx.update('staff', after.id, { set: { classIds } });
      await standBeside(tx, now, withChange(now.menteeIds, old.menteeIds, after.menteeIds), pairsBy(deps, handover));
    });
  });
  return 0;
}

const pairsBy = ({ now }: Deps, { _id: ref, byId }: Handover): PairAct => ({
  ...{ day: dayOf(now()), at: now(), byId, ref, why: 'handover' },
});

/** Makes a change to a list that may have had others since, or this one already. */
const withChange = (now: readonly string[], before: readonly string[], after: readonly string[]): string[] =>
  withoutChange(now, after, before);

/** Takes from staff what the handover gave and gives back what it took, also where more has changed since. Who is gone gets nothing back. */
async function staffBack({ deps, handover }: Act, which: 'losing' | 'gaining'): Promise<number> {
  const before = new Map(handover.before.staff.map((one) => [one.id, one]));
  let kept = 0;
  await inTurns(planOf(handover).staff, async (after) => {
    const old = before.get(after.id);
    const isLosing = after.classIds.some((classId) => !old?.classIds.includes(classId));
    if (!old || isLosing !== (which === 'losing')) return;
    await deps.store.transact(async (tx) => {
      const now = await tx.get('staff', after.id);
      if (!now || now.gone) {
        kept += 1;
        return;
      }
      const classIds = withoutChange(now.classIds, old.classIds, after.classIds);
      await tx.update('staff', after.id, { set: { classIds } });
      const mentees = withoutChange(now.menteeIds, old.menteeIds, after.menteeIds);
      await standBeside(tx, now, mentees, { ...pairsBy(deps, handover), undo: true });
    });
  });
  return kept;
}

/** Classes that will be: new ones, ones of an earlier try, and ones that only get another teacher. */
async function openClasses(store: Store, schoolId: string, { targets }: HandoverSteps): Promise<void> {
  await inTurns(targets, async ({ id: _id, grade, number, name, teacherId: headTeacherId, fresh }) => {
    const set = { headTeacherId, past: false };
    try {
      if (fresh) return await store.insert('classes', { _id, schoolId, grade, number, name, ...set });
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    await store.updateWhere('classes', { _id, schoolId }, { set });
  });
}

/** The classes of before with the teachers of before. */
async function classesBack({ deps: { store }, handover }: Act): Promise<void> {
  await inTurns(handover.before.classes, ({ id: _id, headTeacherId }) =>
    store.updateWhere('classes', { _id }, { set: { headTeacherId, past: false } }),
  );
}

/** Classes that were made and hold nobody any more. One with children who came since stays. */
async function closeEmpty({ deps: { store }, handover: { schoolId } }: Act, { targets }: HandoverSteps): Promise<void> {
  for (const { id: classId, fresh } of targets) {
    if (!fresh) continue;
    const [child] = await store.list('students', {
      where: { schoolId, classId, status: 'active' },
      limit: 1,
      fields: ['name'],
    });
    if (!child) await store.updateWhere('classes', { _id: classId }, { set: { past: true } });
  }
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const queue = all.values();
  const worker = async () => {
    for (const one of queue) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
