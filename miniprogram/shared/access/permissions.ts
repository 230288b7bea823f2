/** Whom a signed-in person is to a school. `stranger` is a WeChat user who is bound to nobody yet. */
export const ROLES = [
  'parent',
  'guardian',
  'teacher',
  'counsellor',
  'school_admin',
  'bureau',
  'volunteer',
  'booth',
] as const;
export type Role = (typeof ROLES)[number];
export type CallerRole = Role | 'stranger';

/**
 * How far a permission reaches. `none` needs no relation; `own` the caller's children; `paired` a mentor's children;
 * `class` the head teacher's classes; `duty` the calls of a day on which the caller is on duty; `desk` every child of
 * the school while the caller is on duty, to find a time for it; `was_on_duty` what happened on those of the last days on which
 * the caller was on duty, to tell it late; `point` the calls of the booth's day; `school` all of one school;
 * `officer` all of one school for whoever is its privacy officer; `counts` figures of the county without names.
 */
export type Scope =
  | 'none'
  | 'own'
  | 'paired'
  | 'class'
  | 'duty'
  | 'desk'
  | 'was_on_duty'
  | 'point'
  | 'school'
  | 'officer'
  | 'counts';

const family = { parent: ['own'], guardian: ['own'] } as const;
const nowhere: Readonly<Record<CallerRole, readonly Scope[]>> = {
  stranger: ['none'],
  parent: ['none'],
  guardian: ['none'],
  teacher: ['none'],
  counsellor: ['none'],
  school_admin: ['none'],
  bureau: ['none'],
  volunteer: ['none'],
  booth: ['none'],
};
const anyone: Readonly<Record<CallerRole, readonly Scope[]>> = {
  stranger: ['none'],
  parent: ['own'],
  guardian: ['own'],
  teacher: ['class', 'paired'],
  counsellor: ['school'],
  school_admin: ['school'],
  bureau: ['counts'],
  volunteer: ['paired'],
  booth: ['point'],
};

/** Who may do what, and how far. A role that is not named may not. Several scopes add up. */
export const permissions = {
  'home.open': anyone,
  'accounts.bind': nowhere,
  'accounts.leave': nowhere,
  'accounts.invite': { teacher: ['class'], school_admin: ['school'] },
  'staff.manage': { school_admin: ['school'] },
  'roster.import': { school_admin: ['school'] },
  'handover.plan': { school_admin: ['school'] },
  // Handovers in which the caller signs; the office sees all.
  'handover.read': { teacher: ['school'], counsellor: ['school'], school_admin: ['school'] },
  'transfer.manage': { school_admin: ['school'] },
  'contacts.list': { teacher: ['class', 'paired'], counsellor: ['school'], school_admin: ['school'] },
  'contacts.read': { ...family, teacher: ['class', 'paired'], school_admin: ['school'] },
  // Health and aid are for whom they help: not for mentors, other teachers and counsellors.
  'contacts.health': { ...family, teacher: ['class'], school_admin: ['school'] },
  'contacts.aid': { ...family, teacher: ['class'], school_admin: ['school'] },
  'contacts.edit': { teacher: ['class'], school_admin: ['school'] },
  // Who is a legal guardian and who may be in contact.
  'contacts.rights': { school_admin: ['school'] },
  'contacts.propose': { ...family, teacher: ['paired'] },
  'contacts.proposals': { ...family, teacher: ['class', 'paired'], school_admin: ['school'] },
  'contacts.timeline': { teacher: ['class'], school_admin: ['school'] },
  'contacts.checks': { teacher: ['class'], school_admin: ['school'] },
  'contacts.export': { teacher: ['class'], school_admin: ['school'] },
  'contacts.phone': { teacher: ['class', 'paired'], school_admin: ['school'] },
  'contacts.print': { teacher: ['class'], school_admin: ['school'] },
  'booking.read': family,
  'booking.claim': { parent: ['own'] },
  'booking.cancel': { parent: ['own'] },
  'calls.read': { teacher: ['duty'], school_admin: ['school'], booth: ['point'] },
  'calls.run': { teacher: ['duty'], school_admin: ['school'] },
  'calls.join': { parent: ['own'], teacher: ['duty'], school_admin: ['school'], booth: ['point'] },
  'desk.book': { teacher: ['desk', 'class', 'paired'], school_admin: ['school'] },
  'desk.walkIn': { teacher: ['desk'], school_admin: ['school'] },
  'desk.report': { teacher: ['was_on_duty'], school_admin: ['school'] },
  'calls.face': { teacher: ['duty'], school_admin: ['school'], booth: ['point'] },
  'ledger.read': { teacher: ['class', 'paired'], school_admin: ['school'] },
  'ledger.roll': { teacher: ['class'], school_admin: ['school'] },
  'ledger.remind': { teacher: ['class', 'paired'], school_admin: ['school'] },
  'ledger.own': { ...family, teacher: ['class', 'paired'], school_admin: ['school'] },
  'ledger.mine': family,
  'ledger.worry': { teacher: ['class', 'paired'], counsellor: ['school'], school_admin: ['school'] },
  'ledger.school': { counsellor: ['school'], school_admin: ['school'] },
  'notices.send': { teacher: ['class'], school_admin: ['school'] },
  'notices.review': { school_admin: ['school'] },
  'notices.receive': family,
  'notices.relay': nowhere,
  // What of it each role writes and reads is the kind's (domain/record-kinds.ts).
  'records.kinds': { ...family, teacher: ['none'], counsellor: ['none'], school_admin: ['none'], volunteer: ['none'] },
  'records.configure': { school_admin: ['school'] },
  'records.write': {
    teacher: ['class', 'paired'],
    counsellor: ['school'],
    school_admin: ['school'],
    volunteer: ['paired'],
  },
  'records.open': {
    teacher: ['class', 'paired'],
    counsellor: ['school'],
    school_admin: ['school'],
    volunteer: ['paired'],
  },
  'records.read': {
    ...family,
    teacher: ['class', 'paired'],
    counsellor: ['school'],
    school_admin: ['school'],
    volunteer: ['paired'],
  },
  'cadence.read': { teacher: ['class', 'paired'], school_admin: ['school'], volunteer: ['paired'] },
  'cadence.pause': { teacher: ['class', 'paired'], school_admin: ['school'] },
  'cadence.focus': { teacher: ['class'], counsellor: ['school'], school_admin: ['school'] },
  'cadence.configure': { school_admin: ['school'] },
  'pairing.read': { teacher: ['class', 'paired'], school_admin: ['school'], volunteer: ['paired'] },
  'pairing.note': { teacher: ['paired'], school_admin: ['school'], volunteer: ['paired'] },
  // Pupils who help pupils are the class's own affair; who of the adults is near a child is the office's.
  'pairing.pupils': { teacher: ['class'], school_admin: ['school'] },
  'pairing.manage': { school_admin: ['school'] },
  'plans.read': { teacher: ['class', 'paired'], counsellor: ['school'], school_admin: ['school'] },
  'plans.write': { teacher: ['class', 'paired'], counsellor: ['school'], school_admin: ['school'] },
  // Anybody of the school may say that something is wrong with any child of it, and nobody has to agree (强制报告意见 2020).
  'concerns.raise': { teacher: ['school'], counsellor: ['school'], school_admin: ['school'], volunteer: ['paired'] },
  'concerns.read': { teacher: ['none'], counsellor: ['school'], school_admin: ['school'], volunteer: ['none'] },
  'letters.family': { parent: ['own'] },
  'letters.booth': { booth: ['point'] },
  'letters.see': { teacher: ['class', 'paired', 'desk'], school_admin: ['school'] },
  'letters.reports': { counsellor: ['school'], school_admin: ['school'] },
  'school.read': { teacher: ['class'], school_admin: ['school'] },
  'school.configure': { school_admin: ['school'] },
  'duty.read': { teacher: ['school'], counsellor: ['school'], school_admin: ['school'] },
  'duty.swap': { teacher: ['school'], counsellor: ['school'], school_admin: ['school'] },
  'privacy.consent': family,
  'privacy.paper': { teacher: ['class'], school_admin: ['school'] },
  'privacy.export': { ...family, school_admin: ['school'] },
  'privacy.requests': { ...family, teacher: ['officer'], counsellor: ['officer'], school_admin: ['school'] },
  'privacy.manage': { teacher: ['officer'], counsellor: ['officer'], school_admin: ['school'] },
  'audit.read': { teacher: ['officer'], counsellor: ['officer'], school_admin: ['school'] },
  'statistics.county': { bureau: ['counts'] },
} as const satisfies Record<string, Partial<Record<CallerRole, readonly Scope[]>>>;

export type Permission = keyof typeof permissions;

/** The scopes that a role has for a permission; empty means it may not. */
export function scopesOf(role: CallerRole, permission: Permission): readonly Scope[] {
  const grants: Partial<Record<CallerRole, readonly Scope[]>> = permissions[permission];
  return grants[role] ?? [];
}
