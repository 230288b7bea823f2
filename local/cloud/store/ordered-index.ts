import imported from 'sorted-btree';
import type { IndexDeclaration } from '../declarations';
import type { Doc } from '../wire';
import { compareKeys, keysAt, meetsArray } from './values';

/** A CommonJS module: Node itself gives all that it exports as its default, esbuild and tsx the default within. */
const BTree = (imported as { readonly default?: typeof imported }).default ?? imported;

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

/** A document under the values of its fields; or, with fewer values, the place before (−1) or after (1) all that begin so. */
interface Entry {
  readonly parts: readonly string[];
  readonly key: string;
  readonly edge?: -1 | 1;
}

/** The newest committed documents of a collection by the values of some fields, then by `_id`. */
export class OrderedIndex {
  readonly name: string;
  readonly unique: boolean;
  readonly fields: readonly IndexField[];
  private entries = this.empty();
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
    for (const parts of old) this.entries.delete({ parts, key });
    for (const parts of fresh) this.entries.set({ parts, key }, undefined);
  }

  /** Fills an empty index at once. */
  load(docs: Iterable<readonly [string, Doc]>): void {
    const entries: Entry[] = [];
    for (const [key, doc] of docs) {
      for (const parts of this.partsOf(doc)) entries.push({ parts, key });
      this.countArrays(doc, 1);
    }
    entries.sort((a, b) => this.compare(a, b));
    for (const entry of entries) this.entries.set(entry, undefined);
  }

  clear(): void {
    this.entries = this.empty();
    this.arrays.fill(0);
  }

  /** Keys of the documents in the range, in the index's order or against it. */
  *scan(range: Range, reverse = false): Generator<string> {
    const [begin, end] = this.edgesOf(range);
    if (reverse) {
      for (const [entry] of this.entries.entriesReversed(end)) {
        if (this.compare(entry, begin) < 0) return;
        yield entry.key;
      }
    } else {
      for (const entry of this.entries.keys(begin)) {
        if (this.compare(entry, end) > 0) return;
        yield entry.key;
      }
    }
  }

  /** The first entry that two documents of a unique index share, if any. */
  firstDuplicate(): readonly string[] | undefined {
    let last: Entry | undefined;
    for (const entry of this.entries.keys()) {
      if (last && last.key !== entry.key && entry.parts.every((part, i) => part === last?.parts[i])) return entry.parts;
      last = entry;
    }
    return undefined;
  }

  private empty(): imported<Entry, undefined> {
    return new BTree<Entry, undefined>(undefined, (a, b) => this.compare(a, b));
  }

  private compare(a: Entry, b: Entry): number {
    const shared = Math.min(a.parts.length, b.parts.length);
    for (let i = 0; i < shared; i++) {
      const by = this.compareField(i, a.parts[i] as string, b.parts[i] as string);
      if (by !== 0) return by;
    }
    return a.edge ?? (b.edge === undefined ? compareKeys(a.key, b.key) : -b.edge);
  }

  /** The places before the first and after the last entry of a range. */
  private edgesOf({ prefix, lower, upper }: Range): [Entry, Entry] {
    const [from, to] = this.direction(prefix.length) === 1 ? [lower, upper] : [upper, lower];
    const edge = (bound: string | undefined, at: -1 | 1): Entry => ({
      parts: bound === undefined ? prefix : [...prefix, bound],
      key: '',
      edge: at,
    });
    return [edge(from, -1), edge(to, 1)];
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
