/** Which pupil of the roster is which document, and what that changes. */

import { finding } from '../contacts/finding';
import type { Vault } from '../data/crypto';
import type { SchoolClass, Student } from '../data/documents';
import { idOf } from '../data/ids';
import { groupedBy } from '../data/parts';
import { adultsOf } from './adults';
import { classKey, type Placed, type PlanOptions, type Roster, type Writes } from './plan';
import { differing, differingSealed } from './plan-fields';
import type { PupilRow } from './pupil';
import { HEALTH } from './words';

type Classes = ReadonlyMap<string, SchoolClass>;

export function planStudents(
  roster: Roster,
  existing: readonly Student[],
  classes: Classes,
  options: PlanOptions,
): { readonly placed: readonly Placed[]; readonly writes: Writes<Student> } {
  const known = recognise(roster.pupils, existing, classes, options.vault);
  const taken = new Set(existing.map(({ _id }) => _id));
  const fresh: Student[] = [];
  const changed: { _id: string; set: Partial<Student> }[] = [];
  const placed = roster.pupils.map((row): Placed => {
    const match = known.get(row);
    const before = match ?? blankStudent(row, taken, options);
    const set = changesOf(before, row, !match, roster, classes, options.vault);
    const found = findingOf(options.vault, { ...before, ...set }, row);
    const student = { ...before, ...set, ...found };
    taken.add(student._id);
    if (!match) fresh.push(student);
    else if (Object.keys(set).length > 0)
      changed.push({ _id: student._id, set: { ...set, ...found, importId: options.importId } });
    return { row, student };
  });
  return { placed, writes: { fresh, changed } };
}

/** Ways to know a pupil again, the surest first. Later ones only look at those whom no earlier one found. */
function recognise(
  pupils: readonly PupilRow[],
  existing: readonly Student[],
  classes: Classes,
  vault: Vault,
): ReadonlyMap<PupilRow, Student> {
  const hashes = new Map(pupils.map((row) => [row, row.idNumber ? vault.blind('idNumber', row.idNumber) : null]));
  const keys: readonly { row(row: PupilRow): string | null; student(student: Student): string | null }[] = [
    { row: (row) => hashes.get(row) ?? null, student: ({ idHash }) => idHash },
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
  for (const key of keys) {
    const byKey = groupedBy(free, key.student);
    for (const row of pupils) {
      const wanted = found.has(row) ? null : key.row(row);
      const candidates = wanted === null ? [] : (byKey.get(wanted) ?? []);
      const hash = hashes.get(row) ?? null;
      const match = candidates.find((s) => free.has(s) && (hash === null || s.idHash === null || s.idHash === hash));
      if (!match) continue;
      found.set(row, match);
      free.delete(match);
    }
  }
  return found;
}

function classOf(classes: Classes, { grade, classNo: number }: PupilRow): SchoolClass {
  const found = classes.get(classKey({ grade, number }));
  if (!found) throw new Error(`no class ${grade}-${number} in the plan`);
  return found;
}

/** A column that the file lacks leaves what is known; for a new pupil what the reading assumes is all there is. */
function changesOf(
  before: Student,
  row: PupilRow,
  isNew: boolean,
  { columns }: Roster,
  classes: Classes,
  vault: Vault,
): Partial<Student> {
  const { _id: classId, name: className } = classOf(classes, row);
  const saysCare = isNew || columns.has('careStatus') || row.careStatus !== 'not_left_behind';
  return {
    ...differing<Student>(before, {
      classId,
      className,
      name: row.name,
      sex: row.sex,
      birthDay: row.birthDay,
      idHash: row.idNumber && vault.blind('idNumber', row.idNumber),
      studentNo: row.studentNo,
      boarding: isNew || columns.has('boarding') ? row.boarding : undefined,
      careStatus: saysCare ? row.careStatus : undefined,
      leftBehind: saysCare ? row.careStatus !== 'not_left_behind' : undefined,
      living: row.living ?? (row.boarding ? 'boarding' : undefined),
      status: 'active',
    }),
    ...differingSealed(vault, before, {
      idNumber: row.idNumber,
      address: row.currentAddress ?? row.registeredAddress,
      health: row.health && HEALTH.show(row.health.state) + (row.health.detail ? `：${row.health.detail}` : ''),
    }),
  };
}

/** A pupil of whom nothing is known yet but who it is. */
function blankStudent(row: PupilRow, taken: ReadonlySet<string>, options: PlanOptions): Student {
  const { school, vault, importId, today } = options;
  const who = row.idNumber ? [row.idNumber] : [row.name, row.birthDay, `${row.grade}-${row.classNo}`];
  return {
    _id: idOf(vault, ['student', school._id, ...who], taken),
    schoolId: school._id,
    classId: '',
    className: '',
    name: row.name,
    sex: row.sex,
    birthDay: null,
    idNumber: null,
    idHash: null,
    studentNo: null,
    ethnicity: null,
    registered: null,
    registeredAddress: null,
    schooling: null,
    guardianship: null,
    assessment: null,
    income: null,
    aid: null,
    left: null,
    keys: [],
    order: '',
    boarding: false,
    leftBehind: false,
    careStatus: 'not_left_behind',
    living: null,
    address: null,
    health: null,
    status: 'active',
    contact: {
      childDay: null,
      caregiverDay: null,
      remindedDay: null,
      since: today,
    },
    lowFaces: 0,
    lastFace: null,
    importId,
  };
}

/** By what the pupil is found, with the phones that the row names. */
const findingOf = (vault: Vault, student: Student, row: PupilRow) =>
  finding(vault, {
    ...student,
    address: student.address && vault.open(student.address),
    phones: adultsOf(row).flatMap(({ phone }) => phone ?? []),
  });
