import { type FieldKey, fieldOf } from '../../shared/domain/child-file';
import type { Choice } from '../choice-chips/index';

/** One fact of a file as it stands in a form. */
export interface FactRow {
  /** What the page recognises it by. */
  readonly key: string;
  readonly label: string;
  /** How to answer, where that is not plain. */
  readonly hint?: string;
  readonly kind: 'text' | 'long' | 'day' | 'id' | 'phone' | 'choice';
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly max: number;
  /** May be left empty. */
  readonly optional: boolean;
  readonly problem: string;
  /** Shown in part only, until it was opened with a reason. */
  readonly locked: boolean;
}

const YES_NO: readonly Choice[] = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
];
const MAX = { text: 100, day: 10, idNumber: 18, phone: 20, yesNo: 3, choice: 30 } as const;
const HINTS: { readonly [K in FieldKey]?: string } = {
  'member.birthDay': '只知道哪一年，写年份就行：1958',
  'link.relation': '父亲、母亲、奶奶、外公、姑姑……',
  'member.morePhones': '有几个就写几个，中间空一格',
};
/** From here on a text gets several lines. */
const LONG = 60;

interface State {
  readonly key: string;
  readonly value: string;
  readonly problem?: string;
  readonly locked?: boolean;
}

/** A field's question: how it is answered follows from the field table. */
export function factRow(field: FieldKey, { key, value, problem = '', locked = false }: State): FactRow {
  const { label, kind, words, max = MAX[kind], kept = false } = fieldOf(field);
  const choices = kind === 'yesNo' ? YES_NO : choicesOf(words);
  const hint = HINTS[field] ?? '';
  return { key, label, hint, kind: inputOf(field, max), value, choices, max, optional: !kept, problem, locked };
}

const choicesOf = (words: Readonly<Record<string, string>> | undefined): Choice[] =>
  Object.entries(words ?? {}).map(([value, label]) => ({ value, label }));

function inputOf(field: FieldKey, max: number): FactRow['kind'] {
  const { kind } = fieldOf(field);
  if (kind === 'idNumber') return 'id';
  if (kind === 'yesNo') return 'choice';
  // Of an adult often only the year is known, which no wheel of days can say.
  if (field === 'member.birthDay') return 'text';
  return kind === 'text' && max >= LONG ? 'long' : kind;
}
