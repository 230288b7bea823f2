import { addDays, type Day, daysBetween } from './calendar';

/** One question of a plan's part; `max` characters of an answer are LIMITS.planAnswer unless told. */
export interface PlanQuestion {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly required?: boolean;
}
export const PARTS = ['start', 'mid', 'end'] as const;
export type PlanPart = (typeof PARTS)[number];

/** A kind of plan: what is asked at its start, in the middle and at the end, and goals to begin with. A new kind is a new row. */
export interface PlanKind extends Readonly<Record<PlanPart, readonly PlanQuestion[]>> {
  readonly id: string;
  readonly name: string;
  /** How long it runs unless told: to the end of the term, or so many days. */
  readonly runs: 'term' | number;
  /** When one takes this kind, in a teacher's words. */
  readonly when: string;
  /** Goals that often fit, to tap. */
  readonly goals: readonly string[];
}

const MID: readonly PlanQuestion[] = [
  { id: 'progress', label: '有了哪些进步', hint: '也写小小的变化', required: true },
  { id: 'relapse', label: '有没有反复', hint: '什么时候、因为什么，当时怎么做的' },
  { id: 'change', label: '后半段怎么调整', hint: '目标太高就降一点，办法不灵就换一个' },
];
const END: readonly PlanQuestion[] = [
  { id: 'result', label: '这段时间的结果', hint: '和开始的时候比', required: true },
  { id: 'worked', label: '哪些办法有用', hint: '给以后的老师看' },
  { id: 'next', label: '接下来怎么办', hint: '继续、换个重点，还是可以放手了' },
];
/** Somebody who has had a hard time learning for years is not helped within a term. */
const HALF_A_YEAR = 180;
/** What every plan begins with; a kind says what to look at, and may ask it in its own words. */
const now = (hint: string, label = '现在的情况'): PlanQuestion => ({ id: 'now', label, hint, required: true });
const cause = (label = '可能的原因', hint = ''): PlanQuestion => ({ id: 'cause', label, hint });
const STRENGTHS: PlanQuestion = { id: 'strengths', label: '闪光点', hint: '他喜欢什么、擅长什么' };
const HOME: PlanQuestion = { id: 'home', label: '家里怎么配合', hint: '谁照看，能做到什么' };

export const PLAN_KINDS = [
  {
    id: 'study_help',
    name: '学习帮扶计划',
    runs: 'term',
    when: '功课落下了，要有人一科一科地帮',
    start: [
      now('哪几科，卡在哪里'),
      cause('为什么落下', '基础、方法、没人辅导、心思不在……'),
      STRENGTHS,
      { id: 'help', label: '谁来帮、怎么帮', hint: '老师、小老师、课后辅导，什么时候' },
      HOME,
    ],
    mid: MID,
    end: END,
    goals: ['按时交作业', '每周补一课', '生字、口算过关', '上课敢举手'],
  },
  {
    id: 'turnaround',
    name: '学困生转化计划',
    runs: HALF_A_YEAR,
    when: '学习长期吃力，要分阶段慢慢来',
    start: [
      now('学习、习惯、心情'),
      cause('主要的困难'),
      STRENGTHS,
      { id: 'lighter', label: '作业怎么减、怎么分层', hint: '先做会的，做完就表扬' },
      { id: 'relapse', label: '反复了怎么办', hint: '抓反复、反复抓：谁来谈、谈什么' },
      { id: 'help', label: '谁来帮、怎么帮', hint: '老师、互助小组' },
    ],
    mid: MID,
    end: END,
    goals: ['基础题能独立做完', '一周完成作业四天以上', '每周有一次表扬', '单元练习比上次好'],
  },
  {
    id: 'case_study',
    name: '个别教育方案：学习',
    runs: 'term',
    when: '厌学、旷课，不愿意学',
    start: [
      now('什么时候开始的，有多久'),
      cause(),
      STRENGTHS,
      { id: 'help', label: '打算怎么做', hint: '谁、做什么、多久一次' },
      HOME,
    ],
    mid: MID,
    end: END,
    goals: ['每天到校', '每天做完一件小事', '参加一个兴趣小组'],
  },
  {
    id: 'case_conduct',
    name: '个别教育方案：行为习惯',
    runs: 'term',
    when: '打架、拿别人东西、沉迷手机等',
    start: [
      now('多久一次、什么场合', '具体的行为'),
      cause(),
      STRENGTHS,
      { id: 'replace', label: '希望换成什么行为', hint: '一次只改一样' },
      { id: 'help', label: '怎么提醒、怎么鼓励', hint: '谁、什么时候' },
      HOME,
    ],
    mid: MID,
    end: END,
    goals: ['一周没有打架', '生气时先找老师说', '手机按约定时间用'],
  },
  {
    id: 'case_psyche',
    name: '个别教育方案：心理',
    runs: 'term',
    when: '孤僻、爱哭、想爸妈、情绪大起大落',
    start: [
      now('看到什么就写什么，不下结论', '现在的样子'),
      cause('可能和什么有关'),
      STRENGTHS,
      { id: 'help', label: '打算怎么陪', hint: '谁、多久一次；要不要请心理老师' },
      { id: 'contact', label: '和爸爸妈妈的联系怎么安排', hint: '固定的通话时间' },
    ],
    mid: MID,
    end: END,
    goals: ['每周和爸妈通话一次', '有一个一起玩的朋友', '愿意和老师说心里话'],
  },
  {
    id: 'case_life',
    name: '个别教育方案：生活',
    runs: 'term',
    when: '没人好好照料、生活不能自理、家里困难',
    start: [
      now('吃、穿、住、看病、谁照看'),
      STRENGTHS,
      { id: 'help', label: '学校能做什么', hint: '住宿、用餐、资助、生活指导' },
      { id: 'others', label: '还要找谁', hint: '村里、民政、爱心妈妈' },
      HOME,
    ],
    mid: MID,
    end: END,
    goals: ['自己整理床铺和书包', '每天吃早饭', '衣服按时换洗', '周末有人照看'],
  },
] as const satisfies readonly PlanKind[];
export type PlanKindId = (typeof PLAN_KINDS)[number]['id'];

export const planKind = (id: PlanKindId): PlanKind => PLAN_KINDS.find((kind) => kind.id === id) ?? PLAN_KINDS[0];

/** Where the term is unknown or nearly over, twelve weeks; in less than four weeks no plan gets anywhere. */
const USUAL_DAYS = 84;
const LEAST_DAYS = 28;

/** The days that are proposed for a plan that begins today: until the end of the term or as long as its kind runs, and half way. */
export function usualDays(
  kind: PlanKindId,
  today: Day,
  term: { readonly to: Day } | null,
): { readonly midDay: Day; readonly endDay: Day } {
  const { runs } = planKind(kind);
  const left = term ? daysBetween(today, term.to) : 0;
  const days = runs !== 'term' ? runs : left >= LEAST_DAYS ? left : USUAL_DAYS;
  return { midDay: addDays(today, Math.floor(days / 2)), endDay: addDays(today, days) };
}

/** 三个优先: the schools' own set, and the ministry's (教育部等五部门 2013). */
export const PRIORITIES = [
  { id: 'study', set: 'school', name: '学习优先', hint: '优先辅导、优先批改' },
  { id: 'life', set: 'school', name: '生活优先', hint: '优先安排、优先照顾' },
  { id: 'activity', set: 'school', name: '活动优先', hint: '优先参加活动' },
  { id: 'boarding', set: 'ministry', name: '优先满足寄宿', hint: '想住校就安排住校' },
  { id: 'meals', set: 'ministry', name: '优先改善膳食', hint: '营养餐、用餐补助' },
  { id: 'nearby', set: 'ministry', name: '优先保障上下学交通', hint: '就近入学、校车' },
] as const;
export type PriorityId = (typeof PRIORITIES)[number]['id'];

/** A goal is for a stage of some weeks, or for the term. */
export const GOAL_SPANS = ['stage', 'term'] as const;
export const GOAL_STATES = ['open', 'reached', 'dropped'] as const;
export type GoalState = (typeof GOAL_STATES)[number];
export interface Goal {
  readonly id: string;
  readonly span: (typeof GOAL_SPANS)[number];
  readonly dueDay: Day;
  readonly state: GoalState;
}

/** What comes next in a plan: a goal's day, the look in the middle, the end. */
export const NEXT_STEPS = ['goal', 'mid', 'end'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** What of a plan tells when something is due. */
interface Timetable {
  readonly status: 'open' | 'closed';
  readonly midDay: Day;
  readonly endDay: Day;
  readonly midDone: Day | null;
  readonly goals: readonly Goal[];
}

export const isLate = ({ state, dueDay }: Pick<Goal, 'state' | 'dueDay'>, today: Day): boolean =>
  state === 'open' && dueDay < today;

/**
 * What has to be done next: of the goals still open, the look in the middle that was not written yet, and the end, the one with the earliest
 * day; a goal before the look, that before the end, where they share a day.
 */
export function nextOf(
  { status, midDay, endDay, midDone, goals }: Timetable,
  today: Day,
): { readonly what: NextStep; readonly day: Day; readonly late: boolean } | null {
  if (status === 'closed') return null;
  const open = goals.filter(({ state }) => state === 'open').map(({ dueDay: day }) => ({ what: 'goal' as const, day }));
  const mid = midDone === null ? [{ what: 'mid' as const, day: midDay }] : [];
  const steps = [...open, ...mid, { what: 'end' as const, day: endDay }];
  const [first] = steps.sort(
    (a, b) => a.day.localeCompare(b.day) || NEXT_STEPS.indexOf(a.what) - NEXT_STEPS.indexOf(b.what),
  );
  return first ? { ...first, late: first.day < today } : null;
}

/** How many goals are open, reached, and open past their day. */
export const goalCounts = (goals: readonly Goal[], today: Day): { open: number; reached: number; late: number } => ({
  open: goals.filter(({ state }) => state === 'open').length,
  reached: goals.filter(({ state }) => state === 'reached').length,
  late: goals.filter((goal) => isLate(goal, today)).length,
});

type Answers = Readonly<Record<string, string>>;
interface Written {
  readonly kind: PlanKindId;
  readonly startDay: Day;
  readonly midDay: Day;
  readonly endDay: Day;
  readonly start: Answers;
  readonly mid: Answers | null;
  readonly end: Answers | null;
  readonly goals: readonly Goal[];
  readonly priorities: readonly { readonly id: PriorityId }[];
}
/** Which part of a plan cannot be as it was written, and why: the page points there, the server refuses. */
export interface PlanFault {
  readonly field: PlanPart | 'midDay' | 'endDay' | 'goals' | 'priorities';
  readonly rule: 'order' | 'unknown' | 'required' | 'days' | 'twice';
}

/** What keeps a plan from being written: days out of order, no goal, a goal outside its days, an answer that is missing or to no question. */
export function planFault(plan: Written): PlanFault | null {
  const { startDay, midDay, endDay, goals, priorities } = plan;
  if (midDay < startDay) return { field: 'midDay', rule: 'order' };
  if (endDay < midDay) return { field: 'endDay', rule: 'order' };
  const kind = planKind(plan.kind);
  for (const part of PARTS) {
    const given = plan[part];
    if (given === null) continue;
    if (Object.keys(given).some((id) => !kind[part].some((question) => question.id === id)))
      return { field: part, rule: 'unknown' };
    if (kind[part].some(({ id, required }) => required === true && !given[id]))
      return { field: part, rule: 'required' };
  }
  if (goals.length === 0) return { field: 'goals', rule: 'required' };
  if (isTwice(goals)) return { field: 'goals', rule: 'twice' };
  if (goals.some(({ dueDay }) => dueDay < startDay || dueDay > endDay)) return { field: 'goals', rule: 'days' };
  return isTwice(priorities) ? { field: 'priorities', rule: 'twice' } : null;
}

const isTwice = (items: readonly { readonly id: string }[]): boolean =>
  new Set(items.map(({ id }) => id)).size < items.length;

/** A goal never goes, for records name it: whether every one that stood before still stands. */
export const keepsGoals = (before: readonly { readonly id: string }[], after: readonly { readonly id: string }[]) =>
  before.every(({ id }) => after.some((goal) => goal.id === id));
