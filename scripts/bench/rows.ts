import type { Demo } from './demo';

/** One measured number, as it stands in the table and in the file of `--json`. */
export interface Row {
  readonly name: string;
  readonly value: number;
  /** e.g. ms, KB, ops; '×' for a ratio. */
  readonly unit: string;
  /** What the number should not exceed; exactly met where `ok` says so. */
  readonly limit?: number;
  readonly ok?: boolean;
}

/** What a group of measurements gets from the bench. */
export interface Bench {
  /** Says on the terminal what is going on. */
  readonly note: (text: string) => void;
  /** The demo school, for groups that need a whole world. */
  readonly demo: Demo;
}

/** Some measurements that belong together, with a name for `--only`. */
export interface Group {
  readonly name: string;
  readonly title: string;
  readonly run: (bench: Bench) => Promise<Row[]>;
}

/** A number that has no limit. */
export const fact = (name: string, value: number, unit: string): Row => ({ name, value: rounded(value), unit });

/** A number that must not exceed a limit. */
export const atMost = (limit: number, name: string, value: number, unit: string): Row => ({
  ...fact(name, value, unit),
  limit,
  ok: value <= limit,
});

/** A number that must be this one. */
export const exactly = (limit: number, name: string, value: number, unit: string): Row => ({
  ...fact(name, value, unit),
  limit,
  ok: value === limit,
});

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The value below which a share (0–1) of the values lies. @throws Error where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Works on items, at most `width` at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
