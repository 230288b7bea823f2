import type { Output } from '../../../../shared/contract';
import { audienceText, type Known } from '../../addressed';
import { waysText } from '../write/view';

interface Child {
  readonly id: string;
  readonly name: string;
  readonly className: string;
}

/** A thumb scrolls through so many; for the others one types. */
const MOST = 30;

/** Chosen children first, then those whose name or class holds what was typed; without a word typed only the chosen ones. */
export function childChips(
  children: readonly Child[],
  chosen: readonly string[],
  typed: string,
): { value: string; label: string; hint: string }[] {
  const isChosen = ({ id }: Child) => chosen.includes(id);
  const found = typed === '' ? [] : children.filter((child) => !isChosen(child) && holds(child, typed));
  return [...children.filter(isChosen), ...found.slice(0, MOST)].map(({ id, name, className }) => ({
    value: id,
    label: name,
    hint: className,
  }));
}
const holds = ({ name, className }: Child, typed: string): boolean => name.includes(typed) || className.includes(typed);

/** The children of the sender's own classes: a mentor's others are not hers to write to. */
export const childrenOf = <T extends Child>(
  children: readonly T[],
  classes: readonly { readonly name: string }[],
): T[] => {
  const names = new Set(classes.map(({ name }) => name));
  return children.filter(({ className }) => names.has(className));
};

export interface GroupRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}
export const groupRows = (groups: Output<'notices.groups'>['groups'], known: Known): GroupRow[] =>
  groups.map(({ groupId, name, audience }) => ({ key: groupId, name, fact: audienceText(audience, known) }));

/** 「一共 86 人，52 户」 and by which way. */
export const reachText = (reach: Output<'notices.reach'>): { total: string; ways: string } => ({
  total: reach.people > 0 ? `一共 ${reach.people} 人，${reach.families} 户` : '这样选，一个人也没有',
  ways: waysText(reach),
});
