import type { ChildRef, HandoverDraft, HandoverView } from '../../../shared/contract';
import { className, gradeWord } from '../../../shared/text/classes';
import type { Staff } from '../people';

export type ClassPlan = HandoverDraft['classes'][number];
export interface Place {
  readonly grade: number;
  readonly number: number;
}

/** A plan on the phone, with the names of the children in it; the server has it only when it was begun. */
export interface Plan {
  readonly draft: HandoverDraft;
  readonly children: Readonly<Record<string, Pick<ChildRef, 'name' | 'className'>>>;
}

const GRADES = 12;
const NUMBERS = 40;
/** What the wheels show. */
export const WHEELS: readonly (readonly string[])[] = [
  Array.from({ length: GRADES }, (_, i) => (i < 9 ? `${gradeWord(i + 1)}年级` : gradeWord(i + 1))),
  Array.from({ length: NUMBERS }, (_, i) => `${i + 1} 班`),
];

export const placeWord = (place: Place | null): string => (place ? className(place.grade, place.number) : '毕业');

/** 三(2)班 → 3, 2; null for a name of another make. */
export function placeOf(name: string): Place | null {
  const [, word, digits] = /^(.+)\((\d{1,2})\)班$/.exec(name) ?? [];
  const grade = Array.from({ length: GRADES }, (_, i) => i + 1).find((one) => gradeWord(one) === word);
  return grade === undefined || digits === undefined ? null : { grade, number: Number(digits) };
}

const isSame = (a: Place | null, b: Place | null): boolean => a?.grade === b?.grade && a?.number === b?.number;

/** With another plan for the class at one place. Classes that become one have one teacher. */
export function withClass(plan: Plan, place: number, one: ClassPlan): Plan {
  const classes = plan.draft.classes.map((other, i) => {
    if (i === place) return one;
    return one.to && isSame(other.to, one.to) ? { ...other, teacherId: one.teacherId } : other;
  });
  return { ...plan, draft: { ...plan.draft, classes } };
}

/** A class that stands here again opens a part of a split class: its children are the moves. */
export const isPart = ({ draft }: Plan, place: number): boolean =>
  draft.classes.findIndex(({ classId }) => classId === draft.classes[place]?.classId) < place;

/** With some children of a class who do not go with it, but to another; one that nobody goes to yet is opened for them. */
export function withMoves(plan: Plan, classId: string, children: readonly ChildRef[], to: Place): Plan {
  const ids = new Set(children.map(({ id }) => id));
  const kept = plan.draft.moves.filter(({ studentId }) => !ids.has(studentId));
  const moves = [...kept, ...children.map(({ id }) => ({ studentId: id, to: { ...to } }))];
  const isThere = plan.draft.kind === 'change' || plan.draft.classes.some((one) => isSame(one.to, to));
  const part = isThere ? [] : [{ classId, to: { ...to }, teacherId: null, carry: false }];
  return named({ ...plan, draft: { ...plan.draft, moves, classes: [...plan.draft.classes, ...part] } }, children);
}

/** All moves from one class to another are taken back, and the class that was opened for them. */
export function withoutMoves(plan: Plan, key: string): Plan {
  const moves = plan.draft.moves.filter((move) => moveKey(plan, move) !== key);
  const classes = plan.draft.classes.filter(
    ({ to }, i) => !isPart(plan, i) || moves.some((move) => isSame(move.to, to)),
  );
  return { ...plan, draft: { ...plan.draft, moves, classes } };
}

/** With another mentor for a child; the same as now is no change. */
export function withMentor(plan: Plan, child: ChildRef, fromId: string | null, toId: string | null): Plan {
  const kept = plan.draft.mentors.filter(({ studentId }) => studentId !== child.id);
  const mentors = fromId === toId ? kept : [...kept, { studentId: child.id, fromId, toId }];
  return named({ ...plan, draft: { ...plan.draft, mentors } }, [child]);
}

const named = (plan: Plan, children: readonly ChildRef[]): Plan => ({
  ...plan,
  children: {
    ...plan.children,
    ...Object.fromEntries(children.map(({ id, name, className: where }) => [id, { name, className: where }])),
  },
});

const moveKey = ({ children }: Plan, { studentId, to }: HandoverDraft['moves'][number]): string =>
  `${children[studentId]?.className ?? ''}>${placeWord(to)}`;

export interface MoveRow {
  /** From which class to which: one line for all who go the same way. */
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}
export function moveRows(plan: Plan): MoveRow[] {
  const groups = new Map<string, string[]>();
  for (const move of plan.draft.moves) {
    const key = moveKey(plan, move);
    groups.set(key, [...(groups.get(key) ?? []), plan.children[move.studentId]?.name ?? '']);
  }
  return [...groups].map(([key, names]) => {
    const [from, to] = key.split('>');
    return { key, name: `${from} → ${to}，${names.length} 人`, fact: names.join('、') };
  });
}

export const mentorOf = (school: Staff, studentId: string) =>
  school.staff.find(({ mentees }) => mentees.some(({ id }) => id === studentId));

/** Words for one of the school's people; nobody is said too. */
export const personWord = (school: Staff, id: string | null, nobody: string): string =>
  school.staff.find((one) => one.id === id)?.name ?? nobody;

/** Who can be a class's teacher or a child's mentor. */
export const teachersOf = ({ staff }: Staff) => staff.filter(({ role }) => role === 'teacher');

/** What is sent of a change in the middle of a year: only what changes. */
export function sentOf({ draft }: Plan, school: Staff): HandoverDraft {
  if (draft.kind === 'year') return draft;
  const changes = draft.classes.filter(
    ({ classId, teacherId }) => school.classes.find(({ id }) => id === classId)?.headTeacherId !== teacherId,
  );
  return { ...draft, classes: changes };
}

export const isEmpty = ({ classes, moves, mentors }: HandoverDraft): boolean =>
  classes.length + moves.length + mentors.length === 0;

export type Task = HandoverView['tasks'][number];
const TASK_WORDS: Readonly<Record<Task['task'], string>> = {
  notices: '份通知家里还没回',
  proposals: '处家里提的改动还没回',
  concerns: '件放心不下的事还没了结',
  village: '份委托照护还没告诉村里',
  swaps: '次换班还没商量好',
};
/** 「2 份通知家里还没回」 */
export const taskWord = ({ task, count }: Pick<Task, 'task' | 'count'>): string => `${count} ${TASK_WORDS[task]}`;
