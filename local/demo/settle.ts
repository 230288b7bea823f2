import { existsSync, writeFileSync } from 'node:fs';
import type { Student } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { enrolStaff, foundSchool, type NewStaff } from '../../cloudfunctions/_server/school/found';
import { dayOf, weekdayOf } from '../../miniprogram/shared/domain/calendar';
import type { World } from '../world';
import { settleCare } from './care';
import { type CastKey, DEMO_NOW, factsFile, openidOf } from './cast';
import { CAST } from './cast-pupils';
import { newcomerOf, settleFamilies } from './families';
import { settleFiles, settleFilesToday } from './files';
import { settleLedger } from './ledger';
import { settleLetters, settleLettersToday } from './letters';
import { settleNotices } from './notices';
import { demoPhone } from './numbers';
import { allOf, as, operatorOf } from './operator';
import { settlePairs } from './pairs';
import { makeDemoRoster } from './roster';
import { DEMO_SCHOOL } from './school';
import { type DemoStaff, type DemoStaffMember, makeDemoStaff } from './staff';
import { writeTerm } from './term';
import { writeRosterXlsx } from './workbook';

/** The seed of the demo school; another one makes another school. */
export const DEMO_SEED = 20260901;

/** How far a fresh world is settled: a school with its staff and points only, or with roster, families and a term of history. */
export type Stage = 'founded' | 'term';

/**
 * Settles a fresh world through the doors that a real school uses: it is founded, its headteacher binds, uploads the
 * roster .xlsx and confirms it, staff and families bind with their codes. Only the term's history is written directly.
 * A world that is settled already is left as it is.
 */
export async function settleDemo(world: World, dir: string, stage: Stage = 'term'): Promise<void> {
  if (existsSync(factsFile(dir))) return;
  const deps = operatorOf(world);
  const staff = makeDemoStaff(DEMO_SEED);
  const schoolId = await foundDemo(world, deps, staff);
  if (stage === 'term') await settleTerm(world, deps, schoolId, staff);
  world.clock.moveTo(DEMO_NOW);
  world.cloud.timers.start();
  const codes = stage === 'term' ? await settleToday(world, deps, schoolId) : {};
  const phones = { ...phonesOfCast(staff), ...(stage === 'term' ? await phoneOfNewcomer(deps, schoolId) : {}) };
  for (const [key, phone] of Object.entries(phones)) world.wechat.setPhoneNumber(openidOf(key as CastKey), phone);
  writeFileSync(factsFile(dir), JSON.stringify({ phones, codes }));
}

/** WeChat knows the number that the roster has of her, so she may be bound by it instead of by the code. */
async function phoneOfNewcomer(deps: Deps, schoolId: string): Promise<Partial<Record<CastKey, string>>> {
  const { phone } = await newcomerOf(deps, schoolId);
  return phone === null ? {} : { newcomer: deps.vault.open(phone) };
}

const COUNTY = '示范县';

/** Her background check ends within the month, so that the office sees what it sees then. */
const LOVE_MOTHER: NewStaff = {
  ...{ role: 'volunteer', name: '石秀英', phone: demoPhone(9900), sex: 'female', village: '示例一村' },
  checkedUntil: '2026-12-18',
};

/** The school with its points, its staff and their duty; the cast among them bound. */
async function foundDemo(world: World, deps: Deps, staff: DemoStaff): Promise<string> {
  const head = memberOf(staff, (member) => member.duty === 'headteacher');
  const { school, headteacher } = await foundSchool(deps, {
    name: DEMO_SCHOOL.name,
    county: COUNTY,
    term: { name: '2026 年秋季学期', from: '2026-09-01', to: '2027-01-20' },
    headteacher: { name: head.name, phone: head.phone },
    points: staff.points.map(({ name, kind }) => ({ name, kind })),
  });
  await bind(world, 'head', headteacher.code);
  const castOfStaff = staffCast(staff);
  const entries = staff.staff
    .filter((member) => member !== head)
    .map((member) => [member, entryOf(staff, member)] as const);
  const others: readonly (readonly [CastKey, NewStaff])[] = [
    ['bureau', { role: 'bureau', name: `${COUNTY}教育局` }],
    ['volunteer', LOVE_MOTHER],
    [
      'tablet',
      {
        role: 'booth',
        name: staff.booths[0]?.name ?? '平板',
        pointId: school.points.find((p) => p.kind === 'video')?.id ?? '',
      },
    ],
  ];
  const enrolled = await enrolStaff(deps, school._id, [
    ...entries.map(([, entry]) => entry),
    ...others.map(([, entry]) => entry),
  ]);
  for (const [i, [member]] of entries.entries()) {
    const key = castOfStaff.get(member.key);
    if (key) await bind(world, key, enrolled[i]?.code ?? null);
  }
  for (const [i, [key]] of others.entries()) await bind(world, key, enrolled[entries.length + i]?.code ?? null);
  return school._id;
}

/** Roster, mentees, families and the term's history. */
async function settleTerm(world: World, deps: Deps, schoolId: string, staff: DemoStaff): Promise<void> {
  await importRoster(world);
  const byNumber = new Map((await pupilsOf(deps, schoolId)).map((pupil) => [pupil.studentNo, pupil._id]));
  const mentors = staff.staff.filter((member) => member.mentees.length > 0);
  await enrolStaff(
    deps,
    schoolId,
    mentors.map((member) => ({
      ...entryOf(staff, member),
      menteeIds: member.mentees.flatMap((no) => byNumber.get(no) ?? []),
    })),
  );
  await settleFamilies(world, deps, schoolId);
  await writeTerm(deps, schoolId, await pupilsOf(deps, schoolId), DEMO_SEED, dayOf(DEMO_NOW));
  // While the clock goes through the term nothing else may run: the term is written already.
  world.cloud.timers.stop();
  await settleFiles(world);
  await settleLetters(world);
  await settleNotices(world, deps, schoolId, DEMO_SEED);
  await settleLettersToday(world);
}

/** All pupils in the order of the school's own numbers: ids depend on the world's key, and the history must not. */
async function pupilsOf({ store }: Deps, schoolId: string): Promise<Student[]> {
  const pupils = await allOf((after) =>
    store.list('students', {
      where: { schoolId, ...(after && { _id: { gt: after } }) },
      orderBy: [['_id', 'asc']],
      limit: 1000,
    }),
  );
  return pupils.sort((a, b) => (a.studentNo ?? '').localeCompare(b.studentNo ?? ''));
}

/**
 * What happened this morning, done by the class teacher's own taps: what she did about those who wait longest, and a visit at 小雨's, told to the family. Answers the code of the mother who has just got her card.
 */
async function settleToday(world: World, deps: Deps, schoolId: string): Promise<Partial<Record<CastKey, string>>> {
  const teacher = openidOf('teacher');
  await settleLedger(world);
  await settleCare(world);
  await settleFilesToday(world);
  const newcomer = await newcomerOf(deps, schoolId);
  await settlePairs(world, newcomer.studentIds.slice(0, 1));
  await as(world, teacher, 'records.write', {
    requestKey: 'demo-visit-today',
    studentIds: newcomer.studentIds.slice(0, 1),
    kind: 'home_visit',
    day: dayOf(world.clock.now()),
    values: { seen: ['作业', '情绪'], note: '奶奶精神不错。小雨的作业本很整齐，就是说想爸爸妈妈了。' },
    photos: [],
    photosConsented: false,
    share: true,
    shareText: '今天去家里看了小雨，作业写得很认真，还给我看了她画的全家。她说想您了，有空和她说说话。',
  });
  return { newcomer: (await as(world, openidOf('head'), 'accounts.invite', { personId: newcomer._id })).code };
}

/** As the headteacher does it: upload, look, confirm. */
async function importRoster(world: World): Promise<void> {
  const openid = openidOf('head');
  const { rows } = makeDemoRoster(DEMO_SEED);
  const fileId = await world.cloud.upload('u/demo-roster.xlsx', await writeRosterXlsx(rows), openid);
  const { importId } = await as(world, openid, 'roster.preview', {
    key: 'demo-roster',
    fileId,
    fileName: '学生名册.xlsx',
  });
  await as(world, openid, 'roster.confirm', { importId });
}

async function bind(world: World, key: CastKey, code: string | null): Promise<void> {
  if (code) await as(world, openidOf(key), 'accounts.bind', { code });
}

/** Which member of staff is whom of the cast: 三(2)班's class teacher, who is on duty when the demo opens, the counsellor. */
function staffCast(staff: DemoStaff): ReadonlyMap<string, CastKey> {
  const duty = staff.duty.find((d) => d.weekday === weekdayOf(dayOf(DEMO_NOW)));
  return new Map<string, CastKey>([
    ['class-3-2', 'teacher'],
    [duty?.staff ?? '', 'duty'],
    ['counsellor', 'counsellor'],
  ]);
}

function entryOf({ duty }: DemoStaff, member: DemoStaffMember): NewStaff {
  const weekdays = duty.filter((d) => d.staff === member.key).map((d) => d.weekday);
  return {
    role: member.duty === 'counsellor' ? 'counsellor' : member.duty === 'headteacher' ? 'school_admin' : 'teacher',
    name: member.name,
    phone: member.phone,
    sex: member.sex,
    ...(member.homeroom && { classes: [`${member.homeroom.grade}年级${member.homeroom.classNo}班`] }),
    ...(weekdays.length > 0 && { duty: weekdays }),
  };
}

function memberOf(staff: DemoStaff, is: (member: DemoStaffMember) => boolean): DemoStaffMember {
  const member = staff.staff.find(is);
  if (!member) throw new Error('the demo school lacks somebody');
  return member;
}

const phonesOfCast = (staff: DemoStaff): Partial<Record<CastKey, string>> => ({
  father: CAST.nightFather.phone,
  granny: CAST.grandmother.phone,
  mother: CAST.divorcedMother.phone,
  father2: CAST.secondFather.phone,
  grandpa: CAST.plainPhoneGrandfather.phone,
  head: memberOf(staff, (member) => member.duty === 'headteacher').phone,
});
