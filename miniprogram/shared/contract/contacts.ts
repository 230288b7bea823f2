import * as v from 'valibot';
import { CHECKS } from '../domain/file-checks';
import {
  consentLine,
  delegation,
  disqualifier,
  fieldConflict,
  fieldEdit,
  fieldKey,
  fileChange,
  fileField,
  proposal,
  rightReason,
} from './files';
import { method } from './method';
import { childRef, count, day, done, fileId, id, instant, requestKey, some, text, textOrEmpty, tone } from './shapes';

/** A family member on a child's file. Phones are masked (138****1234); `contacts.phone` opens one, with a reason. */
export const fileMember = v.object({
  personId: id,
  role: v.picklist(['parent', 'guardian']),
  name: v.string(),
  relation: v.string(),
  phoneMasked: v.nullable(v.string()),
  workplace: v.nullable(v.string()),
  shift: v.nullable(v.string()),
  legalGuardian: v.boolean(),
  mayContact: v.boolean(),
  /** Why and since when not; `null` where it may, or nobody noted it. */
  limit: v.nullable(v.object({ reason: rightReason, since: day, note: v.nullable(v.string()) })),
  hasSmartphone: v.boolean(),
  canRead: v.boolean(),
  bound: v.boolean(),
  /** Since when nobody answers this number; `null` where somebody does, or nobody tried. */
  silentSince: v.nullable(day),
  /** All facts of this adult that the caller may see, those of the link to this child too. */
  fields: some(fileField, 30),
});

/** Why contact data is taken out of the system. */
export const exportReason = v.picklist(['county', 'inspection', 'school', 'class', 'emergency']);

export const contactsContract = {
  /**
   * The children the caller looks after, in the school's order (class, then pinyin). `q` finds by name, pinyin, initials, class, village or the
   * last four digits of a phone.
   */
  'contacts.list': method({
    permission: 'contacts.list',
    input: v.strictObject({
      classId: v.optional(id),
      q: v.optional(textOrEmpty(20)),
      after: v.optional(v.pipe(v.string(), v.maxLength(120))),
    }),
    output: v.object({
      children: some(
        v.object({ ...childRef.entries, sex: v.picklist(['male', 'female']), leftBehind: v.boolean(), tone }),
        100,
      ),
      /** Where the next page begins. A search has one page: `more` says that a longer word would find fewer. */
      next: v.nullable(v.string()),
      more: v.boolean(),
    }),
  }),
  /** One child's file (C1). */
  'contacts.file': method({
    permission: 'contacts.read',
    input: v.strictObject({ studentId: id }),
    output: v.object({
      ...childRef.entries,
      classId: id,
      sex: v.picklist(['male', 'female']),
      birthDay: v.nullable(day),
      boarding: v.boolean(),
      /** Staff alone are told. */
      leftBehind: v.nullable(v.boolean()),
      childDay: v.nullable(day),
      caregiverDay: v.nullable(day),
      tone,
      fields: some(fileField, 40),
      members: some(fileMember, 12),
      /** The current one, if any. */
      delegation: v.nullable(delegation),
      consents: some(consentLine, 10),
      /** Changes that the family asks for and nobody answered yet. */
      proposals: count,
      /** What the caller may do here. */
      may: v.object({
        edit: v.boolean(),
        propose: v.boolean(),
        rights: v.boolean(),
        timeline: v.boolean(),
        invite: v.boolean(),
        phone: v.boolean(),
        /** Answer consents for this child, as its legal guardian. */
        consent: v.boolean(),
      }),
    }),
    audited: true,
  }),
  /** Opens one phone number to dial it. */
  'contacts.phone': method({
    permission: 'contacts.phone',
    input: v.strictObject({ personId: id, why: v.picklist(['notice', 'contact', 'visit', 'file']) }),
    output: v.object({ phone: v.string(), name: v.string() }),
    audited: true,
  }),
  /** Opens one masked fact. `subject` is the child or an adult of it. */
  'contacts.reveal': method({
    permission: 'contacts.edit',
    input: v.strictObject({
      studentId: id,
      subject: id,
      field: fieldKey,
      why: v.picklist(['check', 'form', 'emergency']),
    }),
    output: v.object({ value: v.nullable(v.string()), mark: v.string() }),
    audited: true,
  }),
  /**
   * Changes facts of a child's file and its adults: all of them or none. Where somebody changed one meanwhile, nothing is saved and the answer says
   * what stands there now. Ending or giving back a contact right needs a reason; the calls ahead are looked at again.
   */
  'contacts.save': method({
    permission: 'contacts.edit',
    input: v.strictObject({
      key: requestKey,
      studentId: id,
      edits: v.pipe(v.array(fieldEdit), v.minLength(1), v.maxLength(40)),
      why: textOrEmpty(60),
      right: v.optional(v.strictObject({ reason: rightReason, note: textOrEmpty(100) })),
    }),
    output: v.object({ saved: v.boolean(), conflicts: some(fieldConflict, 40) }),
    audited: true,
  }),
  /** Adds an adult to a child: a new one, or one that the school knows from a brother or sister (`personId`). */
  'contacts.addMember': method({
    permission: 'contacts.edit',
    input: v.strictObject({
      key: requestKey,
      studentId: id,
      personId: v.optional(id),
      role: v.picklist(['parent', 'guardian']),
      name: text(30),
      relation: text(10),
      phone: v.nullable(textOrEmpty(20)),
      legalGuardian: v.boolean(),
      canRead: v.boolean(),
      hasSmartphone: v.boolean(),
    }),
    output: v.object({ personId: id }),
    audited: true,
  }),
  /** Takes an adult off a child's file, e.g. a caregiver who moved away. Who has no child left at the school is let go. */
  'contacts.removeMember': method({
    permission: 'contacts.edit',
    input: v.strictObject({ key: requestKey, studentId: id, personId: id, why: text(60) }),
    output: done,
    audited: true,
  }),
  /** Asks the school to change facts. The teacher answers it. One open proposal of a person for a child: a later one takes its place. */
  'contacts.propose': method({
    permission: 'contacts.propose',
    input: v.strictObject({
      key: requestKey,
      studentId: id,
      edits: v.pipe(v.array(fieldEdit), v.minLength(1), v.maxLength(20)),
      note: textOrEmpty(100),
    }),
    output: v.object({ id }),
  }),
  /** Takes an own proposal back that nobody answered. */
  'contacts.withdraw': method({
    permission: 'contacts.propose',
    input: v.strictObject({ id }),
    output: done,
  }),
  /** Proposals within the caller's reach: of a family its own, of staff the open ones first. */
  'contacts.proposals': method({
    permission: 'contacts.proposals',
    input: v.strictObject({ studentId: v.optional(id) }),
    output: v.object({ proposals: some(proposal, 50), more: v.boolean() }),
    audited: true,
  }),
  /** The teacher's answer, item by item; what is taken becomes a version of the file. Where there are conflicts nothing is done: it stays open. */
  'contacts.answer': method({
    permission: 'contacts.edit',
    input: v.strictObject({
      id,
      take: some(v.strictObject({ subject: id, field: fieldKey, mark: v.pipe(v.string(), v.maxLength(24)) }), 20),
      note: textOrEmpty(100),
    }),
    output: v.object({ status: v.picklist(['accepted', 'declined', 'open']), conflicts: some(fieldConflict, 20) }),
    audited: true,
  }),
  /** Every version of a child's file, newest first. */
  'contacts.timeline': method({
    permission: 'contacts.timeline',
    input: v.strictObject({ studentId: id, before: v.optional(instant) }),
    output: v.object({ changes: some(fileChange, 30), next: v.nullable(instant) }),
    audited: true,
  }),
  /** Writes down a 委托照护, or what became of it. Whoever any disqualifier fits cannot be given the care: `contacts.disqualified`. */
  'contacts.delegate': method({
    permission: 'contacts.edit',
    input: v.strictObject({
      key: requestKey,
      studentId: id,
      memberId: id,
      /** The parent who gives the care away. */
      byId: id,
      since: day,
      until: v.nullable(day),
      /** Each question was asked; those answered yes. */
      disqualifiers: some(disqualifier, 4),
      childView: v.nullable(delegation.entries.childView.wrapped),
      childWords: textOrEmpty(200),
      villageToldDay: v.nullable(day),
      villageWhom: textOrEmpty(30),
    }),
    output: v.object({ id }),
    audited: true,
  }),
  'contacts.endDelegation': method({
    permission: 'contacts.edit',
    input: v.strictObject({ id, why: text(60) }),
    output: done,
    audited: true,
  }),
  /** The written word to the village (未保法 23), as a .docx to print and sign. */
  'contacts.delegationLetter': method({
    permission: 'contacts.edit',
    fn: 'documents',
    input: v.strictObject({ id }),
    output: v.object({ fileId, url: v.string(), fileName: v.string() }),
    audited: true,
  }),
  /** 建档率 and what does not add up (C1): by class, then case by case. */
  'contacts.checks': method({
    permission: 'contacts.checks',
    input: v.strictObject({ classId: v.optional(id) }),
    output: v.object({
      pupils: count,
      complete: count,
      classes: some(
        v.object({
          classId: id,
          className: v.string(),
          pupils: count,
          complete: count,
          leftBehind: count,
          leftBehindComplete: count,
          missing: some(v.object({ field: fieldKey, count }), 40),
        }),
        200,
      ),
      findings: some(
        v.object({
          check: v.picklist(CHECKS),
          children: some(childRef, 20),
          /** More children than are named. */
          more: count,
          /** What else is to be said: a masked phone, a day, figures that do not agree. */
          fact: v.nullable(v.string()),
        }),
        300,
      ),
      /** Findings beyond those listed. */
      unlisted: count,
    }),
    audited: true,
  }),
  /** Contact cards of a class as a .docx to print, eight a page, with invite codes and QR. */
  'contacts.printCards': method({
    permission: 'contacts.print',
    fn: 'documents',
    input: v.strictObject({ classId: id }),
    output: v.object({ fileId, url: v.string(), fileName: v.string(), cards: count }),
    audited: true,
  }),
  /** Files as an .xlsx: `form` has the national form's columns, `class` is a class list without ID numbers. Without `classId` the whole school. */
  'contacts.export': method({
    permission: 'contacts.export',
    fn: 'documents',
    input: v.strictObject({
      kind: v.picklist(['form', 'class']),
      classId: v.optional(id),
      leftBehindOnly: v.boolean(),
      why: exportReason,
      note: textOrEmpty(40),
    }),
    output: v.object({ fileId, url: v.string(), fileName: v.string(), pupils: count }),
    audited: true,
  }),
};
