/** The office's look at who stands beside whom, and the proposals. */
import type { Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { daysWithout, toneOf } from '../../../miniprogram/shared/domain/ledger';
import { checkStateOf, kindsFor, MENTOR_LOAD, pairFault } from '../../../miniprogram/shared/domain/pairing';
import {
  neediestFirst,
  type PairChild,
  type PairMentor,
  proposePairs,
} from '../../../miniprogram/shared/domain/pairing-propose';
import { placesOf } from '../contacts/places';
import type { Pairing, Student } from '../data/documents';
import { byIds } from '../data/reads';
import type { Ctx } from '../kernel/deps';
import { classesOf, schoolNow } from '../school/repository';
import { leftBehindIn, type Mentor, mentorsOf, openPairs, pastPairs } from './repository';

const ROWS = 200;
/** So many proposals an answer holds; those after them are found when these are taken up. */
const PROPOSED = 1000;

export const refOf = ({ _id: id, name, className }: Pick<Student, '_id' | 'name' | 'className'>) => ({
  id,
  name,
  className,
});
const isAlone = ({ mentors = 0 }: Student): boolean => mentors === 0;
const toneFor = ({ contact: { childDay, since } }: Student, { today }: Ctx) => toneOf(childDay, today, since);

/** A child as pairing sees it; villages are found here and go nowhere else. */
const childOf = (student: Student, { today, vault }: Ctx, withPlaces: boolean): PairChild => ({
  ...{ id: student._id, classId: student.classId, sex: student.sex, leftBehind: student.leftBehind },
  focus: student.focus ?? false,
  places: withPlaces && student.address ? placesOf(vault.open(student.address)) : [],
  waited: daysWithout(student.contact.childDay, today, student.contact.since),
});

/**
 * Seven operations with the two of the identification: school, classes, staff, children, pairs; one more where children who are not left behind
 * have somebody, and for each further thousand of children or pairs.
 */
export async function board(ctx: Ctx, { classId }: ParsedInput<'pairing.board'>): Promise<Output<'pairing.board'>> {
  const { store, reach } = ctx;
  const [school, classes, mentors, children, pairs] = await Promise.all([
    schoolNow(ctx),
    classesOf(store, reach),
    mentorsOf(store, reach),
    leftBehindIn(store, reach, { addresses: false }),
    openPairs(store, reach),
  ]);
  const lonely = children.filter(isAlone);
  const need = new Map(lonely.map((child) => [child, childOf(child, ctx, false)]));
  const shown = lonely
    .filter((child) => classId === undefined || child.classId === classId)
    .sort((a, b) => neediestFirst(need.get(a) as PairChild, need.get(b) as PairChild))
    .slice(0, ROWS);
  const names = new Map(children.map((child) => [child._id, child]));
  const others = pairs.flatMap(({ studentId }) => (names.has(studentId) ? [] : [studentId]));
  const rest = others.length > 0 ? await byIds(store, 'students', others, ['name', 'className']) : new Map();
  const nameOf = (id: string): Student | undefined => names.get(id) ?? rest.get(id);
  const classNames = new Map(classes.map(({ _id, name }) => [_id, name]));
  return {
    load: school.mentorLoad ?? MENTOR_LOAD,
    classes: classes.map(({ _id: id, name }) => ({
      ...{ id, name, alone: lonely.filter((child) => child.classId === id).length },
    })),
    children: children.length,
    paired: children.length - lonely.length,
    alone: shown.map((child) => ({
      ...{ child: refOf(child), sex: child.sex, tone: toneFor(child, ctx), leftBehind: child.leftBehind },
      focus: child.focus ?? false,
    })),
    mentors: mentors.map((person) => mentorRow(ctx, person, pairs, nameOf, classNames)),
  };
}

function mentorRow(
  { today }: Ctx,
  person: Mentor,
  pairs: readonly Pairing[],
  nameOf: (id: string) => Student | undefined,
  classNames: ReadonlyMap<string, string>,
) {
  const { _id: id, name, role, sex = null, village = null, checkedUntil = null } = person;
  return {
    ...{ id, name, role, sex, village, checkedUntil, check: checkStateOf(role, checkedUntil, today) },
    classes: person.classIds.flatMap((one) => classNames.get(one) ?? []),
    pairs: pairs
      .filter(({ mentorId }) => mentorId === id)
      .flatMap(({ _id: pairingId, studentId, kind, from }) => {
        const child = nameOf(studentId);
        return child ? [{ pairingId, child: refOf(child), kind, from }] : [];
      }),
  };
}

/**
 * Seven operations with the two of the identification, and one for each further thousand of children or pairs. Addresses are opened to find
 * villages, and stay here.
 */
export async function propose(
  ctx: Ctx,
  { load: asked, classId }: ParsedInput<'pairing.propose'>,
): Promise<Output<'pairing.propose'>> {
  const { store, reach, today } = ctx;
  const [school, mentors, children, pairs, past] = await Promise.all([
    schoolNow(ctx),
    mentorsOf(store, reach),
    leftBehindIn(store, reach, { addresses: true, classId }),
    openPairs(store, reach),
    pastPairs(store, reach),
  ]);
  const load = asked ?? school.mentorLoad ?? MENTOR_LOAD;
  const free = mentors.filter((person) => !faultOf(person, today));
  const able = free.map((person) => mentorOf(person, pairs, past));
  const withPlaces = able.some(({ places }) => places.length > 0);
  const lonely = new Map(children.filter(isAlone).map((child) => [child._id, child]));
  const wanted = [...lonely.values()].map((child) => childOf(child, ctx, withPlaces));
  const { pairs: found, left } = proposePairs(wanted, able, load);
  const names = new Map(mentors.map(({ _id, name }) => [_id, name]));
  return {
    rows: found.slice(0, PROPOSED).flatMap(({ studentId, mentorId, kind, reasons }) => {
      const child = lonely.get(studentId);
      if (!child) return [];
      const mentorName = names.get(mentorId) ?? '';
      return [{ child: refOf(child), tone: toneFor(child, ctx), mentorId, mentorName, kind, reasons: [...reasons] }];
    }),
    left: left.length,
    unchecked: mentors
      .filter((person) => faultOf(person, today))
      .map(({ name }) => name)
      .slice(0, 100),
  };
}

/** Nobody is proposed whose check does not hold. */
const faultOf = (person: Mentor, today: string) => pairFault(usualKind(person.role, []), person, today);

/** As what somebody stands beside children: as in the last pair, else what the role usually is. */
function usualKind(role: Mentor['role'], own: readonly Pairing[]): PairMentor['kind'] {
  const kinds = kindsFor(role);
  const last = own.findLast(({ kind }) => kinds.includes(kind))?.kind;
  return last ?? (role === 'volunteer' ? 'volunteer' : 'teacher');
}

function mentorOf(person: Mentor, pairs: readonly Pairing[], past: readonly Pairing[]): PairMentor {
  const isOwn = ({ mentorId }: Pairing) => mentorId === person._id;
  const own = pairs.filter(isOwn);
  return {
    ...{ id: person._id, classIds: person.classIds, sex: person.sex ?? null, load: own.length },
    kind: usualKind(
      person.role,
      [...own].sort((a, b) => (a.from < b.from ? -1 : 1)),
    ),
    places: placesIn(person.village ?? null),
    knew: past.filter(isOwn).map(({ studentId }) => studentId),
  };
}

/** The village as the office wrote it: 石板村, 石板, or a whole address. */
function placesIn(village: string | null): string[] {
  const found = placesOf(village);
  return found.length > 0 || !village ? found : [village];
}
