/** What a caller may see of one child's file, and do with it. */
import { type FieldKey, fieldOf, keysOf, type Subject } from '../../../miniprogram/shared/domain/child-file';
import {
  type About,
  type May,
  type Member,
  mayWith,
  type Rights,
  type Viewer,
} from '../../../miniprogram/shared/domain/contact-file';
import { maskPhone, type Vault } from '../data/crypto';
import type { FamilyMember, MemberChild, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { reaches } from '../kernel/reach';
import { factIn, markOf } from './fields';

/** An adult and how it stands to the child whose file it is. */
export interface Linked extends Member {
  readonly member: FamilyMember;
  readonly link: MemberChild;
}

export const linkedTo = (studentId: string, members: readonly FamilyMember[]): Linked[] =>
  members.flatMap((member) => {
    const link = member.children.find((child) => child.studentId === studentId);
    const { _id: personId, role } = member;
    return link ? [{ personId, role, legalGuardian: link.legalGuardian, member, link }] : [];
  });

export type FileViewer = Viewer & { readonly rights: Rights };

/** The caller before one child's file. No operation. */
export async function viewerOf(ctx: Ctx, student: Student): Promise<FileViewer> {
  const has = async (permission: Parameters<Ctx['reachFor']>[0]) => reaches(await ctx.reachFor(permission), student);
  const [edit, propose, health, aid, rights] = await Promise.all([
    has('contacts.edit'),
    has('contacts.propose'),
    has('contacts.health'),
    has('contacts.aid'),
    has('contacts.rights'),
  ]);
  const personId = ctx.caller.kind === 'stranger' ? '' : ctx.caller.person._id;
  return { role: ctx.role, personId, rights: { edit, propose, health, aid, rights } };
}

/** A child's file as one caller stands before it: the documents, and what may be done with each fact. */
export interface OpenFile {
  readonly student: Student;
  readonly linked: readonly Linked[];
  readonly viewer: FileViewer;
}

/** Whose fact a key is in a file, e.g. of an edit's `subject`; `undefined` where the two do not go together. */
export function partOf(
  { student, linked }: Pick<OpenFile, 'student' | 'linked'>,
  subject: string,
  key: FieldKey,
): { readonly about: About; readonly doc: Student | FamilyMember | MemberChild } | undefined {
  const of: Subject = fieldOf(key).of;
  if (of === 'pupil') return subject === student._id ? { about: 'child', doc: student } : undefined;
  const one = linked.find(({ personId }) => personId === subject);
  return one && { about: one, doc: of === 'member' ? one.member : one.link };
}

export const mayIn = ({ viewer, linked }: OpenFile, key: FieldKey, about: About): May | undefined =>
  mayWith(viewer, key, about, linked);

/** The facts of one subject that the viewer may see, as they travel. */
export const fieldsOf = (
  vault: Vault,
  file: OpenFile,
  of: Subject,
  about: About,
  doc: Student | FamilyMember | MemberChild,
) =>
  keysOf(of).flatMap((field) => {
    const may = mayIn(file, field, about);
    if (!may) return [];
    const value = factIn(vault, field, doc);
    const masked = value !== null && fieldOf(field).masked === true;
    return [{ field, value: maskedValue(field, value), masked, mark: markOf(vault, field, value), may }];
  });

/** Phones and ID numbers in part: 138****1234, 5202**********1234; other facts as they are. */
export function maskedValue(key: FieldKey, value: string | null): string | null {
  const { masked, kind } = fieldOf(key);
  if (value === null || !masked) return value;
  if (kind === 'idNumber') return value.replace(/^(.{4})(.*)(.{4})$/, (_, a, b, c) => a + '*'.repeat(b.length) + c);
  return value.split(',').map(maskPhone).join(',');
}
