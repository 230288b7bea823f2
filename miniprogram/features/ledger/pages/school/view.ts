import type { Bar } from '../../../../components/bar-chart/bars';
import type { Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import type { Tone } from '../../../../shared/domain/ledger';
import { CONCERN_NAMES, spokenGap, TONE_WORDS } from '../../../../shared/text/contact';
import { shortDate } from '../../../../shared/text/time';
import { concernFact } from '../../concerns';
import type { Line } from '../../entries';

type Answer = Output<'ledger.school'>;
type Row = Line & { readonly state: string; readonly tone: Tone };

export interface SchoolPage {
  readonly headline: string;
  readonly weeks: readonly Bar[];
  readonly most: number;
  /** 「按今天的 402 个孩子算」 */
  readonly of: string;
  readonly concerns: readonly Line[];
  readonly waiting: readonly Row[];
  readonly classes: readonly Row[];
}

export const pageOf = (answer: Answer, today: Day): SchoolPage => ({
  headline: headlineOf(answer),
  weeks: answer.weeks.map(({ weekOf, reached }) => ({
    key: weekOf,
    label: weekOf === answer.weekOf ? '本周' : shortDate(weekOf),
    value: reached,
    figure: `${reached} 人`,
    tone: weekOf === answer.weekOf ? 'plain' : 'ok',
  })),
  most: answer.leftBehind,
  of: `每周有多少孩子和爸妈联系过，按今天的 ${answer.leftBehind} 个孩子算。`,
  concerns: answer.concerns.map((concern) => ({
    key: concern.id,
    name: `${concern.child.className} ${concern.child.name} · ${CONCERN_NAMES[concern.kind]}`,
    fact: concernFact(concern, today),
  })),
  waiting: answer.waiting.map(({ id, name, className, days, tone }) => ({
    key: id,
    name: `${className} ${name}`,
    fact: spokenGap(days),
    state: TONE_WORDS[tone],
    tone,
  })),
  classes: [...answer.classes].sort((a, b) => b.red - a.red || b.amber - a.amber).map(classRow),
});

function headlineOf({ classes, leftBehind }: Answer): string {
  const reached = classes.reduce((sum, { thisWeek }) => sum + thisWeek, 0);
  return reached < leftBehind ? `${leftBehind} 个孩子里，本周有 ${reached} 个联系上了` : '本周每个孩子都和爸妈联系上了';
}

/** 「李老师 · 联系上 20 / 24 人」, and how many are urgent. */
function classRow({ id, name, headTeacher, leftBehind, thisWeek, amber, red }: Answer['classes'][number]): Row {
  const tone: Tone = red > 0 ? 'red' : amber > 0 ? 'amber' : 'ok';
  const waits = { red, amber, ok: 0 }[tone];
  return {
    key: id,
    name,
    fact: `${headTeacher ?? '还没有班主任'} · 联系上 ${thisWeek} / ${leftBehind} 人`,
    state: waits > 0 ? `${waits} 人${TONE_WORDS[tone]}` : '',
    tone,
  };
}
