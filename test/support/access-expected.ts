import type { FamilyMember, Staff } from '../../cloudfunctions/_server/data/documents';
import { isOnDuty } from '../../cloudfunctions/_server/kernel/reach';
import { type Scope, scopesOf } from '../../miniprogram/shared/access/permissions';
import { contract, type MethodName } from '../../miniprogram/shared/contract';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { INPUTS } from './access';
import { type About, type Asker, MISSING, type Row, THINGS, type Thing, TODAY, yu } from './access-things';
import { aSchool } from './builders';

/** Things worth asking for: all where ids matter, and another day only where calls do. */
export const thingsFor = (about: About): readonly Thing[] =>
  about === 'nothing' ? [yu] : [...THINGS, MISSING].filter(({ key }) => key !== 'later' || about === 'call');

/** Whether a scope leads from somebody to a thing, read from the documents as the product's words have it (permissions.ts). */
const COVERS: Readonly<Record<Scope, (person: FamilyMember | Staff, thing: Thing, about: About) => boolean>> = {
  none: () => true,
  counts: () => true,
  own: (person, { studentId }) =>
    'children' in person && person.children.some((link) => link.studentId === studentId && link.mayContact),
  class: (person, { classId }, about) =>
    about !== 'school' && 'menteeIds' in person && person.classIds.includes(classId),
  paired: (person, { studentId }, about) =>
    ['child', 'adult', 'call'].includes(about) && 'menteeIds' in person && person.menteeIds.includes(studentId),
  school: (person, { schoolId }) => person.schoolId === schoolId,
  officer: (person, { schoolId }) => isOfficer(person) && person.schoolId === schoolId,
  duty: (person, { schoolId, callDay }, about) =>
    about === 'call' && onDuty(person) && person.schoolId === schoolId && callDay === TODAY,
  desk: (person, { schoolId }) => onDuty(person) && person.schoolId === schoolId,
  was_on_duty: (person, { schoolId }, about) => about === 'call' && onDuty(person) && person.schoolId === schoolId,
  point: (person, { pointId, callDay }, about) =>
    about === 'call' && 'menteeIds' in person && person.pointId === pointId && callDay === TODAY,
};

const isOfficer = (person: FamilyMember | Staff): boolean => 'officer' in person && person.officer === true;
const onDuty = (person: FamilyMember | Staff): boolean => isOnDuty(aSchool(), person._id, TODAY);

export type Outcome = 'ok' | ErrorCode;

/** What the domain refuses although the access is there. */
const BEYOND_ACCESS: readonly {
  readonly thing: string;
  readonly methods: readonly string[];
  readonly code: ErrorCode;
}[] = [
  { thing: 'barred', methods: ['calls.start', 'desk.slots', 'desk.book', 'desk.walkIn'], code: 'calls.no-right' },
  {
    thing: 'later',
    methods: ['calls.checkIn', 'calls.start', 'calls.finish', 'desk.move', 'desk.extend'],
    code: 'calls.wrong-state',
  },
  { thing: 'later', methods: ['calls.join'], code: 'calls.not-yet' },
  // These have one adult: nobody else could answer for them, and nobody is there to be given their care.
  ...['other', 'far'].flatMap((thing) => [
    { thing, methods: ['contacts.removeMember'], code: 'contacts.last-guardian' as const },
    { thing, methods: ['contacts.delegate'], code: 'input.invalid' as const },
  ]),
];

/** What must come of a request, from the permission's scopes alone. */
export function expected(method: MethodName, asker: Asker, thing: Thing): Outcome {
  const { about } = INPUTS[method];
  const scopes = scopesOf(asker.role, contract[method].permission);
  if (scopes.length === 0) return asker.role === 'stranger' ? 'auth.unbound' : 'auth.forbidden';
  const { person } = asker;
  if (!person) return 'ok';
  if (scopes.every((scope) => scope === 'duty' || scope === 'desk') && !onDuty(person)) return 'auth.off-duty';
  if (scopes.every((scope) => scope === 'officer') && !isOfficer(person)) return 'auth.forbidden';
  const open = about === 'nothing' || about === 'filter';
  if (!open && !scopes.some((scope) => COVERS[scope](person, thing, about))) return 'common.not-found';
  const { refused }: Pick<Row<MethodName>, 'refused'> = INPUTS[method];
  const refusal = refused?.(asker, thing);
  if (refusal) return refusal;
  return BEYOND_ACCESS.find((beyond) => beyond.thing === thing.key && beyond.methods.includes(method))?.code ?? 'ok';
}

/** Children of whom an answer may tell: those within one of the scopes, as a child or by a call of today. */
export function mayAppear(method: MethodName, asker: Asker): (studentId: string) => boolean {
  const scopes = scopesOf(asker.role, contract[method].permission).filter((s) => s !== 'none' && s !== 'counts');
  const { reveals = [] }: { readonly reveals?: readonly string[] } = INPUTS[method];
  const { person } = asker;
  const reached = (thing: Thing) =>
    person !== undefined &&
    scopes.some((scope) => COVERS[scope](person, thing, 'child') || COVERS[scope](person, thing, 'call'));
  return (studentId) =>
    reveals.includes(studentId) || THINGS.some((thing) => thing.studentId === studentId && reached(thing));
}
