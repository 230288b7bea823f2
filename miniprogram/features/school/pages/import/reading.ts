import type { Output } from '../../../../shared/contract';

export type Preview = Output<'roster.preview'>;
export type Result = Output<'roster.confirm'>;
export type Near = Preview['near'][number];

/** What a person said that a column means; `key` is null for "leave it". */
export interface ColumnWord {
  readonly sheet: string;
  readonly index: number;
  readonly key: string | null;
}

/** A roster that is being read, and what was decided about it: kept on the phone, so that the page can be left and found again. */
export interface Reading {
  /** Names this reading to the server, whatever became of its answer. */
  readonly key: string;
  readonly fileId: string;
  readonly fileName: string;
  /** Known once it was read. */
  readonly importId: string;
  /** Corrections with which it was read. */
  readonly columns: readonly ColumnWord[];
  /** Corrections since, or the same. */
  readonly wanted: readonly ColumnWord[];
  /** By `nearKey`: the pupil whom it is, or '' for a new one. */
  readonly decided: Readonly<Record<string, string>>;
  /** Pupils who are gone and left the school. */
  readonly leave: readonly string[];
}

export const newReading = (key: string, fileId: string, fileName: string): Reading => ({
  key,
  fileId,
  fileName,
  importId: '',
  columns: [],
  wanted: [],
  decided: {},
  leave: [],
});

/**
 * The same file once more, with the corrections of its columns. Who is gone may be others then: that is asked anew; what was said of near ones
 * holds where it is asked again (`stillAsked`).
 */
export const readAgain = (reading: Reading, key: string): Reading => ({
  ...reading,
  key,
  importId: '',
  columns: reading.wanted,
  leave: [],
});

/** Corrections wait for another reading. */
export const isPending = ({ columns, wanted }: Reading): boolean => JSON.stringify(columns) !== JSON.stringify(wanted);

export const nearKey = ({ sheet, row }: Pick<Near, 'sheet' | 'row'>): string => `${sheet}:${row}`;

/** The reading with another meaning for one column. */
export function withColumn(reading: Reading, word: ColumnWord): Reading {
  const others = reading.wanted.filter(({ sheet, index }) => sheet !== word.sheet || index !== word.index);
  return { ...reading, wanted: [...others, word] };
}

/** The pupil of the school whom somebody may be, or who it is asked about next: nobody is two of the file. */
export interface NearQuestion {
  readonly near: Near;
  readonly candidate: Near['candidates'][number];
}

/**
 * What is asked next, or null. `refused`: candidates that were said not to be the one that is being asked about, by `nearKey`.
 */
export function nextQuestion(
  near: readonly Near[],
  { decided }: Pick<Reading, 'decided'>,
  refused: Readonly<Record<string, readonly string[]>>,
): NearQuestion | null {
  const taken = new Set(Object.values(decided));
  for (const one of near) {
    const key = nearKey(one);
    if (decided[key] !== undefined) continue;
    const candidate = one.candidates.find(({ id }) => !taken.has(id) && !refused[key]?.includes(id));
    if (candidate) return { near: one, candidate };
  }
  return null;
}

/** Near ones whose candidates were all refused, or taken by others, are new: said so, that nothing is left open. */
export function settled(
  near: readonly Near[],
  decided: Reading['decided'],
  refused: Readonly<Record<string, readonly string[]>>,
): Reading['decided'] {
  const taken = new Set(Object.values(decided));
  const fresh = near.filter((one) => {
    const key = nearKey(one);
    return (
      decided[key] === undefined && one.candidates.every(({ id }) => taken.has(id) || (refused[key] ?? []).includes(id))
    );
  });
  return { ...decided, ...Object.fromEntries(fresh.map((one) => [nearKey(one), ''])) };
}

/** Decisions of an earlier reading that this one asks about, too. */
export const stillAsked = (near: readonly Near[], decided: Reading['decided']): Reading['decided'] =>
  Object.fromEntries(
    near.flatMap((one) => {
      const key = nearKey(one);
      const studentId = decided[key];
      const isOffered = studentId === '' || one.candidates.some(({ id }) => id === studentId);
      return studentId !== undefined && isOffered ? [[key, studentId]] : [];
    }),
  );

/** What the confirm says of near ones: whom a person took for one of the school. */
export const sameOf = (near: readonly Near[], { decided }: Pick<Reading, 'decided'>) =>
  near.flatMap((one) => {
    const studentId = decided[nearKey(one)];
    return studentId ? [{ sheet: one.sheet, row: one.row, studentId }] : [];
  });
