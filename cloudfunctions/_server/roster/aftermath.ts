/** What follows from an import besides the files: calls that name a class, and families whose children left. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { Booking, RosterImport } from '../data/documents';
import { inParts } from '../data/parts';
import type { Deps } from '../kernel/deps';
import { bindAgain, endForLeavers } from '../transfer/leavers';
import { type Files, movesClass } from './carry-out';
import type { Side, Version } from './versions';

type Needs = Pick<Deps, 'store' | 'now'>;

/** Children in one question. */
const PART = 100;
const CALLS = 1000;
const AT_ONCE = 8;

/** Calls ahead are their classes' from now on: the board of a class, and who of the staff may see them. */
export async function followClasses(
  { store, now }: Needs,
  schoolId: string,
  versions: readonly Version[],
  { students }: Pick<Files, 'students'>,
): Promise<void> {
  const moved = versions.filter(movesClass).map(({ id }) => id);
  const calls = await callsAhead({ store, now }, schoolId, moved);
  const behind = calls.flatMap((call) => {
    const children = call.children.map((child) => ({
      ...child,
      className: students.get(child.id)?.className ?? child.className,
    }));
    const classIds = [...new Set(call.studentIds.map((id, i) => students.get(id)?.classId ?? call.classIds[i] ?? ''))];
    const isBehind = JSON.stringify([children, classIds]) !== JSON.stringify([call.children, call.classIds]);
    return isBehind ? [{ _id: call._id, version: call.version, set: { children, classIds } }] : [];
  });
  await eachAtOnce(behind, ({ _id, version, set }) => store.updateWhere('bookings', { _id, version }, { set }));
}

/** Children who left by this import: their calls end, and whoever has no child left here is let go; where it is taken back, they come back. */
export async function followLeaving(
  deps: Deps,
  imported: RosterImport,
  versions: readonly Version[],
  to: Side,
): Promise<void> {
  const left = versions.filter(({ changes }) => changes['pupil.status']?.[1] === 'left').map(({ id }) => id);
  if (left.length === 0) return;
  const { _id: ref, schoolId } = imported;
  if (to === 'after') await endForLeavers(deps, schoolId, left, ref);
  else await bindAgain(deps, schoolId, left, ref);
}

async function callsAhead({ store, now }: Needs, schoolId: string, studentIds: readonly string[]): Promise<Booking[]> {
  const found = new Map<string, Booking>();
  for (const part of inParts(studentIds, PART)) {
    const where = { schoolId, studentIds: { in: part }, day: { gte: dayOf(now()) } };
    for (const call of await store.list('bookings', { where, limit: CALLS })) found.set(call._id, call);
  }
  return [...found.values()];
}

async function eachAtOnce<T>(all: readonly T[], see: (one: T) => Promise<unknown>): Promise<void> {
  const queue = all.values();
  const worker = async () => {
    for (const one of queue) await see(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
