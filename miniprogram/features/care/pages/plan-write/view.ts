import type { KnownChild } from '../../../../services/children';
import type { Input, Output, PlanAnswers, PlanGoal } from '../../../../shared/contract';
import { addDays, type Day } from '../../../../shared/domain/calendar';
import {
  PLAN_KINDS,
  type PlanFault,
  type PlanKindId,
  type PlanPart,
  type PlanQuestion,
  PRIORITIES,
  type PriorityId,
  planFault,
  planKind,
  usualDays,
} from '../../../../shared/domain/plans';
import { LIMITS } from '../../../../shared/limits';
import { fullDate } from '../../../../shared/text/time';

type Opened = Output<'plans.open'>;

/** What one writes: a new plan step by step, or one part of one that is there. */
export const STEPS = ['child', 'kind', 'start', 'goals', 'first'] as const;
export type Step = (typeof STEPS)[number] | 'mid' | 'end';

/** A plan while it is written; `planId` is empty for a new one. */
export interface PlanForm {
  readonly requestKey: string;
  readonly planId: string;
  readonly seen: number;
  readonly status: 'open' | 'closed';
  readonly step: Step;
  readonly child: Pick<KnownChild, 'id' | 'name' | 'className'> | null;
  readonly kind: PlanKindId | '';
  readonly startDay: Day;
  readonly midDay: Day;
  readonly endDay: Day;
  readonly start: PlanAnswers;
  readonly mid: PlanAnswers | null;
  readonly end: PlanAnswers | null;
  readonly goals: readonly PlanGoal[];
  readonly priorities: readonly { readonly id: PriorityId; readonly words: string }[];
}

const STAGE_DAYS = 28;

/** Its days are proposed as soon as the kind is known. */
export const emptyForm = (requestKey: string, today: Day, child: PlanForm['child']): PlanForm => ({
  requestKey,
  planId: '',
  seen: 0,
  status: 'open',
  step: child ? 'kind' : 'child',
  child,
  kind: '',
  startDay: today,
  midDay: today,
  endDay: today,
  start: {},
  mid: null,
  end: null,
  goals: [],
  priorities: [],
});

/** Of another kind: it asks other questions, so that answers to the former ones would have no place, and it runs its own time. */
export const withKind = (form: PlanForm, kind: PlanKindId, term: { readonly to: Day } | null): PlanForm => ({
  ...form,
  kind,
  start: {},
  ...usualDays(kind, form.startDay, term),
});

/** The days for a form whose kind was chosen before the term was heard; `null` where there is none, or others were chosen by hand. */
export function daysOf({ kind, startDay, midDay, endDay }: PlanForm, term: { readonly to: Day }) {
  if (kind === '') return null;
  const usual = usualDays(kind, startDay, null);
  return usual.midDay === midDay && usual.endDay === endDay ? usualDays(kind, startDay, term) : null;
}

/** One that is there, with the part that is to be written. */
export const formOf = (requestKey: string, plan: Opened, step: Step): PlanForm => ({
  requestKey,
  planId: plan.planId,
  seen: plan.version,
  status: plan.status,
  step,
  child: plan.child,
  kind: plan.kind,
  startDay: plan.startDay,
  midDay: plan.midDay,
  endDay: plan.endDay,
  start: plan.start,
  mid: plan.mid?.answers ?? (step === 'mid' ? {} : null),
  end: plan.end?.answers ?? (step === 'end' ? {} : null),
  goals: plan.goals.map(({ late: _, ...goal }) => goal),
  priorities: plan.priorities,
});

/** What of a form belongs to its step; the rest is as the school has it now. */
const PARTS_OF: Readonly<Record<Step, readonly (keyof PlanForm)[]>> = {
  child: [],
  kind: [],
  start: ['start'],
  goals: ['goals'],
  first: ['priorities', 'startDay', 'midDay', 'endDay'],
  mid: ['mid', 'goals'],
  end: ['end', 'goals'],
};

/** What was typed, laid over what somebody else wrote meanwhile: goals that are new there stay. */
export function overlaid(fresh: PlanForm, typed: PlanForm): PlanForm {
  const own = Object.fromEntries(PARTS_OF[typed.step].map((part) => [part, typed[part]]));
  const added = fresh.goals.filter(({ id }) => !typed.goals.some((goal) => goal.id === id));
  return { ...fresh, ...own, ...('goals' in own ? { goals: [...typed.goals, ...added] } : {}), step: typed.step };
}

export interface Asked extends PlanQuestion {
  readonly value: string;
}
/** The part of a plan that a step asks about. */
export const partOf = (step: Step): PlanPart | null =>
  step === 'start' || step === 'mid' || step === 'end' ? step : null;

export function questionsOf(form: PlanForm): Asked[] {
  const part = partOf(form.step);
  if (part === null || form.kind === '') return [];
  const given = form[part] ?? {};
  return planKind(form.kind)[part].map((question) => ({ ...question, value: given[question.id] ?? '' }));
}

const TITLES: Readonly<Record<Step, { readonly title: string; readonly hint: string }>> = {
  child: { title: '给哪个孩子写', hint: '' },
  kind: { title: '写哪一种', hint: '只有班主任、帮扶老师、心理老师和学校看得到，家里看不到。' },
  start: { title: '开始的时候', hint: '想到多少写多少，以后能改，改以前的也留着。' },
  goals: { title: '定几个小目标', hint: '一个目标只写一件事，够得着的。' },
  first: { title: '什么优先，到哪一天', hint: '' },
  mid: { title: '中期看一看', hint: '' },
  end: { title: '写总结', hint: '写完计划就结束了，以后还能翻出来看。' },
};
export const KIND_CHOICES = PLAN_KINDS.map(({ id: value, name: label, when: hint }) => ({ value, label, hint }));
export const PRIORITY_CHOICES = PRIORITIES.map(({ id: value, name: label, hint }) => ({ value, label, hint }));
export const GOAL_STATE_CHOICES = [
  { value: 'open', label: '还在做' },
  { value: 'reached', label: '做到了' },
  { value: 'dropped', label: '不做了' },
] as const;

export interface WritePage {
  readonly title: string;
  readonly hint: string;
  readonly about: string;
  readonly isFirst: boolean;
  readonly next: string;
  readonly questions: readonly Asked[];
  readonly suggested: readonly { readonly value: string; readonly label: string }[];
  readonly priorities: readonly { readonly id: string; readonly label: string; readonly words: string }[];
  readonly mayAddGoal: boolean;
  readonly showStates: boolean;
  /** The days of the plan and of its goals in words: by `startDay`, `midDay`, `endDay`, and by a goal's id. */
  readonly days: Readonly<Record<string, string>>;
}

export function pageOf(form: PlanForm): WritePage {
  const isNew = form.planId === '';
  const kind = form.kind === '' ? undefined : planKind(form.kind);
  const index = STEPS.indexOf(form.step as (typeof STEPS)[number]);
  return {
    ...TITLES[form.step],
    about: [form.child?.name, kind?.name].filter(Boolean).join(' · '),
    isFirst: !isNew || index <= 0,
    next: isNew ? (form.step === 'first' ? '开始这个计划' : '下一步') : closes(form) ? '写好了，结束计划' : '写好了',
    questions: questionsOf(form),
    suggested: (kind?.goals ?? [])
      .filter((text) => !form.goals.some((goal) => goal.text === text))
      .map((text) => ({ value: text, label: text })),
    priorities: form.priorities.map(({ id, words }) => ({
      id,
      words,
      label: PRIORITIES.find((one) => one.id === id)?.name ?? '',
    })),
    mayAddGoal: form.goals.length < LIMITS.planGoals,
    showStates: !isNew,
    days: {
      startDay: fullDate(form.startDay),
      midDay: fullDate(form.midDay),
      endDay: fullDate(form.endDay),
      ...Object.fromEntries(form.goals.map(({ id, dueDay }) => [id, fullDate(dueDay)])),
    },
  };
}

/** The end summary closes the plan; later it is only corrected. */
export const closes = ({ step, status }: PlanForm): boolean => step === 'end' && status === 'open';

/** The step before or after, of a new plan. */
export const beside = (step: Step, by: 1 | -1): Step =>
  STEPS[STEPS.indexOf(step as (typeof STEPS)[number]) + by] ?? step;

/** A new goal; its day is four weeks on, or the plan's last. */
export const newGoal = (id: string, text: string, { goals, startDay, endDay }: PlanForm): PlanGoal => {
  const wanted = addDays(startDay, STAGE_DAYS * (goals.length + 1));
  const dueDay = wanted > endDay ? endDay : wanted;
  return { id, text, span: dueDay === endDay ? 'term' : 'stage', dueDay, state: 'open' };
};

const RULES: Readonly<Record<PlanFault['field'], string>> = {
  start: '第一个问题请写一句。',
  mid: '有了哪些进步，请写一句。',
  end: '结果请写一句。',
  midDay: '中期要在开始以后。',
  endDay: '结束要在中期以后。',
  goals: '目标的日子要在计划开始和结束之间。',
  priorities: '优先的事不要重复。',
};

/** What keeps one from going on, in words; empty where nothing does. */
export function problemOf(form: PlanForm): string {
  if (form.step === 'child') return form.child ? '' : '请先找到孩子。';
  if (form.step === 'kind') return form.kind === '' ? '请点一种。' : '';
  if (form.kind === '') return '';
  if (form.goals.some(({ text }) => text.trim() === '')) return '有一个目标还没有写。';
  const fault = planFault({ ...trimmed(form), kind: form.kind });
  if (!fault) return '';
  if (form.step === 'start' && fault.field !== 'start') return '';
  if (form.step === 'goals' && fault.rule === 'required' && fault.field === 'goals') return '请至少写一个目标。';
  if (form.step === 'goals' && fault.field !== 'goals') return '';
  return RULES[fault.field];
}

const trimmedAnswers = (answers: PlanAnswers): PlanAnswers =>
  Object.fromEntries(Object.entries(answers).map(([id, text]) => [id, text.trim()]));

/** As it is sent. */
const trimmed = (form: PlanForm) => ({
  startDay: form.startDay,
  midDay: form.midDay,
  endDay: form.endDay,
  start: trimmedAnswers(form.start),
  mid: form.mid && trimmedAnswers(form.mid),
  end: form.end && trimmedAnswers(form.end),
  goals: form.goals.map((goal) => ({ ...goal, text: goal.text.trim() })),
  priorities: form.priorities.map((one) => ({ ...one })),
});

export function startInput(form: PlanForm): Input<'plans.start'> | undefined {
  if (!form.child || form.kind === '') return undefined;
  const { mid: _, end: __, ...body } = trimmed(form);
  return { requestKey: form.requestKey, studentId: form.child.id, kind: form.kind, ...body };
}

export const saveInput = (form: PlanForm): Input<'plans.save'> => ({
  requestKey: form.requestKey,
  planId: form.planId,
  seen: form.seen,
  ...trimmed(form),
});

export const closeInput = (form: PlanForm): Input<'plans.close'> => ({
  requestKey: form.requestKey,
  planId: form.planId,
  seen: form.seen,
  end: trimmedAnswers(form.end ?? {}),
  goals: form.goals.map(({ id, state }) => ({ id, state })),
});
