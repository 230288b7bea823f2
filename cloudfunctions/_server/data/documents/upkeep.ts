import type { Instant, SchoolDoc } from './doc';

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

export interface RosterImport extends SchoolDoc {
  readonly fileId: string;
  readonly fileName: string;
  readonly digest: string;
  /** `forgotten`: nobody confirmed it within a day; its file is gone. */
  readonly status: 'previewed' | 'applying' | 'applied' | 'forgotten';
  readonly errors: number;
  readonly counts: { readonly pupils: number; readonly familyMembers: number; readonly classes: number };
  readonly byId: string;
  readonly at: Instant;
}

/** A file that is taken away when it is due (documents/temporary.ts). */
export interface TemporaryFile extends SchoolDoc {
  readonly fileId: string;
  readonly dueAt: Instant;
}
