import type { IndexDeclaration } from '../declarations';
import type { Doc } from '../wire';
import { compareKeys, keysAt, meetsArray } from './values';

/** A stretch of an index: `prefix` equals the first fields, the next field lies within `lower`–`upper`, both included. */
export interface Range {
  readonly prefix: readonly string[];
  readonly lower?: string;
  readonly upper?: string;
}

export interface IndexField {
  readonly name: string;
  readonly path: readonly string[];
  readonly order: 1 | -1;
}

interface Entry {
  readonly parts: readonly string[];
  readonly key: string;
}

/** The newest committed documents of a collection by the values of some fields, then by `_id`: a sorted array. */
export class OrderedIndex {
  readonly name: string;
  readonly unique: boolean;
  readonly fields: readonly IndexField[];
  private entries: Entry[] = [];
  /** Number of documents that have an array under each field. */
  private readonly arrays: number[];

  constructor(declaration: IndexDeclaration) {
    this.name = declaration.name;
    this.unique = declaration.unique ?? false;
    this.fields = declaration.keys.map(({ field, order }) => ({ name: field, path: field.split('.'), order }));
    this.arrays = this.fields.map(() => 0);
  }

  /** Whether some document has an array under the field, hence several entries: its bounds cannot be joined, nor its order read. */
  multikey(field: number): boolean {
    return (this.arrays[field] ?? 0) > 0;
  }

  /** Every combination of the document's values under the fields; one, if there is no array. */
  partsOf(doc: Doc): string[][] {
    let combinations: string[][] = [[]];
    for (const { path } of this.fields) {
      const keys = keysAt(doc, path);
      combinations = combinations.flatMap((head) => keys.map((key) => [...head, key]));
    }
    return combinations;
  }

  /** A document came, changed or went. */
  replace(key: string, before: Doc | undefined, after: Doc | undefined): void {
    const old = before ? this.partsOf(before) : [];
    const fresh = after ? this.partsOf(after) : [];
    if (before) this.countArrays(before, -1);
    if (after) this.countArrays(after, 1);
    if (old.length === fresh.length && old.every((parts, i) => parts.every((part, k) => part === fresh[i]?.[k])))
      return;
    for (const parts of old) this.entries.splice(this.position({ parts, key }), 1);
    for (const parts of fresh) this.entries.splice(this.position({ parts, key }), 0, { parts, key });
  }

  /** Fills an empty index at once. */
  load(docs: Iterable<readonly [string, Doc]>): void {
    for (const [key, doc] of docs) {
      for (const parts of this.partsOf(doc)) this.entries.push({ parts, key });
      this.countArrays(doc, 1);
    }
    this.entries.sort((a, b) => this.compare(a, b));
  }

  clear(): void {
    this.entries = [];
    this.arrays.fill(0);
  }

  /** Keys of the documents in the range, in the index's order or against it. */
  *scan(range: Range, reverse = false): Generator<string> {
    const start = this.first((entry) => this.place(entry, range));
    const end = this.first((entry) => (this.place(entry, range) > 0 ? 0 : -1));
    for (let i = 0; i < end - start; i++) yield (this.entries[reverse ? end - 1 - i : start + i] as Entry).key;
  }

  /** The first entry that two documents of a unique index share, if any. */
  firstDuplicate(): readonly string[] | undefined {
    const same = (a: Entry, b: Entry) => a.parts.every((part, i) => part === b.parts[i]) && a.key !== b.key;
    return this.entries.find((entry, i) => i > 0 && same(entry, this.entries[i - 1] as Entry))?.parts;
  }

  private position(entry: Entry): number {
    return this.first((other) => this.compare(other, entry));
  }

  /** Position of the first entry for which `where` is not negative. */
  private first(where: (entry: Entry) => number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (where(this.entries[middle] as Entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(a: Entry, b: Entry): number {
    for (let i = 0; i < this.fields.length; i++) {
      const by = this.compareField(i, a.parts[i] as string, b.parts[i] as string);
      if (by !== 0) return by;
    }
    return compareKeys(a.key, b.key);
  }

  /** −1 before the range, 0 inside, 1 after it. */
  private place(entry: Entry, { prefix, lower, upper }: Range): number {
    for (let i = 0; i < prefix.length; i++) {
      const by = this.compareField(i, entry.parts[i] as string, prefix[i] as string);
      if (by !== 0) return by;
    }
    const part = entry.parts[prefix.length];
    if (part === undefined) return 0;
    if (lower !== undefined && part < lower) return -this.direction(prefix.length);
    if (upper !== undefined && part > upper) return this.direction(prefix.length);
    return 0;
  }

  private compareField(i: number, a: string, b: string): number {
    return a === b ? 0 : compareKeys(a, b) * this.direction(i);
  }

  private direction(i: number): 1 | -1 {
    return this.fields[i]?.order ?? 1;
  }

  private countArrays(doc: Doc, by: 1 | -1): void {
    for (const [i, { path }] of this.fields.entries())
      if (meetsArray(doc, path)) this.arrays[i] = (this.arrays[i] ?? 0) + by;
  }
}
