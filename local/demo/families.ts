import type { FamilyMember } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import type { World } from '../world';
import { type CastKey, openidOf } from './cast';
import { CAST } from './cast-pupils';
import { allOf, as } from './operator';
import { seeded } from './random';

/** Of the cast's class, 三(2)班, everybody who can is bound; of the others this share. */
const BOUND = 0.7;
const BATCH = 500;

/** The cast binds with its codes; of the other families most are bound already, as after a term of use. */
export async function settleFamilies(world: World, deps: Deps, schoolId: string): Promise<void> {
  const members = await allOf((after) =>
    deps.store.list('familyMembers', {
      where: { schoolId, ...(after && { _id: { gt: after } }) },
      orderBy: [['_id', 'asc']],
      limit: 1000,
    }),
  );
  const byPhone = new Map(members.map((member) => [member.phoneHash, member]));
  const named = (phone: string): FamilyMember => {
    const member = byPhone.get(deps.vault.blind('phone', phone));
    if (!member) throw new Error('the roster lacks somebody of the cast');
    return member;
  };
  const codeFor = async (member: FamilyMember) =>
    (await as(world, openidOf('head'), 'accounts.invite', { personId: member._id })).code;
  const cast: readonly (readonly [CastKey, string])[] = [
    ['father', CAST.nightFather.phone],
    ['granny', CAST.grandmother.phone],
    ['mother', CAST.divorcedMother.phone],
    ['father2', CAST.secondFather.phone],
  ];
  for (const [key, phone] of cast)
    await as(world, openidOf(key), 'accounts.bind', { code: await codeFor(named(phone)) });
  const played = new Set([...cast.map(([, phone]) => named(phone)._id), (await newcomerOf(deps, schoolId))._id]);
  await bindOthers(
    deps,
    members.filter((member) => !played.has(member._id)),
  );
  await allowReminders(world, deps, schoolId);
}

/** 小雨's mother, who has just got her card: the other parent of the night father's child. */
export async function newcomerOf({ store, vault }: Deps, schoolId: string): Promise<FamilyMember> {
  const { phone, studentNos } = CAST.nightFather;
  const [child] = await store.list('students', {
    where: { schoolId, status: 'active', studentNo: studentNos[0] ?? '' },
    limit: 1,
  });
  const family = await store.list('familyMembers', { where: { schoolId, studentIds: child?._id ?? '' }, limit: 10 });
  const mother = family.find(({ role, phoneHash }) => role === 'parent' && phoneHash !== vault.blind('phone', phone));
  if (!mother) throw new Error('the roster lacks the mother of the cast');
  return mother;
}

/** Binds most of the others as their own taps would have, but in bulk. */
async function bindOthers(deps: Deps, members: readonly FamilyMember[]): Promise<void> {
  const random = seeded(members.length);
  const school = await deps.schoolOf(members[0]?.schoolId ?? '');
  const classId =
    (await deps.store.list('classes', { where: { schoolId: school._id, grade: 3, number: 2 }, limit: 1 }))[0]?._id ??
    '';
  const bound = members.filter(
    (member) => member.hasSmartphone && (member.classIds.includes(classId) || random.chance(BOUND)),
  );
  const people = bound.map((member) => ({ ...member, openid: `demo-family-${member._id}` }));
  for (let i = 0; i < people.length; i += BATCH) {
    const batch = people.slice(i, i + BATCH);
    await deps.store.removeWhere('familyMembers', { _id: { in: batch.map((member) => member._id) } });
    await deps.store.insert('familyMembers', batch);
    await deps.store.insert(
      'accounts',
      batch.map(({ _id, openid, role, schoolId, name }) => ({
        _id: openid,
        memberships: [{ id: _id, kind: 'family' as const, role, schoolId, schoolName: school.name, name }],
        credits: {},
      })),
    );
  }
}

/** The families of the cast's class have said yes to reminders before. */
async function allowReminders(world: World, deps: Deps, schoolId: string): Promise<void> {
  const [found] = await deps.store.list('classes', { where: { schoolId, grade: 3, number: 2 }, limit: 1 });
  const members = await deps.store.list('familyMembers', {
    where: { schoolId, classIds: found?._id ?? '' },
    limit: 200,
  });
  const yes = Object.fromEntries(Object.values(deps.templates).map(({ id }) => [id, 'accept' as const]));
  for (const { openid } of members)
    if (openid) for (let i = 0; i < 2; i++) await world.wechat.answerSubscribe(openid, yes);
}
