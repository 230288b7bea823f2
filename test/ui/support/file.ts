/** A child's file as its father's phone gets it, and what belongs to it. */

import type { FileField, Output, PrivacyRequest, ProposalView } from '../../../miniprogram/shared/contract';
import type { FieldKey } from '../../../miniprogram/shared/domain/child-file';
import { PURPOSES } from '../../../miniprogram/shared/domain/consents';
import { NOW, yu } from './family';
import { father } from './family-phone';

export type File = Output<'contacts.file'>;
export type Consents = Output<'privacy.consents'>;

export const aField = (field: FieldKey, value: string | null, over: Partial<FileField> = {}): FileField => ({
  field,
  value,
  masked: false,
  mark: `m-${field}`,
  may: 'see',
  ...over,
});

const propose = { may: 'propose' } as const;

export const aMember = (personId: string, over: Partial<File['members'][number]> = {}): File['members'][number] => ({
  personId,
  role: 'parent',
  name: '王芳',
  relation: '母亲',
  phoneMasked: null,
  workplace: null,
  shift: null,
  legalGuardian: false,
  mayContact: true,
  limit: null,
  hasSmartphone: true,
  canRead: true,
  bound: false,
  silentSince: null,
  fields: [],
  ...over,
});

/** 林小雨's file as her father may see it. */
export const aFile = (over: Partial<File> = {}): File => ({
  ...yu,
  classId: 'c1',
  sex: 'female',
  birthDay: '2017-05-09',
  boarding: true,
  leftBehind: null,
  childDay: null,
  caregiverDay: null,
  tone: 'ok',
  fields: [
    aField('pupil.name', '林小雨'),
    aField('pupil.birthDay', '2017-05-09'),
    aField('pupil.boarding', 'no'),
    aField('pupil.health', null, propose),
    aField('pupil.address', '青山镇石桥村 3 组', propose),
    aField('pupil.living', 'grandparents', propose),
  ],
  members: [
    aMember(father.id, {
      name: '林建国',
      relation: '父亲',
      fields: [
        aField('member.name', '林建国'),
        aField('member.phone', '138****1234', { ...propose, masked: true }),
        aField('member.workplace', null, propose),
        aField('link.relation', '父亲'),
      ],
    }),
    aMember('m-mother'),
    aMember('m-granny', { role: 'guardian', name: '王桂兰', relation: '祖母', phoneMasked: '139****5678' }),
  ],
  delegation: null,
  consents: PURPOSES.map((purpose) => ({ purpose, state: 'unasked' })),
  proposals: 0,
  may: { edit: false, propose: true, rights: false, timeline: false, invite: false, phone: false, consent: true },
  ...over,
});

/** What her father asked for and the teacher did not see yet: the address. */
export const aProposal = (over: Partial<ProposalView> = {}): ProposalView => ({
  id: 'p1',
  studentId: yu.id,
  childName: yu.name,
  className: yu.className,
  byName: '林建国',
  relation: '父亲',
  at: NOW - 3_600_000,
  status: 'open',
  note: null,
  answer: null,
  answeredBy: null,
  mine: true,
  mayAnswer: false,
  items: [
    {
      subject: yu.id,
      subjectName: yu.name,
      field: 'pupil.address',
      mark: 'm-now',
      now: '青山镇石桥村 3 组',
      seen: '青山镇石桥村 3 组',
      to: '城关镇南街 8 号',
      moved: false,
      taken: null,
    },
  ],
  ...over,
});

/** Nobody said anything yet; the reader may. */
export const someConsents = (over: Partial<Consents> = {}): Consents => ({
  child: yu,
  purposes: PURPOSES.map((purpose) => ({ purpose, state: 'unasked', answers: [] })),
  guardians: [],
  mine: true,
  ...over,
});

export const anAnswer = (
  over: Partial<Consents['purposes'][number]['answers'][number]> = {},
): Consents['purposes'][number]['answers'][number] => ({
  memberId: father.id,
  memberName: '林建国',
  relation: '父亲',
  answer: 'given',
  way: 'app',
  at: NOW,
  enteredBy: null,
  ...over,
});

export const aRequest = (over: Partial<PrivacyRequest> = {}): PrivacyRequest => ({
  id: 'r1',
  child: yu,
  kind: 'erase',
  byName: '林建国',
  relation: '父亲',
  at: NOW,
  note: null,
  status: 'open',
  dueDay: '2026-12-24',
  answer: null,
  answeredBy: null,
  answeredAt: null,
  ...over,
});
