import type { Output, PlanRow } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { planKind } from '../../../../shared/domain/plans';
import { spokenDay } from '../../../../shared/text/time';

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: string;
}
export interface PlansPage {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly classes: readonly { readonly value: string; readonly label: string }[];
  readonly more: string;
}

const NEXT: Readonly<Record<NonNullable<PlanRow['next']>['what'], string>> = {
  goal: '目标到期',
  mid: '中期看一看',
  end: '写总结',
};

/** What has to be done next: 「中期看一看：下周二」. */
export const nextText = (next: PlanRow['next'], today: Day): string =>
  next === null ? '已经结束' : `${NEXT[next.what]}：${spokenDay(next.day, today)}`;

export function pageOf({ rows, more, classes }: Output<'plans.list'>, ofChild: boolean, today: Day): PlansPage {
  const [first] = rows;
  return {
    title:
      ofChild && first
        ? `${first.child.name}的计划`
        : rows.length > 0
          ? `${rows.length + more} 个计划在进行`
          : '帮扶计划',
    rows: rows.map((row) => rowOf(row, ofChild, today)),
    classes: classes.length > 1 ? classes.map(({ id: value, name: label }) => ({ value, label })) : [],
    more: more > 0 ? `还有 ${more} 个没有列出来，请选一个班看。` : '',
  };
}

function rowOf(row: PlanRow, ofChild: boolean, today: Day): Row {
  const { name } = planKind(row.kind);
  const { open, reached } = row.goals;
  const goals = reached > 0 ? `做到 ${reached} 个，还有 ${open} 个目标` : `${open} 个目标`;
  return {
    key: row.planId,
    name: ofChild ? name : `${row.child.name}`,
    fact: [ofChild ? '' : `${row.child.className} · ${name}`, nextText(row.next, today), row.next ? goals : '']
      .filter((part) => part !== '')
      .join(' · '),
    ...(row.next?.late ? { state: '过期了', tone: 'amber' } : { state: '', tone: 'plain' }),
  };
}
