import type { FamilyMember } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import type { TemplateKind } from '../../cloudfunctions/_server/wechat/templates';
import type { World } from '../world';
import { type CastKey, openidOf } from './cast';
import { CAST } from './cast-pupils';
import { allOf, as } from './operator';
import { seeded } from './random';

/** Of the cast's class, 三(2)班, everybody who can is bound; of the others this share. */
const BOUND = 0.7;
const BATCH = 500;
const SECOND = 1000;
const KINDS: readonly TemplateKind[] = ['call', 'notice', 'contact'];

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
    world,
    deps,
    members.filter((member) => !played.has(member._id)),
  );
  for (const key of ['father', 'granny'] as const) await allowReminders(world, deps, openidOf(key));
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

/** How often somebody who is asked at each natural tap has said yes by now, per kind of message. */
const ALLOWED = { call: 2, notice: 8, contact: 2 } as const satisfies Record<TemplateKind, number>;

/** Binds most of the others as their own taps would have, but in bulk. The families of the cast's class allowed messages. */
async function bindOthers(world: World, deps: Deps, members: readonly FamilyMember[]): Promise<void> {
  const random = seeded(members.length);
  const school = await deps.schoolOf(members[0]?.schoolId ?? '');
  const classId =
    (await deps.store.list('classes', { where: { schoolId: school._id, grade: 3, number: 2 }, limit: 1 }))[0]?._id ??
    '';
  const bound = members.filter(
    (member) => member.hasSmartphone && (member.classIds.includes(classId) || random.chance(BOUND)),
  );
  const people = bound.map((member) => ({ ...member, openid: `demo-family-${member._id}` }));
  const allowed = Object.fromEntries(KINDS.map((kind) => [deps.templates[kind].id, ALLOWED[kind]]));
  const creditsOf = ({ classIds }: FamilyMember) => (classIds.includes(classId) ? allowed : {});
  for (const member of people) world.wechat.grant(member.openid, creditsOf(member));
  for (let i = 0; i < people.length; i += BATCH) {
    const batch = people.slice(i, i + BATCH);
    await deps.store.removeWhere('familyMembers', { _id: { in: batch.map((member) => member._id) } });
    await deps.store.insert('familyMembers', batch);
    await deps.store.insert(
      'accounts',
      batch.map((member) => ({
        _id: member.openid,
        memberships: [membershipOf(member, school.name)],
        credits: creditsOf(member),
      })),
    );
  }
}

const membershipOf = ({ _id: id, role, schoolId, name }: FamilyMember, schoolName: string) => ({
  ...{ id, kind: 'family' as const, role, schoolId },
  ...{ schoolName, name },
});

/** Somebody of the cast said yes on WeChat's sheet, once a second: WeChat's events tell no two of one second apart. */
async function allowReminders(world: World, { templates }: Deps, openid: string): Promise<void> {
  for (let i = 0; i < Math.max(...Object.values(ALLOWED)); i++) {
    const asked = KINDS.filter((kind) => i < ALLOWED[kind]).map((kind) => [templates[kind].id, 'accept'] as const);
    await world.wechat.answerSubscribe(openid, Object.fromEntries(asked));
    world.clock.moveTo(world.clock.now() + SECOND);
  }
}
