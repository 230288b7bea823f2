/**
 * The desk's lease on today's times for walk-ins (issue 3: the desk works through a dead network for a day). Its locks stand in
 * the name of `leaseId`, so that nobody books these times meanwhile; one device holds it at a time.
 */

import { isAhead } from '../../../miniprogram/shared/domain/calls';
import { leaseShare, pointLocks } from '../../../miniprogram/shared/domain/desk';
import { CELL_MINUTES } from '../../../miniprogram/shared/domain/locks';
import { heldByOthers, leaseId, lockDocs } from '../booking/locks';
import { everyCallOn, takenBetween } from '../booking/repository';
import type { Booking, DeskLease, School } from '../data/documents';
import { Conflict, Duplicate } from '../data/store';
import type { Ctx, Deps } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { LOCKS } from './leased';
import { freeToday } from './times';

const idOf = (schoolId: string, day: string): string => `${schoolId}:${day}`;

/** A round fails only where somebody booked one of the times meanwhile. */
const ROUNDS = 6;
/** Times that one lease keeps at most. */
const MOST = 300;

/** Today's lease, if anybody has taken it. */
export const leaseOf = ({ store, reach, today }: Ctx): Promise<DeskLease | undefined> =>
  store.get('deskLeases', idOf(reach.schoolId, today));

/**
 * Takes today's lease for a device. Taken twice it stays as it is; from another device it changes hands. Of two who take it at
 * the same moment the first has it and the other is told so.
 */
export async function takeLease(ctx: Ctx, school: School, deviceId: string): Promise<DeskLease> {
  const known = await leaseOf(ctx);
  if (known) return known.deviceId === deviceId ? known : handOver(ctx, known, deviceId);
  for (let round = 0; round < ROUNDS; round++) {
    const lease = await draftLease(ctx, school, deviceId);
    try {
      await write(ctx, lease);
      return lease;
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    const first = await leaseOf(ctx);
    if (first) return first;
    // Locks that outlived their booking are in the way of nobody.
    await heldByOthers(ctx.store, [], locksOf(lease));
  }
  throw new Conflict();
}

async function draftLease(ctx: Ctx, school: School, deviceId: string): Promise<DeskLease> {
  const held = await takenBetween(ctx.store, school._id, ctx.today, ctx.today);
  // One read must bring all of its locks (`leasedTimes`): of long calls it keeps fewer.
  const most = Math.min(MOST, Math.floor((LOCKS * CELL_MINUTES) / school.slotMinutes));
  const slots = leaseShare(freeToday(ctx, school, held, []), school.walkInShare).slice(0, most);
  return {
    _id: idOf(school._id, ctx.today),
    schoolId: school._id,
    day: ctx.today,
    deviceId,
    staffId: staffOf(ctx.caller).person._id,
    at: ctx.now(),
    slots: slots.map(({ id: slotId, pointId, from, to }) => ({ slotId, pointId, from, to })),
  };
}

const locksOf = ({ day, slots }: DeskLease): string[] => [...new Set(slots.flatMap((slot) => pointLocks(day, slot)))];

async function write({ store }: Ctx, lease: DeskLease): Promise<void> {
  const { schoolId, day } = lease;
  const locks = lockDocs({ _id: leaseId(schoolId, day), schoolId, seat: 0 }, locksOf(lease));
  await store.transact(async (tx) => {
    await tx.insert('deskLeases', lease);
    if (locks.length > 0) await tx.insert('locks', locks);
  });
}

async function handOver(ctx: Ctx, lease: DeskLease, deviceId: string): Promise<DeskLease> {
  const set = { deviceId, staffId: staffOf(ctx.caller).person._id, at: ctx.now() };
  const { _id, deviceId: holder } = lease;
  const won = (await ctx.store.updateWhere('deskLeases', { _id, deviceId: holder }, { set })) > 0;
  return won ? { ...lease, ...set } : ((await leaseOf(ctx)) ?? lease);
}

const ADULTS = 1000;

/**
 * The numbers to dial today, by booking, of adults who may be in contact with all the children of the call; and these
 * children, for the access log.
 */
export async function phonesOfToday(
  ctx: Ctx,
): Promise<{ readonly phones: Record<string, string>; readonly studentIds: readonly string[] }> {
  const calls = (await everyCallOn(ctx.store, ctx.reach, ctx.today)).filter(({ status }) => isToDial(status));
  const ids = [...new Set(calls.flatMap(({ adultId }) => adultId ?? []))];
  const adults = ids.length
    ? await ctx.store.list('familyMembers', { where: { _id: { in: ids } }, limit: ADULTS })
    : [];
  const dialled = calls.flatMap((call) => {
    const adult = adults.find(({ _id }) => _id === call.adultId);
    const allowed = adult?.children.filter(({ mayContact }) => mayContact).map(({ studentId }) => studentId) ?? [];
    if (!adult?.phone || !call.studentIds.every((id) => allowed.includes(id))) return [];
    return [{ call, phone: ctx.vault.open(adult.phone) }];
  });
  return {
    phones: Object.fromEntries(dialled.map(({ call, phone }) => [call._id, phone])),
    studentIds: [...new Set(dialled.flatMap(({ call }) => call.studentIds))],
  };
}

const isToDial = (status: Booking['status']): boolean => isAhead(status) && status !== 'offered';

const LEASES = 200;

/** The leases of former days end: their locks go first, so that what is cut off is found again. Answers how many. */
export async function endLeases({ store }: Pick<Deps, 'store'>, today: string): Promise<number> {
  const over = await store.list('deskLeases', { where: { day: { lt: today } }, limit: LEASES });
  for (const { _id, schoolId, day } of over) {
    await store.removeWhere('locks', { schoolId, bookingId: leaseId(schoolId, day) });
    await store.removeWhere('deskLeases', { _id });
  }
  return over.length;
}
