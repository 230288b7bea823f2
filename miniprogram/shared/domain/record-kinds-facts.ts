import type { RecordValues } from '../contract';
import { fullDate } from '../text/time';
import { isFilled } from './record-kinds-check';
import type { RecordField, RecordKind } from './record-kinds-parts';

/** A field that was filled in, as words. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** What was filled in, in the kind's order, as words; of `only` these fields where it is given. */
export const factsOf = (
  kind: Pick<RecordKind, 'fields'>,
  values: RecordValues,
  only: readonly string[] | undefined = undefined,
): Fact[] =>
  kind.fields.flatMap((field) => {
    const value = values[field.id];
    const isAsked = only === undefined || only.includes(field.id);
    return isAsked && isFilled(value) ? [{ label: field.label, text: wordsOf(field, value) }] : [];
  });

/** What of it a family may read, beside the words written for it. */
export const familyFacts = (kind: RecordKind, values: RecordValues): Fact[] =>
  factsOf(kind, values, kind.families?.fields ?? []);

function wordsOf({ type, unit = '' }: RecordField, value: RecordValues[string]): string {
  if (Array.isArray(value)) return value.join('、');
  if (typeof value === 'boolean') return value ? '是' : '不是';
  if (typeof value === 'number') return `${value}${unit && ` ${unit}`}`;
  return type === 'day' ? fullDate(value) : value;
}
