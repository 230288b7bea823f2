import { type HandoverPlan, handedOver, type Task } from '../../../miniprogram/shared/domain/handover';
import type { CollectionName } from '../data/documents';
import type { Stage, Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import type { Draft } from './draft';
import type { Seen } from './world';

/** What is open in a class that changes hands; `carried` where it goes on with the class. */
export interface OpenTask {
  readonly classId: string;
  readonly className: string;
  readonly task: Task;
  readonly count: number;
  readonly carried: boolean;
}

const SWAPS = 200;

/** What is open in the classes that change hands: four counts and a list, whatever the number of classes. */
export async function openTasks(
  ctx: Pick<Ctx, 'store' | 'today'>,
  seen: Seen,
  draft: Draft,
  plan: HandoverPlan,
): Promise<OpenTask[]> {
  const concerned = handedOver(plan);
  if (concerned.size === 0) return [];
  const { store, today } = ctx;
  const { school, classes } = seen;
  const schoolId = school._id;
  const [notices, proposals, concerns, village, swaps] = await Promise.all([
    counted(store, 'receipts', [
      ['match', { schoolId, open: true, of: 'notice' }],
      ['unwind', '$classIds'],
      ['group', { _id: '$classIds', n: { $sum: 1 } }],
    ]),
    perClass(seen, counted(store, 'proposals', [['match', { schoolId, status: 'open' }], ...BY_CHILD])),
    perClass(seen, counted(store, 'contactConcerns', [['match', { schoolId, status: 'open' }], ...BY_CHILD])),
    perClass(
      seen,
      counted(store, 'delegations', [['match', { schoolId, current: true, villageToldDay: null }], ...BY_CHILD]),
    ),
    store.list('dutySwaps', { where: { schoolId, status: 'asked', day: { gte: today } }, limit: SWAPS }),
  ]);
  const counts: Readonly<Record<Exclude<Task, 'swaps'>, ReadonlyMap<string, number>>> = {
    notices,
    proposals,
    concerns,
    village,
  };
  const carried = new Set(draft.classes.filter(({ carry }) => carry).map(({ classId }) => classId));
  return classes
    .filter(({ _id }) => concerned.has(_id))
    .flatMap(({ _id: classId, name: className, headTeacherId }) => {
      const asked = swaps.filter(({ otherId }) => otherId === headTeacherId).length;
      const all: [Task, number][] = [
        ...(['notices', 'proposals', 'concerns', 'village'] as const).map((task): [Task, number] => [
          task,
          counts[task].get(classId) ?? 0,
        ]),
        ['swaps', asked],
      ];
      return all
        .filter(([, count]) => count > 0)
        .map(([task, count]) => ({ classId, className, task, count, carried: carried.has(classId) }));
    });
}

const BY_CHILD: readonly Stage[] = [['group', { _id: '$studentId', n: { $sum: 1 } }]];

/** Of children who are here: about one who left nobody can do anything any more. */
async function perClass(
  { pupils }: Pick<Seen, 'pupils'>,
  perChild: Promise<ReadonlyMap<string, number>>,
): Promise<ReadonlyMap<string, number>> {
  const byChild = await perChild;
  const sums = new Map<string, number>();
  for (const { _id, classId } of pupils) sums.set(classId, (sums.get(classId) ?? 0) + (byChild.get(_id) ?? 0));
  return sums;
}

async function counted<C extends CollectionName>(
  store: Store,
  collection: C,
  stages: readonly Stage[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await store.aggregate<C, { readonly _id: string; readonly n: number }>(collection, stages);
  return new Map(rows.map(({ _id, n }) => [_id, n]));
}
