/** Lengths, sizes and quotas that forms and schemas share. Texts in characters, files in bytes. */
export const LIMITS = {
  title: 40,
  noticeBody: 1000,
  recordNote: 2000,
  /** Words to begin a text of a record with. */
  recordTemplate: 200,
  shareText: 500,
  photos: 9,
  recordVoices: 3,
  /** Children of one entry; a class has no more. */
  recordChildren: 80,
  ownKinds: 20,
  planAnswer: 1000,
  planGoal: 60,
  planGoals: 12,
  /** Versions of a plan that stay readable. */
  planVersions: 60,
  handoverNote: 1000,
  concernWords: 1000,
  concernEntries: 100,
  letterText: 1000,
  letterSeconds: 60,
  /** A minute at the recorder's rate is 240 KB; it goes along in an answer, of which WeChat takes 1 MB. */
  letterVoiceBytes: 640 * 1024,
  secretPictures: 3,
  voiceSeconds: 60,
  choice: 12,
  choices: 6,
  fileBytes: 10 * 1024 * 1024,
  rosterBytes: 10 * 1024 * 1024,
  rosterRows: 5000,
  inviteDigits: 9,
  bindTriesPerDay: 10,
} as const;

/** Methods that the function `documents` serves (files in and out); `api` serves all others. */
export const DOCUMENT_METHODS = [
  'roster.preview',
  'roster.confirm',
  'roster.page',
  'roster.takeBack',
  'contacts.printCards',
  'contacts.delegationLetter',
  'contacts.export',
  'records.book',
  'letters.boothPrint',
  'privacy.export',
  'privacy.auditPack',
  'desk.slips',
  'notices.slips',
  'notices.export',
] as const;
