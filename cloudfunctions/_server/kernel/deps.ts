import type { CallerRole, Permission } from '../../../miniprogram/shared/access/permissions';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { LetterVault, Vault } from '../data/crypto';
import type { Account, FamilyMember, School, Staff } from '../data/documents';
import type { Store } from '../data/store';
import type { WechatApi } from '../wechat/api';
import type { Files } from '../wechat/files';
import type { DeployedTemplates } from '../wechat/templates';
import type { Reach } from './reach';

/** What `jobs` is asked for: to look at the outbox, to write the letters of one big notice and send them, or to see to the voice of a 家书. */
export type Wake = { readonly job: 'outbox' } | { readonly job: 'notices' | 'letters'; readonly id: string };

/** Everything impure, made once for an instance of a function (compose.ts); tests hand in their own. */
export interface Deps {
  /** ms since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** A random number from 0 up to 1. */
  readonly dice: () => number;
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
  readonly store: Store;
  readonly vault: Vault;
  /** Seals what 家书 say; only `_server/letters` uses it, and nothing there that serves staff. */
  readonly letterVault: LetterVault;
  /** Whether what letters say goes through WeChat's content check (docs/privacy.md, 家书). */
  readonly letterCheck: boolean;
  readonly wechat: WechatApi;
  readonly files: Files;
  /** This Mini Program's subscription templates by kind. */
  readonly templates: DeployedTemplates;
  /** A school's settings; kept in the instance for up to half a minute, as they seldom change. */
  readonly schoolOf: (schoolId: string) => Promise<School>;
  /** Asks `jobs` for something now, the outbox unless told otherwise. Never fails: the timer sweeps anyway. */
  readonly wake: (event?: Wake) => Promise<void>;
}

/** Who asks: a WeChat user in one of its memberships, or one that has none. */
export type Caller =
  | {
      readonly kind: 'stranger';
      readonly role: 'stranger';
      readonly openid: string;
      readonly account: Account | undefined;
    }
  | {
      readonly kind: 'family';
      readonly role: 'parent' | 'guardian';
      readonly openid: string;
      readonly account: Account;
      readonly person: FamilyMember;
    }
  | {
      readonly kind: 'staff';
      readonly role: Staff['role'];
      readonly openid: string;
      readonly account: Account;
      readonly person: Staff;
    };

/** What a handler gets. `reach` says which children the caller may touch with this method; repositories ask for it. */
export interface Ctx extends Deps {
  readonly caller: Caller;
  readonly role: CallerRole;
  readonly reach: Reach;
  /** How far another permission of the same caller reaches, e.g. to the health on a file that it may read; nowhere without it. */
  readonly reachFor: (permission: Permission) => Promise<Reach>;
  readonly today: Day;
  /** Notes children whose file or contact data this request opens, for the one audit entry. */
  readonly opened: (studentIds: readonly string[], reason?: string) => void;
}
