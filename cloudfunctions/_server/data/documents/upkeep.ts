import type { IMPORT_STATES } from '../../../../miniprogram/shared/contract/roster';
import type { Instant, SchoolDoc, Sealed } from './doc';

export interface AuditEntry extends SchoolDoc {
  readonly at: Instant;
  readonly byId: string;
  readonly byName: string;
  readonly byRole: string;
  readonly method: string;
  readonly studentIds: readonly string[];
  readonly reason: string | null;
  readonly trace: string;
}

/** A roster that came in. `_id` comes from the request's key. */
export interface RosterImport extends SchoolDoc {
  readonly fileId: string;
  readonly fileName: string;
  readonly digest: string;
  /** `forgotten`: nobody confirmed it within a day; its file is gone. */
  readonly status: (typeof IMPORT_STATES)[number];
  readonly errors: number;
  readonly counts: { readonly pupils: number; readonly familyMembers: number; readonly classes: number };
  /** Columns whose meaning a person gave. */
  readonly columns: readonly { readonly sheet: string; readonly index: number; readonly key: string | null }[];
  /** What a person decided with the confirm. */
  readonly same: readonly { readonly sheet: string; readonly row: number; readonly studentId: string }[];
  readonly leave: readonly string[];
  /** How many near ones a person was asked about. */
  readonly near: number;
  /** Hash of what the dry run would have changed: a confirm that would change something else is stale. */
  readonly seen: string;
  /** Everything that it changes stands as versions in `fileChanges`; whoever finishes it goes by them. */
  readonly logged: boolean;
  /** What taking it back came to. */
  readonly takenBack: { readonly restored: number; readonly removed: number; readonly kept: number } | null;
  /** How far it got, for the screen. */
  readonly done: number;
  readonly of: number;
  readonly byId: string;
  readonly byName: string;
  readonly at: Instant;
  readonly appliedAt: Instant | null;
}

/** A page of what a dry run found; `_id` is `importId:of:page`. It goes with the sheet. */
export interface ImportPage extends SchoolDoc {
  readonly importId: string;
  /** JSON of the page. */
  readonly rows: Sealed;
  readonly more: boolean;
  readonly at: Instant;
}

/** What a school's columns mean that nobody could know; `_id` is the schoolId. */
export interface RosterColumns extends SchoolDoc {
  /** Header as compared → column key, or null for "leave it". */
  readonly meanings: readonly { readonly header: string; readonly key: string | null }[];
}

/** A file that is taken away when it is due (documents/temporary.ts). */
export interface TemporaryFile extends SchoolDoc {
  readonly fileId: string;
  readonly dueAt: Instant;
}
