import type { Output } from '../../../../shared/contract';
import { TONE_WORDS } from '../../../../shared/text/contact';

export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'red';
}

/** Each child with its class, and a word where somebody should ask. */
export const rowsOf = (children: Output<'contacts.list'>['children']): ChildRow[] =>
  children.map(({ id, name, className, tone }) => ({
    key: id,
    name,
    fact: className,
    state: TONE_WORDS[tone],
    tone,
  }));

/** The classes to choose from, 「全部」 first; nothing where there is no choice. */
export const choicesOf = (classes: Output<'school.read'>['classes']): { value: string; label: string }[] =>
  classes.length < 2
    ? []
    : [{ value: '', label: '全部' }, ...classes.map(({ id, name }) => ({ value: id, label: name }))];
