import { type Role, scopesOf } from '../../../../shared/access/permissions';
import type { OwnKind } from '../../../../shared/contract';
import { ABOUT, BOOKS, type Book, DEEDS, FIELD_TYPES, RECORD_KINDS } from '../../../../shared/domain/record-kinds';
import { kindFault } from '../../../../shared/domain/record-kinds-check';
import { LIMITS } from '../../../../shared/limits';
import { DEED_NAMES } from '../../../../shared/text/cadence';
import { ROLE_NAMES } from '../../../../shared/text/zh';
import { rebased } from '../../rebased';

export type KindField = OwnKind['fields'][number];
/** A school's own kinds, and those of the product that it does not use. */
export interface Kinds {
  readonly own: readonly OwnKind[];
  readonly hidden: readonly string[];
}

/** What one head changed, on top of what another saved meanwhile. @param seen as it was when it was begun to be changed */
export function rebasedKinds(seen: Kinds, mine: Kinds, newest: Kinds): Kinds {
  const rows = ({ hidden }: Kinds) => hidden.map((id) => ({ id }));
  return {
    own: rebased(seen.own, mine.own, newest.own),
    hidden: rebased(rows(seen), rows(mine), rows(newest)).map(({ id }) => id),
  };
}

const BOOK_NAMES: Readonly<Record<Book, string>> = {
  visit: '走访',
  talk: '谈心',
  study: '学习',
  life: '生活',
  growth: '成长',
  family: '和家里',
};
const ABOUT_NAMES: Readonly<Record<OwnKind['about'], string>> = {
  child: '一个孩子',
  children: '几个孩子',
  class: '一个班',
  caregiver: '孩子家里照看的人',
};
const TYPE_NAMES: Readonly<Record<KindField['type'], string>> = {
  chips: '点几个词',
  choice: '选一个',
  text: '写几句',
  number: '填数字',
  day: '选日子',
  yes_no: '是不是',
};
/** Who of the school may be among writers and readers. */
const STAFF = ['teacher', 'counsellor', 'school_admin', 'volunteer'] as const satisfies readonly Role[];

const chips = <K extends string>(keys: readonly K[], names: Readonly<Record<K, string>>) =>
  keys.map((value) => ({ value, label: names[value] }));
const atMost = (numbers: readonly number[], unit: string) =>
  numbers.map((n) => ({ value: String(n), label: n === 0 ? '不放' : `最多 ${n} ${unit}` }));
const rolesOf = (permission: 'records.write' | 'records.open') =>
  STAFF.filter((role) => scopesOf(role, permission).length > 0).map((value) => ({ value, label: ROLE_NAMES[value] }));

export const CHOICES = {
  book: chips(BOOKS, BOOK_NAMES),
  about: chips(ABOUT, ABOUT_NAMES),
  type: chips(FIELD_TYPES, TYPE_NAMES),
  writers: rolesOf('records.write'),
  readers: rolesOf('records.open'),
  feeds: chips(DEEDS, DEED_NAMES),
  photos: atMost([0, 1, 3, 6, LIMITS.photos], '张'),
  voices: atMost([0, 1, LIMITS.recordVoices], '段'),
  long: [
    { value: '50', label: '一行' },
    { value: '500', label: '一段' },
  ],
} as const;

export interface KindRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly on: boolean;
}

/** The product's kinds by their book, with a switch each. */
export const builtInRows = (hidden: readonly string[]): KindRow[] =>
  RECORD_KINDS.map(({ id, name, book, fields }) => ({
    key: id,
    name,
    fact: `${BOOK_NAMES[book]} · ${fields.map(({ label }) => label).join('、')}`,
    on: !hidden.includes(id),
  }));

export const ownRows = (own: readonly OwnKind[]): KindRow[] =>
  own.map(({ id, name, book, fields }) => ({
    key: id,
    name,
    fact: `${BOOK_NAMES[book]} · ${fields.map(({ label }) => label).join('、')}`,
    on: true,
  }));

/** The first free of `own_1`, `own_2`, … */
const freeId = (prefix: string, taken: readonly string[]): string => {
  let n = 1;
  while (taken.includes(`${prefix}${n}`)) n += 1;
  return `${prefix}${n}`;
};

export const newField = (fields: readonly KindField[]): KindField => ({
  id: freeId(
    'q',
    fields.map(({ id }) => id),
  ),
  label: '',
  ...{ type: 'text', max: 500 },
});

/** A new kind: one question, written and read by teachers, not shown to families. @param used ids of rules and kinds that records may carry. */
export const newKind = (own: readonly OwnKind[], stamp: string): OwnKind => ({
  id: own.some(({ id }) => id === `own_${stamp}`)
    ? freeId(
        `own_${stamp}`,
        own.map(({ id }) => id),
      )
    : `own_${stamp}`,
  ...{ name: '', book: 'growth', about: 'child', fields: [newField([])], photos: 3, voices: 0 },
  ...{ writers: ['teacher', 'school_admin'], readers: ['teacher', 'school_admin'], families: null, feeds: [] },
});

/** A question of another type has that type's measures and none of the other's. */
export function retyped({ id, label, required }: KindField, type: KindField['type']): KindField {
  const plain = { id, label, ...(required ? { required } : {}), type };
  if (type === 'chips' || type === 'choice') return { ...plain, choices: [] };
  if (type === 'text') return { ...plain, max: 500 };
  return type === 'number' ? { ...plain, min: 0, max: 100 } : plain;
}

/** From so many characters on a text has several lines, and may have lines to begin with. */
const LINES = 100;

/** A text of another length; a short one has no lines to begin with. */
export const ofLength = ({ template, ...field }: KindField, max: number): KindField => ({
  ...field,
  max,
  ...(template !== undefined && max > LINES ? { template } : {}),
});

export const templated = ({ template: _, ...field }: KindField, lines: string): KindField =>
  lines.trim() === '' ? field : { ...field, template: lines };

/** Lines of a text as choices; empty ones are none. */
export const choicesIn = (text: string): string[] =>
  text
    .split(/[\n、，,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A kind with other questions: what families see of questions that are gone goes too. */
export const withFields = (kind: OwnKind, fields: readonly KindField[]): OwnKind => ({
  ...kind,
  fields: [...fields],
  families: kind.families && {
    ...kind.families,
    fields: kind.families.fields.filter((id) => fields.some((field) => field.id === id)),
  },
});

/** Families see it, or not; at first the words of all questions, from the start only by the writer's own switch. */
export const withFamilies = (kind: OwnKind, shown: boolean): OwnKind => ({
  ...kind,
  families: shown
    ? {
        title: kind.name.trim() || '孩子的记录',
        fields: kind.fields.map(({ id }) => id),
        ...{ photos: kind.photos > 0, voices: kind.voices > 0, on: false },
      }
    : null,
});

/** As many photos and voices as chosen; families see none of what there is none of. */
export const withMedia = (kind: OwnKind, part: Partial<Pick<OwnKind, 'photos' | 'voices'>>): OwnKind => {
  const next = { ...kind, ...part };
  const { families } = next;
  return {
    ...next,
    families: families && {
      ...families,
      photos: families.photos && next.photos > 0,
      voices: families.voices && next.voices > 0,
    },
  };
};

const FAULTS: Readonly<Record<string, string>> = {
  name: '起个名字，比如「课后托管」。',
  writers: '谁来写，至少选一样人。',
  readers: '这些人看不了记录，请重新选。',
  feeds: '请重新选一次。',
  'families.title': '写给家里看的题目不能空着。',
};

/** What is wrong with a kind, said beside what it is about: `name`, `writers`, `families.title`, `fields.2`, … */
export function problemsOf(kind: OwnKind): Readonly<Record<string, string>> {
  const long = kind.fields.findIndex(({ choices = [] }) => choices.some((choice) => choice.length > 12));
  if (long >= 0) return { [`fields.${long}`]: '每个词最多 12 个字。' };
  if (kind.feeds.length > 6) return { feeds: '最多选六样。' };
  const fault = kindFault(kind);
  if (!fault) return {};
  const [, index, part] = /^fields\.(\d+)\.(\w+)$/.exec(fault.field) ?? [];
  if (index === undefined) return { [fault.field]: FAULTS[fault.field] ?? '这里还没有写好。' };
  const said =
    part === 'label'
      ? '写上问什么。'
      : part === 'choices'
        ? '至少写两个不一样的词，一行一个，最多 20 个。'
        : '最小的数要比最大的小，最大不超过 99999。';
  return { [`fields.${index}`]: said };
}

/** A question as it will look in the form. */
export const previewOf = (kind: OwnKind) =>
  kind.fields.map(({ id, label, type, choices = [], unit = '', required = false }) => ({
    id,
    label: label || '还没写问什么',
    type,
    optional: !required,
    choices: (type === 'yes_no' ? ['是', '不是'] : choices).map((value) => ({ value, label: value })),
    hint: type === 'day' ? '点这里选日子' : type === 'number' ? `填数字 ${unit}` : '写在这里',
  }));
