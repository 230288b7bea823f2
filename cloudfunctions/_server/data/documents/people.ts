import type { Role } from '../../../../miniprogram/shared/access/permissions';
import type { Face, FollowUpKind } from '../../../../miniprogram/shared/contract';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
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
  readonly boarding: boolean;
  readonly leftBehind: boolean;
  readonly careStatus: 'both_away' | 'one_away_other_unable' | 'not_left_behind';
  readonly living: 'boarding' | 'grandparents' | 'relatives' | 'proxy_parent' | 'alone' | 'parents' | null;
  readonly address: Sealed | null;
  readonly health: string | null;
  readonly status: 'active' | 'left';
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
}

export interface MemberChild {
  readonly studentId: string;
  readonly classId: string;
  readonly relation: string;
  readonly legalGuardian: boolean;
  /** False where a court order or the school's note ended the contact right. */
  readonly mayContact: boolean;
}

/** A parent or caregiver; one document for all of this person's children at the school. */
export interface FamilyMember extends SchoolDoc {
  readonly role: 'parent' | 'guardian';
  readonly name: string;
  readonly phone: Sealed | null;
  readonly phoneHash: string | null;
  readonly workplace: Sealed | null;
  readonly shift: ShiftKind;
  /** What the family tapped beside the shift; a member that never did is free whenever the shift allows. */
  readonly hours?: Omit<Availability, 'shift'>;
  /** What the roster said of the shift when the family told its own: it counts again only when it says something else. */
  readonly rosterShift?: ShiftKind;
  readonly canRead: boolean;
  readonly hasSmartphone: boolean;
  readonly children: readonly MemberChild[];
  /** Copies of `children` for the index. */
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  /** The WeChat user bound to this person. */
  readonly openid: string | null;
  readonly importId: string;
}

/** Everyone of the school (and the bureau, and the booths) who is not family. */
export interface Staff extends SchoolDoc {
  readonly role: Exclude<Role, 'parent' | 'guardian'>;
  readonly name: string;
  readonly phone: Sealed | null;
  /** Classes of which this person is head teacher. */
  readonly classIds: readonly string[];
  readonly menteeIds: readonly string[];
  readonly pointId: string | null;
  /** Class → Monday of the week of its last roll, so that the home page need not ask. */
  readonly rolled?: Readonly<Record<string, Day>>;
  /** The county, for the bureau. */
  readonly county: string | null;
  readonly openid: string | null;
}
