export type Group<T> = readonly [T, ...T[]];

/** The items by key, in the order in which the keys first came. (`Map.groupBy` is not in Node 20.) */
export function groupsOf<T>(all: readonly T[], keyOf: (item: T) => string): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of all) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
