import type { Bar } from '../../../../components/bar-chart/bars';
import type { CadenceTally, Output } from '../../../../shared/contract';
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
  /** Classes with what is overdue, the most first. */
  readonly classes: readonly Bar[];
  readonly fine: string;
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly fact: string;
    readonly state: string;
    readonly tone: string;
  }[];
  readonly more: string;
  readonly chips: readonly { readonly value: string; readonly label: string }[];
}

export const ALL = 'all';
/** How many classes are named at first. */
export const GAPS_SHOWN = 8;
const STATES = ['ok', 'open', 'soon', 'overdue', 'paused'] as const;

const totalOf = (tally: CadenceTally): number => STATES.reduce((sum, state) => sum + tally[state], 0);
const overdueOf = (tallies: readonly CadenceTally[]): number => tallies.reduce((sum, { overdue }) => sum + overdue, 0);

/** Where the gaps are: each cadence, then the classes, then the children. @param chosen one cadence, or `ALL`. */
export function overviewOf(due: Due, chosen: string, today: Day): Overview {
  const seen = ({ cadenceId }: { cadenceId: string }) => chosen === ALL || cadenceId === chosen;
  const names = new Map(due.cadences.map((cadence) => [cadence.id, cadence]));
  const tallies = due.tallies.filter(seen);
  const overdue = overdueOf(tallies);
  const classes = due.classes.map((group) => ({ ...group, tallies: group.tallies.filter(seen) }));
  return {
    headline: overdue > 0 ? `${overdue} 件过期了` : '没有过期的',
    line: `${due.children} 个孩子 · ${due.term.name || '本学期'}`,
    cards: tallies.map((tally) => cardOf(tally, names.get(tally.cadenceId)?.name ?? '')),
    classes: classes
      .filter((group) => overdueOf(group.tallies) > 0)
      .sort((a, b) => overdueOf(b.tallies) - overdueOf(a.tallies))
      .map(classBar),
    fine: classes.length > 0 && overdue === 0 ? '每个班都没有过期的。' : '',
    rows: due.rows.filter(seen).map((row) => {
      const cadence = names.get(row.cadenceId);
      return {
        key: `${row.child.id}:${row.cadenceId}`,
        name: `${row.child.name}（${row.child.className}）`,
        fact: [cadence ? undoneText(row, cadence) : '', leftText(row, today), row.mentor ?? '还没有人帮扶']
          .filter(Boolean)
          .join(' · '),
        state: STATE_WORDS[row.state].text,
        tone: STATE_WORDS[row.state].tone,
      };
    }),
    more: due.more > 0 ? `还有 ${due.more} 件没列出来；点一个班，看它自己的。` : '',
    chips:
      due.cadences.length > 1
        ? [{ value: ALL, label: '全部' }, ...due.cadences.map(({ id, name }) => ({ value: id, label: name }))]
        : [],
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

const classBar = ({ id, name, children, tallies }: Due['classes'][number]): Bar => ({
  key: id,
  label: name,
  value: overdueOf(tallies),
  figure: `${children} 人，${overdueOf(tallies)} 件`,
  tone: 'red',
});
