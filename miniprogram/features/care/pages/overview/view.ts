import type { Bar } from '../../../../components/bar-chart/bars';
import type { CadenceName, CadenceTally, DutyRow, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { leftText, STATE_WORDS, undoneText } from '../../../../shared/text/cadence';

type Due = Output<'cadence.due'>;

/** One cadence of the class or school: how many children stand how. */
export interface CadenceCard {
  readonly key: string;
  readonly name: string;
  readonly total: number;
  readonly bars: readonly Bar[];
}
export interface Overview {
  readonly headline: string;
  readonly line: string;
  readonly cards: readonly CadenceCard[];
  /** All classes of the school, those with the most overdue first. */
  readonly classes: readonly Bar[];
  readonly isSchool: boolean;
  readonly title: string;
  /** Who does it where nobody stands beside the child. */
  readonly hint: string;
  readonly rows: readonly ChildRow[];
  readonly more: string;
  readonly chips: readonly { readonly value: string; readonly label: string }[];
}
/** A child and one cadence. */
export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: string;
  readonly alone: boolean;
  /** Who may pair can do so where nobody stands beside the child. */
  readonly action: string;
}

export const ALL = 'all';
/** How many classes are named at first. */
export const GAPS_SHOWN = 8;
/** Of a whole school the most urgent are named; the others are found class by class. */
const URGENT_SHOWN = 20;
const STATES = ['ok', 'open', 'soon', 'overdue', 'paused'] as const;

const totalOf = (tally: CadenceTally): number => STATES.reduce((sum, state) => sum + tally[state], 0);
const overdueOf = (tallies: readonly CadenceTally[]): number => tallies.reduce((sum, { overdue }) => sum + overdue, 0);

/** Where the gaps are: each cadence, then the classes, then the children. @param chosen one cadence, or `ALL`. @param pairs the caller may pair. */
export function overviewOf(due: Due, chosen: string, pairs: boolean, today: Day): Overview {
  const seen = ({ cadenceId }: { cadenceId: string }) => chosen === ALL || cadenceId === chosen;
  const names = new Map(due.cadences.map((cadence) => [cadence.id, cadence]));
  const tallies = due.tallies.filter(seen);
  const overdue = overdueOf(tallies);
  const isSchool = due.classes.length > 0;
  const where = isSchool ? '全校' : (due.rows[0]?.child.className ?? '');
  const rows = due.rows.filter(seen);
  const shown = (isSchool ? rows.slice(0, URGENT_SHOWN) : rows).map((row) => {
    const name = isSchool ? `${row.child.name}（${row.child.className}）` : row.child.name;
    return rowOf(row, name, names.get(row.cadenceId), pairs, today);
  });
  return {
    headline: [where, overdue > 0 ? `${overdue} 件过期了` : '没有过期的'].filter(Boolean).join(' '),
    line: `${due.children} 个孩子 · ${due.term.name || '本学期'}`,
    cards: tallies.map((tally) => cardOf(tally, names.get(tally.cadenceId)?.name ?? '')),
    classes: due.classes
      .map((group) => ({ ...group, overdue: overdueOf(group.tallies.filter(seen)) }))
      .sort((a, b) => b.overdue - a.overdue)
      .map(classBar),
    isSchool,
    title: isSchool ? '最着急的孩子' : '哪些孩子',
    hint: shown.some(({ alone }) => alone) ? '没有人帮扶的孩子，先由班主任来做。' : '',
    rows: shown,
    more: moreText(due.more + rows.length - shown.length, isSchool),
    chips:
      due.cadences.length > 1
        ? [{ value: ALL, label: '全部' }, ...due.cadences.map(({ id, name }) => ({ value: id, label: name }))]
        : [],
  };
}

function moreText(more: number, isSchool: boolean): string {
  if (more === 0) return '';
  return isSchool ? `还有 ${more} 件没列出来；点一个班，看它自己的。` : `还有 ${more} 件没列出来，先把上面的做好。`;
}

/** What is the class teacher's task, as the weekly contact, asks for no mentor. */
function rowOf(row: DutyRow, name: string, cadence: CadenceName | undefined, pairs: boolean, today: Day): ChildRow {
  const asksMentor = cadence?.by === 'mentor';
  const alone = asksMentor && row.mentor === null;
  const mentor = alone ? '没有人帮扶' : asksMentor ? `${row.mentor}在帮扶` : '';
  return {
    key: `${row.child.id}:${row.cadenceId}`,
    name,
    fact: [cadence ? undoneText(row, cadence) : '', leftText(row, today), mentor].filter(Boolean).join(' · '),
    state: STATE_WORDS[row.state].text,
    tone: STATE_WORDS[row.state].tone,
    alone,
    action: alone && pairs ? '去结对' : '',
  };
}

function cardOf(tally: CadenceTally, name: string): CadenceCard {
  const total = totalOf(tally);
  const bars: Bar[] = STATES.filter((state) => tally[state] > 0 || state === 'ok' || state === 'overdue').map(
    (state) => ({
      label: STATE_WORDS[state].text,
      value: tally[state],
      figure: `${tally[state]} 人`,
      tone: STATE_WORDS[state].tone,
    }),
  );
  return { key: tally.cadenceId, name, total, bars };
}

const classBar = ({ id, name, overdue }: { id: string; name: string; overdue: number }): Bar => ({
  key: id,
  label: name,
  value: overdue,
  figure: overdue > 0 ? `${overdue} 件` : '没有',
  tone: 'red',
});
