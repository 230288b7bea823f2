/** Writes changes of a child's file: facts, what follows from them, and their versions, all in one transaction or nothing. */
import type { FieldConflict, FieldEdit } from '../../../miniprogram/shared/contract';
import { type FieldKey, fieldOf, type RightReason } from '../../../miniprogram/shared/domain/child-file';
import { isLeftBehind, ruleOn } from '../../../miniprogram/shared/domain/left-behind';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { FamilyMember, FileChange, MemberChild, School, Student } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { reaches } from '../kernel/reach';
import { type Changed, compared, isRight } from './edits';
import { type Facts, storedOf } from './fields';
import { type Adults, adultsOf, findAnew } from './find-anew';
import { type FieldChanges, sealChanges, type VersionKey } from './versions';
import { linkedTo } from './viewing';

/** One act: by whom and why is said once for all that it changes. */
export interface Act {
  /** The version of a subject is `id:subject`. */
  readonly id: string;
  readonly via: FileChange['via'];
  readonly ref: string | null;
  readonly why: string | null;
  /** Why rights are changed. */
  readonly right?: { readonly reason: RightReason; readonly note: string } | undefined;
  readonly school: School;
}

export interface Written {
  readonly conflicts: readonly Pick<FieldConflict, 'subject' | 'field' | 'now' | 'mark'>[];
  /** Calls ahead may not stand any more: the school's `changedAt` was moved, and `heal` is to look. */
  readonly heals: boolean;
}

const NOTHING: Written = { conflicts: [], heals: false };

/** Facts by which it is decided which calls may take place. */
const CALLS_LEAN_ON: readonly FieldKey[] = ['pupil.boarding', 'link.mayContact'];

/**
 * Makes the edits, which were checked before, where the facts are still what they saw. An act that was done already is not done again.
 * @throws AppError `common.not-found` where the child or an adult is out of reach by now, `contacts.last-guardian`.
 */
export async function writeFacts(
  ctx: Ctx,
  tx: Transaction,
  studentId: string,
  edits: readonly FieldEdit[],
  act: Act,
): Promise<Written> {
  const student = await tx.get('students', studentId);
  if (student?.status !== 'active' || !reaches(ctx.reach, student)) throw new AppError('common.not-found');
  const subjects = [...new Set(edits.map(({ subject }) => subject))];
  for (const subject of subjects) if (await tx.get('fileChanges', versionId(act, subject))) return NOTHING;
  const leansOnAdults = edits.some(({ field }) => fieldOf(field).of !== 'pupil' || FOUND_BY.includes(field));
  const adults = leansOnAdults ? await adultsOf(ctx, tx, student, subjects) : [];
  const { changed, conflicts } = compared(ctx.vault, { student, linked: linkedTo(student._id, adults) }, edits);
  if (conflicts.length > 0) return { conflicts, heals: false };
  const after = afterwards(ctx, { student, adults }, changed, act);
  if (changed.some(({ field }) => isRight(field))) requireGuardian(after.adults, student._id);
  await save(ctx, tx, after, changed);
  for (const [subject, lines] of groupedBy(changed, ({ subject }) => subject))
    await tx.insert(
      'fileChanges',
      versionOf(ctx, act, studentsOf(after, subject, lines), subject, {
        ...linesOf(lines, student._id),
        ...noteOf(lines, act),
      }),
    );
  const heals = changed.some(({ field }) => CALLS_LEAN_ON.includes(field));
  // Two who end rights at once must not both see a guardian left: they meet at the school.
  if (heals || changed.some(({ field }) => isRight(field)))
    await tx.update('schools', student.schoolId, { set: { changedAt: ctx.now() } });
  return { conflicts: [], heals };
}

export const versionId = ({ id }: Pick<Act, 'id'>, subject: string): string => `${id}:${subject}`;

/** The version of one subject of an act. */
export function versionOf(
  ctx: Ctx,
  act: Omit<Act, 'school'>,
  studentIds: readonly string[],
  subject: string,
  changes: FieldChanges,
  made = false,
): FileChange {
  const { person } = staffOf(ctx.caller);
  return {
    _id: versionId(act, subject),
    schoolId: person.schoolId,
    subject: studentIds.includes(subject) ? 'pupil' : 'member',
    subjectId: subject,
    studentIds,
    at: ctx.now(),
    byId: person._id,
    byName: person.name,
    byRole: person.role,
    via: act.via,
    ref: act.ref,
    why: act.why,
    made,
    changes: sealChanges(ctx.vault, changes),
  };
}

interface FileNow {
  readonly student: Student;
  readonly adults: Adults;
}

/** Every adult's facts belong to the files of all its children; what is between one adult and one child to that child's alone. */
const studentsOf = ({ student, adults }: FileNow, subject: string, lines: readonly Changed[]): readonly string[] =>
  lines.every(({ field }) => fieldOf(field).of !== 'member')
    ? [student._id]
    : (adults.find(({ _id }) => _id === subject)?.studentIds ?? [student._id]);

const linesOf = (lines: readonly Changed[], studentId: string): FieldChanges =>
  Object.fromEntries(lines.map(({ field, before, after }) => [lineKey(field, studentId), [before, after]]));

/** What was noted to a change of a right, beside the change: the database has it sealed. */
const noteOf = (lines: readonly Changed[], { right }: Pick<Act, 'right'>): FieldChanges =>
  right?.note && lines.some(({ field }) => isRight(field)) ? { 'member.rightNote': [null, right.note] } : {};

const lineKey = (field: FieldKey, studentId: string): VersionKey =>
  fieldOf(field).of === 'link' ? `${field}@${studentId}` : field;

const factsIn = (changed: readonly Changed[], subject: string, of: 'pupil' | 'member' | 'link'): Facts =>
  Object.fromEntries(
    changed
      .filter((one) => one.subject === subject && fieldOf(one.field).of === of)
      .map(({ field, after }) => [field, after]),
  );

/** The documents as they are to be. */
function afterwards(ctx: Ctx, { student, adults }: FileNow, changed: readonly Changed[], act: Act): FileNow {
  const pupil = { ...student, ...storedOf(ctx.vault, factsIn(changed, student._id, 'pupil')) } as Student;
  return {
    student: withMark(pupil, act.school, ctx.today),
    adults: adults.map((adult) => {
      const link = storedOf(ctx.vault, factsIn(changed, adult._id, 'link')) as Partial<MemberChild>;
      return {
        ...adult,
        ...(storedOf(ctx.vault, factsIn(changed, adult._id, 'member')) as Partial<FamilyMember>),
        // Whether the new number is answered nobody knows yet.
        ...(changed.some(({ subject, field }) => subject === adult._id && field === 'member.phone')
          ? { silentSince: null }
          : {}),
        children: adult.children.map((one) =>
          one.studentId === student._id ? { ...one, ...link, ...limitOf(ctx, link, act) } : one,
        ),
      };
    }),
  };
}

/** Left behind by the school's definition of the day; the days without contact count from the day on which it begins. */
export function withMark(student: Student, school: School, today: string): Student {
  const leftBehind = isLeftBehind(ruleOn(school.leftBehindRules, today), student, today);
  if (leftBehind === student.leftBehind) return student;
  return { ...student, leftBehind, ...(leftBehind ? { contact: { ...student.contact, since: today } } : {}) };
}

function limitOf({ vault, today }: Ctx, { mayContact }: Partial<MemberChild>, { right }: Act): Partial<MemberChild> {
  if (mayContact === undefined) return {};
  if (mayContact || !right) return { limit: null };
  return { limit: { reason: right.reason, since: today, note: right.note ? vault.seal(right.note) : null } };
}

/** A child keeps somebody who answers for it. */
export function requireGuardian(adults: Adults, studentId: string): void {
  const isLeft = linkedTo(studentId, adults).some(({ role, legalGuardian }) => legalGuardian || role === 'guardian');
  if (!isLeft) throw new AppError('contacts.last-guardian');
}

/** Facts by which a child is found. */
const FOUND_BY: readonly FieldKey[] = ['pupil.name', 'pupil.address', 'member.phone'];

async function save(ctx: Ctx, tx: Transaction, after: FileNow, changed: readonly Changed[]): Promise<void> {
  const { student, adults } = after;
  const found = changed.some(({ field }) => FOUND_BY.includes(field));
  const facts = factsIn(changed, student._id, 'pupil');
  const marked = 'pupil.careStatus' in facts || 'pupil.birthDay' in facts;
  const pupil = {
    ...pick(student, Object.keys(storedOf(ctx.vault, facts))),
    ...(marked ? { leftBehind: student.leftBehind, 'contact.since': student.contact.since } : {}),
    ...(found ? findAnew(ctx.vault, student, adults) : {}),
  };
  if (Object.keys(pupil).length > 0) await tx.update('students', student._id, { set: pupil });
  for (const adult of adults.filter(({ _id }) => changed.some(({ subject }) => subject === _id))) {
    const own = factsIn(changed, adult._id, 'member');
    const set = {
      ...pick(adult, Object.keys(storedOf(ctx.vault, own))),
      ...('member.phone' in own ? { silentSince: null } : {}),
      children: adult.children,
    };
    await tx.update('familyMembers', adult._id, { set });
    if ('member.phone' in own) await findSiblings(ctx, tx, student, adult);
  }
}

/** A number by which the adult's other children are found, too. */
async function findSiblings(ctx: Ctx, tx: Transaction, { _id }: Student, adult: FamilyMember): Promise<void> {
  for (const id of adult.studentIds.filter((one) => one !== _id)) {
    const sibling = await tx.get('students', id);
    if (sibling?.schoolId !== adult.schoolId) continue;
    const adults = (await adultsOf(ctx, tx, sibling)).map((one) => (one._id === adult._id ? adult : one));
    await tx.update('students', id, { set: findAnew(ctx.vault, sibling, adults) });
  }
}

const pick = (doc: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, (doc as Record<string, unknown>)[name]]));
