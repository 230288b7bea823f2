import type { Clock, Cloud, Wechat } from '../ports';

/** One index as it is declared next to its collection and applied to the real environment by a script. */
export interface IndexDeclaration {
  readonly name: string;
  readonly keys: readonly { readonly field: string; readonly order: 1 | -1 }[];
  /** A missing field counts as null, so at most one document without the field. */
  readonly unique?: boolean;
}

export interface CollectionDeclaration {
  readonly indexes?: readonly IndexDeclaration[];
}

/** A timer: `config` has seven fields (second minute hour day month weekday year), read in UTC+8. */
export interface TriggerDeclaration {
  readonly name: string;
  readonly config: string;
}

export interface FunctionDeclaration {
  readonly name: string;
  /** Absolute path of the bundled CommonJS `index.js` that exports `main`. */
  readonly file: string;
  /** Seconds, 1–60. The platform's default is 3. */
  readonly timeout?: number;
  /** The platform's default is 256. Counts V8's heap, not buffers. */
  readonly memoryMb?: number;
  readonly triggers?: readonly TriggerDeclaration[];
  /** WeChat APIs of `permissions.openapi` in the function's `config.json`. */
  readonly openapi?: readonly string[];
  /** Variables set for the function in the console. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How many events may run at once, each in an instance of its own; further ones wait. Default 4. */
  readonly maxInstances?: number;
}

export interface CloudOptions {
  /** 0 (default) takes a free one. */
  readonly port?: number;
  /** Where the database file and the stored files live; absent = in memory. */
  readonly dir?: string;
  /** The environment's id. */
  readonly env?: string;
  readonly appid?: string;
  readonly clock?: Clock;
  /** WeChat's side, or how to make it once the cloud is up (it invokes functions itself). */
  readonly wechat?: Wechat | ((cloud: Cloud) => Wechat);
  readonly collections: Readonly<Record<string, CollectionDeclaration>>;
  readonly functions: readonly FunctionDeclaration[];
  /** Queries outside transactions that no declared index covers fail with `LOCAL_INDEX_MISSING`. */
  readonly strictIndexes?: boolean;
  /** Where the functions' consoles go; this process's own without it. */
  readonly log?: NodeJS.WritableStream;
  /** Added to every request, to feel like a network. */
  readonly latencyMs?: number;
}
