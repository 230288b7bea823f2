import type { FamilyMember, Staff } from '../../cloudfunctions/_server/data/documents';
import type { CallerRole } from '../../miniprogram/shared/access/permissions';
import type { Input, MethodName } from '../../miniprogram/shared/contract';
import { dayOf } from '../../miniprogram/shared/domain/calendar';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { NOON } from './backend';

/** Who may reach what, as data: people, things, and how a row says what a method names. The rows: access.ts; what must come of them: access-expected.ts. */

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

export const yu: Thing = {
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
