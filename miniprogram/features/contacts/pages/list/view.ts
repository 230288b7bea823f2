import { type CallerRole, type Permission, scopesOf } from '../../../../shared/access/permissions';
import type { Output } from '../../../../shared/contract';
import { TONE_WORDS } from '../../../../shared/text/contact';

type Found = Output<'contacts.list'>;

export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'red';
}

/** Each child with its class, and a word where somebody should ask. */
export const rowsOf = (children: Found['children']): ChildRow[] =>
  children.map(({ id, name, className, leftBehind, tone }) => ({
    key: id,
    name,
    fact: leftBehind ? `${className} · 留守` : className,
    state: TONE_WORDS[tone],
    tone,
  }));

/** What one may type. */
export const SEARCH_HINT = '名字、拼音（linxiaoyu、lxy）、班（三2）、村名、电话后四位，都能找。';

/** What stands below the rows: how many there are, and what to do where there are too many. */
export function footOf({ children, more }: Found, q: string): string {
  if (q === '' || children.length === 0) return '';
  return more ? `先看到 ${children.length} 个，还有。再多打一个字，找得更准。` : `找到 ${children.length} 个。`;
}

/** More classes than these are chosen on WeChat's wheel instead of from words beside each other. */
const CHIPS = 6;

export interface ClassChoice {
  readonly value: string;
  readonly label: string;
}
export interface Choices {
  /** 「全部」 first; empty where there is no choice. */
  readonly all: readonly ClassChoice[];
  readonly wheel: boolean;
}

export const choicesOf = (classes: Output<'school.read'>['classes']): Choices => ({
  all:
    classes.length < 2
      ? []
      : [{ value: '', label: '全部' }, ...classes.map(({ id, name }) => ({ value: id, label: name }))],
  wheel: classes.length > CHIPS,
});

/** What else one may do with many files, as words beside each other. */
export interface Tool {
  readonly key: 'checks' | 'proposals' | 'exportFiles';
  readonly label: string;
}
const TOOLS: readonly (Tool & { readonly needs: Permission })[] = [
  { key: 'checks', label: '建档情况', needs: 'contacts.checks' },
  { key: 'proposals', label: '家里提的修改', needs: 'contacts.edit' },
  { key: 'exportFiles', label: '导出表格', needs: 'contacts.export' },
];
export const toolsOf = (role: CallerRole): Tool[] =>
  TOOLS.filter(({ needs }) => scopesOf(role, needs).length > 0).map(({ key, label }) => ({ key, label }));

/** Who may ask for the school's classes; others have no choice of them. */
export const seesClasses = (role: CallerRole): boolean => scopesOf(role, 'school.read').length > 0;
