import { ROLE_NAMES } from '../../../../shared/text/zh';
import { dutiesOf, STAFF_ROLES, type Staff, type StaffMember } from '../../people';

export interface PersonRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber';
}
export interface RoleGroup {
  /** 「老师 42 位」 */
  readonly name: string;
  readonly rows: readonly PersonRow[];
}

/** The school's people by role, each with what it does here and whether its WeChat is bound; `sought`: a part of the name. */
export const groupsOf = (school: Staff, sought: string): RoleGroup[] =>
  STAFF_ROLES.flatMap((role) => {
    const people = school.staff.filter((one) => one.role === role && one.name.includes(sought.trim()));
    if (people.length === 0) return [];
    const word = role === 'booth' ? '台' : '位';
    return [{ name: `${ROLE_NAMES[role]} ${people.length} ${word}`, rows: people.map((one) => rowOf(school, one)) }];
  });

function rowOf(school: Staff, person: StaffMember): PersonRow {
  const { id, name, me, phoneMasked, bound } = person;
  const facts = [me ? '您自己' : '', ...dutiesOf(school, person), phoneMasked ?? ''];
  return {
    key: id,
    name,
    fact: facts.filter(Boolean).join(' · '),
    state: bound ? '绑好了' : '还没绑',
    tone: bound ? 'ok' : 'amber',
  };
}

/** 「62 位，还有 3 位没绑微信」 */
export function staffLine({ staff }: Staff): string {
  const unbound = staff.filter(({ bound }) => !bound).length;
  return unbound > 0 ? `还有 ${unbound} 位没绑微信` : '每一位都绑好微信了';
}
