import type { Account, BindTries, Invite } from './accounts';
import type {
  Booking,
  ClassRoll,
  ContactConcern,
  ContactEntry,
  DeskLease,
  FamilyTime,
  FollowUp,
  Lock,
  Makeups,
  WaitlistEntry,
  WeekPlan,
} from './calls';
import type { Concern, Plan } from './care';
import type {
  Consent,
  Delegation,
  FileChange,
  Handover,
  PrivacyRequest,
  Proposal,
  Resealing,
  RetentionRun,
  Transfer,
} from './files';
import type { Letter, LetterSecret, LetterVisit } from './letters';
import type { Notice, NoticeGroup, NoticeSlip, OutboxMessage, Receipt, SeenEvent, SmsMonth, UrlLink } from './messages';
import type { Pairing } from './pairing';
import type { FamilyMember, Staff, Student } from './people';
import type { CareRecord, MediaCheck } from './records';
import type { Disruption, DutySwap, School, SchoolClass } from './school';
import type { AuditEntry, ImportPage, RosterColumns, RosterImport, TemporaryFile } from './upkeep';

export type * from './accounts';
export type * from './calls';
export type * from './care';
export type * from './doc';
export type * from './files';
export type * from './letters';
export type * from './messages';
export type * from './pairing';
export type * from './people';
export type * from './records';
export type * from './school';
export type * from './upkeep';

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
  waitlist: WaitlistEntry;
  familyTimes: FamilyTime;
  weekPlans: WeekPlan;
  makeups: Makeups;
  deskLeases: DeskLease;
  disruptions: Disruption;
  dutySwaps: DutySwap;
  followUps: FollowUp;
  contactConcerns: ContactConcern;
  contactEntries: ContactEntry;
  classRolls: ClassRoll;
  notices: Notice;
  noticeGroups: NoticeGroup;
  receipts: Receipt;
  noticeSlips: NoticeSlip;
  records: CareRecord;
  mediaChecks: MediaCheck;
  pairings: Pairing;
  plans: Plan;
  concerns: Concern;
  letters: Letter;
  letterSecrets: LetterSecret;
  letterVisits: LetterVisit;
  outbox: OutboxMessage;
  smsMonths: SmsMonth;
  urlLinks: UrlLink;
  audit: AuditEntry;
  imports: RosterImport;
  importPages: ImportPage;
  rosterColumns: RosterColumns;
  fileChanges: FileChange;
  proposals: Proposal;
  delegations: Delegation;
  consents: Consent;
  privacyRequests: PrivacyRequest;
  retentionRuns: RetentionRun;
  resealing: Resealing;
  handovers: Handover;
  transfers: Transfer;
  temporaryFiles: TemporaryFile;
  seenEvents: SeenEvent;
}
export type CollectionName = keyof Documents;
