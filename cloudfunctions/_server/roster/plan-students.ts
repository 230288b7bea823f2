/** Which pupil of the roster is which document, and what that changes. */
import type { SchoolClass, Student } from '../data/documents';
import { idOf } from '../data/ids';
import { groupedBy } from '../data/parts';
import { classKey, type Placed, type PlanOptions, type Roster } from './plan';
import type { PupilRow } from './pupil';
import { pupilTold } from './told';
import { differing, leftText, type Version } from './versions';

export type Classes = ReadonlyMap<string, SchoolClass>;

/** Every row with its pupil; one that is found nowhere is new. */
export function planStudents(
  roster: Roster,
  existing: readonly Student[],
  found: ReadonlyMap<PupilRow, Student>,
  classes: Classes,
  options: PlanOptions,
): Placed[] {
  const taken = new Set(existing.map(({ _id }) => _id));
  return roster.pupils.map((row): Placed => {
    const known = found.get(row);
    const id = known?._id ?? newIdOf(row, taken, options);
    taken.add(id);
    const { _id: classId } = classOf(classes, row);
    const version = versionOf(id, known, row, roster, classes, options);
    return { row, known, id, classId, version };
  });
}

/** The pupil of each row, the surest ways to know one again first. Later ones only look at those whom no earlier one found. */
export function recognise(
  pupils: readonly PupilRow[],
  existing: readonly Student[],
  classes: Classes,
  { vault, same }: Pick<PlanOptions, 'vault' | 'same'>,
): ReadonlyMap<PupilRow, Student> {
  const numbers = new Map(existing.map((student) => [student, student.idNumber && vault.open(student.idNumber)]));
  const decided = new Map(same.map(({ sheet, row, studentId }) => [`${row} ${sheet}`, studentId]));
  const keys: readonly { row(row: PupilRow): string | null; student(student: Student): string | null }[] = [
    // Whom a person took for one of the file.
    { row: ({ row, sheet }) => decided.get(`${row} ${sheet}`) ?? null, student: ({ _id }) => _id },
    { row: ({ idNumber }) => idNumber ?? null, student: (student) => numbers.get(student) ?? null },
    {
      row: (row) => [row.name, row.birthDay, classOf(classes, row)._id].join('\n'),
      student: ({ name, birthDay, classId }) => [name, birthDay, classId].join('\n'),
    },
    // One who changed class. Two children of a name and a birthday have ID numbers that differ, or are taken for one.
    {
      row: (row) => [row.name, row.birthDay].join('\n'),
      student: ({ name, birthDay }) => [name, birthDay].join('\n'),
    },
  ];
  const found = new Map<PupilRow, Student>();
  const free = new Set(existing);
  for (const [i, key] of keys.entries()) {
    const byKey = groupedBy(free, key.student);
    for (const row of pupils) {
      const wanted = found.has(row) ? null : key.row(row);
      const candidates = wanted === null ? [] : (byKey.get(wanted) ?? []);
      const isCompatible = (student: Student) => {
        const number = numbers.get(student) ?? null;
        return i === 0 || row.idNumber === undefined || number === null || number === row.idNumber;
      };
      const match = candidates.find((student) => free.has(student) && isCompatible(student));
      if (!match) continue;
      found.set(row, match);
      free.delete(match);
    }
  }
  return found;
}

export function classOf(classes: Classes, { grade, classNo: number }: PupilRow): SchoolClass {
  const found = classes.get(classKey({ grade, number }));
  if (!found) throw new Error(`no class ${grade}-${number} in the plan`);
  return found;
}

function versionOf(
  id: string,
  known: Student | undefined,
  row: PupilRow,
  { columns }: Roster,
  classes: Classes,
  { vault }: PlanOptions,
): Version | undefined {
  const { _id: classId, name: className } = classOf(classes, row);
  const seat = {
    ...(known?.classId !== classId && { 'pupil.classId': [known?.classId ?? null, classId] as const }),
    ...(known?.className !== className && { 'pupil.className': [known?.className ?? null, className] as const }),
    ...(known?.status !== 'active' && { 'pupil.status': [known?.status ?? null, 'active'] as const }),
    ...(known?.left && { 'pupil.left': [leftText(known.left), null] as const }),
  };
  const changes = { ...differing(vault, pupilTold(row, columns, !known), known), ...seat };
  if (Object.keys(changes).length === 0) return undefined;
  return { subject: 'pupil', id, studentIds: [id], made: !known, changes };
}

/** From who it is, so that the same roster makes the same document however often it comes. */
function newIdOf(row: PupilRow, taken: ReadonlySet<string>, { school, vault }: PlanOptions): string {
  const who = row.idNumber ? [row.idNumber] : [row.name, row.birthDay, `${row.grade}-${row.classNo}`];
  return idOf(vault, ['student', school._id, ...who], taken);
}
