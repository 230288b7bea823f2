import { type FieldKey, shown } from '../../shared/domain/child-file';
import { spokenRelation } from '../../shared/text/names';
import { fullDate } from '../../shared/text/time';

/**
 * The facts of a file as a family reads them, in the order of the page. A fact that is not named here is not shown to families, whatever the
 * school's answer holds (domain/contact-file.ts).
 */
export const FAMILY_LABELS: { readonly [K in FieldKey]?: string } = {
  'pupil.name': '姓名',
  'pupil.sex': '性别',
  'pupil.birthDay': '哪天出生',
  'pupil.idNumber': '身份证号',
  'pupil.ethnicity': '民族',
  'pupil.studentNo': '学籍号',
  'pupil.registered': '上了户口',
  'pupil.schooling': '在哪里上学',
  'pupil.boarding': '住校',
  'pupil.health': '身体怎么样',
  'pupil.income': '家里靠什么生活',
  'pupil.aid': '得到的帮助',
  'pupil.address': '现在住哪里',
  'pupil.living': '和谁住',
  'pupil.registeredAddress': '户口在哪里',
  'member.name': '姓名',
  'link.relation': '是孩子的',
  'member.phone': '电话',
  'member.morePhones': '别的电话',
  'member.workplace': '在哪里上班',
  'member.occupation': '做什么工作',
  'member.shift': '上什么班',
  'member.address': '住在哪里',
  'member.birthDay': '哪天出生',
  'member.idNumber': '身份证号',
  'member.health': '身体怎么样',
  'member.canRead': '自己看得懂通知',
  'member.hasSmartphone': '用智能手机',
  'link.legalGuardian': '是法定监护人',
  'link.mayContact': '可以和孩子联系',
};
const ORDER = Object.keys(FAMILY_LABELS) as FieldKey[];

/** The name of a fact for a family; empty for what families are not shown. */
export const labelOf = (field: FieldKey): string => FAMILY_LABELS[field] ?? '';

/** In the order of the page, without what families are not shown. */
export const inOrder = <T extends { readonly field: FieldKey }>(fields: readonly T[]): T[] =>
  ORDER.flatMap((key) => fields.filter(({ field }) => field === key));

/** Yes and no, where 是 and 不是 are not what one would say. */
const YES_NO: { readonly [K in FieldKey]?: readonly [yes: string, no: string] } = {
  'pupil.registered': ['上了', '还没上'],
  'pupil.boarding': ['住校', '不住校'],
  'member.canRead': ['看得懂', '要人念'],
  'member.hasSmartphone': ['用', '不用'],
  'link.mayContact': ['可以', '现在不可以'],
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A value as one says it at home: 不住校, 2015年3月5日, 爸爸; empty for nothing. */
export function plainly(field: FieldKey, value: string | null): string {
  if (value === null) return '';
  const [yes, no] = YES_NO[field] ?? ['是', '不是'];
  if (value === 'yes') return yes;
  if (value === 'no') return no;
  if (field === 'link.relation') return spokenRelation(value);
  if (DAY.test(value)) return fullDate(value);
  return shown(field, value);
}

/** The same to be read aloud: of a number that is shown in part, its end. */
export const spokenValue = (text: string): string => text.replace(/\d*\*+/g, '尾号 ');
