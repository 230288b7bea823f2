import { markOf } from '../../cloudfunctions/_server/contacts/fields';
import { createVault } from '../../cloudfunctions/_server/data/crypto';
import type { Delegation, Proposal } from '../../cloudfunctions/_server/data/documents';
import type { MethodName } from '../../miniprogram/shared/contract';
import type { FieldKey } from '../../miniprogram/shared/domain/child-file';
import type { At, Row, Thing } from './access-things';
import { FIELD_SECRETS, NOON } from './backend';

/** How the methods about children's files name a thing, and what of a file hangs on it. */

export const proposalId = ({ key }: Thing): string => `p-${key}`;
export const delegationId = ({ key }: Thing): string => `g-${key}`;

const vault = createVault(FIELD_SECRETS);
const KEY = 'tap-00001';

/** A fact that nobody noted yet. */
const edit = (subject: string, field: FieldKey, to: string) => ({
  ...{ subject, field, to },
  mark: markOf(vault, field, null),
});
const child = ({ thing }: At) => ({ studentId: thing.studentId });

type FileMethod = Extract<MethodName, `contacts.${string}`>;
type Rows<M extends MethodName> = { readonly [K in M]: Row<K> };

export const fileInputs: Rows<Exclude<FileMethod, 'contacts.printCards'>> = {
  'contacts.list': { about: 'filter', input: ({ thing }) => ({ classId: thing.classId }) },
  'contacts.file': { about: 'child', input: child },
  'contacts.phone': { about: 'adult', input: ({ adultId }) => ({ personId: adultId, why: 'contact' }) },
  'contacts.reveal': {
    about: 'child',
    input: ({ thing: { studentId } }) => ({ studentId, subject: studentId, field: 'pupil.idNumber', why: 'check' }),
  },
  'contacts.save': {
    about: 'child',
    input: ({ thing: { studentId } }) => ({
      ...{ key: KEY, studentId, why: '' },
      edits: [edit(studentId, 'pupil.ethnicity', '苗族')],
    }),
  },
  'contacts.addMember': {
    about: 'child',
    input: ({ thing: { studentId } }) => ({
      ...{ key: KEY, studentId, role: 'guardian', name: '王秀兰', relation: '外婆', phone: '13700000000' },
      ...{ legalGuardian: false, canRead: false, hasSmartphone: false },
    }),
  },
  'contacts.removeMember': {
    about: 'child',
    input: ({ thing: { studentId, adultIds } }) => ({
      ...{ key: KEY, studentId, personId: adultIds.at(-1) ?? '', why: '搬走了' },
    }),
    // The last of these children's adults is a legal guardian: only the office ends rights.
    refused: ({ role }, { key }) =>
      role === 'teacher' && ['barred', 'other'].includes(key) ? 'auth.forbidden' : undefined,
  },
  'contacts.propose': {
    about: 'child',
    input: ({ thing: { studentId } }) => ({
      ...{ key: KEY, studentId, note: '' },
      edits: [edit(studentId, 'pupil.address', '大湾村一组')],
    }),
  },
  // Only whoever asked takes it back: the father.
  'contacts.withdraw': {
    about: 'child',
    input: ({ thing }) => ({ id: proposalId(thing) }),
    refused: ({ person }) => (person?._id === 'm-father' ? undefined : 'common.not-found'),
  },
  'contacts.proposals': { about: 'child', input: child },
  'contacts.answer': {
    about: 'child',
    input: ({ thing }) => ({ id: proposalId(thing), take: [], note: '请再说明一下' }),
  },
  'contacts.timeline': { about: 'child', input: child },
  'contacts.delegate': {
    about: 'child',
    input: ({ thing: { studentId, adultIds } }) => ({
      ...{ key: KEY, studentId, memberId: adultIds.at(-1) ?? '', byId: adultIds[0] ?? '' },
      ...{ since: '2026-09-01', until: null, disqualifiers: [], childView: null, childWords: '' },
      ...{ villageToldDay: null, villageWhom: '' },
    }),
  },
  'contacts.delegationLetter': { about: 'child', input: ({ thing }) => ({ id: delegationId(thing) }) },
  'contacts.checks': { about: 'class', input: ({ thing }) => ({ classId: thing.classId }) },
  'contacts.export': {
    about: 'class',
    input: ({ thing }) => ({ kind: 'form', classId: thing.classId, leftBehindOnly: false, why: 'school', note: '' }),
  },
  'contacts.endDelegation': { about: 'child', input: ({ thing }) => ({ id: delegationId(thing), why: '接走了' }) },
};

/** A proposal of the child's first adult, and a delegation to its last. */
export function filesOf(thing: Thing): { readonly proposal: Proposal; readonly delegation: Delegation } {
  const { studentId, classId, schoolId, adultIds } = thing;
  const [first = '', last = first] = [adultIds[0], adultIds.at(-1)];
  const of = { schoolId, studentId, classId, at: NOON - 3_600_000 };
  return {
    proposal: {
      ...{ _id: proposalId(thing), ...of, byId: first, byName: first, relation: '父亲', status: 'open' },
      ...{ note: null, answer: null, answeredBy: null, answeredAt: null },
      items: vault.seal(
        JSON.stringify([{ subject: studentId, field: 'pupil.address', seen: null, to: '石板村', taken: null }]),
      ),
    },
    delegation: {
      ...{ _id: delegationId(thing), ...of, memberId: last, byMemberId: first, since: '2026-09-01', until: null },
      ...{ childView: null, childWords: null, villageToldDay: null, villageWhom: null, endedDay: null, endedWhy: null },
      ...{ byId: 't-admin', current: true, open: true },
    },
  };
}
