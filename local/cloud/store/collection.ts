import type { IndexDeclaration } from '../declarations';
import { type Doc, encode } from '../wire';
import { OrderedIndex } from './ordered-index';

/** One state of a document; `doc` is absent where it was removed. Never changed in place. */
export class Version<D extends Doc | undefined = Doc | undefined> {
  private text: string | undefined;

  constructor(
    readonly doc: D,
    /** The commit that wrote it; commits are numbered from 1, 0 is not committed yet. */
    readonly commit = 0,
  ) {}

  /** Canonical EJSON, made once. */
  get encoded(): string {
    this.text ??= encode(this.doc);
    return this.text;
  }
}

/** Documents of one collection with the versions that open transactions may still read. */
export class Collection {
  readonly indexes: readonly OrderedIndex[];
  /** Commit that last touched a document, kept while a transaction is open whose snapshot is older. */
  readonly recent = new Map<string, number>();
  private readonly chains = new Map<string, Version[]>();
  private live = 0;

  constructor(
    readonly name: string,
    indexes: readonly IndexDeclaration[] = [],
  ) {
    const byId: IndexDeclaration = { name: '_id_', keys: [{ field: '_id', order: 1 }] };
    this.indexes = [byId, ...indexes].map((declaration) => new OrderedIndex(declaration));
  }

  get size(): number {
    return this.live;
  }

  /** Keys of all documents, removed ones that a snapshot still needs included, in order of insertion. */
  keys(): Iterable<string> {
    return this.chains.keys();
  }

  /** Commit of the newest version, removals included; 0 if there never was one or nobody needs to know. */
  newestCommit(key: string): number {
    return this.chains.get(key)?.at(-1)?.commit ?? 0;
  }

  /** The version that a reader of `snapshot` sees, if the document is there for it. */
  read(key: string, snapshot = Number.MAX_SAFE_INTEGER): Version<Doc> | undefined {
    const version = this.chains.get(key)?.findLast(({ commit }) => commit <= snapshot);
    return version?.doc ? (version as Version<Doc>) : undefined;
  }

  /** Fills an empty collection at start. */
  load(docs: readonly (readonly [key: string, doc: Doc])[], commit: number): void {
    for (const [key, doc] of docs) this.chains.set(key, [new Version(doc, commit)]);
    this.live = docs.length;
    for (const index of this.indexes) index.load(docs);
  }

  /**
   * Makes a committed version the newest.
   * @param oldestSnapshot of the open transactions; versions nobody can read any more are dropped.
   */
  install(key: string, version: Version, oldestSnapshot: number): void {
    const chain = this.chains.get(key) ?? [];
    const before = chain.at(-1)?.doc;
    for (const index of this.indexes) index.replace(key, before, version.doc);
    this.live += Number(version.doc !== undefined) - Number(before !== undefined);
    chain.push(version);
    while (chain[1] !== undefined && chain[1].commit <= oldestSnapshot) chain.shift();
    if (version.doc || oldestSnapshot < version.commit) this.chains.set(key, chain);
    else this.chains.delete(key);
    if (oldestSnapshot < version.commit) this.recent.set(key, version.commit);
  }

  /** Called when no transaction is open: only the newest versions matter. */
  forgetHistory(): void {
    for (const key of this.recent.keys()) {
      const newest = this.chains.get(key)?.at(-1);
      if (newest?.doc) this.chains.set(key, [newest]);
      else this.chains.delete(key);
    }
    this.recent.clear();
  }

  clear(): void {
    this.chains.clear();
    this.recent.clear();
    this.live = 0;
    for (const index of this.indexes) index.clear();
  }
}
