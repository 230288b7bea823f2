import type { CadenceName, DutyRow, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { leftText, STATE_WORDS, undoneText } from '../../../../shared/text/cadence';

type Due = Output<'cadence.due'>;

/** One child and one cadence: 「这个月还没家访 · 还有 3 天」. `key` is `studentId:cadenceId`. */
export interface DueRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: string;
}
export interface DueGroup {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly DueRow[];
}
export interface DuePage {
  readonly headline: string;
  readonly line: string;
  readonly chips: readonly { readonly value: string; readonly label: string }[];
  readonly groups: readonly DueGroup[];
  /** 「还有 30 条没列出来」 */
  readonly more: string;
}

/** What one chooses to see: all that is to be done, or one cadence. */
export const ALL = 'all';

const GROUPS = [
  { key: 'overdue', title: '过期了' },
  { key: 'soon', title: '快到期' },
  { key: 'open', title: '还有时间' },
] as const;

/** Most urgent first: by how urgent it is, or (`byChild`) each child with all that is due. */
export function duePage(due: Due, chosen: string, byChild: boolean, today: Day): DuePage {
  const names = new Map(due.cadences.map((cadence) => [cadence.id, cadence]));
  const rows = due.rows.filter(({ cadenceId }) => chosen === ALL || cadenceId === chosen);
  const count = (state: DutyRow['state']) => sumOf(due, chosen, state);
  const [overdue, soon] = [count('overdue'), count('soon')];
  return {
    headline: overdue > 0 ? `${overdue} 件过期了` : soon > 0 ? `${soon} 件快到期` : '没有着急的事',
    line: [
      overdue > 0 && soon > 0 ? `${soon} 件快到期` : '',
      count('open') > 0 ? `${count('open')} 件还有时间` : '',
      `做到了 ${count('ok')} 件`,
    ]
      .filter(Boolean)
      .join(' · '),
    chips: chipsOf(due),
    groups: byChild ? childGroups(rows, names, today) : stateGroups(rows, names, today),
    more: due.more > 0 ? `还有 ${due.more} 件没列出来，先把上面的做好。` : '',
  };
}

function sumOf({ tallies }: Due, chosen: string, state: DutyRow['state']): number {
  return tallies
    .filter(({ cadenceId }) => chosen === ALL || cadenceId === chosen)
    .reduce((sum, tally) => sum + tally[state], 0);
}

const chipsOf = ({ cadences }: Due): DuePage['chips'] =>
  cadences.length > 1
    ? [{ value: ALL, label: '全部' }, ...cadences.map(({ id, name }) => ({ value: id, label: name }))]
    : [];

type Names = ReadonlyMap<string, CadenceName>;

const stateGroups = (rows: readonly DutyRow[], names: Names, today: Day): DueGroup[] =>
  GROUPS.map(({ key, title }) => ({
    key,
    title,
    rows: rows
      .filter(({ state }) => state === key)
      .map((row) => rowOf(row, names, today, `${row.child.name}（${row.child.className}）`)),
  })).filter((group) => group.rows.length > 0);

/** A `Map` keeps the order of the first row of each child, which is its most urgent. */
function childGroups(rows: readonly DutyRow[], names: Names, today: Day): DueGroup[] {
  const children = new Map<string, { readonly title: string; readonly rows: DueRow[] }>();
  for (const row of rows) {
    const { id, name, className } = row.child;
    const group = children.get(id) ?? { title: `${name} · ${className}`, rows: [] };
    children.set(id, group);
    group.rows.push(rowOf(row, names, today, names.get(row.cadenceId)?.name ?? ''));
  }
  return [...children].map(([key, group]) => ({ key, ...group }));
}

function rowOf(row: DutyRow, names: Names, today: Day, name: string): DueRow {
  const cadence = names.get(row.cadenceId);
  const { text: state, tone } = STATE_WORDS[row.state];
  return {
    key: `${row.child.id}:${row.cadenceId}`,
    name,
    fact: [cadence ? undoneText(row, cadence) : '', leftText(row, today)].filter(Boolean).join(' · '),
    state,
    tone,
  };
}
