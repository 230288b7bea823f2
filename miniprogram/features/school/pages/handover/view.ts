import type { Choice } from '../../../../components/choice-chips/index';
import type { HandoverView, Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { gradeWord } from '../../../../shared/text/classes';
import { shortDate } from '../../../../shared/text/time';
import {
  isEmpty,
  isPart,
  type MoveRow,
  moveRows,
  type Plan,
  personWord,
  placeOf,
  placeWord,
  sentOf,
  taskWord,
} from '../../handover/plan';
import type { Staff } from '../../people';

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'red' | 'lamp' | 'plain';
}
export interface PlanView {
  readonly headline: string;
  readonly words: string;
  /** The grades of a large school, to look through one at a time; empty where all classes are shown. */
  readonly grades: readonly Choice[];
  readonly classes: readonly Row[];
  readonly moves: readonly MoveRow[];
  readonly mentors: readonly Row[];
  /** The classes that there will be. */
  readonly after: readonly {
    readonly name: string;
    readonly pupils: number;
    readonly teacher: string;
    readonly from: string;
  }[];
  /** What stands in the way; `key` says what opens: `class:place` or `child:id`. */
  readonly obstacles: readonly Row[];
  /** It may be opened for signatures. */
  readonly ready: boolean;
}

/** A change of teachers among more classes than this is looked through a grade at a time. */
const MANY_CLASSES = 8;

/**
 * A plan and what it comes to, in words. `view` is the dry run, null before the first.
 * `grade` is the one that was chosen of a large school's, empty before: what changes is shown whichever it is.
 */
export function planView(plan: Plan, school: Staff, view: HandoverView | null, grade = ''): PlanView {
  const { kind } = plan.draft;
  const obstacles = view ? obstaclesOf(plan, school, view) : [];
  const empty = isEmpty(sentOf(plan, school));
  const grades = gradesOf(plan, school);
  return {
    headline: kind === 'year' ? '下学年怎么安排' : '换班主任、换帮扶老师',
    words: kind === 'year' ? yearWords(plan, view) : changeWords(grades.length > 0),
    grades,
    classes:
      kind === 'year'
        ? plan.draft.classes.map((_, place) => yearRow(plan, school, place, view))
        : plan.draft.classes
            .map((_, place) => changeRow(plan, school, place))
            .filter(({ name, state }) => grades.length === 0 || state !== '' || gradeOf(name) === grade),
    moves: moveRows(plan),
    mentors: plan.draft.mentors.map(({ studentId, fromId, toId }) => {
      const child = plan.children[studentId];
      return {
        key: studentId,
        name: child ? `${child.className} ${child.name}` : studentId,
        fact: `${personWord(school, fromId, '没有人')} → ${personWord(school, toId, '不用人帮扶')}`,
        state: '',
        tone: 'plain',
      };
    }),
    after: (view?.after ?? []).map(({ name, pupils, teacher, from }) => ({
      name,
      pupils,
      teacher: teacher ?? '还没定',
      from: from.length === 1 && from[0] === name ? '' : from.join('、'),
    })),
    obstacles,
    ready: view !== null && !view.blocked && !empty,
  };
}

function yearWords(plan: Plan, view: HandoverView | null): string {
  if (!view) return '点一个班就能改。';
  const { after, graduates } = view;
  const { draft } = plan;
  const whole = draft.classes.filter((_, place) => !isPart(plan, place));
  const leaving = whole.filter(({ to }) => to === null).length;
  const parts = [
    `${whole.length - leaving} 个班接着读，变成 ${after.length} 个班`,
    leaving > 0 ? `${leaving} 个班毕业，一共 ${graduates} 人` : '',
    draft.moves.length > 0 ? `${draft.moves.length} 个孩子不跟着班走` : '',
  ];
  return `${parts.filter(Boolean).join('；')}。点一个班就能改。`;
}

const changeWords = (many: boolean): string =>
  `${many ? '先选年级，再点一个班' : '点一个班'}，换它的班主任。给孩子换班、换帮扶老师在下面。`;

/** The grade in a class's name; classes with a name of their own stand together. */
const gradeOf = (name: string): string => String(placeOf(name)?.grade ?? 'other');

function gradesOf({ draft }: Plan, school: Staff): Choice[] {
  if (draft.kind === 'year' || draft.classes.length <= MANY_CLASSES) return [];
  const grades = new Set(draft.classes.map(({ classId }) => gradeOf(nameOf(school, classId))));
  return [...grades].map((value) => ({ value, label: gradeLabel(value) }));
}

const gradeLabel = (value: string): string => {
  if (value === 'other') return '别的班';
  const grade = Number(value);
  return grade <= 9 ? `${gradeWord(grade)}年级` : gradeWord(grade);
};

const nameOf = (school: Staff, classId: string): string =>
  school.classes.find(({ id }) => id === classId)?.name ?? classId;

function yearRow(plan: Plan, school: Staff, place: number, view: HandoverView | null): Row {
  const { classId = '', to = null, teacherId = null } = plan.draft.classes[place] ?? {};
  const target = placeWord(to);
  const clash = view?.after.some(({ name, clash: taken }) => taken && name === target) ?? false;
  const open = view?.tasks.some((task) => task.classId === classId && !task.carried) ?? false;
  return {
    key: String(place),
    name: `${nameOf(school, classId)}${isPart(plan, place) ? '分出来的' : ''} → ${target}`,
    fact: to ? `班主任${personWord(school, teacherId, '还没定')}` : '',
    state: clash ? '重了' : open ? '有事没办完' : to ? '' : '毕业',
    tone: clash || open ? 'amber' : 'plain',
  };
}

function changeRow(plan: Plan, school: Staff, place: number): Row {
  const { classId = '', teacherId = null } = plan.draft.classes[place] ?? {};
  const now = school.classes.find(({ id }) => id === classId);
  const isNew = teacherId !== (now?.headTeacherId ?? null);
  return {
    key: String(place),
    name: now?.name ?? classId,
    fact: `班主任${personWord(school, now?.headTeacherId ?? null, '还没定')}`,
    state: isNew ? `换成${personWord(school, teacherId, '没有人')}` : '',
    tone: isNew ? 'lamp' : 'plain',
  };
}

/** What stands in the way. `key` names the place of a class in the plan, or a child. */
function obstaclesOf(plan: Plan, school: Staff, { after, tasks, without }: HandoverView): Row[] {
  const { classes } = plan.draft;
  const placeOfClass = (classId: string) => classes.findIndex((one) => one.classId === classId);
  const placeOfName = (name: string) =>
    classes.findIndex(({ to, classId }) => placeWord(to) === name || nameOf(school, classId) === name);
  const clashes = after
    .filter(({ clash }) => clash)
    .map(({ name }) => ({
      key: `class:${placeOfName(name)}`,
      name: `${name}已经有了`,
      fact: '有一个班已经叫这个名字，又不在这次安排里。请换一个班。',
    }));
  const open = groupBy(
    tasks.filter(({ carried }) => !carried),
    ({ classId }) => classId,
  ).map(([classId, list]) => ({
    key: `class:${placeOfClass(classId)}`,
    name: list[0]?.className ?? '',
    fact: `${list.map(taskWord).join('，')}。先办完，或者点开选「一起交」。`,
  }));
  const lost = groupBy(without, ({ className }) => className).map(([className, children]) => ({
    key: placeOfName(className) < 0 ? `child:${children[0]?.id ?? ''}` : `class:${placeOfName(className)}`,
    name: `${className} ${children.length} 个孩子没有班主任`.trim(),
    fact: `${children
      .slice(0, NAMED)
      .map(({ name }) => name)
      .join('、')}${children.length > NAMED ? ' 等' : ''}。请给这个班定一位班主任。`,
  }));
  return [...clashes, ...open, ...lost].map((row) => ({ ...row, state: '', tone: 'amber' }));
}

/** As many children are named. */
const NAMED = 3;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** What is open in one class, in words, whether it is handed on or not. */
export const tasksOf = (view: HandoverView | null, classId: string): string[] =>
  (view?.tasks ?? []).filter((task) => task.classId === classId).map(taskWord);

type Listed = Output<'handover.list'>['handovers'][number];
const STATUS_WORDS: Readonly<Record<Listed['status'], readonly [string, Row['tone']]>> = {
  draft: ['还没开始', 'plain'],
  signing: ['等签字', 'lamp'],
  applying: ['正在交接', 'amber'],
  applied: ['交接好了', 'ok'],
  undoing: ['正在撤回', 'amber'],
  undone: ['撤回了', 'plain'],
  dropped: ['作废了', 'plain'],
};

/** Handovers of before, as people speak of them. */
export const listRows = (handovers: readonly Listed[]): Row[] =>
  handovers.map(({ id, kind, status, at, classes, missing }) => {
    const [state, tone] = STATUS_WORDS[status];
    const about = classes > 0 ? `${classes} 个班` : '帮扶老师';
    return {
      key: id,
      name: kind === 'year' ? '学年交接' : '换老师',
      fact: [shortDate(dayOf(at)), about, status === 'signing' && missing > 0 ? `还差 ${missing} 个签字` : '']
        .filter(Boolean)
        .join(' · '),
      state,
      tone,
    };
  });

/** The one that waits for something: there is one at a time. */
export const openOne = (handovers: readonly Listed[]): string =>
  handovers.find(({ status }) => status === 'signing' || status === 'applying' || status === 'undoing')?.id ?? '';
