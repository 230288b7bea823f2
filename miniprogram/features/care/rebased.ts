const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What one head changed, on top of what another made of the list meanwhile: rows that were touched stay as they were left (also gone), all
 * others are the newest. @param seen the list as it was when it was begun to be changed.
 */
export function rebased<T extends { readonly id: string }>(
  seen: readonly T[],
  mine: readonly T[],
  newest: readonly T[],
): T[] {
  const at = (rows: readonly T[], id: string) => rows.find((row) => row.id === id);
  const touched = ({ id }: T) => !same(at(seen, id), at(mine, id));
  const kept = newest.flatMap((row) => (touched(row) ? (at(mine, row.id) ?? []) : row));
  return [...kept, ...mine.filter((row) => touched(row) && !at(newest, row.id))];
}

/** Whether anything is to be saved: the lists differ in a row, or in which there are. The order says nothing. */
export const differs = <T extends { readonly id: string }>(one: readonly T[], other: readonly T[]): boolean =>
  one.length !== other.length ||
  one.some(
    (row) =>
      !same(
        row,
        other.find(({ id }) => id === row.id),
      ),
  );
