import type { ConcernRow, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { openFirst } from '../../../../shared/domain/concerns';
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
  readonly groups: readonly { readonly key: string; readonly name: string; readonly rows: readonly Row[] }[];
  /** Leads on to what waits and is older; empty where that is all. */
  readonly more: string;
  /** For the headteacher: how many the counsellor has. */
  readonly elsewhere: string;
}

export type Listed = Output<'concerns.list'>;

const isWaiting = ({ mine, state }: ConcernRow): boolean => !mine && state !== 'closed';

/** With what came when the list was read on; the one it went on from comes once more. */
export const withOlder = ({ open, rows }: Listed, older: Listed): Listed => ({
  open,
  more: older.more,
  rows: openFirst([...rows, ...older.rows.filter(({ concernId }) => !rows.some((row) => row.concernId === concernId))]),
});

export function pageOf({ rows, open, more }: Listed, today: Day): ConcernsPage {
  const handled = rows.filter(({ mine }) => !mine);
  const waiting = rows.filter(isWaiting);
  const groups = [
    { key: 'waiting', name: '等您办的', rows: waiting },
    { key: 'mine', name: '我说过的', rows: rows.filter(({ mine }) => mine) },
    { key: 'settled', name: '办完的', rows: handled.filter(({ state }) => state === 'closed') },
  ];
  const others = open && !rows.some(({ to }) => to === 'counsellor') ? open.counsellor : 0;
  return {
    groups: groups
      .filter((group) => group.rows.length > 0)
      .map((group) => ({ ...group, rows: group.rows.map((row) => rowOf(row, today)) })),
    more: more ? `还有更早的 ${more.count} 件等您办，接着看` : '',
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
