import type { Role } from '../../../miniprogram/shared/access/permissions';
import type {
  Audience,
  BookingStatus,
  CallEnd,
  Channel,
  Face,
  ReceiptState,
} from '../../../miniprogram/shared/contract';
import type { Day, Minute, Weekday } from '../../../miniprogram/shared/domain/calendar';

/** An encrypted text (see crypto.ts). Only the vault makes one, so a plain phone number cannot be stored by mistake. */
export type Sealed = string & { readonly __sealed: unique symbol };

/** Instants are ms since the epoch; days and minutes are UTC+8 (domain/calendar.ts). */
type Instant = number;

interface Doc {
  readonly _id: string;
}
interface SchoolDoc extends Doc {
  readonly schoolId: string;
}

export interface CallPoint {
  readonly id: string;
  readonly name: string;
  readonly kind: 'phone' | 'video';
}

export interface OpeningWindow {
  readonly weekday: Weekday;
  readonly from: Minute;
  readonly to: Minute;
  /** Whose free period it is: boarders are free in the evening, day pupils at noon and after school. */
  readonly for: 'all' | 'boarding' | 'day';
}

/** A school with its settings; one read opens all that booking needs. `_id` is the schoolId. */
export interface School extends SchoolDoc {
  readonly name: string;
  readonly county: string;
  readonly term: { readonly name: string; readonly from: Day; readonly to: Day };
  readonly points: readonly CallPoint[];
  readonly windows: readonly OpeningWindow[];
  readonly closedDays: readonly Day[];
  readonly duty: readonly { readonly weekday: Weekday; readonly staffIds: readonly string[] }[];
  readonly slotMinutes: number;
  readonly noticeMinutes: number;
  readonly horizonDays: number;
  readonly weeklyQuota: number;
  readonly smsOn: boolean;
}

export interface SchoolClass extends SchoolDoc {
  readonly grade: number;
  readonly number: number;
  readonly name: string;
  readonly headTeacherId: string | null;
}

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
  };
  /** How many calls in a row ended with a low face. */
  readonly lowFaces: number;
  readonly lastFace: Face | null;
  readonly importId: string;
}

export type Shift = 'day' | 'night' | 'two_shift' | 'irregular' | 'unknown';

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
  readonly shift: Shift;
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

/** Wrong codes of a WeChat user on a day; `_id` is `openid:day`. */
export interface BindTries extends Doc {
  readonly day: Day;
  readonly tries: number;
}

export interface Booking extends SchoolDoc {
  readonly pointId: string;
  /** As it was called when it was booked. */
  readonly pointName: string;
  readonly day: Day;
  readonly from: Minute;
  readonly to: Minute;
  readonly startsAt: Instant;
  readonly weekOf: Day;
  readonly channel: Channel;
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  /** Names as they were when it was booked, so that a board is one read. */
  readonly children: readonly { readonly id: string; readonly name: string; readonly className: string }[];
  readonly adultId: string;
  readonly adultName: string;
  readonly relation: string;
  readonly status: BookingStatus;
  readonly version: number;
  /** The locks it holds, to free them in one go. */
  readonly lockIds: readonly string[];
  readonly outcome: CallEnd | null;
  readonly minutes: number | null;
  readonly faces: Readonly<Record<string, Face>>;
  readonly startedAt: Instant | null;
  readonly createdAt: Instant;
}

/** A scarce thing: `_id` is the thing itself (booking/locks.ts). */
export interface Lock extends SchoolDoc {
  readonly bookingId: string;
}

/** One contact of the parents; `_id` names its source, so that a source counts once. */
export interface ContactEntry extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly day: Day;
  readonly weekOf: Day;
  readonly with: 'child' | 'caregiver';
  readonly way: 'call_here' | 'own_call' | 'visit_home' | 'letter';
  readonly saidBy: { readonly role: string; readonly personId: string; readonly name: string };
  readonly at: Instant;
}

/** `_id` is `classId:weekOf`. */
export interface ClassRoll extends SchoolDoc {
  readonly classId: string;
  readonly weekOf: Day;
  readonly day: Day;
  readonly by: string;
  readonly notYet: readonly string[];
}

export interface Notice extends SchoolDoc {
  readonly title: string;
  readonly body: string;
  readonly voice: { readonly fileId: string; readonly seconds: number } | null;
  readonly asks: 'read' | 'confirm' | 'hear';
  readonly deadline: Day | null;
  readonly urgent: boolean;
  readonly audience: Audience;
  readonly senderId: string;
  readonly senderName: string;
  readonly sentAt: Instant;
  readonly people: number;
  readonly status: 'sending' | 'sent' | 'recalled';
}

/** What one person of a family was told, and how far it got. `_id` is `refId:personId`. */
export interface Receipt extends SchoolDoc {
  readonly of: 'notice' | 'record';
  readonly refId: string;
  readonly personId: string;
  readonly personName: string;
  readonly relation: string;
  readonly openid: string | null;
  readonly hasPhone: boolean;
  readonly title: string;
  readonly from: string;
  readonly asks: Notice['asks'];
  readonly hasVoice: boolean;
  /** The children because of whom: ids, classes and names side by side. */
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  readonly childNames: readonly string[];
  readonly state: ReceiptState;
  /** True until someone heard, confirmed or was told: what the teacher still has to see to. */
  readonly open: boolean;
  readonly why: string | null;
  readonly wantsCall: boolean;
  readonly sentAt: Instant;
  readonly at: Instant | null;
  readonly calls: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly outcome: string;
    readonly note: string;
  }[];
  /** Rises with each change, so that two at once do not overwrite each other. */
  readonly version: number;
}

/** C7. `_id` comes from the phone's request key, so that it is written once. */
export interface CareRecord extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly kind: string;
  readonly day: Day;
  readonly chips: readonly string[];
  readonly note: string;
  readonly photos: readonly {
    readonly fileId: string;
    readonly state: 'checking' | 'shown' | 'held';
    readonly traceId: string | null;
  }[];
  readonly share: boolean;
  readonly shareText: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly at: Instant;
}

/** A file whose content check is under way; `_id` is WeChat's trace id. */
export interface MediaCheck extends SchoolDoc {
  readonly recordId: string;
  readonly fileId: string;
  readonly at: Instant;
}

/** A message that waits to leave. `_id` is what makes it unique: what, to whom, which way. */
export interface OutboxMessage extends SchoolDoc {
  readonly kind: 'call' | 'notice' | 'contact';
  readonly way: 'subscribe' | 'sms';
  readonly openid: string;
  /** Template fields by the template's own names (wechat/templates.ts). */
  readonly data: Readonly<Record<string, string>>;
  readonly page: string;
  readonly dueAt: Instant;
  /** Until when it makes sense. */
  readonly staleAt: Instant;
  readonly status: 'queued' | 'claimed' | 'sent' | 'refused' | 'unknown' | 'dropped';
  readonly errcode: number | null;
  readonly claimedAt: Instant | null;
  /** The run of the job that took it. */
  readonly claimedBy: string | null;
  readonly doneAt: Instant | null;
  readonly attempts: number;
  readonly urgent: boolean;
  /** The booking or receipt it speaks of. */
  readonly refId: string;
}

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
  readonly status: 'previewed' | 'applying' | 'applied';
  readonly errors: number;
  readonly counts: { readonly pupils: number; readonly familyMembers: number; readonly classes: number };
  readonly byId: string;
  readonly at: Instant;
}

/** An event of WeChat's that was taken in, so that a repeat counts once. */
export interface SeenEvent extends Doc {
  readonly at: Instant;
}

/** Collection → its document. */
export interface Documents {
  schools: School;
  classes: SchoolClass;
  students: Student;
  familyMembers: FamilyMember;
  staff: Staff;
  accounts: Account;
  invites: Invite;
  bindTries: BindTries;
  bookings: Booking;
  locks: Lock;
  contactEntries: ContactEntry;
  classRolls: ClassRoll;
  notices: Notice;
  receipts: Receipt;
  records: CareRecord;
  mediaChecks: MediaCheck;
  outbox: OutboxMessage;
  audit: AuditEntry;
  imports: RosterImport;
  seenEvents: SeenEvent;
}
export type CollectionName = keyof Documents;
