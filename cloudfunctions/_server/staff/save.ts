import type { ParsedInput } from '../../../miniprogram/shared/contract';
import { type StaffEntry, staffFault } from '../../../miniprogram/shared/domain/staff';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { ownStaff } from '../accounts/people';
import type { Staff } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import { classesOf, schoolNow } from '../school/repository';

type Entry = ParsedInput<'staff.save'>;

const invalid = (field: string, rule: string) => new AppError('input.invalid', { field, rule });

/**
 * Enrols somebody, or changes who is there. Classes of somebody who has access change hands by a handover; of whoever never came in, or
 * whose access was ended, the office may take them back itself. Pairs with children are made and ended by `pairing.*`.
 * @throws AppError `input.invalid`, `common.not-found`, `staff.class-taken`
 */
export async function saveStaff(ctx: Ctx, entry: Entry): Promise<string> {
  const { store, reach, caller } = ctx;
  const _id = entry.id ?? requestId('t-', caller.openid, entry.key);
  const before = await ownStaff(store, reach.schoolId, _id);
  if (entry.id !== undefined && !before) throw new AppError('common.not-found');
  // An account keeps the role of each of its memberships: another role is another entry.
  if (before && before.role !== entry.role) throw invalid('role', 'kept');
  const phone = phoneOf(ctx, entry, before);
  const fault = staffFault({ ...entry, phone, checkedUntil: aboutPairing(entry, before).checkedUntil });
  if (fault) throw invalid(fault.field, fault.rule);
  await requireKnown(ctx, entry, before);
  await store.transact((tx) => write(ctx, tx, { ...entry, phone }, _id));
  return _id;
}

/** Digits, `null` for none; what is not told stays. */
function phoneOf({ vault }: Ctx, { phone }: Entry, before: Staff | undefined): string | null {
  if (phone === undefined) return before?.phone ? vault.open(before.phone) : null;
  return phone?.normalize('NFKC').replace(/[\s-]/gu, '') || null;
}

/** What pairing goes by; what is not told stays. */
const aboutPairing = ({ sex, village, checkedUntil }: Entry, before: Staff | undefined) => ({
  sex: sex === undefined ? (before?.sex ?? null) : sex,
  village: village === undefined ? (before?.village ?? null) : village || null,
  checkedUntil: checkedUntil === undefined ? (before?.checkedUntil ?? null) : checkedUntil,
});

/** Classes and the point must be of this school. */
async function requireKnown(ctx: Ctx, entry: Entry, before: Staff | undefined): Promise<void> {
  const { store, reach } = ctx;
  const [school, classes] = await Promise.all([
    schoolNow(ctx),
    entry.classIds.length > 0 ? classesOf(store, reach) : [],
  ]);
  const known = new Set(classes.map(({ _id }) => _id));
  // A class may have been named before the roster brought it.
  const isClass = (id: string) => known.has(id) || before?.classIds.includes(id) === true;
  if (!entry.classIds.every(isClass)) throw new AppError('common.not-found');
  if (entry.pointId !== null && !school.points.some(({ id }) => id === entry.pointId))
    throw invalid('pointId', 'known');
}

/** One step: the person, the classes that are theirs now or no longer, and the name on the account. */
async function write(ctx: Ctx, tx: Transaction, entry: Entry & Pick<StaffEntry, 'phone'>, _id: string): Promise<void> {
  const { vault, reach } = ctx;
  const before = await tx.get('staff', _id);
  if (before?.gone) throw new AppError('common.not-found');
  const dropped = before?.classIds.filter((id) => !entry.classIds.includes(id)) ?? [];
  const holds = before !== undefined && before.openid !== null;
  for (const id of entry.classIds.filter((id) => !before?.classIds.includes(id))) await takeClass(tx, id, _id);
  for (const id of dropped) await dropClass(tx, id, _id, holds);
  const fields = {
    name: entry.name,
    phone: entry.phone === null ? null : vault.seal(entry.phone),
    classIds: entry.classIds,
    ...aboutPairing(entry, before),
    pointId: entry.pointId,
    officer: entry.officer,
  };
  if (!before) {
    const rest = { schoolId: reach.schoolId, role: entry.role, menteeIds: [], county: null, openid: null };
    await tx.insert('staff', { _id, ...rest, ...fields });
    return;
  }
  await tx.update('staff', _id, { set: fields });
  if (before.openid !== null && before.name !== entry.name) await rename(tx, before.openid, _id, entry.name);
}

async function takeClass(tx: Transaction, classId: string, staffId: string): Promise<void> {
  const found = await tx.get('classes', classId);
  if (!found) throw new AppError('common.not-found');
  if (found.headTeacherId === staffId) return;
  const head = found.headTeacherId === null ? undefined : await tx.get('staff', found.headTeacherId);
  // One who is gone, or whose document does not say so any more, leads no class.
  if (head && !head.gone && head.classIds.includes(classId))
    throw new AppError('staff.class-taken', { className: found.name });
  await tx.update('classes', classId, { set: { headTeacherId: staffId } });
}

async function dropClass(tx: Transaction, classId: string, staffId: string, holds: boolean): Promise<void> {
  const found = await tx.get('classes', classId);
  if (found?.headTeacherId !== staffId) return;
  if (holds) throw new AppError('staff.class-taken', { className: found.name });
  await tx.update('classes', classId, { set: { headTeacherId: null } });
}

async function rename(tx: Transaction, openid: string, staffId: string, name: string): Promise<void> {
  const account = await tx.get('accounts', openid);
  if (!account) return;
  const memberships = account.memberships.map((m) => (m.id === staffId ? { ...m, name } : m));
  await tx.update('accounts', openid, { set: { memberships } });
}
