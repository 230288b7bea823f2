import type { RecordValues } from '../../../../shared/contract';
import { isFilled } from '../../../../shared/domain/record-kinds-check';
import type { RecordField } from '../../../../shared/domain/record-kinds-parts';
import { fullDate } from '../../../../shared/text/time';
import type { Problems } from '../../form';

/** A question of a kind as the form shows it. */
export interface FieldRow {
  readonly id: string;
  readonly label: string;
  readonly type: RecordField['type'];
  readonly hint: string;
  readonly optional: boolean;
  readonly problem: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  /** What stands in a line, some lines or as a day. */
  readonly text: string;
  /** A day in words. */
  readonly day: string;
  readonly max: number;
  /** Several lines, which one may also speak. */
  readonly long: boolean;
  /** Words to begin with, while nothing is written. */
  readonly template: string;
  readonly unit: string;
}

/** From so many characters on a text has several lines. */
const LONG = 100;
const YES_NO = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '不是' },
] as const;
const HINTS: Partial<Record<RecordField['type'], string>> = { chips: '点一下就行，可以点几个' };

export const rowOf = (field: RecordField, values: RecordValues, problems: Problems): FieldRow => {
  const { id, label, type, choices = [], max = 0, unit = '', hint, required = false, template = '' } = field;
  const value = values[id];
  return {
    id,
    label,
    type,
    hint: hint ?? HINTS[type] ?? '',
    optional: !required && type !== 'chips',
    problem: problems[`f-${id}`] ?? '',
    choices: type === 'yes_no' ? YES_NO : choices.map((choice) => ({ value: choice, label: choice })),
    chosen: chosenOf(value),
    text: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    day: type === 'day' && typeof value === 'string' ? fullDate(value) : '',
    max,
    long: type === 'text' && max > LONG,
    template: isFilled(value) ? '' : template,
    unit,
  };
};

function chosenOf(value: RecordValues[string] | undefined): readonly string[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  return typeof value === 'string' ? [value] : [];
}

/** What a tap on chips says; undefined for nothing. */
export function choiceValue(type: FieldRow['type'], chosen: string[]): RecordValues[string] | undefined {
  if (type === 'chips') return chosen;
  const [one] = chosen;
  return type === 'yes_no' && one !== undefined ? one === 'yes' : one;
}

/** What was typed as a number; undefined for what is none. */
export function numberValue(typed: string): number | undefined {
  const number = Number(typed.trim());
  return typed.trim() === '' || Number.isNaN(number) ? undefined : number;
}

/** A text with what was spoken put in at `caret` (at the end where it is -1), and where one goes on from there. */
export function spokenInto(text: string, caret: number, spoken: string, max: number): { text: string; caret: number } {
  const at = caret < 0 || caret > text.length ? text.length : caret;
  const fitting = spoken.slice(0, Math.max(0, max - text.length));
  return { text: text.slice(0, at) + fitting + text.slice(at), caret: at + fitting.length };
}
