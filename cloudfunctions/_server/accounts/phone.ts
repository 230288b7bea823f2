/** Binding by the phone number that WeChat vouches for. */
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { FamilyMember } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Ctx } from '../kernel/deps';
import { type Membership, membershipOf, tie } from './bind';

/** More people than this on one number would be a mistake of a roster. */
const PEOPLE = 50;

const unknown = () => new AppError('accounts.phone-unknown');

/**
 * Binds whoever has this number and a child of this name, at every school where that is the same person, by name. Whoever has lost the WeChat
 * that was bound (`byCodeOnly`), and people who share a number and a child, so that nobody knows which of them it is, need a code.
 * @returns the memberships, that of the child first.
 * @throws AppError `accounts.phone-unknown`, whatever did not fit; `accounts.already-bound` only where number and child are right.
 */
export async function bindByPhone(
  ctx: Ctx,
  phone: string,
  childName: string,
): Promise<{ readonly memberships: readonly [Membership, ...Membership[]]; readonly people: readonly FamilyMember[] }> {
  const { store, vault, caller } = ctx;
  const onNumber = await store.list('familyMembers', {
    where: { phoneHash: { in: vault.blinds('phone', phone) } },
    limit: PEOPLE,
  });
  const known = await withChildNamed(ctx, onNumber, childName);
  const [names] = [[...new Set(known.map(({ name }) => plain(name)))]];
  const [name] = names;
  if (name === undefined || names.length > 1) throw unknown();
  const free = (person: FamilyMember) => person.openid === null || person.openid === caller.openid;
  const mine = known.filter((person) => free(person) && !person.byCodeOnly);
  if (mine.length === 0) throw known.every(free) ? unknown() : new AppError('accounts.already-bound');
  const rest = onNumber.filter((p) => plain(p.name) === name && free(p) && !p.byCodeOnly && !known.includes(p));
  return bindAll(ctx, [...mine, ...rest]);
}

async function bindAll(ctx: Ctx, wanted: readonly FamilyMember[]) {
  const { openid } = ctx.caller;
  const schools = new Map<string, string>();
  for (const { schoolId } of wanted) schools.set(schoolId, (await ctx.schoolOf(schoolId)).name);
  const bound = await ctx.store.transact(async (tx) => {
    const all = [];
    for (const { _id } of wanted) {
      const person = await tx.get('familyMembers', _id);
      if (!person || person.byCodeOnly || (person.openid !== null && person.openid !== openid)) continue;
      const membership = membershipOf(person, schools.get(person.schoolId) ?? '');
      all.push({ people: 'familyMembers' as const, person, membership });
    }
    if (all.length > 0) await tie(tx, openid, all);
    return all;
  });
  const [first, ...others] = bound.map(({ membership }) => membership);
  if (!first) throw unknown();
  await endCodes(
    ctx,
    bound.map(({ person }) => person),
  );
  return { memberships: [first, ...others] as const, people: bound.map(({ person }) => person) };
}

/** Those who may be in contact with an active child of that name. */
async function withChildNamed({ store }: Ctx, people: readonly FamilyMember[], name: string): Promise<FamilyMember[]> {
  const linked = (person: FamilyMember) => person.children.filter((l) => l.mayContact).map((l) => l.studentId);
  const ids = people.flatMap(linked);
  if (ids.length === 0) return [];
  const students = await store.list('students', {
    where: { _id: { in: ids }, status: 'active' },
    limit: 200,
    fields: ['name'],
  });
  const meant = new Set(students.filter((student) => plain(student.name) === plain(name)).map(({ _id }) => _id));
  return people.filter((person) => linked(person).some((id) => meant.has(id)));
}

/** A name as it is compared: full-width letters made plain, no spaces, one kind of dot. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/[·•・‧.]/gu, '·');

/** Open codes of some people stop working. */
export async function endCodes(
  { store }: Pick<Ctx, 'store'>,
  people: readonly { readonly _id: string; readonly schoolId: string }[],
): Promise<void> {
  for (const [schoolId, own] of groupedBy(people, (person) => person.schoolId))
    await store.updateWhere(
      'invites',
      { schoolId, personId: { in: own.map(({ _id }) => _id) }, status: 'open' },
      { set: { status: 'revoked' } },
    );
}
