/** The people who work at the demo school, their duties, and the rooms from which children call. */
import type { PupilRow, Sex } from '../../cloudfunctions/_server/roster/pupil';
import { fullName, surname } from './names';
import { demoPhone } from './numbers';
import { type Random, seeded } from './random';
import { makeDemoRoster } from './roster';
import { demoClasses } from './school';

export type StaffDuty =
  | 'headteacher'
  | 'moral_education'
  | 'registrar'
  | 'counsellor'
  | 'class_teacher'
  | 'subject_teacher';

export interface DemoStaffMember {
  /** Unique and the same for every seed: `headteacher`, `class-3-2`, `subject-07`. */
  readonly key: string;
  readonly name: string;
  readonly sex: Sex;
  readonly phone: string;
  readonly duty: StaffDuty;
  readonly subject?: string;
  /** The class of a class teacher. */
  readonly homeroom?: { readonly grade: number; readonly classNo: number };
  /** 学号 of the two or three priority children. */
  readonly mentees: readonly string[];
}

/** A day at the 留守儿童之家: 1 Monday … 5 Friday; `standIn` steps in when the first is ill. */
export interface DemoDutyDay {
  readonly weekday: 1 | 2 | 3 | 4 | 5;
  readonly staff: string;
  readonly standIn: string;
}

export interface DemoCallPoint {
  readonly key: string;
  readonly name: string;
  readonly kind: 'phone' | 'video';
  /** Number of the point's own telephone. */
  readonly phone?: string;
}

/** A tablet at the centre and the points it shows. */
export interface DemoBooth {
  readonly key: string;
  readonly name: string;
  readonly points: readonly string[];
}

export interface DemoStaff {
  readonly staff: readonly DemoStaffMember[];
  readonly duty: readonly DemoDutyDay[];
  readonly points: readonly DemoCallPoint[];
  readonly booths: readonly DemoBooth[];
}

/** Families have the numbers below. */
const FIRST_STAFF_PHONE = 9001;
const SUBJECT_TEACHERS = 30;
const SUBJECTS = ['语文', '数学', '英语', '科学', '道德与法治', '体育', '音乐', '美术', '信息科技', '劳动'];

const POINTS: readonly DemoCallPoint[] = [
  { key: 'phone-1', name: '亲情电话 1 号', kind: 'phone', phone: demoPhone(9901) },
  { key: 'phone-2', name: '亲情电话 2 号', kind: 'phone', phone: demoPhone(9902) },
  { key: 'video-1', name: '亲情视频 1 号', kind: 'video' },
  { key: 'video-2', name: '亲情视频 2 号', kind: 'video' },
];
const BOOTHS: readonly DemoBooth[] = [
  { key: 'booth-1', name: '亲情通话平板 1', points: ['phone-1', 'video-1'] },
  { key: 'booth-2', name: '亲情通话平板 2', points: ['phone-2', 'video-2'] },
];

/** The post as it is before anybody holds it. */
type Post = Omit<DemoStaffMember, 'name' | 'sex' | 'phone' | 'mentees'>;

function posts(random: Random): Post[] {
  const classTeachers = demoClasses().map(({ grade, classNo }, i) => ({
    ...{ key: `class-${grade}-${classNo}`, duty: 'class_teacher' as const, homeroom: { grade, classNo } },
    subject: i % 2 === 0 ? '语文' : '数学',
  }));
  const subjectTeachers = Array.from({ length: SUBJECT_TEACHERS }, (_, i) => ({
    ...{ key: `subject-${String(i + 1).padStart(2, '0')}`, duty: 'subject_teacher' as const },
    subject: SUBJECTS[i] ?? random.pick(SUBJECTS),
  }));
  return [
    { key: 'headteacher', duty: 'headteacher' },
    { key: 'moral-education', duty: 'moral_education' },
    { key: 'registrar', duty: 'registrar' },
    { key: 'counsellor', duty: 'counsellor' },
    ...classTeachers,
    ...subjectTeachers,
  ];
}

/** How much a child needs somebody of its own at school; only for choosing the priority children of the demo. */
function need({ living, careStatus, guardianship, delegate, aid, contactLimit }: PupilRow): number {
  const reasons: [boolean, number][] = [
    [living === 'alone', 5],
    [careStatus === 'one_away_other_unable', 3],
    [guardianship === 'delegate_unable', 3],
    [contactLimit !== undefined, 2],
    [delegate?.canRead === false, 1],
    [delegate !== undefined && delegate.phone === undefined, 2],
    [(aid ?? []).length > 0, 1],
  ];
  return reasons.reduce((sum, [applies, weight]) => sum + (applies ? weight : 0), 0);
}

/** The cast's children come first, then the neediest; the dice decide between equals. */
function priorityChildren(random: Random, seed: number): string[] {
  const { rows, cast } = makeDemoRoster(seed);
  const played = [...new Set(Object.values(cast).flatMap(({ studentNos }) => studentNos))];
  const others = random
    .shuffle(
      rows.filter(({ careStatus, studentNo = '' }) => careStatus !== 'not_left_behind' && !played.includes(studentNo)),
    )
    .sort((a, b) => need(b) - need(a));
  return [...played, ...others.flatMap(({ studentNo }) => studentNo ?? [])];
}

/** The staff that belongs to `makeDemoRoster(seed)`. All but the headteacher and the counsellor are mentors. */
export function makeDemoStaff(seed: number): DemoStaff {
  const random = seeded(seed ^ 0x5f3759df);
  const children = priorityChildren(random, seed);
  const mentorless: readonly StaffDuty[] = ['headteacher', 'counsellor'];
  const staff = posts(random).map((post, i): DemoStaffMember => {
    const sex: Sex = random.chance(0.62) ? 'female' : 'male';
    const name = fullName(random, surname(random), sex, 'parent');
    const mentees = mentorless.includes(post.duty) ? [] : children.splice(0, random.int(2, 3));
    return { ...post, name, sex, phone: demoPhone(FIRST_STAFF_PHONE + i), mentees };
  });
  const onDuty = random.shuffle(staff.filter(({ duty }) => duty === 'subject_teacher')).map(({ key }) => key);
  const duty = ([1, 2, 3, 4, 5] as const).map((weekday, i) => ({
    ...{ weekday, staff: onDuty[i] ?? '', standIn: onDuty[i + 5] ?? '' },
  }));
  return { staff, duty, points: POINTS, booths: BOOTHS };
}
