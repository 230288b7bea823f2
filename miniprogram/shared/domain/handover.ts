/** 学年末交接 (C20): pure rules of a plan that moves classes, children, teachers and mentors. */
import { className } from '../text/classes';

export const HANDOVER_STATES = ['draft', 'signing', 'applying', 'applied', 'undoing', 'undone', 'dropped'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/** What is open in a class and must be settled, or handed on with the class, before it changes hands. */
export const TASKS = ['notices', 'proposals', 'concerns', 'village', 'swaps'] as const;
export type Task = (typeof TASKS)[number];

/** For how long an applied handover, or an import, can be undone. */
export const UNDO_DAYS = 7;

interface Place {
  readonly grade: number;
  readonly number: number;
}

/** A plan as it is asked for. A class may stand in it twice: the first says where its children go, each further one opens a part of a split class. */
export interface Draft {
  readonly kind: 'year' | 'change';
  readonly from: string | null;
  readonly classes: readonly {
    readonly classId: string;
    readonly to: Place | null;
    readonly teacherId: string | null;
    readonly carry: boolean;
  }[];
  readonly moves: readonly { readonly studentId: string; readonly to: Place }[];
  readonly mentors: readonly {
    readonly studentId: string;
    readonly fromId: string | null;
    readonly toId: string | null;
  }[];
}

/** The school as it is: classes of today, active pupils, teachers who are there. */
export interface HandoverWorld {
  readonly classes: readonly (Place & {
    readonly id: string;
    readonly name: string;
    readonly headTeacherId: string | null;
  })[];
  readonly pupils: readonly { readonly id: string; readonly name: string; readonly classId: string }[];
  readonly teachers: readonly {
    readonly id: string;
    readonly name: string;
    readonly classIds: readonly string[];
    readonly menteeIds: readonly string[];
  }[];
}
type Class = HandoverWorld['classes'][number];

/** A class as it will be. */
export interface Target extends Place {
  readonly id: string;
  readonly name: string;
  readonly teacherId: string | null;
  /** It is made, or was a class of another year. */
  readonly fresh: boolean;
  /** There is such a class already that the plan does not move. */
  readonly clash: boolean;
}

/** A change of hands that both sides sign; without one who hands over, or who takes, only the other. */
export interface Line {
  readonly id: string;
  /** The class that changes hands; `null` for a pair of mentors. */
  readonly classId: string | null;
  readonly what: string;
  readonly fromId: string | null;
  readonly toId: string | null;
}

/** Why a plan cannot be carried out as it stands, besides tasks, clashes and children left out. */
export type Fault = 'class' | 'teacher' | 'two_teachers' | 'mentor';

export interface HandoverPlan {
  readonly targets: readonly Target[];
  /** Class → where its children go who are not moved one by one: a target, or `null`: they graduate. */
  readonly classes: readonly { readonly id: string; readonly to: string | null }[];
  /** Children who go elsewhere than their class. */
  readonly moves: readonly { readonly studentId: string; readonly to: string }[];
  /** Where every child of the plan will be; `null`: it graduates. */
  readonly places: ReadonlyMap<string, string | null>;
  /** Classes that there will not be any more. */
  readonly past: readonly string[];
  /** Children who are in no class of the plan, or whose class loses its teacher and gets none. */
  readonly without: readonly string[];
  /** Teachers whose classes or mentees change, with all that is theirs then. */
  readonly teachers: readonly { readonly id: string; readonly classIds: string[]; readonly menteeIds: string[] }[];
  readonly lines: readonly Line[];
  readonly faults: readonly Fault[];
}

/** The first entry of each class. */
function firstOf(asked: Draft['classes']): ReadonlyMap<string, Draft['classes'][number]> {
  const main = new Map<string, Draft['classes'][number]>();
  for (const entry of asked) if (!main.has(entry.classId)) main.set(entry.classId, entry);
  return main;
}

const keyOf = ({ grade, number }: Place): string => `${grade}-${number}`;

/** What one expects at the end of a year: everybody one grade up with the own teacher. A school that ends with grade 6 or 9 lets these graduate. */
export function proposed(kind: Draft['kind'], world: HandoverWorld, from: string | null): Draft {
  const grades = new Set(world.classes.map(({ grade }) => grade));
  const isLast = (grade: number) => grade === 12 || ([6, 9].includes(grade) && !grades.has(grade + 1));
  const to = ({ grade, number }: Class) => {
    if (kind === 'change') return { grade, number };
    return isLast(grade) ? null : { grade: grade + 1, number };
  };
  return {
    kind,
    from: kind === 'year' ? from : null,
    classes: world.classes.map((one) => {
      const place = to(one);
      return { classId: one.id, to: place, teacherId: place && one.headTeacherId, carry: false };
    }),
    moves: [],
    mentors: [],
  };
}

/**
 * What a draft comes to. Every child of its classes ends in exactly one class, or graduates, or is told to be left out; a class has one teacher
 * at most. `newClassId` names a class that is not there yet.
 */
export function planHandover(
  draft: Draft,
  world: HandoverWorld,
  newClassId: (grade: number, number: number) => string,
): HandoverPlan {
  const present = new Map(world.classes.map((one) => [one.id, one]));
  const asked = draft.classes.filter(({ classId }) => present.has(classId));
  const main = firstOf(asked);
  const pupils = new Map(world.pupils.map((pupil) => [pupil.id, pupil]));
  const moves = draft.moves.filter(({ studentId }) => pupils.has(studentId));
  const { targets, faults } = targetsOf(draft, world, asked, moves, newClassId);
  const idAt = (place: Place) => targets.get(keyOf(place))?.id ?? '';
  const moved = new Map(moves.map(({ studentId, to }) => [studentId, idAt(to)]));
  const places = new Map<string, string | null>();
  const leftOut: string[] = [];
  for (const { id, classId } of world.pupils) {
    const entry = main.get(classId);
    const own = moved.get(id);
    if (own !== undefined) places.set(id, own);
    else if (entry) places.set(id, entry.to && idAt(entry.to));
    else if (draft.kind === 'year') leftOut.push(id);
  }
  const ids = new Set([...targets.values()].map(({ id }) => id));
  const source = new Set([...main.keys(), ...moves.flatMap(({ studentId }) => pupils.get(studentId)?.classId ?? [])]);
  const classes = [...source].map((id) => {
    const entry = main.get(id);
    return { id, to: entry ? entry.to && idAt(entry.to) : id };
  });
  return {
    targets: [...targets.values()],
    classes,
    moves: [...moved].map(([studentId, to]) => ({ studentId, to })),
    places,
    past: [...main.keys()].filter((id) => !ids.has(id)),
    without: [...leftOut, ...orphaned(world, present, targets, places)],
    teachers: teachersAfter(draft, world, [...main.keys()], [...targets.values()], places),
    lines: linesOf(draft, world, present, asked, targets),
    faults: [...faults, ...faultsOf(draft, world, present)],
  };
}

/** In a new year every class is a new one; within a year a class that is there is the one that is meant. */
function targetsOf(
  { kind }: Draft,
  { classes }: HandoverWorld,
  asked: Draft['classes'],
  moves: Draft['moves'],
  newClassId: (grade: number, number: number) => string,
): { readonly targets: ReadonlyMap<string, Target>; readonly faults: readonly Fault[] } {
  const planned = new Set(asked.map(({ classId }) => classId));
  const byKey = new Map(classes.map((one) => [keyOf(one), one]));
  const targets = new Map<string, Target>();
  const faults: Fault[] = [];
  const wanted = [...asked.flatMap(({ to, teacherId }) => (to ? [{ to, teacherId }] : []))];
  for (const { to, teacherId } of wanted) {
    const there = targets.get(keyOf(to));
    if (there && there.teacherId !== teacherId) faults.push('two_teachers');
    if (!there) targets.set(keyOf(to), targetAt(to, teacherId));
  }
  for (const { to } of moves)
    if (!targets.has(keyOf(to))) targets.set(keyOf(to), targetAt(to, ownTeacher(to), kind === 'change'));
  return { targets, faults };

  function targetAt({ grade, number }: Place, teacherId: string | null, mayBeOther = false): Target {
    const there = byKey.get(keyOf({ grade, number }));
    const stays = kind === 'change' ? there : undefined;
    return {
      id: stays?.id ?? newClassId(grade, number),
      grade,
      number,
      name: stays?.name ?? className(grade, number),
      teacherId,
      fresh: !stays,
      clash: there !== undefined && !planned.has(there.id) && !mayBeOther,
    };
  }
  /** A child that changes class within a year comes to a class with its teacher. */
  function ownTeacher(place: Place): string | null {
    return kind === 'change' ? (byKey.get(keyOf(place))?.headTeacherId ?? null) : null;
  }
}

/** Children who have a class teacher today and would have none. */
function orphaned(
  { pupils }: HandoverWorld,
  present: ReadonlyMap<string, Class>,
  targets: ReadonlyMap<string, Target>,
  places: HandoverPlan['places'],
): string[] {
  const alone = new Set([...targets.values()].filter(({ teacherId }) => teacherId === null).map(({ id }) => id));
  const hasTeacher = (classId: string) => present.get(classId)?.headTeacherId != null;
  return pupils.flatMap(({ id, classId }) => (alone.has(places.get(id) ?? '') && hasTeacher(classId) ? [id] : []));
}

function teachersAfter(
  { mentors }: Draft,
  { teachers }: HandoverWorld,
  planned: readonly string[],
  targets: readonly Target[],
  places: HandoverPlan['places'],
): HandoverPlan['teachers'] {
  const touched = new Set([...planned, ...targets.map(({ id }) => id)]);
  const changed = teachers.map(({ id, classIds, menteeIds }) => {
    const given = mentors.filter(({ toId }) => toId === id).map(({ studentId }) => studentId);
    const taken = new Set(mentors.filter(({ fromId }) => fromId === id).map(({ studentId }) => studentId));
    const stays = menteeIds.filter((child) => !taken.has(child) && places.get(child) !== null);
    return {
      before: { classIds, menteeIds },
      id,
      classIds: [
        ...classIds.filter((classId) => !touched.has(classId)),
        ...targets.filter(({ teacherId }) => teacherId === id).map((target) => target.id),
      ],
      menteeIds: [...new Set([...stays, ...given.filter((child) => places.get(child) !== null)])],
    };
  });
  return changed
    .filter((now) => !sameSet(now.classIds, now.before.classIds) || !sameSet(now.menteeIds, now.before.menteeIds))
    .map(({ id, classIds, menteeIds }) => ({ id, classIds, menteeIds }));
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

/** One line a class and new teacher, one a pair of mentors. Who goes along with the class signs nothing; nobody takes over a class that graduates. */
function linesOf(
  { mentors }: Draft,
  { pupils }: HandoverWorld,
  present: ReadonlyMap<string, Class>,
  asked: Draft['classes'],
  targets: ReadonlyMap<string, Target>,
): Line[] {
  const classes = asked.flatMap(({ classId, to, teacherId }): Omit<Line, 'id'>[] => {
    const old = present.get(classId);
    const target = to && targets.get(keyOf(to));
    if (!old || !target || old.headTeacherId === teacherId) return [];
    const what = old.name === target.name ? old.name : `${old.name} → ${target.name}`;
    return [{ classId, what, fromId: old.headTeacherId, toId: teacherId }];
  });
  const nameOf = new Map(pupils.map(({ id, name }) => [id, name]));
  const pairs = new Map<string, { fromId: string | null; toId: string | null; names: string[] }>();
  for (const { studentId, fromId, toId } of mentors) {
    const key = `${fromId}:${toId}`;
    const pair = pairs.get(key) ?? { fromId, toId, names: [] };
    pair.names.push(nameOf.get(studentId) ?? '');
    pairs.set(key, pair);
  }
  const mentees = [...pairs.values()]
    .filter(({ fromId, toId }) => fromId !== toId)
    .map(({ fromId, toId, names }) => ({ classId: null, what: `帮扶：${names.join('、')}`, fromId, toId }));
  return [...classes, ...mentees].map((line, i) => ({ id: `l${i + 1}`, ...line }));
}

/** Classes, teachers and mentees that the school does not have (any more). */
function faultsOf(draft: Draft, { teachers, pupils }: HandoverWorld, present: ReadonlyMap<string, Class>): Fault[] {
  const teacher = new Map(teachers.map((one) => [one.id, one]));
  const isPupil = new Set(pupils.map(({ id }) => id));
  const known = (id: string | null) => id === null || teacher.has(id);
  return [
    ...draft.classes.flatMap(({ classId }): Fault[] => (present.has(classId) ? [] : ['class'])),
    ...draft.classes.flatMap(({ teacherId }): Fault[] => (known(teacherId) ? [] : ['teacher'])),
    ...draft.mentors.flatMap(({ studentId, fromId, toId }): Fault[] => {
      const isTheirs = fromId === null || teacher.get(fromId)?.menteeIds.includes(studentId) === true;
      return isPupil.has(studentId) && isTheirs && known(toId) ? [] : ['mentor'];
    }),
  ];
}

/** Classes whose open tasks somebody must settle or carry on: their teacher changes, or they graduate. */
export function handedOver(plan: HandoverPlan): ReadonlySet<string> {
  const lines = plan.lines.flatMap(({ classId }) => classId ?? []);
  return new Set([...lines, ...plan.classes.filter(({ to }) => to === null).map(({ id }) => id)]);
}

/** Takes back what was written into a list of ids, and leaves what was put there since. */
export function withoutChange(now: readonly string[], before: readonly string[], after: readonly string[]): string[] {
  if (sameSet(now, after)) return [...before];
  const kept = now.filter((id) => before.includes(id) || !after.includes(id));
  return [...new Set([...kept, ...before.filter((id) => !after.includes(id))])];
}
