import type { Choice } from '../../../components/choice-chips/index';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** As many names are found at a glance; the others by typing. */
export const NAMES_SHOWN = 12;

/**
 * People to choose from: those whose name holds what was typed; before that the likely ones, and others up to a handful. Who was
 * chosen stays in sight.
 */
export function peopleChoices(
  people: readonly Person[],
  {
    chosen,
    likely,
    sought,
  }: { readonly chosen: readonly string[]; readonly likely: ReadonlySet<string>; readonly sought: string },
): Choice[] {
  const typed = sought.trim();
  const inOrder = typed
    ? people.filter(({ name }) => name.includes(typed))
    : [...people].sort((a, b) => Number(likely.has(b.id)) - Number(likely.has(a.id)));
  const shown = new Set(inOrder.slice(0, NAMES_SHOWN).map(({ id }) => id));
  const first = people.filter(({ id }) => chosen.includes(id));
  const rest = inOrder.filter(({ id }) => shown.has(id) && !chosen.includes(id));
  return [...first, ...rest].map(({ id, name }) => ({ value: id, label: name }));
}
