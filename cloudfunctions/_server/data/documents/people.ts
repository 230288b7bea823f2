import type { Role } from '../../../../miniprogram/shared/access/permissions';
import type { Face, FollowUpKind } from '../../../../miniprogram/shared/contract';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type {
  ASSESSMENT,
  GUARDIANSHIP,
  LIVING,
  RightReason,
  SCHOOLING,
} from '../../../../miniprogram/shared/domain/child-file';
import type { CareStatus } from '../../../../miniprogram/shared/domain/left-behind';
import type { Availability, ShiftKind } from '../../../../miniprogram/shared/domain/shifts';
import type { SchoolDoc, Sealed } from './doc';

export interface Student extends SchoolDoc {
  readonly classId: string;
  readonly className: string;
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly birthDay: Day | null;
  readonly idNumber: Sealed | null;
  /** Blind index of the ID number: equal numbers, equal hashes. */
  readonly idHash: string | null;
  readonly studentNo: string | null;
  readonly ethnicity: string | null;
  /** 是否登记户口. */
  readonly registered: boolean | null;
  readonly registeredAddress: Sealed | null;
  readonly boarding: boolean;
  readonly schooling: keyof typeof SCHOOLING | null;
  /** By the school's definition of the day (domain/left-behind.ts), from `careStatus` and `birthDay`; the daily job moves it. */
  readonly leftBehind: boolean;
  readonly careStatus: CareStatus;
  readonly living: keyof typeof LIVING | null;
  readonly guardianship: keyof typeof GUARDIANSHIP | null;
  readonly assessment: keyof typeof ASSESSMENT | null;
  readonly address: Sealed | null;
  readonly health: Sealed | null;
  readonly income: Sealed | null;
  readonly aid: Sealed | null;
  readonly status: 'active' | 'left';
  /** When and how a child left; what the law lets the school keep of it then goes by this day (privacy/retention.ts). */
  readonly left: {
    readonly day: Day;
    readonly how: 'transferred' | 'graduated' | 'moved' | 'dropped_out' | 'erased';
    readonly whereTo: string;
  } | null;
  /** By what the child is found (contacts/finding.ts): parts of the name, pinyin, initials, class in plain; village and ends of phones hashed. */
  readonly keys: readonly string[];
  /** Where it stands in the school's order: class, then pinyin, then id (contacts/finding.ts). */
  readonly order: string;
  /** The last days of contact with the child and with the caregiver (C5), moved by the ledger alone; `since` is where counting begins. */
  readonly contact: {
    readonly childDay: Day | null;
    readonly caregiverDay: Day | null;
    readonly remindedDay: Day | null;
    readonly since: Day;
    /** Rises with each contact that is noted, so that no two changes of the days go unnoticed. */
    readonly noted?: number;
    /** The adults who were in contact with the child on a day, where they are known; counts only while that day is the last. */
    readonly childBy?: { readonly day: Day; readonly adultIds: readonly string[] } | null;
    /** What the school did last about the child's waiting. */
    readonly followed?: { readonly day: Day; readonly kind: FollowUpKind } | null;
    /** How many concerns about the contact are open. */
    readonly worries?: number;
  };
  /** How many calls in a row ended with a low face. */
  readonly lowFaces: number;
  readonly lastFace: Face | null;
  /** How often a face was tapped: a count of low ones that another tap overtook is made again. */
  readonly faced?: number;
  readonly importId: string;
  /**
   * What was done for the child, by month ('2026-11'): day of the month and kind of record, each entry its own (cadence/days.ts). Facts to count
   * with, moved with each record; what is due is computed.
   */
  readonly done?: Readonly<Record<string, readonly string[]>>;
  /** How many adults stand beside the child: its open pairings, moved with them (pairing/save.ts). */
  readonly mentors?: number;
  /** How many pupils help it, and how many it helps; moved likewise. */
  readonly helpers?: number;
  readonly helps?: number;
  /** 重点对象: mentors are found for it first, and cadences may be for such children alone. For staff; no family sees it. */
  readonly focus?: boolean;
  /** When the child's duties rest (domain/cadence.ts). */
  readonly pauses?: readonly { readonly from: Day; readonly to: Day | null; readonly why: 'ill' | 'away' }[];
}

export interface MemberChild {
  readonly studentId: string;
  readonly classId: string;
  readonly relation: string;
  readonly legalGuardian: boolean;
  /** False where a court order or the school's note ended the contact right. */
  readonly mayContact: boolean;
  /** Why it may not, and since when; a roster's word has no such note. */
  readonly limit?: { readonly reason: RightReason; readonly since: Day; readonly note: Sealed | null } | null;
}

/** A parent or caregiver; one document for all of this person's children at the school. */
export interface FamilyMember extends SchoolDoc {
  readonly role: 'parent' | 'guardian';
  readonly name: string;
  readonly phone: Sealed | null;
  readonly phoneHash: string | null;
  /** Further numbers, with commas between. */
  readonly morePhones: Sealed | null;
  readonly workplace: Sealed | null;
  readonly occupation: string | null;
  readonly address: Sealed | null;
  /** Of a caregiver often a year or a month only: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDay: string | null;
  readonly idNumber: Sealed | null;
  readonly health: Sealed | null;
  /** Since when nobody answered this number although the school tried; absent where somebody did. */
  readonly silentSince?: Day | null;
  readonly shift: ShiftKind;
  /** What the family tapped beside the shift; a member that never did is free whenever the shift allows. */
  readonly hours?: Omit<Availability, 'shift'>;
  /** What the roster said of the shift when the family told its own: it counts again only when it says something else. */
  readonly rosterShift?: ShiftKind | null;
  readonly canRead: boolean;
  readonly hasSmartphone: boolean;
  readonly children: readonly MemberChild[];
  /** Copies of `children` for the index. */
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  /** The WeChat user bound to this person. */
  readonly openid: string | null;
  /** The WeChat that was bound was let go by the school: it must not come back by its number, only by a code. */
  readonly byCodeOnly?: boolean;
  /** Who was bound when the last child left; `ref` is the handover or the child, so that taking it back binds again. */
  readonly wasBound?: { readonly openid: string; readonly ref: string } | null;
  /** Children for whom this legal guardian answered every purpose, or said "later": the home page asks no more. */
  readonly askedFor?: readonly string[];
  readonly importId: string;
}

/** Everyone of the school (and the bureau, and the booths) who is not family. */
export interface Staff extends SchoolDoc {
  readonly role: Exclude<Role, 'parent' | 'guardian'>;
  readonly name: string;
  readonly phone: Sealed | null;
  /** Classes of which this person is head teacher. */
  readonly classIds: readonly string[];
  /** The children of this person's open pairings (collection `pairings`): the scope `paired`. */
  readonly menteeIds: readonly string[];
  /** Until when the background check of a volunteer holds (未成年人保护法 62); without one no child is reached. */
  readonly checkedUntil?: Day | null;
  readonly sex?: 'male' | 'female' | null;
  /** The village where the person lives, for pairing. */
  readonly village?: string | null;
  readonly pointId: string | null;
  /** Class → Monday of the week of its last roll, so that the home page need not ask. */
  readonly rolled?: Readonly<Record<string, Day>>;
  /** The school's privacy officer: reads the access log, answers requests (scope `officer`). */
  readonly officer?: boolean;
  /** A handover that waits for this person's signature, so that the home page need not ask. */
  readonly toSign?: string | null;
  /** Rises whenever another administrator is taken out because this one stays (accounts/admins.ts). */
  readonly stays?: number;
  /** Rises with each record of this person that is shared from now on, and each concern that comes of one (records/unshare.ts). */
  readonly turns?: number;
  /** Who left the school stays as a name in what was written; nothing can be bound to it. */
  readonly gone?: boolean;
  /** The county, for the bureau. */
  readonly county: string | null;
  readonly openid: string | null;
}
