import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { studentIn } from '../contacts/repository';
import type { CareRecord, Plan, Student } from '../data/documents';
import { inParts } from '../data/parts';
import type { Store } from '../data/store';
import type { Reach } from '../kernel/reach';

const OF_CHILD = 100;
/** Open plans that one question brings; more children than this have none at one school. */
const OPEN = 500;
/** Ids in one question. */
const PART = 200;
const PAGE = 1000;

/** A plan whose child lies within the reach, and the child; `common.not-found` for every other. */
export async function planIn(
  store: Store,
  reach: Reach,
  planId: string,
): Promise<{ readonly plan: Plan; readonly child: Student }> {
  const plan = await store.get('plans', planId);
  if (!plan) throw new AppError('common.not-found');
  return { plan, child: await studentIn(store, reach, plan.studentId) };
}

/** All plans of a child that was found within the reach, newest first. */
export const plansOf = (store: Store, { _id: studentId, schoolId }: Student): Promise<Plan[]> =>
  store.list('plans', { where: { schoolId, studentId }, orderBy: [['at', 'desc']], limit: OF_CHILD });

/** The open plans of these children of a school: a read for each two hundred of them. */
export async function openPlansOf(store: Store, schoolId: string, studentIds: readonly string[]): Promise<Plan[]> {
  const parts = inParts(studentIds, PART).map((part) =>
    store.list('plans', { where: { schoolId, status: 'open', studentId: { in: part } }, limit: OPEN }),
  );
  return (await Promise.all(parts)).flat();
}

/** The open plans of a whole school. */
export const openPlansIn = (store: Store, schoolId: string): Promise<Plan[]> =>
  store.list('plans', { where: { schoolId, status: 'open' }, limit: PAGE });

/** Names of children of a school that are its pupils today. */
export async function childrenByIds(
  store: Store,
  schoolId: string,
  ids: readonly string[],
): Promise<Pick<Student, '_id' | 'name' | 'className'>[]> {
  const parts = inParts([...new Set(ids)], PART).map((part) =>
    store.list('students', {
      where: { schoolId, _id: { in: part } },
      limit: PAGE,
      fields: ['name', 'className', 'status'],
    }),
  );
  return (await Promise.all(parts)).flat().filter(({ status }) => status === 'active');
}

/** The records that belong to a plan's goals, newest day first. */
export const recordsOfPlan = (store: Store, { _id, schoolId }: Plan, limit: number): Promise<CareRecord[]> =>
  store.list('records', { where: { schoolId, 'goal.planId': _id }, orderBy: [['order', 'desc']], limit });
