import type { MethodName } from '../../miniprogram/shared/contract';
import { weekOf } from '../../miniprogram/shared/domain/calendar';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { cadenceInputs } from './access-cadence';
import { careInputs } from './access-care';
import { fileInputs } from './access-files';
import { handoverInputs } from './access-handover';
import { letterInputs } from './access-letters';
import { pairingInputs } from './access-pairing';
import { privacyInputs } from './access-privacy';
import { recordInputs } from './access-records';
import {
  type Asker,
  type At,
  bookingId,
  concernId,
  entryId,
  INVITE_CODE,
  importId,
  NEXT_WEEK,
  noticeId,
  type Row,
  reviewId,
  SLIP_CODE,
  SWAP_ID,
  TODAY,
} from './access-things';
import { NOON } from './backend';

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
  ...handoverInputs,
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
