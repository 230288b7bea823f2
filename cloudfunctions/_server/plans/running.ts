import type { Output } from '../../../miniprogram/shared/contract';
import type { CareRecord } from '../data/documents';
import type { Ctx } from '../kernel/deps';

type Row = Output<'plans.open'>['records'][number];

/** The running records of a plan as its reader may see them; one that was struck out is none. */
export async function recordRowsOf(_ctx: Ctx, records: readonly CareRecord[]): Promise<Row[]> {
  return records.flatMap(({ struck, goal, _id, kind, day, authorName }) =>
    struck === null && goal !== null
      ? [{ recordId: _id, kind, title: kind, day, by: authorName, goalId: goal.goalId, facts: [] }]
      : [],
  );
}
