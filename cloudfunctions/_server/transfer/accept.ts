/**
 * Takes a child in with its file: pupil, adults with their WeChats, delegations, consents, versions and records. Receipts and calls stay where they
 * were. Every document's id comes from the transfer's and its own, so a taking that was cut off is finished by asking again; once it is finished,
 * asking again brings nothing back that the new school has changed since.
 */

import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { membershipOf, tie } from '../accounts/bind';
import { finding } from '../contacts/finding';
import { withMark } from '../contacts/write-facts';
import type { CollectionName, Documents, FamilyMember, SchoolClass, Student } from '../data/documents';
import { idOf } from '../data/ids';
import { inParts } from '../data/parts';
import { Duplicate, type Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { schoolNow } from '../school/repository';
import type { Arriving } from './arriving';
import { copiesOf, type Ids } from './copies';

const FAMILY = 12;
const BATCH = 200;

/** @returns the child's id at the new school. @throws AppError `transfer.code-wrong` where another request took it meanwhile. */
export async function accept(ctx: Ctx, coming: Arriving, into: SchoolClass): Promise<string> {
  const { store, reach } = ctx;
  if (into.past) throw new AppError('common.not-found');
  const { transfer, student } = coming;
  if (transfer.finished && transfer.toStudentId !== null) return transfer.toStudentId;
  const studentId = idOf(ctx.vault, ['student', reach.schoolId, 'transfer', transfer._id]);
  await take(ctx, coming, studentId);
  const adults = await store.list('familyMembers', {
    where: { schoolId: student.schoolId, studentIds: student._id },
    limit: FAMILY,
  });
  await addOnce(store, 'students', [await seated(ctx, student, adults, into, studentId)]);
  // One that was cut off may be asked for again for another class: the child stays where it sits.
  const classId = (await store.get('students', studentId))?.classId ?? into._id;
  const memberIds = new Map<string, string>();
  for (const adult of adults) memberIds.set(adult._id, await bring(ctx, adult, coming, { studentId, classId }));
  const ids: Ids = { studentId, memberIds, schoolId: reach.schoolId, classId, transferId: transfer._id };
  const copies = await copiesOf(ctx, student, ids);
  await addOnce(store, 'delegations', copies.delegations);
  await addOnce(store, 'consents', copies.consents);
  await addOnce(store, 'fileChanges', copies.fileChanges);
  await addOnce(store, 'records', copies.records);
  await store.updateWhere('transfers', { _id: transfer._id }, { set: { finished: true } });
  return studentId;
}

/** The transfer is this school's from now on, or was already. */
async function take({ store, reach }: Ctx, { transfer }: Arriving, toStudentId: string): Promise<void> {
  const set = { status: 'taken', toSchoolId: reach.schoolId, toStudentId } as const;
  if ((await store.updateWhere('transfers', { _id: transfer._id, status: 'open' }, { set })) === 1) return;
  const now = await store.get('transfers', transfer._id);
  if (now?.toSchoolId !== reach.schoolId) throw new AppError('transfer.code-wrong');
}

/** The child as the new school has it: its facts, a new class, and days without contact that begin today. */
async function seated(
  ctx: Ctx,
  student: Student,
  adults: readonly FamilyMember[],
  into: SchoolClass,
  _id: string,
): Promise<Student> {
  const { vault, reach, today } = ctx;
  const address = student.address && vault.open(student.address);
  const phones = adults.flatMap(({ phone }) => (phone ? [vault.open(phone)] : []));
  const here: Student = {
    ...student,
    _id,
    schoolId: reach.schoolId,
    classId: into._id,
    className: into.name,
    status: 'active',
    left: null,
    contact: { childDay: null, caregiverDay: null, remindedDay: null, since: today },
    pauses: [],
    // The new school sees for itself.
    focus: false,
    lowFaces: 0,
    lastFace: null,
    ...finding(vault, { _id, name: student.name, className: into.name, address, phones }),
    importId: 'transfer',
  };
  return withMark(here, await schoolNow(ctx), today);
}

/** An adult at the new school: one whom it knows by name and number already gets the child, else a copy; a WeChat that was bound is bound again. */
async function bring(
  ctx: Ctx,
  adult: FamilyMember,
  { transfer, student }: Arriving,
  { studentId, classId }: { readonly studentId: string; readonly classId: string },
): Promise<string> {
  const { store, reach, vault } = ctx;
  const link = adult.children.find((one) => one.studentId === student._id);
  if (!link) throw new Error('an adult without the child');
  const there = { ...link, studentId, classId };
  const phone = adult.phone && vault.open(adult.phone);
  const onNumber = phone
    ? await store.list('familyMembers', { where: { phoneHash: { in: vault.blinds('phone', phone) } }, limit: FAMILY })
    : [];
  const known = onNumber.find(({ schoolId, name }) => schoolId === reach.schoolId && name === adult.name);
  const _id = known?._id ?? idOf(vault, ['member', reach.schoolId, 'transfer', transfer._id, adult._id]);
  if (!known) {
    const { silentSince: _, ...rest } = adult;
    const alone = { children: [there], studentIds: [studentId], classIds: [classId] };
    await addOnce(store, 'familyMembers', [
      { ...rest, ...alone, _id, schoolId: reach.schoolId, openid: null, wasBound: null, importId: 'transfer' },
    ]);
  }
  const { name: schoolName } = await ctx.schoolOf(reach.schoolId);
  await store.transact(async (tx) => {
    const person = await tx.get('familyMembers', _id);
    if (!person) return;
    if (!person.studentIds.includes(studentId)) {
      const children = [...person.children, there];
      const classIds = [...new Set(children.map((one) => one.classId))];
      await tx.update('familyMembers', _id, {
        set: { children, studentIds: children.map((one) => one.studentId), classIds },
      });
    }
    const openid = adult.openid ?? adult.wasBound?.openid;
    if (!openid || person.openid !== null || person.byCodeOnly) return;
    await tie(tx, openid, [{ people: 'familyMembers', person, membership: membershipOf(person, schoolName) }]);
  });
  return _id;
}

/** Adds documents; those that an earlier try added are left as they are. */
async function addOnce<C extends CollectionName>(
  store: Store,
  collection: C,
  docs: readonly Documents[C][],
): Promise<void> {
  for (const part of inParts(docs, BATCH)) {
    try {
      await store.insert(collection, part);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      for (const doc of part) await addAlone(store, collection, doc);
    }
  }
}

async function addAlone<C extends CollectionName>(store: Store, collection: C, doc: Documents[C]): Promise<void> {
  try {
    await store.insert(collection, doc);
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
  }
}
