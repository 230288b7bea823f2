import type { Choice } from '../../../../components/choice-chips/index';
import { inThrees } from '../../../../services/invite';
import type { Input, Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { staffFault } from '../../../../shared/domain/staff';
import type { ErrorDetails } from '../../../../shared/errors/catalogue';
import { REVOKE_REASONS } from '../../../../shared/text/files';
import { shortDate } from '../../../../shared/text/time';
import { ROLE_NAMES } from '../../../../shared/text/zh';
import { STAFF_ROLES, type Staff, type StaffMember } from '../../people';

type Role = StaffMember['role'];

/** What is being written about one person. */
export interface PersonForm {
  readonly name: string;
  readonly role: Role;
  /** As typed; null as long as nobody touched it. */
  readonly phone: string | null;
  readonly classIds: readonly string[];
  readonly sex: 'male' | 'female' | null;
  readonly village: string;
  readonly checkedUntil: string | null;
  readonly pointId: string | null;
  readonly officer: boolean;
}

export const EMPTY_FORM: PersonForm = {
  name: '',
  role: 'teacher',
  phone: null,
  classIds: [],
  sex: null,
  village: '',
  checkedUntil: null,
  pointId: null,
  officer: false,
};

export const formOf = (person: StaffMember): PersonForm => {
  const { name, role, classIds, sex, village, checkedUntil, pointId, officer } = person;
  return {
    name,
    role,
    phone: null,
    classIds,
    sex,
    village: village ?? '',
    checkedUntil,
    pointId,
    officer,
  };
};

/** What can be said of somebody in this role. */
export const partsOf = (role: Role) => ({
  classes: role === 'teacher',
  pairs: role === 'teacher' || role === 'volunteer',
  check: role === 'volunteer',
  point: role === 'booth',
  officer: role !== 'booth' && role !== 'volunteer',
  phone: role !== 'booth',
});

export const ROLE_CHOICES: readonly Choice[] = STAFF_ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }));

/** Classes to choose from: the own ones, and those that have no head teacher; any other changes hands by a handover. */
export const classChoices = ({ classes, staff }: Staff, personId: string): Choice[] =>
  classes
    .filter(({ headTeacherId }) => headTeacherId === personId || !staff.some(({ id }) => id === headTeacherId))
    .map(({ id, name }) => ({ value: id, label: name }));

export const pointChoices = ({ points }: Staff): Choice[] => points.map(({ id, name }) => ({ value: id, label: name }));

/** What is missing before it can be saved; empty where nothing is. */
export function missingIn(form: PersonForm): string {
  if (!form.name.trim()) return form.role === 'booth' ? '请给平板起个名字，比如「2 号平板」。' : '请写名字。';
  const { classIds = [], checkedUntil = null, pointId = null, officer = false, phone, role } = savedOf(form, '');
  const fault = staffFault({ classIds, checkedUntil, pointId, officer, role, phone: phone ?? null });
  if (fault?.field === 'phone') return '手机号看着不对，请再看一遍。';
  return fault?.field === 'pointId' ? '请选这台平板放在哪个通话点。' : '';
}

/** What is sent: parts that do not belong to the role are left empty; a phone that nobody touched stays. */
export function savedOf(form: PersonForm, id: string): Omit<Input<'staff.save'>, 'key'> {
  const parts = partsOf(form.role);
  return {
    ...(id ? { id } : {}),
    name: form.name.trim(),
    role: form.role,
    ...(form.phone === null ? {} : { phone: form.phone.replace(/[\s-]/g, '') || null }),
    classIds: parts.classes ? [...form.classIds] : [],
    sex: parts.pairs ? form.sex : null,
    village: parts.pairs ? form.village.trim() || null : null,
    checkedUntil: parts.check ? form.checkedUntil : null,
    pointId: parts.point ? form.pointId : null,
    officer: parts.officer && form.officer,
  };
}

export const SEXES: readonly Choice[] = [
  { value: 'female', label: '女' },
  { value: 'male', label: '男' },
];

/** How a volunteer's check stands, in a sentence; empty where there is nothing to say. */
export const checkWord = ({ check, checkedUntil }: Pick<StaffMember, 'check' | 'checkedUntil'>): string => {
  if (check === 'missing')
    return checkedUntil ? '查询结果过期了，现在看不到孩子。' : '还没有查询结果，不能和孩子结对。';
  return check === 'soon' && checkedUntil ? `查询结果 ${shortDate(checkedUntil)}到期，请早点重新查。` : '';
};

/** What somebody's children are called on the button to them. */
export const pairsWord = ({ mentees }: Pick<StaffMember, 'mentees'>): string =>
  mentees.length > 0 ? mentees.map(({ name }) => name).join('、') : '还没有结对的孩子';

/** A code to read out, to scan or to send. */
export interface Invite {
  readonly code: string;
  /** In threes: 「482 177 305」. */
  readonly shown: string;
  readonly until: string;
  readonly picture: string;
}
export const inviteOf = ({ code, expiresAt, picture }: Output<'accounts.invite'>): Invite => ({
  code,
  shown: inThrees(code),
  until: shortDate(dayOf(expiresAt)),
  picture: picture ?? '',
});

type Why = Input<'accounts.revoke'>['why'];
/** Why the WeChat of one of the school's people is let go; leaving the school is a button of its own. */
export const REVOKES: readonly { readonly why: Why; readonly label: string }[] = (
  ['lost_phone', 'mistake', 'worry'] as const
).map((why) => ({ why, label: REVOKE_REASONS[why] }));

/** What is still somebody's when he leaves, and where it is handed on. */
export interface Needed {
  readonly key: 'handover' | 'duty';
  readonly name: string;
  readonly fact: string;
}
export function neededOf(details: ErrorDetails): Needed[] {
  const count = (value: unknown) => (typeof value === 'number' ? value : Array.isArray(value) ? value.length : 0);
  const rows: (Needed | false)[] = [
    count(details.classes) > 0 && { key: 'handover', name: '把班交给别的老师', fact: '到「交接」里办，两位老师都签字' },
    count(details.duty) > 0 && { key: 'duty', name: '换掉值日', fact: '把排着的值日给别的老师' },
  ];
  return rows.filter((one): one is Needed => one !== false);
}
