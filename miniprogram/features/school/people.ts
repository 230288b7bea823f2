import type { Output, StaffMember } from '../../shared/contract';

export type Staff = Output<'staff.list'>;
export type { StaffMember };

/** Roles in the order in which a school thinks of its people. */
export const STAFF_ROLES = ['school_admin', 'teacher', 'counsellor', 'volunteer', 'booth'] as const;

export const classNamesOf = ({ classes }: Pick<Staff, 'classes'>, ids: readonly string[]): string[] =>
  classes.filter(({ id }) => ids.includes(id)).map(({ name }) => name);

/** A volunteer's check, where somebody has to see to it. */
const checkWordOf = (check: StaffMember['check']): string =>
  check === 'missing' ? '没有有效的从业查询' : check === 'soon' ? '从业查询快到期了' : '';

/** What somebody does here: 「三(2)班班主任 · 帮扶 2 个孩子」. */
export function dutiesOf(school: Pick<Staff, 'classes' | 'points'>, person: StaffMember): string[] {
  const point = school.points.find(({ id }) => id === person.pointId);
  const classes = classNamesOf(school, person.classIds);
  return [
    classes.length > 0 ? `${classes.join('、')}班主任` : '',
    person.mentees.length > 0 ? `帮扶 ${person.mentees.length} 个孩子` : '',
    checkWordOf(person.check),
    person.role === 'booth' ? (point ? `放在${point.name}` : '还没说放在哪里') : '',
    person.officer ? '管个人信息保护' : '',
  ].filter(Boolean);
}
