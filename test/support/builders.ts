import { finding as findingOf } from '../../cloudfunctions/_server/contacts/finding';
import type { Vault } from '../../cloudfunctions/_server/data/crypto';
import type {
  Consent,
  FamilyMember,
  Pairing,
  School,
  SchoolClass,
  Staff,
  Student,
} from '../../cloudfunctions/_server/data/documents';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { pairingId } from '../../cloudfunctions/_server/pairing/save';
import { USUAL_SETTINGS } from '../../cloudfunctions/_server/school/found';

/** Documents with sensible values for what a test does not care about. */
export const SCHOOL = 'sch1';

export const aSchool = (over: Partial<School> = {}): School => ({
  _id: SCHOOL,
  schoolId: SCHOOL,
  name: '演示小学',
  county: '示范县',
  term: { name: '2026 年秋季学期', from: '2026-09-01', to: '2027-01-15' },
  points: [
    { id: `${SCHOOL}.p1`, name: '1 号电话', kind: 'phone' },
    { id: `${SCHOOL}.p2`, name: '2 号平板', kind: 'video' },
  ],
  windows: ([1, 2, 3, 4, 5] as const).flatMap((weekday) => [
    { weekday, from: 12 * 60, to: 13 * 60, for: 'day' as const },
    { weekday, from: 16 * 60, to: 17 * 60 + 30, for: 'all' as const },
    { weekday, from: 18 * 60 + 30, to: 20 * 60 + 30, for: 'boarding' as const },
  ]),
  ...USUAL_SETTINGS,
  exceptions: [],
  duty: ([1, 2, 3, 4, 5] as const).map((weekday) => ({ weekday, staffIds: ['t-duty'] })),
  // Every week is open, but in the tests of the plan.
  planning: null,
  ...over,
});

export const aClass = (over: Partial<SchoolClass> = {}): SchoolClass => ({
  _id: 'c32',
  schoolId: SCHOOL,
  grade: 3,
  number: 2,
  name: '三(2)班',
  headTeacherId: 't-head',
  ...over,
});

/** Without the vault: only what stands in plain. */
const finding = ({ _id = 's-yu', name = '林小雨', className = '三(2)班' }: Partial<Student>) =>
  findingOf({ blind: (_, plain) => plain }, { _id, name, className, address: null, phones: [] });

export const aStudent = (over: Partial<Student> = {}): Student => ({
  _id: 's-yu',
  schoolId: SCHOOL,
  classId: 'c32',
  className: '三(2)班',
  name: '林小雨',
  sex: 'female',
  birthDay: '2017-05-04',
  idNumber: null,
  idHash: null,
  studentNo: null,
  ethnicity: null,
  registered: null,
  registeredAddress: null,
  boarding: true,
  schooling: null,
  leftBehind: true,
  careStatus: 'both_away',
  living: 'grandparents',
  guardianship: null,
  assessment: null,
  address: null,
  health: null,
  income: null,
  aid: null,
  status: 'active',
  left: null,
  ...finding(over),
  contact: { childDay: null, caregiverDay: null, remindedDay: null, since: '2026-11-01' },
  lowFaces: 0,
  lastFace: null,
  importId: 'i1',
  ...over,
});

/** A family member of the students given; relation and rights as told. */
export const aMember = (
  over: Partial<FamilyMember> & Pick<FamilyMember, '_id'>,
  children: readonly Pick<Student, '_id' | 'classId'>[] = [aStudent()],
  link: Partial<FamilyMember['children'][number]> = {},
): FamilyMember => ({
  schoolId: SCHOOL,
  role: 'parent',
  name: '林大山',
  phone: null,
  phoneHash: null,
  morePhones: null,
  workplace: null,
  occupation: null,
  address: null,
  birthDay: null,
  idNumber: null,
  health: null,
  shift: 'night',
  canRead: true,
  hasSmartphone: true,
  children: children.map((c) => ({
    studentId: c._id,
    classId: c.classId,
    relation: '父亲',
    legalGuardian: true,
    mayContact: true,
    ...link,
  })),
  studentIds: children.map((c) => c._id),
  classIds: [...new Set(children.map((c) => c.classId))],
  openid: `o-${over._id}`,
  importId: 'i1',
  ...over,
});

export const aStaff = (over: Partial<Staff> & Pick<Staff, '_id'>): Staff => ({
  schoolId: SCHOOL,
  role: 'teacher',
  name: '王老师',
  phone: null,
  classIds: [],
  menteeIds: [],
  pointId: null,
  county: null,
  openid: `o-${over._id}`,
  ...over,
});

/** 郑老师 stands beside 周小海; the copies are `menteeIds` and `mentors`. */
export const aPairing = (over: Partial<Pairing> = {}): Pairing => {
  const { mentorId = 't-mentor', studentId = 's-hai' } = over;
  return {
    _id: pairingId(mentorId, studentId, 1),
    schoolId: SCHOOL,
    studentId,
    classId: 'c32',
    kind: 'teacher',
    mentorId,
    mentorName: '郑老师',
    adult: true,
    from: '2026-09-07',
    to: null,
    endedWhy: null,
    handover: null,
    ref: 'q-seed',
    endedRef: null,
    byId: 't-admin',
    at: 0,
    ...over,
  };
};

/** What a legal guardian answered in the app; 林小雨's father gives it for photos. */
export const aConsent = (over: Partial<Consent> = {}): Consent => {
  const { studentId = 's-yu', purpose = 'photos', memberId = 'm-father' } = over;
  return {
    _id: `${studentId}:${purpose}:${memberId}`,
    schoolId: SCHOOL,
    studentId,
    classId: 'c32',
    memberId,
    purpose,
    answer: 'given',
    way: 'app',
    at: 0,
    enteredBy: null,
    signedDay: null,
    before: [],
    ...over,
  };
};

/** Everyone who has an openid gets the account that a bind would have made. */
export async function withAccounts(store: Store, people: readonly (FamilyMember | Staff)[]): Promise<void> {
  for (const person of people) {
    const kind = 'children' in person ? ('family' as const) : ('staff' as const);
    if ('children' in person) await store.put('familyMembers', person);
    else await store.put('staff', person);
    if (!person.openid) continue;
    const known = await store.get('accounts', person.openid);
    const membership = {
      id: person._id,
      kind,
      role: person.role,
      schoolId: person.schoolId,
      schoolName: '演示小学',
      name: person.name,
    };
    await store.put('accounts', {
      _id: person.openid,
      memberships: [...(known?.memberships ?? []), membership],
      credits: known?.credits ?? {},
    });
  }
}

/**
 * A little school: 三(2)班 with 林小雨 (father on night shift, mother, grandmother) and 周小海 (father, grandfather without a
 * smartphone), 一(1)班 with one more child; head teacher, duty teacher, headteacher, counsellor, bureau, booth.
 * Openids are `o-` + the person's id.
 */
export async function seedLittleSchool(store: Store, vault: Vault): Promise<void> {
  const yu = aStudent();
  const hai = aStudent({ _id: 's-hai', name: '周小海', sex: 'male', boarding: false, mentors: 1 });
  const other = aStudent({ _id: 's-other', name: '何小花', classId: 'c11', className: '一(1)班' });
  const phone = (digits: string) => ({ phone: vault.seal(digits), phoneHash: vault.blind('phone', digits) });
  await store.put('schools', aSchool());
  await store.insert('classes', [
    aClass(),
    aClass({ _id: 'c11', grade: 1, number: 1, name: '一(1)班', headTeacherId: 't-other' }),
  ]);
  await store.insert('students', [yu, hai, other]);
  await store.insert('pairings', aPairing());
  await withAccounts(store, [
    aMember({ _id: 'm-father', ...phone('17000000001') }, [yu]),
    aMember({ _id: 'm-mother', name: '陈秀兰', shift: 'day', ...phone('17000000002') }, [yu], { relation: '母亲' }),
    aMember({ _id: 'm-granny', role: 'guardian', name: '刘桂花', canRead: false, ...phone('17000000003') }, [yu], {
      relation: '祖母',
      legalGuardian: false,
    }),
    aMember({ _id: 'm-father2', name: '周建国', shift: 'day', ...phone('17000000004') }, [hai]),
    aMember(
      {
        _id: 'm-grandpa',
        role: 'guardian',
        name: '周有田',
        hasSmartphone: false,
        openid: null,
        ...phone('17000000005'),
      },
      [hai],
      { relation: '祖父', legalGuardian: false },
    ),
    aMember({ _id: 'm-other', name: '何志强', ...phone('17000000006') }, [other]),
    aStaff({ _id: 't-head', name: '李老师', classIds: ['c32'] }),
    aStaff({ _id: 't-other', name: '吴老师', classIds: ['c11'] }),
    aStaff({ _id: 't-mentor', name: '郑老师', menteeIds: ['s-hai'] }),
    aStaff({ _id: 't-duty', name: '孙老师' }),
    aStaff({ _id: 't-admin', name: '赵校长', role: 'school_admin' }),
    aStaff({ _id: 't-mind', name: '钱老师', role: 'counsellor' }),
    aStaff({ _id: 't-bureau', name: '县教育局', role: 'bureau', county: '示范县' }),
    aStaff({ _id: 't-booth', name: '2 号平板', role: 'booth', pointId: `${SCHOOL}.p2` }),
    aStaff({ _id: 't-volunteer', name: '志愿者', role: 'volunteer' }),
  ]);
}
