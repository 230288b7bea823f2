import type { Opened } from './form';

/** The record that was opened last: its correction can begin from it where the network went away meanwhile. It is kept nowhere. */
let last: Opened | undefined;

export function carryRecord(answer: Opened): void {
  last = answer;
}

export const knownRecord = (recordId: string): Opened | undefined =>
  last?.record.recordId === recordId ? last : undefined;
