import type { CollectionName } from './documents';

export interface IndexDeclaration {
  readonly name: string;
  readonly keys: readonly { readonly field: string; readonly order: 1 | -1 }[];
  readonly unique?: boolean;
}
export interface CollectionDeclaration {
  readonly indexes: readonly IndexDeclaration[];
}

/** 'schoolId day -at' → an index over these fields in this order; `-` means descending. */
const index = (fields: string, unique = false): IndexDeclaration => ({
  name: fields.replace(/[ .]/g, '_').replace(/-/g, 'desc_'),
  keys: fields.split(' ').map((field) => ({ field: field.replace('-', ''), order: field.startsWith('-') ? -1 : 1 })),
  ...(unique ? { unique } : {}),
});
const collection = (...indexes: IndexDeclaration[]): CollectionDeclaration => ({ indexes });

/** Every collection with every index that a query may lean on; `npm run deploy:data` applies them, the local cloud enforces them. */
export const collections: Readonly<Record<CollectionName, CollectionDeclaration>> = {
  schools: collection(index('county'), index('changedAt')),
  classes: collection(index('schoolId grade number')),
  students: collection(
    index('schoolId _id'),
    index('schoolId classId'),
    index('schoolId leftBehind contact.childDay'),
    index('schoolId lowFaces'),
    index('schoolId status'),
    index('schoolId status keys'),
    index('schoolId status order'),
    index('schoolId status left.day'),
    index('schoolId left.how left.day'),
    index('schoolId careStatus birthDay'),
  ),
  familyMembers: collection(
    index('schoolId _id'),
    index('schoolId studentIds'),
    index('schoolId classIds'),
    index('phoneHash'),
    index('openid'),
  ),
  staff: collection(index('schoolId role'), index('openid')),
  accounts: collection(),
  invites: collection(index('schoolId personId status'), index('expiresAt')),
  bindTries: collection(index('day')),
  bookings: collection(
    index('schoolId day from'),
    index('schoolId studentIds day'),
    index('schoolId classIds day'),
    index('schoolId pointId day from'),
    index('status startsAt'),
    index('status offer.until'),
  ),
  locks: collection(index('schoolId bookingId'), index('bookingId')),
  waitlist: collection(index('schoolId status weekOf'), index('schoolId adultId weekOf'), index('status weekOf')),
  familyTimes: collection(index('schoolId _id'), index('schoolId on')),
  weekPlans: collection(index('schoolId weekOf')),
  makeups: collection(index('schoolId _id')),
  deskLeases: collection(index('day')),
  disruptions: collection(index('schoolId day'), index('day')),
  dutySwaps: collection(index('schoolId status day'), index('schoolId askerId -at'), index('schoolId otherId -at')),
  followUps: collection(index('schoolId studentId -at')),
  contactConcerns: collection(index('schoolId studentId -at'), index('schoolId status -at')),
  contactEntries: collection(
    index('schoolId studentId -day'),
    index('schoolId classId weekOf'),
    index('schoolId weekOf'),
  ),
  classRolls: collection(index('schoolId classId -weekOf')),
  notices: collection(index('schoolId classIds -sentAt'), index('schoolId status -sentAt'), index('dueAt')),
  noticeGroups: collection(index('schoolId ownerId')),
  receipts: collection(
    index('schoolId refId open'),
    index('schoolId refId classIds'),
    index('schoolId refId studentIds'),
    index('schoolId personId -sentAt'),
    index('schoolId classIds open -sentAt'),
    index('schoolId open -sentAt'),
    index('open climbAt sentAt'),
  ),
  noticeSlips: collection(index('at')),
  records: collection(
    index('schoolId studentIds -order'),
    index('schoolId studentIds book -order'),
    index('schoolId authorId -at'),
    index('schoolId goal.planId -order'),
    index('photos.fileId'),
    index('voices.fileId'),
  ),
  pairings: collection(
    index('schoolId studentId -from'),
    index('schoolId mentorId -from'),
    index('schoolId adult to'),
    index('schoolId classId adult to'),
  ),
  plans: collection(index('schoolId studentId -at'), index('schoolId status studentId')),
  concerns: collection(
    index('schoolId studentId -at'),
    index('schoolId recordId'),
    index('schoolId to state -at'),
    index('schoolId byId -at'),
  ),
  letters: collection(
    index('schoolId studentId -at'),
    index('schoolId adultId state'),
    index('schoolId state at'),
    index('schoolId report.open'),
    index('schoolId report.at'),
    index('todo'),
  ),
  letterSecrets: collection(index('schoolId')),
  letterVisits: collection(index('schoolId pointId until'), index('schoolId studentId'), index('until')),
  mediaChecks: collection(index('traces'), index('state dueAt'), index('at')),
  outbox: collection(
    index('status -urgent dueAt'),
    index('status claimedAt'),
    index('status doneAt'),
    index('schoolId refId status'),
    index('to status'),
  ),
  smsMonths: collection(index('schoolId _id')),
  urlLinks: collection(index('until')),
  audit: collection(index('schoolId -at'), index('schoolId studentIds -at')),
  temporaryFiles: collection(index('dueAt')),
  imports: collection(index('schoolId -at'), index('status at')),
  importPages: collection(index('importId'), index('at')),
  rosterColumns: collection(),
  fileChanges: collection(index('schoolId studentIds -at'), index('ref _id'), index('schoolId -at')),
  proposals: collection(
    index('schoolId studentId -at'),
    index('schoolId classId status -at'),
    index('schoolId status -at'),
    index('schoolId byId -at'),
  ),
  delegations: collection(index('schoolId studentId'), index('schoolId classId open'), index('schoolId current')),
  consents: collection(index('schoolId studentId'), index('schoolId purpose answer')),
  privacyRequests: collection(
    index('schoolId studentId -at'),
    index('schoolId status dueDay'),
    index('schoolId -at'),
    index('erasing'),
  ),
  retentionRuns: collection(index('schoolId')),
  resealing: collection(),
  handovers: collection(index('schoolId -at'), index('status at')),
  transfers: collection(index('schoolId studentId'), index('expiresAt')),
  seenEvents: collection(index('at')),
};
