import type { KnownChild } from '../../../../services/children';

/** More than a thumb scrolls through: for the others one types. */
const MOST = 8;

/** Children whose name or class holds what was typed; nobody while nothing is. */
export const found = (children: readonly KnownChild[], typed: string): KnownChild[] =>
  typed === ''
    ? []
    : children.filter(({ name, className }) => name.includes(typed) || className.includes(typed)).slice(0, MOST);
