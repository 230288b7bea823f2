/** Children's files as pupils of the national form: what the roster reader reads back to the same pupils. */
import { type FieldKey, fieldOf, RIGHT_REASONS } from '../../../miniprogram/shared/domain/child-file';
import { type Facts, factsOf } from '../contacts/fields';
import type { WholeFiles } from '../contacts/whole-files';
import type { Vault } from '../data/crypto';
import type { FamilyMember, MemberChild, SchoolClass, Student } from '../data/documents';
import { isStandIn } from '../roster/plan-people';
import type { Adult, Caregiver, FamilyRole, GrandparentKey, Parent, PupilRow } from '../roster/pupil';
import { schoolingOf } from '../roster/settle';

/** One child's file as a row of the form, and the texts of it that the form's own words may not cover. */
export interface FileRow {
  readonly student: Student;
  readonly pupil: PupilRow;
  /** By key of the column: free texts as they stand on file. */
  readonly texts: Readonly<Record<string, string>>;
}

/** An adult with its link to one child, opened. */
interface Relative {
  readonly member: FamilyMember;
  readonly link: MemberChild;
  readonly facts: Facts;
}

export interface RowOptions {
  readonly vault: Vault;
  readonly schoolName: string;
  readonly classes: readonly SchoolClass[];
  /** Whether parts of a file with a permission of their own are the caller's to see. */
  readonly sees: (section: 'health' | 'aid', student: Student) => boolean;
}

/** The rows of files, in their order. */
export function fileRows({ students, members, delegations }: WholeFiles, options: RowOptions): FileRow[] {
  const families = new Map<string, Relative[]>(students.map(({ _id }) => [_id, []]));
  for (const member of members) {
    const facts = factsOf(options.vault, 'member', member);
    for (const link of member.children) families.get(link.studentId)?.push({ member, link, facts });
  }
  const delegateOf = new Map(delegations.map(({ studentId, memberId }) => [studentId, memberId]));
  const classOf = new Map(options.classes.map((one) => [one._id, one]));
  return students.map((student) => {
    const facts = seenFacts(student, options);
    const family = familyOf(families.get(student._id) ?? [], student, delegateOf.get(student._id));
    const { grade = 0, number: classNo = 0 } = classOf.get(student.classId) ?? {};
    return {
      student,
      pupil: {
        ...ownFacts(student, facts),
        ...family,
        school: options.schoolName,
        grade,
        classNo,
        ...schooling(student, grade),
      },
      texts: { health: facts['pupil.health'] ?? '', aid: facts['pupil.aid'] ?? '' },
    };
  });
}

/** A pupil's facts without those that are not the caller's. */
function seenFacts(student: Student, { vault, sees }: RowOptions): Facts {
  const hidden = (['health', 'aid'] as const).filter((section) => !sees(section, student));
  return Object.fromEntries(
    Object.entries(factsOf(vault, 'pupil', student)).filter(
      ([key]) => !hidden.some((section) => fieldOf(key as FieldKey).section === section),
    ),
  );
}

const schooling = (student: Student, grade: number) => ({ schooling: student.schooling ?? schoolingOf(grade) });

/** A key with its value where there is one: the form's rows know no `null`. */
const told = <K extends string, T>(key: K, value: T | null | undefined): { [P in K]?: T } =>
  (value === null || value === undefined || value === '' ? {} : { [key]: value }) as { [P in K]?: T };

type Own = Omit<PupilRow, 'grade' | 'classNo' | 'schooling' | 'grandparents'>;

const ownFacts = (student: Student, facts: Facts): Own => ({
  sheet: '',
  row: 0,
  name: student.name,
  sex: student.sex,
  birthDay: student.birthDay ?? '',
  boarding: student.boarding,
  careStatus: student.careStatus,
  aid: [],
  ...told('ethnicity', student.ethnicity),
  ...told('idNumber', facts['pupil.idNumber']),
  ...told('householdRegistered', student.registered),
  ...told('registeredAddress', facts['pupil.registeredAddress']),
  ...told('currentAddress', facts['pupil.address']),
  ...told('studentNo', student.studentNo),
  ...told('guardianship', student.guardianship),
  ...told('income', facts['pupil.income']),
  ...told('assessment', student.assessment),
  ...told('living', student.living),
});

const FATHER = /父|爸|爹/;
const MOTHER = /母|妈|娘/;
const GRANDPARENTS: readonly (readonly [GrandparentKey, RegExp])[] = [
  ['maternalGrandfather', /^(外祖父|外公|姥爷)$/],
  ['maternalGrandmother', /^(外祖母|外婆|姥姥)$/],
  ['paternalGrandfather', /^(祖父|爷爷)$/],
  ['paternalGrandmother', /^(祖母|奶奶)$/],
];

/** Who of a family stands where on the form: one father, one mother, one caregiver, and the other grandparents by name. */
function familyOf(relatives: readonly Relative[], student: Student, delegateId: string | undefined) {
  const parents = relatives.filter(({ member }) => member.role === 'parent');
  const guardians = relatives.filter(({ member }) => member.role === 'guardian');
  const father = foremost(parents, ({ link }) => FATHER.test(link.relation));
  const mother = foremost(parents, ({ link }) => MOTHER.test(link.relation));
  const delegate = relatives.find(({ member }) => member._id === delegateId) ?? foremost(guardians, () => true);
  const roles: Readonly<Record<FamilyRole, Relative | undefined>> = { father, mother, delegate };
  return {
    ...(father && { father: parentOf(father, student) }),
    ...(mother && { mother: parentOf(mother, student) }),
    ...(delegate && { delegate: caregiverOf(delegate, student) }),
    grandparents: grandparentsOf(guardians.filter((relative) => relative !== delegate)),
    // A caregiver of whom nobody wrote down whether it was given the care leaves the question open.
    ...told('delegated', delegateId !== undefined || (delegate ? undefined : false)),
    ...rightsOf(roles),
  };
}

/** Of those that fit the legal guardian, then who can be rung up. */
const foremost = (relatives: readonly Relative[], fits: (relative: Relative) => boolean): Relative | undefined => {
  const fitting = relatives.filter(fits);
  return (
    fitting.find(({ link }) => link.legalGuardian) ?? fitting.find(({ facts }) => facts['member.phone']) ?? fitting[0]
  );
};

function adultOf({ member, link, facts }: Relative, student: Student): Adult {
  const more = (facts['member.morePhones'] ?? '').split(/[,，、]/).filter((phone) => phone !== '');
  return {
    // Who has no name on file is named after the child; on paper the cell is empty.
    name: isStandIn(member.name, student.name, link.relation) ? '' : member.name,
    ...told('born', member.birthDay),
    ...told('phone', facts['member.phone']),
    ...(more.length > 0 && { otherPhones: more }),
    ...told('idNumber', facts['member.idNumber']),
  };
}

const parentOf = (relative: Relative, student: Student): Parent => {
  const { shift } = relative.member;
  return {
    ...adultOf(relative, student),
    ...told('workplace', relative.facts['member.workplace']),
    away: false,
    ...(shift !== 'unknown' && { shift: { kind: shift } }),
  };
};

const caregiverOf = (relative: Relative, student: Student): Caregiver => ({
  ...adultOf(relative, student),
  relation: relative.link.relation,
  ...told('address', relative.facts['member.address']),
  canRead: relative.member.canRead,
  hasSmartphone: relative.member.hasSmartphone,
});

const grandparentsOf = (guardians: readonly Relative[]): PupilRow['grandparents'] =>
  Object.fromEntries(
    GRANDPARENTS.flatMap(([key, words]) => {
      const found = guardians.find(({ link }) => words.test(link.relation))?.member;
      return found ? [[key, { name: found.name, ...told('born', found.birthDay) }]] : [];
    }),
  );

const ROLE_WORDS: Readonly<Record<FamilyRole, string>> = { father: '父亲', mother: '母亲', delegate: '照护人' };

/** Legal guardians, and whose contact is limited: 父亲不可以和孩子联系（法院的决定）. */
function rightsOf(roles: Readonly<Record<FamilyRole, Relative | undefined>>): Partial<PupilRow> {
  const those = (holds: (link: MemberChild) => boolean): FamilyRole[] =>
    (Object.keys(roles) as FamilyRole[]).filter((role) => {
      const link = roles[role]?.link;
      return link !== undefined && holds(link);
    });
  const legalGuardians = those((link) => link.legalGuardian);
  const limited = those((link) => !link.mayContact);
  const reasons = limited.flatMap((role) => roles[role]?.link.limit?.reason ?? []);
  const why = [...new Set(reasons.map((reason) => RIGHT_REASONS[reason]))].join('、');
  const text = `${limited.map((role) => ROLE_WORDS[role]).join('、')}不可以和孩子联系${why && `（${why}）`}`;
  return {
    ...(legalGuardians.length > 0 && { legalGuardians }),
    ...(limited.length > 0 && { contactLimit: { who: limited, text } }),
  };
}
