/** Pupils of a roster who may be some of the file although nothing says so for certain: a person decides. */
import { pinyin } from 'pinyin-pro';
import type { Output } from '../../../miniprogram/shared/contract';
import type { Vault } from '../data/crypto';
import type { FamilyMember, Student } from '../data/documents';
import { groupedBy } from '../data/parts';
import { adultsOf } from './adults';
import type { Existing, Placed } from './plan';
import type { PupilRow } from './pupil';

export type Why = Output<'roster.preview'>['near'][number]['candidates'][number]['why'];

/** A row with those of the file whom it may be, what speaks most for it first. */
export interface Near {
  readonly row: PupilRow;
  readonly candidates: readonly { readonly student: Student; readonly why: Why }[];
}

/** More would not be compared by anybody. */
const CANDIDATES = 3;

interface OnFile {
  readonly student: Student;
  readonly idNumber: string | null;
  readonly phones: ReadonlySet<string>;
  readonly fathersPhone: string | null;
}

/** A way in which two may be the same, and by what those who could be are found without comparing everybody with everybody. */
interface Way {
  readonly why: Why;
  row(row: PupilRow, classId: string): readonly string[];
  file(one: OnFile): readonly string[];
  is(row: PupilRow, one: OnFile): boolean;
}

const phonesOf = (row: PupilRow): string[] => adultsOf(row).flatMap(({ phone }) => phone ?? []);

/** In the order of what speaks for it most. */
const WAYS: readonly Way[] = [
  {
    why: 'id_one_digit',
    row: ({ idNumber }) => holes(idNumber ?? null),
    file: ({ idNumber }) => holes(idNumber),
    is: () => true,
  },
  {
    why: 'name_like',
    row: ({ birthDay }) => [birthDay],
    file: ({ student }) => (student.birthDay ? [student.birthDay] : []),
    is: (row, { student }) => areNamesAlike(row.name, student.name),
  },
  {
    why: 'birth_like',
    row: ({ name }, classId) => [`${name} ${classId}`],
    file: ({ student }) => [`${student.name} ${student.classId}`],
    is: (row, { student }) => student.birthDay === null || areDaysAlike(row.birthDay, student.birthDay),
  },
  {
    why: 'same_name',
    row: ({ name, father }) => (father?.phone ? [`${name} ${father.phone}`] : []),
    file: ({ student, fathersPhone }) => (fathersPhone ? [`${student.name} ${fathersPhone}`] : []),
    is: () => true,
  },
  {
    why: 'same_phone',
    row: phonesOf,
    file: ({ phones }) => [...phones],
    is: (row, { student }) => areNamesAlike(row.name, student.name),
  },
];

/** @param rows that were recognised as nobody. @param found pupils of the file who were. */
export function nearOf(
  rows: readonly Placed[],
  { students, members }: Pick<Existing, 'students' | 'members'>,
  classIdOf: (row: PupilRow) => string,
  found: ReadonlySet<Student>,
  vault: Vault,
): Near[] {
  const free = students.filter((student) => student.status === 'active' && !found.has(student));
  if (free.length === 0 || rows.length === 0) return [];
  const onFile = fileOf(free, members, vault);
  const indexes = WAYS.map((way) =>
    groupedBy(
      onFile.flatMap((one) => way.file(one).map((key) => ({ key, one }))),
      ({ key }) => key,
    ),
  );
  return rows.flatMap(({ row }) => {
    const candidates = new Map<Student, Why>();
    for (const [i, way] of WAYS.entries())
      for (const key of way.row(row, classIdOf(row)))
        for (const { one } of indexes[i]?.get(key) ?? [])
          if (!candidates.has(one.student) && !areOthers(row, one) && way.is(row, one))
            candidates.set(one.student, way.why);
    if (candidates.size === 0) return [];
    const shown = [...candidates].slice(0, CANDIDATES);
    return [{ row, candidates: shown.map(([student, why]) => ({ student, why })) }];
  });
}

function fileOf(students: readonly Student[], members: readonly FamilyMember[], vault: Vault): OnFile[] {
  const links = members.flatMap((member) => member.children.map((link) => ({ member, link })));
  const families = groupedBy(links, ({ link }) => link.studentId);
  return students.map((student) => {
    const adults = (families.get(student._id) ?? []).flatMap(({ member: { phone }, link }) =>
      phone ? [{ relation: link.relation, phone: vault.open(phone) }] : [],
    );
    return {
      student,
      idNumber: student.idNumber && vault.open(student.idNumber),
      phones: new Set(adults.map(({ phone }) => phone)),
      fathersPhone: adults.find(({ relation }) => relation === '父亲')?.phone ?? null,
    };
  });
}

/** An ID number with one of its seventeen digits left out, in all ways; the check digit follows from them. Two numbers that differ in one digit share one. */
const holes = (idNumber: string | null): string[] =>
  idNumber === null ? [] : Array.from({ length: 17 }, (_, i) => `${idNumber.slice(0, i)}_${idNumber.slice(i + 1, 17)}`);

/** Two whole ID numbers that differ in more than a digit are two children's. */
function areOthers({ idNumber }: PupilRow, one: OnFile): boolean {
  const other = one.idNumber;
  if (idNumber === undefined || other === null) return false;
  return [...idNumber.slice(0, 17)].filter((digit, i) => digit !== other[i]).length > 1;
}

const soundOf = (name: string): string => pinyin(name, { toneType: 'none', separator: ' ', surname: 'head', v: true });

/** One character of three or more is another one, or all sound the same. */
export function areNamesAlike(a: string, b: string): boolean {
  const [one, other] = [[...a], [...b]];
  if (one.length !== other.length) return false;
  const different = one.filter((char, i) => char !== other[i]).length;
  return different <= (one.length >= 3 ? 1 : 0) || soundOf(a) === soundOf(b);
}

/** One part of the date is another one, or month and day changed places. */
export function areDaysAlike(a: string, b: string): boolean {
  const [one, other] = [a.split('-'), b.split('-')];
  const [year, month, day] = one;
  if (other[0] === year && other[1] === day && other[2] === month) return true;
  return one.filter((part, i) => part !== other[i]).length <= 1;
}
