import type { CollectionName, Documents, FamilyMember, Student } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import type { Day } from '../../miniprogram/shared/domain/calendar';
import { lowStreak } from '../../miniprogram/shared/domain/calls';
import { CAST } from './cast-pupils';
import { settleFamilyTimes } from './family-times';
import { makeHistory } from './history';
import { allOf } from './operator';
import { seeded } from './random';
import { termRecords } from './records';

const BATCH = 500;
/** Days since the last contact of children whom the cast meets, by name, so that every colour is there to see. */
const SILENT: Readonly<Record<string, number>> = { 林小雨: 9, 赵一鸣: 3, 吴思琪: 5, 孙浩然: 8, 李雨欣: 16 };

/** A term of calls, contacts, rolls and visits for a school whose roster is in. */
export async function writeTerm(
  deps: Deps,
  schoolId: string,
  students: readonly Student[],
  seed: number,
  today: Day,
): Promise<void> {
  const { store } = deps;
  const random = seeded(seed + 1);
  const [school, staff, members] = await Promise.all([
    deps.schoolOf(schoolId),
    store.list('staff', { where: { schoolId, role: 'teacher' }, limit: 200 }),
    allOf((after) =>
      store.list('familyMembers', {
        where: { schoolId, ...(after && { _id: { gt: after } }) },
        orderBy: [['_id', 'asc']],
        limit: 1000,
      }),
    ),
  ]);
  const parents = new Map<string, FamilyMember>();
  for (const member of members)
    if (member.role === 'parent') for (const id of member.studentIds) if (!parents.has(id)) parents.set(id, member);
  const heads = new Map(staff.flatMap((person) => person.classIds.map((id) => [id, person] as const)));
  const leftBehind = students.filter((student) => student.leftBehind);
  const history = makeHistory({
    random,
    school,
    students: leftBehind,
    parentOf: (id) => parents.get(id),
    headTeacherOf: (id) => heads.get(id),
    from: school.term.from,
    today,
    silentFor: new Map(
      leftBehind.flatMap(({ _id, name }) => (SILENT[name] === undefined ? [] : [[_id, SILENT[name]] as const])),
    ),
  });
  const put = batches(deps);
  await put('bookings', history.bookings);
  await put(
    'locks',
    history.bookings.flatMap(({ _id: bookingId, lockIds }) =>
      lockIds.map((_id) => ({ _id, schoolId, bookingId, seat: 1 })),
    ),
  );
  await put('contactEntries', history.entries);
  await put('classRolls', history.rolls);
  const { records, done } = termRecords({ random, vault: deps.vault, staff, students, from: school.term.from, today });
  await put('records', records);
  await replaceStudents(
    deps,
    students.filter(({ _id, leftBehind }) => leftBehind || done.has(_id)),
    { ...history, done },
  );
  const number = new Map(students.map(({ _id, studentNo }) => [_id, studentNo ?? '']));
  const family = (member: FamilyMember) => `${number.get(member.studentIds[0] ?? '')} ${member.children[0]?.relation}`;
  await settleFamilyTimes({
    deps,
    school,
    // In the order of the school's own numbers: ids depend on the world's key.
    members: [...members].sort((a, b) => family(a).localeCompare(family(b))),
    motherPhone: deps.vault.blind('phone', CAST.divorcedMother.phone),
    others: new Set(leftBehind.filter(({ name }) => name in SILENT).map(({ _id }) => _id)),
    today,
    seed,
  });
}

/** Inserts any number of documents, some hundreds a request. */
function batches({ store }: Deps) {
  return async <C extends CollectionName>(collection: C, docs: readonly Documents[C][]): Promise<void> => {
    for (let i = 0; i < docs.length; i += BATCH) await store.insert(collection, docs.slice(i, i + BATCH));
  };
}

/** The ledger's last days, the faces after the last calls and what was done on the students, in bulk. */
async function replaceStudents(
  deps: Deps,
  students: readonly Student[],
  {
    last,
    faces,
    done,
  }: Pick<ReturnType<typeof makeHistory>, 'last' | 'faces'> & Pick<ReturnType<typeof termRecords>, 'done'>,
): Promise<void> {
  const changed = students.map((student) => {
    const newestFirst = [...(faces.get(student._id) ?? [])].reverse();
    return {
      ...student,
      contact: { ...student.contact, ...last.get(student._id) },
      lowFaces: lowStreak(newestFirst),
      lastFace: newestFirst[0] ?? null,
      ...(done.has(student._id) ? { done: done.get(student._id) ?? {} } : {}),
    };
  });
  for (let i = 0; i < changed.length; i += BATCH) {
    const batch = changed.slice(i, i + BATCH);
    await deps.store.removeWhere('students', { _id: { in: batch.map((student) => student._id) } });
    await deps.store.insert('students', batch);
  }
}
