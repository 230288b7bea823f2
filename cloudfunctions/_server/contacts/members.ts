/** Adults come to a child's file and leave it. */
import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { FIELD_KEYS, type FieldKey, fieldOf } from '../../../miniprogram/shared/domain/child-file';
import { faultOf, tidy } from '../../../miniprogram/shared/domain/file-values';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { letGo } from '../accounts/unbind';
import type { FamilyMember, MemberChild, Student } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { reaches } from '../kernel/reach';
import { requestId } from '../kernel/request-id';
import { endWith } from './delegate';
import { factIn } from './fields';
import { adultsOf, findAnew } from './find-anew';
import { FAMILY, familyOfStudent, memberIn, studentIn } from './repository';
import { healAfter } from './save';
import type { FieldChanges } from './versions';
import { linkedTo, viewerOf } from './viewing';
import { requireGuardian, versionId, versionOf } from './write-facts';

type Added = ParsedInput<'contacts.addMember'>;

export async function addMember(ctx: Ctx, input: Added): Promise<string> {
  const student = await studentIn(ctx.store, ctx.reach, input.studentId);
  const { rights } = (await viewerOf(ctx, student)).rights;
  if (input.legalGuardian && !rights) throw new AppError('auth.forbidden');
  const facts = readable(ctx, input);
  ctx.opened([student._id]);
  const known = await knownAdult(ctx, input, facts);
  const adult = known ?? newAdult(ctx, student, input, facts);
  const id = requestId('v', ctx.caller.openid, input.key);
  await ctx.store.transact((tx) => add(ctx, tx, student, adult, { id, isNew: !known, link: linkOf(student, input) }));
  return adult._id;
}

/** What was typed, tidy. @throws AppError `contacts.unreadable` */
function readable(ctx: Ctx, input: Added): { readonly name: string; readonly phone: string | null } {
  const typed = { 'member.name': input.name, 'member.phone': input.phone, 'link.relation': input.relation } as const;
  for (const [field, value] of Object.entries(typed) as [FieldKey, string | null][]) {
    const rule = faultOf(field, value, ctx.today);
    if (rule) throw new AppError('contacts.unreadable', { field, rule });
  }
  return { name: input.name, phone: tidy('member.phone', input.phone) };
}

/** The adult whom the school knows already: the one that was chosen, or one of the same name and number. */
async function knownAdult(
  { store, reach, vault }: Ctx,
  { personId }: Added,
  { name, phone }: { readonly name: string; readonly phone: string | null },
): Promise<FamilyMember | undefined> {
  if (personId !== undefined) {
    const found = await memberIn(store, reach, personId);
    if (!found) throw new AppError('common.not-found');
    return found.member;
  }
  if (phone === null) return undefined;
  const same = await store.list('familyMembers', {
    where: { phoneHash: { in: vault.blinds('phone', phone) }, schoolId: reach.schoolId },
    limit: 20,
  });
  return same.find((one) => one.name === name);
}

const linkOf = ({ _id, classId }: Student, { relation, legalGuardian }: Added): MemberChild => ({
  ...{ studentId: _id, classId, relation, legalGuardian },
  mayContact: true,
});

function newAdult(
  { vault, caller }: Ctx,
  { schoolId }: Student,
  { key, role, canRead, hasSmartphone }: Added,
  { name, phone }: { readonly name: string; readonly phone: string | null },
): FamilyMember {
  return {
    ...{ _id: requestId('m', caller.openid, key), schoolId, role, name, canRead, hasSmartphone },
    phone: phone === null ? null : vault.seal(phone),
    phoneHash: phone && vault.blind('phone', phone),
    ...{ morePhones: null, workplace: null, occupation: null, address: null, birthDay: null, idNumber: null },
    ...{ health: null, shift: 'unknown', openid: null, importId: '' },
    ...{ children: [], studentIds: [], classIds: [] },
  };
}

interface Adding {
  readonly id: string;
  readonly isNew: boolean;
  readonly link: MemberChild;
}

async function add(
  ctx: Ctx,
  tx: Transaction,
  { _id }: Student,
  known: FamilyMember,
  { id, isNew, link }: Adding,
): Promise<void> {
  const student = await tx.get('students', _id);
  if (student?.status !== 'active' || !reaches(ctx.reach, student)) throw new AppError('common.not-found');
  const act = { id, via: 'edit', ref: null, why: null } as const;
  if (await tx.get('fileChanges', versionId(act, known._id))) return;
  const adult = isNew ? known : await tx.get('familyMembers', known._id);
  if (!adult) throw new AppError('common.not-found');
  if (adult.studentIds.includes(_id)) throw new AppError('contacts.member-known');
  const there = await adultsOf(ctx, tx, student);
  if (there.length >= FAMILY) throw new AppError('contacts.family-full');
  const after = withChildren(adult, [...adult.children, link]);
  if (isNew) await tx.insert('familyMembers', after);
  else await tx.update('familyMembers', adult._id, { set: childrenOf(after) });
  const adults = [...there.filter((one) => one._id !== after._id), after];
  await tx.update('students', _id, { set: findAnew(ctx.vault, student, adults) });
  const changes = { ...(isNew ? factsOf(ctx, 'member', after, after, 'came') : {}), ...linkChanges(ctx, link, 'came') };
  await tx.insert('fileChanges', versionOf(ctx, act, [_id], adult._id, changes, isNew));
}

const withChildren = (adult: FamilyMember, children: readonly MemberChild[]): FamilyMember => ({
  ...adult,
  children,
  studentIds: children.map(({ studentId }) => studentId),
  classIds: [...new Set(children.map(({ classId }) => classId))],
});

const childrenOf = ({ children, studentIds, classIds }: FamilyMember) => ({ children, studentIds, classIds });

type Way = 'came' | 'went';

/** The known facts of an adult or a link as lines of a version. */
const factsOf = (
  ctx: Ctx,
  of: 'member' | 'link',
  doc: FamilyMember | MemberChild,
  { _id: at }: { readonly _id: string },
  way: Way,
): FieldChanges =>
  Object.fromEntries(
    FIELD_KEYS.filter((key) => fieldOf(key).of === of).flatMap((key) => {
      const value = factIn(ctx.vault, key, doc);
      if (value === null) return [];
      return [[of === 'link' ? `${key}@${at}` : key, way === 'came' ? [null, value] : [value, null]]];
    }),
  );

const linkChanges = (ctx: Ctx, link: MemberChild, way: Way): FieldChanges =>
  factsOf(ctx, 'link', link, { _id: link.studentId }, way);

/**
 * Takes an adult off a child's file; whoever has no child left at the school is nobody's family there any more.
 * @throws AppError `auth.forbidden` where a right would go with it, or the end of one, and the caller may not change rights.
 */
export async function removeMember(ctx: Ctx, input: ParsedInput<'contacts.removeMember'>): Promise<void> {
  const { key, studentId, personId, why } = input;
  const student = await studentIn(ctx.store, ctx.reach, studentId);
  const { rights } = (await viewerOf(ctx, student)).rights;
  const act = { id: requestId('v', ctx.caller.openid, key), via: 'edit', ref: null, why } as const;
  const isHere = (await familyOfStudent(ctx.store, student)).some(({ _id }) => _id === personId);
  if (!isHere && !(await ctx.store.get('fileChanges', versionId(act, personId))))
    throw new AppError('common.not-found');
  ctx.opened([studentId]);
  await ctx.store.transact((tx) => remove(ctx, tx, student, personId, { ...act, rights }));
  await endWith(ctx, student, personId, why);
  await letGoIfAlone(ctx, personId);
  await healAfter(ctx, { heals: true });
}

async function remove(
  ctx: Ctx,
  tx: Transaction,
  { _id }: Student,
  personId: string,
  { rights, ...act }: Parameters<typeof versionOf>[1] & { readonly rights: boolean },
): Promise<void> {
  const student = await tx.get('students', _id);
  if (student?.status !== 'active' || !reaches(ctx.reach, student)) throw new AppError('common.not-found');
  const adult = await tx.get('familyMembers', personId);
  const link = adult?.children.find((one) => one.studentId === _id);
  // Else it is done already, by this request or another one.
  if (!adult || !link) return;
  // Put on the file again, nobody would know of a court's order any more.
  if ((link.legalGuardian || !link.mayContact) && !rights) throw new AppError('auth.forbidden');
  if (!link.mayContact) throw new AppError('contacts.barred-stays');
  const rest = (await adultsOf(ctx, tx, student)).filter((one) => one._id !== personId);
  if (linkedTo(_id, rest).length === 0 || link.legalGuardian || adult.role === 'guardian') requireGuardian(rest, _id);
  const after = withChildren(
    adult,
    adult.children.filter((one) => one !== link),
  );
  await tx.update('familyMembers', personId, { set: childrenOf(after) });
  await tx.update('students', _id, { set: findAnew(ctx.vault, student, rest) });
  await tx.update('schools', student.schoolId, { set: { changedAt: ctx.now() } });
  await tx.insert('fileChanges', versionOf(ctx, act, [_id], personId, linkChanges(ctx, link, 'went')));
}

/** The WeChat and the codes of somebody who has no child at the school. */
async function letGoIfAlone(ctx: Ctx, personId: string): Promise<void> {
  const adult = await ctx.store.get('familyMembers', personId);
  if (!adult || adult.children.length > 0) return;
  const { schoolId, openid } = adult;
  await ctx.store.updateWhere('invites', { schoolId, personId, status: 'open' }, { set: { status: 'revoked' } });
  if (openid !== null) await letGo(ctx.store, 'familyMembers', personId, openid);
}
