/** A family that is offered a time and books another: the offer makes way in the same step, and goes to the next who waits. */
import { addDays, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { overlaps } from '../../../miniprogram/shared/domain/ranges';
import { AppError, type ErrorCode } from '../../../miniprogram/shared/errors/catalogue';
import type { Booking, FamilyMember } from '../data/documents';
import type { Store, Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { lapseIn } from '../waitlist/entries';
import { book, type Claim } from './claim';
import { release } from './release';

/** What an offer of one's own can be the reason of. */
const OWN_WAY: ReadonlySet<ErrorCode> = new Set(['booking.quota-used', 'booking.child-busy', 'booking.adult-busy']);

/**
 * Books for a family. Where only a time that is held for this very adult is in the way, the call takes its place: what both
 * need changes hands in the transaction that books, so a family never loses the one without having the other.
 */
export async function bookBeforeOffer(deps: Deps, claim: Claim & { readonly adult: FamilyMember }): Promise<Booking> {
  try {
    return await book(deps, claim);
  } catch (refusal) {
    const isOwnWay = refusal instanceof AppError && OWN_WAY.has(refusal.code);
    const offer = isOwnWay ? await offerInTheWay(deps.store, claim) : undefined;
    if (!offer) throw refusal;
    const booked = await unlessAnswered(book(deps, { ...claim, instead: offer }), refusal);
    await release(deps, offer);
    return booked;
  }
}

/** The adult's offer of that week for one of the children, or else at that time. */
async function offerInTheWay(
  store: Store,
  { slot, children, adult, school }: Claim & { readonly adult: FamilyMember },
): Promise<Booking | undefined> {
  const monday = weekOf(slot.day);
  const offers = await store.list('bookings', {
    where: {
      schoolId: school._id,
      studentIds: { in: adult.studentIds },
      day: { gte: monday, lte: addDays(monday, 6) },
      status: 'offered',
    },
    limit: OFFERS,
  });
  const own = offers.filter(({ adultId }) => adultId === adult._id).sort((a, b) => a.startsAt - b.startsAt);
  const shares = ({ studentIds }: Booking) => children.some(({ _id }) => studentIds.includes(_id));
  return own.find(shares) ?? own.find((offer) => offer.day === slot.day && overlaps(offer, slot));
}
const OFFERS = 50;

/** The offer was answered or lapsed at this moment. */
class Answered extends Error {}

async function unlessAnswered(booking: Promise<Booking>, refusal: unknown): Promise<Booking> {
  try {
    return await booking;
  } catch (error) {
    throw error instanceof Answered ? refusal : error;
  }
}

/** Lets an offer go and makes those of its locks the booking's that both need; answers which. */
export async function takeOver(tx: Transaction, { _id, seat }: Booking, booking: Booking): Promise<readonly string[]> {
  const offer = await tx.get('bookings', _id);
  if (offer?.status !== 'offered' || offer.seat !== seat) throw new Answered();
  const both = booking.lockIds.filter((id) => offer.lockIds.includes(id));
  for (const id of both) await tx.update('locks', id, { set: { bookingId: booking._id, seat: booking.seat } });
  await lapseIn(tx, offer);
  return both;
}
