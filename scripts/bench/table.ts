import type { Row } from './rows';

/** Rows as lines of a table: name, value, unit, limit, and whether it is kept. */
export function tableOf(rows: readonly Row[]): string {
  const name = Math.max(...rows.map((row) => width(row.name)));
  return rows
    .map((row) => {
      const limit = row.limit === undefined ? '' : `limit ${row.limit} ${row.unit}`;
      const verdict = row.ok === undefined ? '' : row.ok ? 'ok' : 'OVER';
      const cells = [padded(row.name, name), `${row.value}`.padStart(9), row.unit.padEnd(4), limit.padEnd(14), verdict];
      return `  ${cells.join('  ').trimEnd()}`;
    })
    .join('\n');
}

/** Chinese characters are two columns wide on a terminal. */
const width = (text: string): number => [...text].reduce((sum, one) => sum + (one > '\u2e80' ? 2 : 1), 0);
const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));
