import type { FileField, Output } from '../../../miniprogram/shared/contract';
import type { FieldKey } from '../../../miniprogram/shared/domain/child-file';

export type ChildFile = Output<'contacts.file'>;
export type Adult = ChildFile['members'][number];

/** A fact as the server answers it; its mark stands for the value. */
export const fact = (field: FieldKey, value: string | null, more: Partial<FileField> = {}): FileField => ({
  field,
  value,
  masked: false,
  mark: `m-${value}`,
  may: 'edit',
  ...more,
});

/** A father in Dongguan; a phone of his own, not bound yet. */
export const adult = (more: Partial<Adult> = {}): Adult => ({
  personId: 'p1',
  role: 'parent',
  name: '林建国',
  relation: '父亲',
  phoneMasked: '138****1234',
  workplace: '东莞',
  shift: 'night',
  legalGuardian: true,
  mayContact: true,
  limit: null,
  hasSmartphone: true,
  canRead: true,
  bound: false,
  silentSince: null,
  fields: [
    fact('member.name', '林建国'),
    fact('member.phone', '138****1234', { masked: true }),
    fact('member.workplace', '东莞'),
    fact('link.mayContact', 'yes'),
  ],
  ...more,
});

/** A girl of 三(2)班 as her head teacher sees her. */
export const childFile = (more: Partial<ChildFile> = {}): ChildFile => ({
  id: 's1',
  name: '林小雨',
  className: '三(2)班',
  classId: 'c1',
  sex: 'female',
  birthDay: null,
  boarding: false,
  leftBehind: true,
  childDay: null,
  caregiverDay: null,
  tone: 'red',
  fields: [
    fact('pupil.name', '林小雨'),
    fact('pupil.idNumber', '5322************1234', { masked: true }),
    fact('pupil.ethnicity', null),
    fact('pupil.address', '青山村 3 组'),
    fact('pupil.living', null),
    fact('pupil.health', '花生过敏'),
  ],
  members: [adult()],
  delegation: null,
  consents: [
    { purpose: 'photos', state: 'given' },
    { purpose: 'publicity', state: 'refused' },
    { purpose: 'partners', state: 'unasked' },
  ],
  proposals: 0,
  may: { edit: true, propose: false, rights: false, timeline: true, invite: true, phone: true, consent: false },
  ...more,
});
