/** A list cut into parts of at most `size`: the platform takes and gives so many at a time. */
export const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/**
 * A page of at most `limit` of what was found, newest first, where one more than `limit` was asked for; `next` is where the page that follows
 * begins. That one begins strictly before, so what is of the same millisecond stays on one page.
 */
export function pageByTime<T extends { readonly at: number }>(
  found: readonly T[],
  limit: number,
): { readonly items: readonly T[]; readonly next: number | null } {
  const over = found[limit];
  if (!over) return { items: found, next: null };
  const whole = found.filter(({ at }) => at > over.at);
  const items = whole.length > 0 ? whole : found.slice(0, limit);
  return { items, next: items.at(-1)?.at ?? null };
}

type Group<T> = [T, ...T[]];

/** The items by what they have in common, in the order in which it first came. (`Map.groupBy` is not in Node 20.) */
export function groupedBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, Group<T>> {
  const groups = new Map<K, Group<T>>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
