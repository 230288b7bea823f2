/** The times of today that a desk gives away itself: for walk-ins, for calls that it moves, and what it answers where one is gone. */
import type { SlotOffer } from '../../../miniprogram/shared/contract';
import { weekOf } from '../../../miniprogram/shared/domain/calendar';
import { type AtPoint, freeAtDesk } from '../../../miniprogram/shared/domain/desk';
import { alternativesTo, offerOf } from '../../../miniprogram/shared/domain/offers';
import { overlaps } from '../../../miniprogram/shared/domain/ranges';
import { availabilityOf } from '../../../miniprogram/shared/domain/shifts';
import { allSlots, type Slot } from '../../../miniprogram/shared/domain/slots';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { takenBetween } from '../booking/repository';
import type { CallPoint, FamilyMember, School } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { rulesOf } from '../school/rules';

export interface Seat {
  readonly slot: Slot;
  readonly point: CallPoint;
}

type Clock = Pick<Ctx, 'today' | 'now'>;

/** The slots of today that are not over and that no call holds; `kept` where the desk's lease does. */
export function freeToday(
  { today, now }: Clock,
  school: School,
  held: readonly AtPoint[],
  leased: readonly AtPoint[],
): (Slot & { readonly kept: boolean })[] {
  const isKept = (slot: Slot) =>
    leased.some(({ pointId, ...cell }) => pointId === slot.pointId && overlaps(cell, slot));
  return freeAtDesk(allSlots(rulesOf(school), today), held, now()).map((slot) => ({ ...slot, kept: isKept(slot) }));
}

/** A slot of today that is not over, for whichever pupils it was meant; too late is refused with `booking.slot-gone`. */
export function seatAtDesk(clock: Clock, school: School, slotId: string): Seat | undefined {
  const slot = freeToday(clock, school, [], []).find(({ id }) => id === slotId);
  const point = school.points.find(({ id }) => id === slot?.pointId);
  return slot && point ? { slot, point } : undefined;
}

const ALTERNATIVES = 3;

/** A refusal of the locks as the desk reads it: a time that is gone comes with others of today. */
export async function withTimesOfToday(
  ctx: Ctx,
  claim: Seat & { readonly school: School; readonly adult: FamilyMember | null },
  refusal: unknown,
): Promise<unknown> {
  if (!(refusal instanceof AppError)) return refusal;
  const { school, slot, point, adult } = claim;
  if (refusal.code === 'booking.quota-used')
    return new AppError(refusal.code, { weekOf: weekOf(slot.day), quota: school.weeklyQuota });
  if (refusal.code !== 'booking.slot-taken') return refusal;
  const rules = rulesOf(school);
  const who = availabilityOf(adult?.shift ?? 'unknown', adult?.hours);
  const held = await takenBetween(ctx.store, school._id, ctx.today, ctx.today);
  const offers = freeToday(ctx, school, held, []).flatMap((free): SlotOffer[] => {
    const at = school.points.find(({ id }) => id === free.pointId);
    return at ? [offerOf(free, at, rules, who)] : [];
  });
  const alternatives = alternativesTo(offerOf(slot, point, rules, who), offers, ALTERNATIVES, ctx.dice);
  return new AppError(refusal.code, { alternatives });
}
