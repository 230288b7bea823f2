import type { Vault } from '../../cloudfunctions/_server/data/crypto';
import type { CareRecord } from '../../cloudfunctions/_server/data/documents';
import type { MethodName } from '../../miniprogram/shared/contract';
import type { Asker, At, Row, Thing } from './access-things';
import { aRecord } from './records';

/** How the methods about care records name a thing, and the record that hangs on it. */

type RecordMethod = Exclude<Extract<MethodName, `records.${string}`>, 'records.book'>;
type Rows<M extends MethodName> = { readonly [K in M]: Row<K> };

const DAY = '2026-11-24';
const recordId = ({ key }: Pick<Thing, 'key'>): string => `record-${key}`;
const body = {
  ...{ day: DAY, values: { note: '学会了骑车' }, photos: [], photosConsented: false },
  ...{ share: false, shareText: '' },
};

/** A diary's entry, which every role of the school reads, by somebody who works there no more. */
export const recordAbout = (vault: Vault, { key, studentId, classId, schoolId }: Thing): CareRecord =>
  aRecord(vault, {
    ...{ _id: recordId({ key }), schoolId, studentIds: [studentId], classIds: [classId] },
    ...{ kind: 'diary', book: 'growth', authorId: 't-before', authorName: '旧老师', share: true },
    said: { values: { note: '今天下雨' }, shareText: '今天下雨，孩子带了伞。' },
  });

/** Who did not write it corrects nothing, but the office. */
const notItsAuthor = ({ role }: Asker) => (role === 'school_admin' ? undefined : ('common.not-found' as const));
const record = ({ thing }: At) => ({ recordId: recordId(thing) });

export const recordInputs: Rows<RecordMethod> = {
  'records.kinds': { about: 'nothing', input: () => ({}) },
  'records.saveKinds': {
    about: 'nothing',
    input: () => ({ seen: { own: [], hidden: [] }, own: [], hidden: ['bed_check'] }),
  },
  'records.write': {
    about: 'child',
    input: ({ thing }) => ({ requestKey: 'tap-00001', kind: 'diary', studentIds: [thing.studentId], ...body }),
  },
  'records.correct': {
    about: 'child',
    input: (at) => ({ ...record(at), requestKey: 'tap-00001', seen: 1, ...body }),
    refused: notItsAuthor,
  },
  'records.strike': {
    about: 'child',
    input: (at) => ({ ...record(at), why: '写错了孩子' }),
    refused: notItsAuthor,
  },
  'records.open': { about: 'child', input: record },
  'records.list': { about: 'child', input: ({ thing }) => ({ studentId: thing.studentId }) },
};
