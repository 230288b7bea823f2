import type { Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { spokenDay } from '../../../../shared/text/time';

type Row = Output<'letters.waiting'>['rows'][number];

export interface WaitingRow {
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'lamp' | 'ok' | 'plain';
  /** There is a secret to be made anew. */
  readonly hasSecret: boolean;
}

/** Children for whom letters wait come first, the longest wait before; then those who wait for nothing, by name. */
export function waitingRows(rows: readonly Row[], today: Day): WaitingRow[] {
  const rest = ({ waiting }: Row) => Number(waiting === 0);
  const since = (row: Row) => row.since ?? '';
  return [...rows]
    .sort(
      (a, b) => rest(a) - rest(b) || since(a).localeCompare(since(b)) || a.child.name.localeCompare(b.child.name, 'zh'),
    )
    .map(({ child, waiting, since, sentTo, hasSecret }) => ({
      key: child.id,
      name: child.name,
      title: `${child.className} ${child.name}`,
      fact: waiting > 0 ? `有 ${waiting} 封信在等，${since ? spokenDay(since, today) : '今天'}来的` : '没有信在等',
      state: sentTo === null ? '' : `已请到${sentTo}`,
      tone: sentTo === null ? ('plain' as const) : ('ok' as const),
      hasSecret,
    }));
}
