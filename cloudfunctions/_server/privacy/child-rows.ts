/**
 * What the environment holds of one child, row by row: how much there is, and how it goes. One table for the look before an erasure, the erasure,
 * and docs/privacy.md. Every step may be repeated; rows are worked off in this order, so that what leads to others goes after them.
 */
import type { CollectionName, Documents } from '../data/documents';
import type { Where } from '../data/store';
import { eraseBookings, eraseFaces, facesOf } from './erase-calls';
import { countRecords, eraseVersions, photosOf, takePhotos, takeRecords, tombstone } from './erase-file';
import { eraseAllLetters, eraseOwnLetters, lettersOf, ownLetters } from './erase-letters';
import { forgetOptional, letMembersGo, optionalFactsOf } from './erase-members';
import { eraseReceipts, eraseSounds, receiptsAbout, soundsOf } from './erase-receipts';
import { type ErasedChild, goneWith, type Needs } from './erased-child';

export interface ChildRow {
  readonly id: string;
  readonly what: string;
  /** `asked`: goes whenever a guardian asks. `left`: the school has to keep it while the child is its pupil, and it goes with the file. */
  readonly goes: 'asked' | 'left';
  /** Why the school has it, or has to keep it. */
  readonly why: string;
  readonly count: (needs: Needs, child: ErasedChild) => Promise<number>;
  readonly erase: (needs: Needs, child: ErasedChild) => Promise<unknown>;
}

type OfChild = {
  [C in CollectionName]: 'studentId' extends keyof Documents[C] ? C : never;
}[CollectionName];

/** All documents of a collection that are about one child alone. */
function documentsOf(collection: OfChild): Pick<ChildRow, 'count' | 'erase'> {
  const where = ({ student }: ErasedChild) =>
    ({ schoolId: student.schoolId, studentId: student._id }) as Where<Documents[OfChild]>;
  return {
    count: ({ store }, child) => store.count(collection, where(child)),
    erase: ({ store }, child) => store.removeWhere(collection, where(child)),
  };
}

/** Pairs in which the child was helped, and those in which it helped. */
const pairsOf = ({ student: { _id, schoolId } }: ErasedChild): Where<Documents['pairings']>[] => [
  { schoolId, studentId: _id },
  { schoolId, mentorId: _id },
];

/** Several of them as one row. */
const together = (parts: readonly Pick<ChildRow, 'count' | 'erase'>[]): Pick<ChildRow, 'count' | 'erase'> => ({
  count: async (needs, child) =>
    (await Promise.all(parts.map((part) => part.count(needs, child)))).reduce((a, b) => a + b, 0),
  erase: async (needs, child) => {
    for (const part of parts) await part.erase(needs, child);
  },
});

const makeups: Pick<ChildRow, 'count' | 'erase'> = {
  count: ({ store }, { student }) => store.count('makeups', { _id: student._id }),
  erase: ({ store }, { student }) => store.removeWhere('makeups', { _id: student._id }),
};

const SCHOOL_ROLL = '《中小学生学籍管理办法》要求学校为在校学生建档并保管';
const DUTY_OF_CARE = '《未成年人保护法》要求学校关心在校学生、和家长联系，并留下记录';
const PROOF = '用来证明学校当时是按法律和家里的意思做的';

export const CHILD_ROWS: readonly ChildRow[] = [
  {
    id: 'photos',
    what: '家访等记录里的照片',
    goes: 'asked',
    why: '只有监护人同意才能留（《个人信息保护法》31 条）',
    count: photosOf,
    erase: takePhotos,
  },
  {
    id: 'sounds',
    what: '家里对通知说的话（录音）',
    goes: 'asked',
    why: '只为回复那一条通知',
    count: soundsOf,
    erase: eraseSounds,
  },
  {
    id: 'faces',
    what: '孩子通话后点的心情',
    goes: 'asked',
    why: '用来关心孩子，不是必须留的',
    count: facesOf,
    erase: eraseFaces,
  },
  {
    id: 'optional',
    what: '提出请求的大人自己的单位、工种、班次、别的电话',
    goes: 'asked',
    why: '为了排合适的通话时间，不是必须填的',
    count: async (_, child) => optionalFactsOf(child),
    erase: forgetOptional,
  },
  { id: 'records', what: '家访等记录', goes: 'left', why: DUTY_OF_CARE, count: countRecords, erase: takeRecords },
  {
    id: 'letters.own',
    what: '提出请求的大人和孩子的家书',
    goes: 'asked',
    why: '是孩子和家里大人自己的信，学校看不到写了什么',
    count: async (needs, child) => (await ownLetters(needs, child)).length,
    erase: eraseOwnLetters,
  },
  {
    id: 'letters',
    what: '孩子的家书和看信的图案',
    goes: 'left',
    why: '是孩子和家里大人自己的信，别的大人的信要他本人来要',
    count: async (needs, child) => (await lettersOf(needs, child)).length,
    erase: eraseAllLetters,
  },
  { id: 'contacts', what: '联系台账', goes: 'left', why: DUTY_OF_CARE, ...documentsOf('contactEntries') },
  {
    id: 'care',
    what: '没联系上以后的跟进和担心的事',
    goes: 'left',
    why: DUTY_OF_CARE,
    ...together([documentsOf('followUps'), documentsOf('contactConcerns')]),
  },
  {
    id: 'pairings',
    what: '谁帮扶过、帮扶过谁（交接的话也在里面）',
    goes: 'left',
    why: DUTY_OF_CARE,
    count: async ({ store }, child) => {
      const counts = await Promise.all(pairsOf(child).map((where) => store.count('pairings', where)));
      return counts.reduce((a, b) => a + b, 0);
    },
    erase: async ({ store }, child) => {
      for (const where of pairsOf(child)) await store.removeWhere('pairings', where);
    },
  },
  { id: 'plans', what: '帮扶计划和个别教育方案', goes: 'left', why: DUTY_OF_CARE, ...documentsOf('plans') },
  {
    id: 'concerns',
    what: '转给心理老师的事和强制报告',
    goes: 'left',
    why: '《未成年人保护法》11 条要求立即报告，并能说明当时怎么做的',
    ...documentsOf('concerns'),
  },
  {
    id: 'calls',
    what: '通话预约上的名字',
    goes: 'left',
    why: DUTY_OF_CARE,
    count: ({ store }, { student }) => store.count('bookings', { schoolId: student.schoolId, studentIds: student._id }),
    erase: eraseBookings,
  },
  { id: 'makeups', what: '补打电话的次数', goes: 'left', why: '为了排通话', ...makeups },
  {
    id: 'receipts',
    what: '通知回执和签名',
    goes: 'left',
    why: PROOF,
    count: receiptsAbout,
    erase: eraseReceipts,
  },
  { id: 'proposals', what: '家里提过的更改', goes: 'left', why: PROOF, ...documentsOf('proposals') },
  {
    id: 'delegations',
    what: '委托照护',
    goes: 'left',
    why: '《未成年人保护法》22、23 条',
    ...documentsOf('delegations'),
  },
  { id: 'consents', what: '同意书', goes: 'left', why: PROOF, ...documentsOf('consents') },
  { id: 'transfers', what: '转学码', goes: 'left', why: '转学时用', ...documentsOf('transfers') },
  {
    id: 'versions',
    what: '档案的每一次改动',
    goes: 'left',
    why: PROOF,
    count: ({ store }, { student }) =>
      store.count('fileChanges', { schoolId: student.schoolId, studentIds: student._id }),
    erase: eraseVersions,
  },
  {
    id: 'members',
    what: '家里大人的资料和微信绑定（没有别的孩子在校的）',
    goes: 'left',
    why: SCHOOL_ROLL,
    count: async (_, child) => goneWith(child).length,
    erase: letMembersGo,
  },
  // The last: while it stands, everything above is found by it.
  { id: 'file', what: '孩子的档案', goes: 'left', why: SCHOOL_ROLL, count: async () => 1, erase: tombstone },
];

/** What stays for good or for its own time, and why. */
export const ALWAYS_KEPT: readonly { readonly what: string; readonly why: string }[] = [
  { what: '谁看过档案的记录（满 3 年自动删除）', why: '《个人信息保护法》51、54 条要求留下操作记录' },
  { what: '这次请求和学校的答复（满 3 年自动删除）', why: PROOF },
];
