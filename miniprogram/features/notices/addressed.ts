import type { Audience, Output } from '../../shared/contract';

/** Whom a notice is for, in words and as the questions of the page that chooses. */
export type Role = Audience['roles'][number];
export type PlaceKind = Audience['of']['kind'];
export type Living = 'all' | 'boarding' | 'day';
export type SchoolClass = Pick<Output<'school.read'>['classes'][number], 'id' | 'name' | 'grade'>;

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

export const ROLES: readonly Option<Role>[] = [
  { value: 'parent', label: '爸爸妈妈' },
  { value: 'guardian', label: '家里照看的人' },
];
export const LIVING: readonly Option<Living>[] = [
  { value: 'all', label: '都发' },
  { value: 'boarding', label: '只发住校的' },
  { value: 'day', label: '只发走读的' },
];
const PLACES: readonly (Option<PlaceKind> & { readonly whole: boolean })[] = [
  { value: 'school', label: '全校', whole: true },
  { value: 'grades', label: '按年级', whole: true },
  { value: 'classes', label: '按班', whole: false },
  { value: 'pupils', label: '点名字', whole: false },
];
/** What may be chosen from; `whole` for who writes to the whole school. */
export const placesFor = (whole: boolean): Option<PlaceKind>[] => PLACES.filter((place) => whole || !place.whole);

/** What was tapped; what belongs to another kind of place stays, for who goes back to it. */
export interface Chosen {
  readonly kind: PlaceKind;
  readonly grades: readonly number[];
  readonly classIds: readonly string[];
  readonly studentIds: readonly string[];
  readonly living: Living;
  readonly leftBehind: boolean;
  readonly roles: readonly Role[];
}

const NOTHING: Chosen = {
  kind: 'classes',
  grades: [],
  classIds: [],
  studentIds: [],
  living: 'all',
  leftBehind: false,
  roles: ['parent', 'guardian'],
};

export const chosenOf = (audience: Audience | null): Chosen =>
  audience === null
    ? NOTHING
    : {
        ...NOTHING,
        ...audience.of,
        living: audience.boarding ?? 'all',
        leftBehind: audience.leftBehind ?? false,
        roles: audience.roles,
      };

function placeOf({ kind, grades, classIds, studentIds }: Chosen): Audience['of'] | null {
  if (kind === 'grades') return grades.length > 0 ? { kind, grades: [...grades] } : null;
  if (kind === 'classes') return classIds.length > 0 ? { kind, classIds: [...classIds] } : null;
  if (kind === 'pupils') return studentIds.length > 0 ? { kind, studentIds: [...studentIds] } : null;
  return { kind };
}

/** What goes to the school; `null` while something is not chosen yet. */
export function audienceOf(chosen: Chosen): Audience | null {
  const of = placeOf(chosen);
  if (of === null || chosen.roles.length === 0) return null;
  return {
    of,
    roles: [...chosen.roles],
    ...(chosen.living === 'all' ? {} : { boarding: chosen.living }),
    ...(chosen.leftBehind ? { leftBehind: true } : {}),
  };
}

const MISSING: Readonly<Record<PlaceKind, string>> = {
  school: '',
  grades: '请选年级。',
  classes: '请选班。',
  pupils: '请选孩子。',
};
/** What is still to be chosen; empty where nothing is. */
export const missingOf = (chosen: Chosen): string => {
  if (placeOf(chosen) === null) return MISSING[chosen.kind];
  return chosen.roles.length === 0 ? '请选发给家里哪些人。' : '';
};

/** What a teacher begins with: the only class, where there is one; else it must be chosen. What is kept and no longer hers is left out. */
export function startingWith(kept: Audience | null, classes: readonly SchoolClass[], whole: boolean): Audience | null {
  const mine = classes.map(({ id }) => id);
  if (kept?.of.kind === 'pupils' || (whole && kept !== null && kept.of.kind !== 'classes')) return kept;
  const classIds = kept?.of.kind === 'classes' ? kept.of.classIds.filter((id) => mine.includes(id)) : [];
  const begun = classIds.length === 0 && mine.length === 1 ? mine : classIds;
  return audienceOf({ ...chosenOf(kept), kind: 'classes', classIds: begun });
}

const GRADES = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const UPPER = ['高一', '高二', '高三'] as const;
/** 3 → 三年级, 10 → 高一. */
export const gradeName = (grade: number): string => {
  const name = GRADES[grade - 1];
  return name === undefined ? (UPPER[grade - GRADES.length - 1] ?? `${grade} 年级`) : `${name}年级`;
};

/** The grades that the school has, as chips. */
export const gradeChoices = (classes: readonly SchoolClass[]): Option<string>[] =>
  [...new Set(classes.map(({ grade }) => grade))]
    .sort((a, b) => a - b)
    .map((grade) => ({ value: String(grade), label: gradeName(grade) }));
export const classChoices = (classes: readonly SchoolClass[]): Option<string>[] =>
  classes.map(({ id, name }) => ({ value: id, label: name }));

/** So many are named one by one; of more only the first and how many. */
const NAMED = 3;
const listed = (names: readonly string[], all: number, unit: string): string => {
  const known = names.slice(0, NAMED).join('、');
  if (names.length === all && all <= NAMED) return known;
  return known === '' ? `${all} ${unit}` : `${known}等 ${all} ${unit}`;
};

/** What is known of ids, to be said by name. */
export interface Known {
  readonly classes: readonly { readonly id: string; readonly name: string }[];
  readonly children: readonly { readonly id: string; readonly name: string }[];
}
const namesOf = (ids: readonly string[], known: Known['classes']): string[] => {
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return ids.flatMap((id) => names.get(id) ?? []);
};

function placeText(of: Audience['of'], { classes, children }: Known): string {
  if (of.kind === 'school') return '全校';
  if (of.kind === 'grades') return of.grades.map(gradeName).join('、');
  if (of.kind === 'classes') return listed(namesOf(of.classIds, classes), of.classIds.length, '个班');
  return `${listed(namesOf(of.studentIds, children), of.studentIds.length, '个孩子')}的家里`;
}

/** An audience in one line: 「三(2)班 · 住校的 · 爸爸妈妈和家里照看的人」. For the school's eyes alone, as it may say 留守. */
export function audienceText(audience: Audience, known: Known): string {
  const roles = ROLES.filter(({ value }) => audience.roles.includes(value)).map(({ label }) => label);
  return [
    placeText(audience.of, known),
    audience.boarding === undefined ? '' : audience.boarding === 'boarding' ? '住校的' : '走读的',
    audience.leftBehind ? '留守的' : '',
    roles.join('和'),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
