import type { Output, PlanAnswers } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import { type PlanKind, type PlanPart, PRIORITIES, planKind } from '../../../../shared/domain/plans';
import { shortDate, spokenDay } from '../../../../shared/text/time';
import { nextText } from '../plans/view';

type Answer = Output<'plans.open'>;

interface Said {
  readonly key: string;
  readonly label: string;
  readonly text: string;
}
interface GoalRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: string;
  readonly open: boolean;
}
interface RecordRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

/** One plan as a page to read from above to below. */
export interface PlanPage {
  readonly name: string;
  readonly about: string;
  readonly next: string;
  readonly late: boolean;
  readonly closed: boolean;
  readonly start: readonly Said[];
  readonly priorities: readonly Said[];
  readonly goals: readonly GoalRow[];
  readonly records: readonly RecordRow[];
  readonly moreRecords: boolean;
  readonly mid: readonly Said[];
  readonly midDay: string;
  readonly end: readonly Said[];
  readonly endDay: string;
  /** What stood before, newest first. */
  readonly before: readonly { readonly key: string; readonly name: string; readonly fact: string }[];
  /** What the main button offers. */
  readonly step: 'mid' | 'end' | null;
  readonly goalChoices: readonly { readonly value: string; readonly label: string }[];
}

const GOAL_STATES: Readonly<
  Record<Answer['goals'][number]['state'], { readonly state: string; readonly tone: string }>
> = {
  open: { state: '', tone: 'plain' },
  reached: { state: '做到了', tone: 'ok' },
  dropped: { state: '不做了', tone: 'plain' },
};

export function pageOf(answer: Answer, today: Day): PlanPage {
  const kind = planKind(answer.kind);
  const { child, status, startDay, endDay, by, next, goals, mid, end } = answer;
  const closed = status === 'closed';
  return {
    name: child.name,
    about: `${child.className} · ${kind.name} · ${by} ${shortDate(startDay)}写，到 ${shortDate(endDay)}`,
    next: closed ? '' : nextText(next, today),
    late: next?.late ?? false,
    closed,
    start: saidOf(kind, 'start', answer.start),
    priorities: answer.priorities.map(({ id, words }) => ({
      key: id,
      label: PRIORITIES.find((one) => one.id === id)?.name ?? '',
      text: words,
    })),
    goals: goals.map((goal) => ({
      key: goal.id,
      name: goal.text,
      fact: `${goal.span === 'term' ? '学期目标' : '阶段目标'} · ${goal.state === 'open' ? '到' : '原定'}${spokenDay(goal.dueDay, today)}`,
      ...(goal.late ? { state: '过期了', tone: 'amber' } : GOAL_STATES[goal.state]),
      open: !closed && goal.state === 'open',
    })),
    records: answer.records.map((record) => ({
      key: record.recordId,
      name: `${spokenDay(record.day, today)} · ${record.title}`,
      fact: [
        record.by,
        goals.find(({ id }) => id === record.goalId)?.text,
        record.facts.map(({ text }) => text).join('；'),
      ]
        .filter(Boolean)
        .join(' · '),
    })),
    moreRecords: answer.moreRecords,
    mid: mid ? saidOf(kind, 'mid', mid.answers) : [],
    midDay: mid ? spokenDay(mid.day, today) : `${spokenDay(answer.midDay, today)}看一看`,
    end: end ? saidOf(kind, 'end', end.answers) : [],
    endDay: end ? spokenDay(end.day, today) : `${spokenDay(endDay, today)}结束`,
    before: answer.before.map((stood, index) => ({
      key: String(index),
      name: `${stood.by} ${spokenDay(dayOf(stood.at), today)}写的`,
      fact: changedOf(stood, answer.before[index - 1] ?? answer, kind),
    })),
    step: closed ? null : mid === null ? 'mid' : 'end',
    goalChoices: goals.filter(({ state }) => state === 'open').map(({ id: value, text: label }) => ({ value, label })),
  };
}

const saidOf = (kind: PlanKind, part: PlanPart, given: PlanAnswers): Said[] =>
  kind[part].flatMap(({ id, label }) => (given[id] ? [{ key: id, label, text: given[id] }] : []));

type Stood = Answer['before'][number];
type Later = Pick<Answer, 'start' | 'mid' | 'end' | 'goals' | 'priorities'>;

/** What of an earlier version reads otherwise now: the words as they stood. */
function changedOf(stood: Stood, later: Later | Stood, kind: PlanKind): string {
  const answers = (of: Later | Stood, part: PlanPart): PlanAnswers =>
    part === 'start' ? of.start : (of[part]?.answers ?? {});
  const words = (['start', 'mid', 'end'] as const).flatMap((part) => {
    const now = answers(later, part);
    return saidOf(kind, part, answers(stood, part))
      .filter(({ key, text }) => now[key] !== text)
      .map(({ label, text }) => `${label}：${text}`);
  });
  const goals = stood.goals
    .filter(
      (goal) =>
        !later.goals.some(({ id, text, dueDay }) => id === goal.id && text === goal.text && dueDay === goal.dueDay),
    )
    .map(({ text, dueDay }) => `目标：${text}（到${shortDate(dueDay)}）`);
  return [...words, ...goals].join('\n') || '那时还没有后来加的内容。';
}
