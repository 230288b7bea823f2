/** Children go to their new classes, or graduate; and come back. What each one's file went through stands in its versions. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { eachWhere } from '../contacts/repository';
import { type FieldChanges, openChanges, sealChanges } from '../contacts/versions';
import { versionId } from '../contacts/write-facts';
import type { FileChange, Student } from '../data/documents';
import { groupedBy, inParts } from '../data/parts';
import { byIds } from '../data/reads';
import { Duplicate, type Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import type { Act } from './steps';

/** A class, and documents in one write. */
const CLASS = 1000;
const PART = 200;

/** The versions that taking it back writes stand under a name of their own. */
const backRef = (ref: string): string => `${ref}-back`;

/** Where a version took a child: a class, or `null`: it graduated. */
const goalOf = (changes: FieldChanges): string | null => changes['pupil.classId']?.[1] ?? null;

/**
 * Everybody who still sits in a class and is to leave it. Who came by this handover stays: its version says so, and also what a run that was cut off
 * had decided for whom.
 */
export async function moveOut(act: Act, classId: string): Promise<void> {
  const { deps, handover } = act;
  const { store } = deps;
  const { _id: ref, schoolId, plan } = handover;
  const students = await store.list('students', { where: { schoolId, classId, status: 'active' }, limit: CLASS });
  const own = new Map(plan?.moves.map(({ studentId, to }) => [studentId, to]));
  const general = plan?.classes.find(({ id }) => id === classId)?.to ?? null;
  const versions = await byIds(
    store,
    'fileChanges',
    students.map(({ _id }) => versionId({ id: ref }, _id)),
  );
  const leaving = students.flatMap((student) => {
    const version = versions.get(versionId({ id: ref }, student._id));
    const to = version ? goalOf(openChanges(deps.vault, version)) : (own.get(student._id) ?? general);
    return to === classId ? [] : [{ student, to, isTold: version !== undefined }];
  });
  const names = new Map(plan?.targets.map(({ id, name }) => [id, name]));
  const left = { day: dayOf(deps.now()), how: 'graduated', whereTo: '' } as const;
  const changesOf = (student: Student, to: string | null): FieldChanges =>
    to === null
      ? { 'pupil.status': ['active', 'left'], 'pupil.left': [null, JSON.stringify(left)] }
      : { 'pupil.classId': [classId, to], 'pupil.className': [student.className, names.get(to) ?? ''] };
  const untold = leaving.filter(({ isTold }) => !isTold);
  await tell(
    store,
    untold.map(({ student, to }) => versionOf(act, ref, 'handover', student, changesOf(student, to))),
  );
  for (const [to, group] of groupedBy(leaving, (one) => one.to)) {
    const set = to === null ? { status: 'left', left } : { classId: to, className: names.get(to) ?? '' };
    for (const part of inParts(group, PART))
      await store.updateWhere(
        'students',
        { _id: { in: part.map(({ student }) => student._id) }, classId, status: 'active' },
        { set },
      );
  }
}

function versionOf(
  { deps, handover }: Act,
  ref: string,
  via: FileChange['via'],
  student: Pick<Student, '_id' | 'schoolId'>,
  changes: FieldChanges,
): FileChange {
  return {
    _id: versionId({ id: ref }, student._id),
    schoolId: student.schoolId,
    subject: 'pupil',
    subjectId: student._id,
    studentIds: [student._id],
    at: deps.now(),
    byId: handover.byId,
    byName: handover.byName,
    byRole: 'school_admin',
    via,
    ref,
    why: null,
    made: false,
    changes: sealChanges(deps.vault, changes),
  };
}

/** Writes versions that are not there yet, in parts; where another run was faster with some, the others one by one. */
async function tell(store: Store, versions: readonly FileChange[]): Promise<void> {
  for (const part of inParts(versions, PART)) {
    try {
      await store.insert('fileChanges', part);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      const there = await byIds(
        store,
        'fileChanges',
        part.map(({ _id }) => _id),
        ['ref'],
      );
      await tell(
        store,
        part.filter(({ _id }) => !there.has(_id)),
      );
    }
  }
}

/** The children whom a handover let graduate, whatever became of them since. */
export async function graduatedBy({ store, vault }: Pick<Deps, 'store' | 'vault'>, ref: string): Promise<string[]> {
  const versions = await eachWhere(store, 'fileChanges', { ref });
  return versions.filter((version) => goalOf(openChanges(vault, version)) === null).map(({ subjectId }) => subjectId);
}

/** Everybody back to where the versions say they were; who sits elsewhere by now, or left otherwise, stays. Answers how many stayed. */
export async function bringBack(act: Act): Promise<number> {
  const { deps, handover } = act;
  const { store, vault } = deps;
  const ref = handover._id;
  const versions = await eachWhere(store, 'fileChanges', { ref });
  let kept = 0;
  for (const part of inParts(versions, PART)) {
    const students = await byIds(
      store,
      'students',
      part.map(({ subjectId }) => subjectId),
      ['schoolId', 'classId', 'status', 'left'],
    );
    const told = await byIds(
      store,
      'fileChanges',
      part.map(({ subjectId }) => versionId({ id: backRef(ref) }, subjectId)),
      ['ref'],
    );
    const rows = part.flatMap((version) => {
      const student = students.get(version.subjectId);
      const changes = openChanges(vault, version);
      const isBack = told.has(versionId({ id: backRef(ref) }, version.subjectId));
      if (student && isAsLeft(student, changes)) return [{ student, changes, isBack }];
      if (!isBack) kept += 1;
      return [];
    });
    await tell(
      store,
      rows
        .filter(({ isBack }) => !isBack)
        .map(({ student, changes }) => versionOf(act, backRef(ref), 'take_back', student, turned(changes))),
    );
    for (const group of groupedBy(rows, ({ changes }) => JSON.stringify(changes)).values()) {
      const [{ changes }] = group;
      const _id = { in: group.map(({ student }) => student._id) };
      const [classBefore, classAfter] = changes['pupil.classId'] ?? [null, null];
      if (classAfter === null)
        await store.updateWhere('students', { _id, status: 'left' }, { set: { status: 'active', left: null } });
      else
        await store.updateWhere(
          'students',
          { _id, classId: classAfter },
          { set: { classId: classBefore, className: changes['pupil.className']?.[0] ?? '' } },
        );
    }
  }
  return kept;
}

/** Whether a child is as the handover left it. */
function isAsLeft(
  { classId, status, left }: Pick<Student, 'classId' | 'status' | 'left'>,
  changes: FieldChanges,
): boolean {
  const to = goalOf(changes);
  return to === null ? status === 'left' && left?.how === 'graduated' : status === 'active' && classId === to;
}

const turned = (changes: FieldChanges): FieldChanges =>
  Object.fromEntries(
    Object.entries(changes).flatMap(([key, change]) => (change ? [[key, [change[1], change[0]]]] : [])),
  );
