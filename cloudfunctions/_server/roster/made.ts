/** New pupils and adults: what a version says, on documents of whom nothing is known yet. */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { isLeftBehind } from '../../../miniprogram/shared/domain/left-behind';
import { nothingKnown } from '../contacts/blank';
import type { FieldChanges, VersionKey } from '../contacts/versions';
import type { FamilyMember, MemberChild, Student } from '../data/documents';
import { linkedIn, linkOf, linkText } from './links';
import { entriesOf, stored, type Turning, type Version, valueIn, withCopies } from './versions';

interface Made {
  readonly _id: string;
  readonly schoolId: string;
  readonly importId: string;
}

const blankStudent = (made: Made, today: Day): Student => ({
  ...made,
  ...nothingKnown(today),
  classId: '',
  sex: 'female',
});

const blankMember = (made: Made, role: FamilyMember['role']): FamilyMember => ({
  ...made,
  role,
  name: '',
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
  hasSmartphone: false,
  children: [],
  studentIds: [],
  classIds: [],
  openid: null,
});

/** The document of a new pupil. */
export function madeStudent({ id, changes }: Version, made: Omit<Made, '_id'>, turning: Turning): Student {
  const student = { ...blankStudent({ ...made, _id: id }, turning.today), ...fieldsOf(changes, turning) } as Student;
  return { ...student, leftBehind: isLeftBehind(turning.rule, student, turning.today) };
}

/** The document of a new adult. */
export function madeMember({ id, changes }: Version, made: Omit<Made, '_id'>, turning: Turning): FamilyMember {
  const children = linkedIn(changes).map((studentId): MemberChild => {
    const values = linkText(changes, studentId);
    return { ...LINK, ...linkOf(values), studentId, classId: turning.classOf(studentId) };
  });
  const member = { ...blankMember({ ...made, _id: id }, 'guardian'), ...fieldsOf(changes, turning) };
  return { ...member, ...withCopies(children) } as FamilyMember;
}

const LINK = { relation: '', legalGuardian: false, mayContact: true } as const;

/** What the later side of a version says, as it is stored. */
function fieldsOf(changes: FieldChanges, { vault }: Turning): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const [key, [, after]] of entriesOf(changes))
    if (!key.includes('@')) Object.assign(fields, stored(vault, key, after));
  return fields;
}

const NOBODY = { _id: '', schoolId: '', importId: '' };

/** What stands under a key of a new document of which its version says nothing. */
export const blankValue = (vault: Turning['vault'], subject: Version['subject'], key: VersionKey): string | null =>
  valueIn(vault, key, subject === 'pupil' ? blankStudent(NOBODY, '') : blankMember(NOBODY, 'guardian'));
