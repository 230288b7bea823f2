import type { Output } from '../../../../shared/contract';
import { addDays, type Day } from '../../../../shared/domain/calendar';
import { PAUSE_NAMES, STATE_WORDS } from '../../../../shared/text/cadence';
import { shortDate } from '../../../../shared/text/time';

type Child = Output<'cadence.child'>;
type Shown = Child['cadences'][number]['windows'][number];

export interface WindowRow {
  readonly key: string;
  /** 「11月」「11月2日到8日」 */
  readonly when: string;
  /** 「11月12日」, or what is missing. */
  readonly what: string;
  readonly state: string;
  readonly tone: string;
}
export interface CadenceTable {
  readonly key: string;
  readonly name: string;
  readonly state: string;
  readonly tone: string;
  readonly rows: readonly WindowRow[];
}
export interface PauseRow {
  /** Its first day. */
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly why: Child['pauses'][number]['why'];
  /** It goes on until the child is back. */
  readonly open: boolean;
  readonly action: string;
}
export interface ChildPage {
  readonly name: string;
  readonly className: string;
  readonly term: string;
  readonly tables: readonly CadenceTable[];
  readonly pauses: readonly PauseRow[];
  readonly focus: boolean;
}

/** Every window of the term up to the one that runs, the latest first, and what pauses them. */
export function childPage({ child, term, cadences, pauses, focus }: Child, today: Day): ChildPage {
  return {
    name: child.name,
    className: child.className,
    focus,
    term: `${term.name || '本学期'} ${shortDate(term.from)}到${shortDate(term.to)}`,
    tables: cadences.map(({ id, name, state, windows }) => ({
      key: id,
      name,
      state: STATE_WORDS[state].text,
      tone: STATE_WORDS[state].tone,
      rows: windows
        .filter(({ from }) => from <= today)
        .map((window) => windowRow(window, today))
        .reverse(),
    })),
    pauses: [...pauses].reverse().map(({ from, to, why }) => ({
      ...{ key: from, name: PAUSE_NAMES[why], why, open: to === null },
      fact: to === null ? `${shortDate(from)}起，还没回来` : `${shortDate(from)}到${shortDate(to)}`,
      action: to === null ? '回来了' : '去掉',
    })),
  };
}

function windowRow({ from, due, times, days, state }: Shown, today: Day): WindowRow {
  const done = days.map(shortDate).join('、');
  const short = times - days.length;
  const lack = short > 0 && state !== 'paused' ? (days.length > 0 ? `，还差 ${short} 次` : '还没有') : '';
  return { key: from, when: spanText(from, due), what: `${done}${lack}` || '—', ...stateText(state, due >= today) };
}

/** That something is overdue is said of the cadence; the window that runs has its days left. */
function stateText(state: Shown['state'], runs: boolean): { readonly state: string; readonly tone: string } {
  if (state === 'missed') return { state: '缺了', tone: 'red' };
  if (state === 'overdue' && runs) return { state: '还没做', tone: 'amber' };
  return { state: STATE_WORDS[state].text, tone: STATE_WORDS[state].tone };
}

/** A whole month by its name, else both days; the month is said once where it is the same. */
function spanText(from: Day, due: Day): string {
  const [month, other] = [from.slice(0, 7), due.slice(0, 7)];
  if (month !== other) return `${shortDate(from)}到${shortDate(due)}`;
  if (from.endsWith('-01') && Number(due.slice(8)) >= 28) return `${Number(from.slice(5, 7))}月`;
  return `${shortDate(from)}到${Number(due.slice(8))}日`;
}

export const PAUSE_CHOICES = (['ill', 'away'] as const).map((value) => ({ value, label: PAUSE_NAMES[value] }));

/** The last day that rests when the child is back today; `null` where none does any more. */
export const lastDayOff = ({ key: from }: Pick<PauseRow, 'key'>, today: Day): Day | null =>
  from < today ? addDays(today, -1) : null;

/** What is wrong with a pause as it was filled in; empty where nothing is. */
export const pauseProblem = (from: Day, to: Day | ''): string =>
  to !== '' && to < from ? '回来的日子要在开始的日子后面。' : '';
