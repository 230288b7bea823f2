import { nothingKnown } from '../../cloudfunctions/_server/contacts/blank';
import type { Account, FamilyMember, School, Student } from '../../cloudfunctions/_server/data/documents';
import { USUAL_SETTINGS } from '../../cloudfunctions/_server/school/found';

const schoolId = 'storm';

/** Four points, five afternoons of twenty slots: four hundred calls a week, and every child lives at school. */
export const STORM_SCHOOL: School = {
  _id: schoolId,
  schoolId,
  name: '两千人小学',
  county: '示范县',
  term: { name: '2026 年秋季学期', from: '2026-09-01', to: '2027-01-20' },
  points: [1, 2, 3, 4].map((n) => ({ id: `${schoolId}.p${n}`, name: `${n} 号平板`, kind: 'video' })),
  windows: ([1, 2, 3, 4, 5] as const).map((weekday) => ({ weekday, from: 14 * 60, to: 19 * 60, for: 'all' })),
  ...USUAL_SETTINGS,
  duty: ([1, 2, 3, 4, 5] as const).map((weekday) => ({ weekday, staffIds: ['duty'] })),
  exceptions: [],
  planning: null,
};

/** The n-th family: a child, its mother and her WeChat. */
export function stormFamily(n: number): {
  readonly student: Student;
  readonly member: FamilyMember;
  readonly account: Account;
} {
  const [studentId, personId, openid] = [`s${n}`, `m${n}`, `o${n}`];
  const classId = `c${n % 40}`;
  const name = `家长${n}`;
  return {
    student: {
      ...nothingKnown('2026-09-01'),
      _id: studentId,
      schoolId,
      classId,
      className: `${(n % 40) + 1}班`,
      name: `孩子${n}`,
      sex: 'female',
      boarding: true,
      leftBehind: true,
      careStatus: 'both_away',
      living: 'boarding',
      order: studentId,
      importId: 'storm',
    },
    member: {
      _id: personId,
      schoolId,
      role: 'parent',
      name,
      phone: null,
      phoneHash: null,
      morePhones: null,
      workplace: null,
      occupation: null,
      address: null,
      birthDay: null,
      idNumber: null,
      health: null,
      shift: 'unknown',
      canRead: true,
      hasSmartphone: true,
      children: [{ studentId, classId, relation: '母亲', legalGuardian: true, mayContact: true }],
      studentIds: [studentId],
      classIds: [classId],
      openid,
      importId: 'storm',
    },
    account: {
      _id: openid,
      memberships: [{ id: personId, kind: 'family', role: 'parent', schoolId, schoolName: STORM_SCHOOL.name, name }],
      credits: {},
    },
  };
}
