import type { KnownChild } from '../../../../services/children';

/** More than a thumb scrolls through: for the others one types. */
const MOST = 8;

/** Children whose name or class holds what was typed; while nothing is, all of a few, and nobody of many. */
export const found = (children: readonly KnownChild[], typed: string): KnownChild[] =>
  typed === ''
    ? [...(children.length <= MOST ? children : [])]
    : children.filter(({ name, className }) => name.includes(typed) || className.includes(typed)).slice(0, MOST);
