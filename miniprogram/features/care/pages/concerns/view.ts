import type { ConcernRow, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { aboutText, STATE_NAMES, TO_NAMES, whenText } from '../../words';

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: string;
}
export interface ConcernsPage {
  /** What the caller looks after and is not settled; what is; what the caller raised for others. */
  readonly groups: readonly { readonly name: string; readonly rows: readonly Row[] }[];
  /** For the headteacher: how many the counsellor has. */
  readonly elsewhere: string;
}

export function pageOf({ rows, open }: Output<'concerns.list'>, today: Day): ConcernsPage {
  const handled = rows.filter(({ mine }) => !mine);
  const waiting = handled.filter(({ state }) => state !== 'closed');
  const groups = [
    { name: '等您办的', rows: waiting },
    { name: '我说过的', rows: rows.filter(({ mine }) => mine) },
    { name: '办完的', rows: handled.filter(({ state }) => state === 'closed') },
  ];
  const others = open && !rows.some(({ to }) => to === 'counsellor') ? open.counsellor : 0;
  return {
    groups: groups
      .filter((group) => group.rows.length > 0)
      .map((group) => ({ name: group.name, rows: group.rows.map((row) => rowOf(row, today)) })),
    elsewhere: others > 0 ? `心理老师手上还有 ${others} 件，由心理老师办。` : '',
  };
}

const rowOf = (row: ConcernRow, today: Day): Row => ({
  key: row.concernId,
  name: aboutText(row),
  fact: `${TO_NAMES[row.to]} · ${whenText(row.at, today)}${row.mine ? '' : ` · ${row.by}`}`,
  state: row.mine && row.to === 'counsellor' && row.state !== 'open' ? '心理老师已经接手' : STATE_NAMES[row.state].text,
  tone: row.mine && row.to === 'counsellor' && row.state === 'taken' ? 'ok' : STATE_NAMES[row.state].tone,
});
