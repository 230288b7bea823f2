import type { PrivacyRequest } from '../../cloudfunctions/_server/data/documents';
import type { MethodName } from '../../miniprogram/shared/contract';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import type { Asker, At, Row, Thing } from './access-things';
import { NOON } from './backend';

/** How the methods about consents, requests and the officer's work name a thing. */

export const privacyRequestId = ({ key }: Thing): string => `q-${key}`;

const KEY = 'tap-00001';
const child = ({ thing }: At) => ({ studentId: thing.studentId });
/** 林小雨's grandmother cares for her and is no legal guardian. */
const noGuardian = ({ openid }: Asker): ErrorCode | undefined =>
  openid === 'o-m-granny' ? 'privacy.not-guardian' : undefined;

type PrivacyMethod = Extract<MethodName, `privacy.${string}`>;
type Rows<M extends MethodName> = { readonly [K in M]: Row<K> };

export const privacyInputs: Rows<PrivacyMethod> = {
  'privacy.consents': { about: 'child', opensFile: 'staff', input: child },
  'privacy.consent': {
    about: 'child',
    input: (at) => ({ ...child(at), purpose: 'photos', answer: 'given' }),
    refused: noGuardian,
  },
  'privacy.consentPaper': {
    about: 'child',
    input: (at) => ({
      ...{ ...child(at), memberId: at.thing.adultIds[0] ?? '', purpose: 'photos', answer: 'given' },
      signedDay: '2026-11-20',
    }),
  },
  'privacy.overview': { about: 'nothing', input: () => ({}) },
  'privacy.export': { about: 'child', input: child, refused: noGuardian },
  'privacy.ask': {
    about: 'child',
    input: (at) => ({ ...child(at), key: KEY, kind: 'copy', note: '' }),
    refused: noGuardian,
  },
  // Only whoever asked takes it back: the father.
  'privacy.withdraw': {
    about: 'child',
    input: ({ thing }) => ({ id: privacyRequestId(thing) }),
    refused: ({ person }) => (person?._id === 'm-father' ? undefined : 'common.not-found'),
  },
  'privacy.requests': { about: 'child', opensFile: 'staff', input: child },
  'privacy.erasePreview': { about: 'child', input: ({ thing }) => ({ id: privacyRequestId(thing) }) },
  'privacy.answer': {
    about: 'child',
    input: ({ thing }) => ({ id: privacyRequestId(thing), status: 'done', answer: '已经删掉了' }),
  },
  'privacy.auditPack': { about: 'nothing', input: () => ({ year: 2026 }) },
};

/** What the first of a child's adults asked for. */
export const requestOf = (thing: Thing): PrivacyRequest => ({
  _id: privacyRequestId(thing),
  schoolId: thing.schoolId,
  studentId: thing.studentId,
  classId: thing.classId,
  kind: 'erase',
  byId: thing.adultIds[0] ?? '',
  byName: '家长',
  relation: '父亲',
  at: NOON - 3_600_000,
  note: null,
  status: 'open',
  dueDay: '2026-12-24',
  answer: null,
  answeredBy: null,
  answeredAt: null,
});
