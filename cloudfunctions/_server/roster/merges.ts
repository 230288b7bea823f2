/** Merged cells. */
import type { Cell } from './cell';
import type { Merge } from './sheet-xml';

/** Gives every cell of a merge the value that its first cell shows, within the rows and columns that the sheet has; answers how many. */
export function spread(rows: Cell[][], { top, left, bottom, right }: Merge): number {
  const value = rows[top]?.[left] ?? null;
  if (value === null) return 0;
  const within = rows.slice(top, bottom + 1);
  for (const row of within) row.fill(value, left, Math.min(right + 1, row.length));
  return within.length * (Math.min(right + 1, rows[top]?.length ?? 0) - left);
}
