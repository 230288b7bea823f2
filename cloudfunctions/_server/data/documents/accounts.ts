import type { Role } from '../../../../miniprogram/shared/access/permissions';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { Doc, Instant, SchoolDoc, Sealed } from './doc';

/** A WeChat user; `_id` is the openid. */
export interface Account extends Doc {
  readonly memberships: readonly {
    readonly id: string;
    readonly kind: 'family' | 'staff';
    readonly role: Role;
    readonly schoolId: string;
    readonly schoolName: string;
    readonly name: string;
  }[];
  /** Credits per template, moved by the platform's events alone. */
  readonly credits: Readonly<Record<string, number>>;
  /** Per template, since when the count holds: WeChat said "none left" then, and older events are in it already. */
  readonly creditsFrom?: Readonly<Record<string, Instant>>;
  /** Per template, the changes of the last day, for a "none left" that arrives after events that happened later. */
  readonly creditLog?: Readonly<Record<string, readonly { readonly change: 1 | -1; readonly at: Instant }[]>>;
}

/** `_id` is the keyed hash of the code. */
export interface Invite extends SchoolDoc {
  readonly personId: string;
  readonly personKind: 'family' | 'staff';
  readonly code: Sealed;
  readonly expiresAt: Instant;
  readonly status: 'open' | 'used' | 'revoked';
  readonly usedAt: Instant | null;
}

/** How often a WeChat user tried a code on a day; `_id` is `openid:day`, of paper slips `slip:openid:day`. */
export interface BindTries extends Doc {
  readonly day: Day;
  readonly tries: number;
}
