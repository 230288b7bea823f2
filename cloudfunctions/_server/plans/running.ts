import type { Output } from '../../../miniprogram/shared/contract';
import { factsOf } from '../../../miniprogram/shared/domain/record-kinds-facts';
import type { CareRecord } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { mayRead } from '../records/repository';
import { bodyOf, kindOf } from '../records/shared';

type Row = Output<'plans.open'>['records'][number];

/** The running records of a plan that its reader may read; one that was struck out is none. */
export const recordRowsOf = (ctx: Ctx, records: readonly CareRecord[]): Row[] =>
  records
    .filter((record) => record.struck === null && mayRead(ctx, record))
    .flatMap((record) => {
      const { _id, goal, day, authorName } = record;
      const kind = kindOf(record);
      if (!goal || !kind) return [];
      const facts = factsOf(kind, bodyOf(ctx.vault, record).values);
      return [{ recordId: _id, kind: kind.id, title: kind.name, day, by: authorName, goalId: goal.goalId, facts }];
    });
