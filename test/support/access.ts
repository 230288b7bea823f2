import type { FamilyMember, Staff } from '../../cloudfunctions/_server/data/documents';
import { isOnDuty } from '../../cloudfunctions/_server/kernel/reach';
import { type CallerRole, type Scope, scopesOf } from '../../miniprogram/shared/access/permissions';
import { contract, type Input, type MethodName } from '../../miniprogram/shared/contract';
import { dayOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { cadenceInputs } from './access-cadence';
import { careInputs } from './access-care';
import { fileInputs } from './access-files';
import { letterInputs } from './access-letters';
import { pairingInputs } from './access-pairing';
import { privacyInputs } from './access-privacy';
import { recordInputs } from './access-records';
import { NOON } from './backend';
import { aSchool } from './builders';

/** Who may reach what, as data: people, things, how each method names a thing, and what must come of it. */

export const TODAY = dayOf(NOON);
export const TOMORROW = '2026-11-25';
export const NEXT_WEEK = '2026-11-30';

/** Somebody who asks. `person` is the document that says how the caller stands to children. */
export interface Asker {
  readonly key: string;
  readonly openid: string;
  readonly role: CallerRole;
  readonly person: FamilyMember | Staff | undefined;
}

/** Openids by part; who they are to the school stands in the documents that `access-world.ts` writes. */
export const ASKERS: readonly (readonly [key: string, openid: string])[] = [
  ['stranger', 'o-nobody'],
  ['parent', 'o-m-father'],
  ['guardian', 'o-m-granny'],
  ['class teacher', 'o-t-head'],
  ['teacher of another class', 'o-t-other'],
  ['mentor', 'o-t-mentor'],
  ['teacher on duty', 'o-t-duty'],
  ['counsellor', 'o-t-mind'],
  ['privacy officer, a teacher', 'o-t-officer'],
  ['headteacher', 'o-t-admin'],
  ['headteacher of another school', 'o-t-admin2'],
  ['bureau', 'o-t-bureau'],
  ['volunteer', 'o-t-volunteer'],
  ['booth', 'o-t-booth'],
];

/** A child with what hangs on it: its adults, class, calls, notice, import. All ids follow from the key. */
export interface Thing {
  readonly key: string;
  readonly studentId: string;
  readonly name: string;
  readonly classId: string;
  readonly schoolId: string;
  /** The first of them booked its calls. */
  readonly adultIds: readonly string[];
  readonly callDay: string;
  readonly pointId: string;
}

const yu: Thing = {
  key: 'yu',
  studentId: 's-yu',
  name: '林小雨',
  classId: 'c32',
  schoolId: 'sch1',
  adultIds: ['m-father', 'm-mother', 'm-granny'],
  callDay: TODAY,
  pointId: 'sch1.p2',
};

/** What is asked for: one's own child for some, somebody else's for others. */
export const THINGS: readonly Thing[] = [
  yu,
  { ...yu, key: 'later', callDay: TOMORROW },
  { ...yu, key: 'hai', studentId: 's-hai', name: '周小海', adultIds: ['m-father2', 'm-grandpa'], pointId: 'sch1.p1' },
  { ...yu, key: 'other', studentId: 's-other', name: '何小花', classId: 'c11', adultIds: ['m-other'] },
  // The school's note ended the father's right to this child; he is asked for it nevertheless.
  { ...yu, key: 'barred', studentId: 's-barred', name: '陈小军', adultIds: ['m-father', 'm-aunt'], pointId: 'sch1.p1' },
  {
    key: 'far',
    studentId: 's-far',
    name: '白远山',
    classId: 'd32',
    schoolId: 'sch2',
    adultIds: ['m-far'],
    callDay: TODAY,
    pointId: 'sch2.p2',
  },
];

/** Nothing of it is there. */
export const MISSING: Thing = {
  ...yu,
  key: 'missing',
  studentId: 's-nobody',
  name: '',
  classId: 'c-nobody',
  schoolId: 'nowhere',
  adultIds: ['m-nobody'],
  pointId: 'nowhere.p2',
};

export const bookingId = ({ key }: Thing, status: string): string => `b-${key}-${status}`;
export const noticeId = ({ key }: Thing): string => `n-${key}`;
/** One that waits for the headteacher's word. */
export const reviewId = ({ key }: Thing): string => `n-${key}-review`;
export const concernId = ({ key }: Thing): string => `w-${key}`;
export const importId = ({ schoolId }: Thing): string => `i-${schoolId}`;
/** The entry on the waitlist of the first of its adults. */
export const entryId = ({ adultIds, studentId }: Thing): string => `${adultIds[0]}:${NEXT_WEEK}:${studentId}`;
/** 孙老师 has asked 李老师 to take over tomorrow's duty. */
export const SWAP_ID = 'swap-1';
/** A handover that waits to be carried out: in the first school 李老师 and 吴老师 have still to sign, in the second nobody has. */
export const handoverId = ({ schoolId }: Pick<Thing, 'schoolId'>): string => `h-${schoolId}`;
/** One that was carried out. */
export const doneHandoverId = ({ schoolId }: Pick<Thing, 'schoolId'>): string => `h-${schoolId}-done`;
export const INVITE_CODE = '482177305';
/** On the paper slip for 周小海's grandfather. */
export const SLIP_CODE = 'H7KM2PQX9TRWY4ZC';

/** Who left the first school. */
export const LEFT_ID = 's-left';
/** Under it the file of a child of a third school of the county is on its way. */
export const TRANSFER_CODE = 'H7KM2PQX9TRWY4ZD';

/** What a method is about. Lists that only filter by an id answer an empty list where it is out of reach. */
export type About = 'nothing' | 'filter' | 'child' | 'adult' | 'call' | 'class' | 'receipt' | 'school';

export interface At {
  readonly thing: Thing;
  /** Of the thing's adults the asker, if among them, else the first. */
  readonly adultId: string;
  /** A roster that was uploaded. */
  readonly fileId: string;
}
export interface Row<M extends MethodName> {
  readonly about: About;
  readonly input: (at: At) => Input<M>;
  /** Children of whom an answer tells although no scope reaches them. */
  readonly reveals?: readonly string[];
  /** False where what is asked for here is no file, although the method may open one: a notice, not a shared record; `staff` where a family sees its own words; or for whom. */
  readonly opensFile?: false | 'staff' | ((asker: Asker) => boolean);
  /** True where an answer names the caller's own WeChat user to it. */
  readonly tellsOwnOpenid?: true;
  /** What the domain refuses this asker although the access is there. */
  readonly refused?: (asker: Asker, thing: Thing) => ErrorCode | undefined;
}

const nothing = { about: 'nothing', input: () => ({}) } as const;
const child = { about: 'child', input: ({ thing }: At) => ({ studentId: thing.studentId }) } as const;
const own = ({ thing }: At) => ({
  studentId: thing.studentId,
  day: TODAY,
  with: 'both' as const,
  way: 'own_call' as const,
});
const audience = ({ thing }: At) => ({
  of: { kind: 'classes' as const, classIds: [thing.classId] },
  roles: ['parent' as const],
});
const receipt = ({ thing, adultId }: At) => ({ receiptId: `${noticeId(thing)}:${adultId}` });
const call =
  (status: string) =>
  ({ thing }: At) => ({ bookingId: bookingId(thing, status) });
const step = (status: string) => (at: At) => ({ ...call(status)(at), version: 1 });
const family = ({ thing, adultId }: At) => ({ studentIds: [thing.studentId], adultId });
/** A time of the first school is none of the second's. */
const notThere = ({ person }: Asker): ErrorCode | undefined =>
  person?.schoolId === 'sch2' ? 'booking.slot-gone' : undefined;
/** Every notice here is 李老师's: others read it and cannot take it back, but for the headteacher. */
const notItsAuthor = ({ openid, role }: Asker): ErrorCode | undefined =>
  openid === 'o-t-head' || role === 'school_admin' ? undefined : 'auth.forbidden';
const slotAt = (day: string) => `sch1.p1:${day}:${16 * 60}`;

const NO_CHANGE = { kind: 'change' as const, from: null, classes: [], moves: [], mentors: [] };
const handover = ({ thing }: At) => ({ id: handoverId(thing) });
/** 李老师 hands 三(2)班 over to 吴老师; besides them the offices of the schools have to do with their handovers. */
const noPart = ({ openid, role }: Asker): ErrorCode | undefined =>
  ['o-t-head', 'o-t-other'].includes(openid) || role === 'school_admin' ? undefined : 'common.not-found';

/** How each method names a thing. A method without a row fails the test of the matrix. */
export const INPUTS: { readonly [M in MethodName]: Row<M> } = {
  'home.open': nothing,
  'accounts.bind': { about: 'nothing', input: () => ({ code: INVITE_CODE }), reveals: ['s-hai'] },
  'accounts.bindByPhone': {
    about: 'nothing',
    input: () => ({ phoneCode: 'my-phone', childName: '周小海' }),
    reveals: ['s-hai'],
  },
  // Each school here has one who runs it.
  'accounts.leave': {
    ...nothing,
    refused: ({ role }) => (role === 'school_admin' ? 'staff.last-admin' : undefined),
  },
  'accounts.invite': { about: 'adult', input: ({ adultId }) => ({ personId: adultId }) },
  'accounts.revoke': { about: 'adult', input: ({ adultId }) => ({ personId: adultId, why: 'lost_phone' }) },
  'staff.list': nothing,
  'staff.save': { about: 'nothing', input: () => ({ key: 'tap-00001', name: '新老师', role: 'volunteer' }) },
  'staff.remove': {
    about: 'nothing',
    input: () => ({ id: 't-volunteer' }),
    refused: ({ person }) => (person?.schoolId === 'sch1' ? undefined : 'common.not-found'),
  },
  'handover.propose': { about: 'nothing', input: () => ({ kind: 'change' }) },
  'handover.preview': { about: 'nothing', input: () => ({ draft: NO_CHANGE }) },
  'handover.begin': {
    about: 'nothing',
    input: () => ({ key: 'tap-00001', draft: NO_CHANGE }),
    refused: ({ person }) => (person?.schoolId === 'sch1' ? 'handover.other-open' : undefined),
  },
  'handover.list': nothing,
  'handover.open': { about: 'school', input: handover, refused: noPart },
  'handover.sign': {
    about: 'school',
    input: (at) => ({ ...handover(at), line: 'l1', side: 'from', signature: 'cloud://local.x/u/name.png', note: '' }),
    refused: ({ openid }) => (openid === 'o-t-head' ? undefined : 'common.not-found'),
  },
  'handover.apply': {
    about: 'school',
    input: handover,
    refused: ({ person }) => (person?.schoolId === 'sch1' ? 'handover.unsigned' : undefined),
  },
  'handover.undo': {
    about: 'school',
    input: ({ thing }) => ({ id: doneHandoverId(thing) }),
    refused: ({ person }) => (person?.schoolId === 'sch1' ? 'handover.other-open' : undefined),
  },
  'handover.drop': { about: 'school', input: handover },
  'transfer.leave': {
    about: 'child',
    input: ({ thing }) => ({
      ...{ key: 'tap-00001', studentId: thing.studentId, how: 'moved', day: TODAY },
      ...{ whereTo: '', withFile: false },
    }),
  },
  'transfer.look': { about: 'nothing', input: () => ({ code: TRANSFER_CODE }) },
  'transfer.accept': { about: 'class', input: ({ thing }) => ({ code: TRANSFER_CODE, classId: thing.classId }) },
  // Who comes back left the first school; to the others there is no such child.
  'transfer.rejoin': {
    about: 'class',
    input: ({ thing }) => ({ key: 'tap-00001', studentId: LEFT_ID, classId: thing.classId }),
    refused: ({ person }) => (person?.schoolId === 'sch1' ? undefined : 'common.not-found'),
  },
  'transfer.left': nothing,
  ...fileInputs,
  ...letterInputs,
  'contacts.printCards': { about: 'class', input: ({ thing }) => ({ classId: thing.classId }) },
  // The rosters here name nobody whom the schools have.
  'roster.preview': {
    about: 'nothing',
    opensFile: false,
    input: ({ fileId }) => ({ key: 'roster-key', fileId, fileName: '名册.xlsx' }),
  },
  'roster.confirm': { about: 'school', input: ({ thing }) => ({ importId: importId(thing) }) },
  'roster.page': {
    about: 'school',
    opensFile: false,
    input: ({ thing }) => ({ importId: importId(thing), of: 'doubts', page: 0 }),
  },
  'roster.state': { about: 'nothing', input: ({ thing }) => ({ importId: importId(thing) }) },
  'roster.history': nothing,
  'roster.takeBack': { about: 'school', input: ({ thing }) => ({ importId: importId(thing) }) },
  'school.read': nothing,
  'school.configure': { about: 'nothing', input: () => ({ points: [], windows: [], slotMinutes: 15 }) },
  'school.preview': { about: 'nothing', input: () => ({ points: [], windows: [], slotMinutes: 15 }) },
  'school.capacity': nothing,
  'duty.read': nothing,
  'duty.ask': {
    about: 'nothing',
    input: () => ({ day: TODAY, otherId: 't-other', inReturn: null }),
    refused: ({ openid, person }) =>
      person?.schoolId !== 'sch1' ? 'common.not-found' : openid === 'o-t-duty' ? undefined : 'duty.not-yours',
  },
  'duty.answer': {
    about: 'nothing',
    input: () => ({ swapId: SWAP_ID, agree: true }),
    refused: ({ openid }) => (openid === 'o-t-head' ? undefined : 'common.not-found'),
  },
  'duty.withdraw': {
    about: 'nothing',
    input: () => ({ swapId: SWAP_ID }),
    refused: ({ openid }) => (openid === 'o-t-duty' ? undefined : 'common.not-found'),
  },
  'booking.slots': child,
  'booking.claim': {
    about: 'child',
    input: ({ thing }) => ({
      requestKey: 'tap-00001',
      slotId: `sch1.p1:2026-11-26:${16 * 60}`,
      studentIds: [thing.studentId],
    }),
  },
  'booking.move': {
    about: 'call',
    input: (at) => ({ ...call('booked')(at), slotId: `sch1.p1:2026-11-26:${16 * 60}` }),
  },
  'booking.cancel': { about: 'call', input: call('booked') },
  'booking.read': { about: 'call', input: call('booked') },
  'booking.answer': { about: 'call', input: (at) => ({ ...call('offered')(at), accept: true }) },
  'booking.wait': { about: 'child', input: ({ thing }) => ({ studentIds: [thing.studentId], weekOf: NEXT_WEEK }) },
  'booking.unwait': { about: 'child', input: ({ thing }) => ({ entryId: entryId(thing) }) },
  'familyTime.read': nothing,
  'familyTime.save': {
    about: 'nothing',
    input: () => ({ on: true, shift: 'night', nightWeek: null, daysOff: [7], only: null, together: true }),
  },
  'desk.people': { about: 'class', input: ({ thing }) => ({ classId: thing.classId }) },
  'desk.slots': { about: 'child', input: family },
  'desk.book': {
    about: 'child',
    input: (at) => ({ requestKey: 'tap-00001', slotId: slotAt('2026-11-26'), ...family(at) }),
    refused: notThere,
  },
  'desk.walkIn': {
    about: 'child',
    input: (at) => ({ requestKey: 'tap-00001', slotId: slotAt(TODAY), ...family(at) }),
    refused: notThere,
  },
  'desk.move': {
    about: 'call',
    input: (at) => ({ ...step('booked')(at), slotId: slotAt(TODAY) }),
    refused: notThere,
  },
  'desk.extend': { about: 'call', input: (at) => ({ ...step('in_call')(at), minutes: 5 }) },
  'desk.disrupt': {
    about: 'nothing',
    input: () => ({ requestKey: 'tap-00001', why: 'power_cut', from: 960, to: 1080, pointIds: null }),
  },
  'desk.restore': { about: 'nothing', input: () => ({ from: 960, to: 1080, pointIds: null }) },
  'desk.lease': { about: 'nothing', input: () => ({ deviceId: 'desk-0001', take: true }) },
  'desk.report': {
    about: 'call',
    input: (at) => ({
      requestKey: 'tap-00001',
      ...call('in_call')(at),
      outcome: 'done',
      channel: 'phone',
      startedAt: NOON,
      minutes: 5,
    }),
  },
  'desk.slips': nothing,
  'calls.join': { about: 'call', input: call('room'), tellsOwnOpenid: true },
  'calls.board': nothing,
  'calls.checkIn': { about: 'call', input: step('booked') },
  'calls.start': { about: 'call', input: (at) => ({ ...step('checked_in')(at), channel: 'phone' }) },
  'calls.finish': { about: 'call', input: (at) => ({ ...step('in_call')(at), outcome: 'done' }) },
  'calls.face': {
    about: 'call',
    input: (at) => ({ ...call('done')(at), studentId: at.thing.studentId, face: 'happy' }),
  },
  'ledger.class': { about: 'class', input: ({ thing }) => ({ classId: thing.classId }) },
  'ledger.roll': {
    about: 'class',
    input: ({ thing }) => ({ classId: thing.classId, weekOf: weekOf(TODAY), notYet: [] }),
  },
  'ledger.remind': child,
  'ledger.child': child,
  'ledger.own': { about: 'child', input: own },
  'ledger.unsay': { about: 'child', input: own },
  'ledger.mine': child,
  'ledger.follow': {
    about: 'child',
    input: ({ thing }) => ({ requestKey: 'tap-00001', studentId: thing.studentId, kind: 'called', note: '' }),
  },
  'ledger.worry': {
    about: 'child',
    input: ({ thing }) => ({ requestKey: 'tap-00001', studentId: thing.studentId, kind: 'other', note: '没人接' }),
  },
  'ledger.settle': {
    about: 'child',
    input: ({ thing }) => ({ concernId: concernId(thing), outcome: '打通了' }),
  },
  'ledger.school': nothing,
  'notices.reach': { about: 'class', input: (at) => ({ audience: audience(at) }) },
  'notices.send': {
    about: 'class',
    input: (at) => ({
      requestKey: 'tap-00001',
      title: '家长会',
      body: '周五下午三点',
      asks: 'read',
      urgent: false,
      audience: audience(at),
    }),
  },
  'notices.groups': nothing,
  'notices.saveGroup': {
    about: 'class',
    input: (at) => ({ requestKey: 'tap-00001', name: '全班家长', audience: audience(at) }),
  },
  'notices.dropGroup': { about: 'nothing', input: () => ({ groupId: 'group-1' }) },
  'notices.sent': nothing,
  'notices.read': { about: 'class', input: ({ thing }) => ({ noticeId: noticeId(thing) }) },
  'notices.recall': {
    about: 'class',
    input: ({ thing }) => ({ noticeId: noticeId(thing), reason: '时间写错了' }),
    refused: notItsAuthor,
  },
  'notices.review': {
    about: 'class',
    input: ({ thing }) => ({ noticeId: reviewId(thing), verdict: 'send' }),
  },
  'notices.board': { about: 'class', opensFile: false, input: ({ thing }) => ({ noticeId: noticeId(thing) }) },
  'notices.person': { about: 'class', input: receipt },
  'notices.told': {
    about: 'class',
    input: (at) => ({ ...receipt(at), requestKey: 'tap-00001', way: 'call', outcome: 'no_answer' }),
  },
  'notices.nudge': { about: 'class', input: ({ thing }) => ({ requestKey: 'tap-00001', noticeId: noticeId(thing) }) },
  'notices.slips': {
    about: 'class',
    input: (at) => ({ noticeId: noticeId(at.thing), receiptIds: [receipt(at).receiptId] }),
  },
  'notices.export': { about: 'class', input: ({ thing }) => ({ noticeId: noticeId(thing) }) },
  'notices.relay': { about: 'nothing', input: () => ({ code: SLIP_CODE }) },
  'notices.inbox': nothing,
  'notices.open': { about: 'receipt', opensFile: false, input: receipt },
  'notices.answer': { about: 'receipt', input: (at) => ({ ...receipt(at), answer: 'heard' }) },
  ...recordInputs,
  'records.book': {
    about: 'child',
    input: ({ thing }) => ({ studentId: thing.studentId, from: '2026-09-01', to: TODAY }),
  },
  ...careInputs,
  ...cadenceInputs,
  ...pairingInputs,
  ...privacyInputs,
  'audit.list': { about: 'filter', input: ({ thing }) => ({ studentId: thing.studentId }) },
  'statistics.county': nothing,
};

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
