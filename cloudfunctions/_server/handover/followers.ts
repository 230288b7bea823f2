/** What goes where the children go. Everything here looks at where the children sit now, so it can be repeated, and serves taking back as well. */

import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { findAnew } from '../contacts/find-anew';
import type { FamilyMember, Receipt, Student } from '../data/documents';
import { groupedBy, inParts } from '../data/parts';
import { byIds } from '../data/reads';
import type { Store } from '../data/store';
import type { Deps } from '../kernel/deps';

const LIST = 1000;
const PART = 200;
const AT_ONCE = 12;

/** Families' links, what finds the children, and what is open about them, for everybody who sits in a class. */
export async function filesFollow(deps: Deps, schoolId: string, classId: string): Promise<void> {
  const { store } = deps;
  const students = await store.list('students', { where: { schoolId, classId, status: 'active' }, limit: LIST });
  for (const part of inParts(students, PART)) {
    const ids = part.map(({ _id }) => _id);
    const members = await store.list('familyMembers', { where: { schoolId, studentIds: { in: ids } }, limit: LIST });
    await linksFollow(store, members, new Set(ids), classId);
    await foundAnew(deps, part, members);
    const of = { schoolId, studentId: { in: ids } };
    await store.updateWhere('proposals', { ...of, status: 'open' }, { set: { classId } });
    await store.updateWhere('delegations', of, { set: { classId } });
    await store.updateWhere('consents', of, { set: { classId } });
    await store.updateWhere('contactConcerns', { ...of, status: 'open' }, { set: { classId } });
  }
}

/** Where links change alike, one write: most adults have one child. */
async function linksFollow(
  store: Store,
  members: readonly FamilyMember[],
  ids: ReadonlySet<string>,
  classId: string,
): Promise<void> {
  const changes = members.flatMap((member) => {
    const moved = member.children.flatMap(({ studentId, classId: old }, i) =>
      ids.has(studentId) && old !== classId ? [i] : [],
    );
    if (moved.length === 0) return [];
    const links = member.children.map((link, i) => (moved.includes(i) ? classId : link.classId));
    return [
      { _id: member._id, moved, classIds: [...new Set(links)], old: moved.map((i) => member.children[i]?.classId) },
    ];
  });
  const alike = groupedBy(changes, ({ moved, classIds, old }) => JSON.stringify([moved, classIds, old]));
  for (const group of alike.values()) {
    const [{ moved, classIds, old }] = group;
    const set = Object.fromEntries(moved.map((i) => [`children.${i}.classId`, classId]));
    // Somebody may be writing the list of children at this moment: then it is not what was read.
    const same = Object.fromEntries(moved.map((i, n) => [`children.${i}.classId`, old[n] ?? '']));
    for (const part of inParts(group, PART))
      await store.updateWhere(
        'familyMembers',
        { _id: { in: part.map(({ _id }) => _id) }, ...same },
        { set: { ...set, classIds } },
      );
  }
}

/** By class a child is found, and stands in the school's order. */
async function foundAnew(
  { store, vault }: Deps,
  students: readonly Student[],
  members: readonly FamilyMember[],
): Promise<void> {
  const queue = students.values();
  const work = async () => {
    for (const student of queue) {
      const adults = members.filter(({ studentIds }) => studentIds.includes(student._id));
      const { keys, order } = findAnew(vault, student, adults);
      if (order === student.order && JSON.stringify(keys) === JSON.stringify(student.keys)) continue;
      const { _id, name, className } = student;
      await store.updateWhere('students', { _id, name, className }, { set: { keys, order } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Open receipts of a class stay with the children: the new teacher has them on the board. */
export async function receiptsFollow({ store }: Deps, schoolId: string, classId: string): Promise<void> {
  for (;;) {
    const receipts = await store.list('receipts', { where: { schoolId, classIds: classId, open: true }, limit: LIST });
    const students = await byIds(
      store,
      'students',
      receipts.flatMap(({ studentIds }) => studentIds),
      ['classId', 'className', 'status'],
    );
    const changes = receipts.flatMap((receipt) => {
      const now = placesOf(receipt, students);
      return JSON.stringify(now.classIds) === JSON.stringify(receipt.classIds) ? [] : [{ _id: receipt._id, now }];
    });
    for (const group of groupedBy(changes, ({ now }) => JSON.stringify(now)).values())
      for (const part of inParts(group, PART))
        await store.updateWhere(
          'receipts',
          { _id: { in: part.map(({ _id }) => _id) } },
          { set: group[0].now, inc: { version: 1 } },
        );
    if (changes.length === 0 || receipts.length < LIST) return;
  }
}

/** Classes and their names side by side with the children; of one who left they stay. */
function placesOf(receipt: Receipt, students: ReadonlyMap<string, Student>) {
  const { studentIds, classIds, classNames } = receipt;
  const here = (i: number) => {
    const student = students.get(studentIds[i] ?? '');
    return student?.status === 'active' ? student : undefined;
  };
  return {
    classIds: studentIds.map((_, i) => here(i)?.classId ?? classIds[i] ?? ''),
    classNames: studentIds.map((_, i) => here(i)?.className ?? classNames[i] ?? ''),
  };
}

/** Calls ahead name their children's classes. */
export async function callsFollow({ store, now }: Deps, schoolId: string): Promise<void> {
  let day = dayOf(now());
  for (;;) {
    const calls = await store.list('bookings', {
      where: { schoolId, day: { gte: day } },
      orderBy: [
        ['day', 'asc'],
        ['from', 'asc'],
      ],
      limit: LIST,
      fields: ['day', 'studentIds', 'classIds'],
    });
    const students = await byIds(
      store,
      'students',
      calls.flatMap(({ studentIds }) => studentIds),
      ['classId'],
    );
    const changes = calls.flatMap(({ _id, studentIds, classIds }) => {
      const fresh = [...new Set(studentIds.flatMap((id) => students.get(id)?.classId ?? []))];
      return JSON.stringify(fresh) === JSON.stringify(classIds) ? [] : [{ _id, fresh }];
    });
    for (const group of groupedBy(changes, ({ fresh }) => fresh.join()).values())
      for (const part of inParts(group, PART))
        await store.updateWhere(
          'bookings',
          { _id: { in: part.map(({ _id }) => _id) } },
          { set: { classIds: group[0].fresh } },
        );
    const last = calls.at(-1)?.day;
    if (calls.length < LIST || last === undefined || last === day) return;
    day = last;
  }
}
