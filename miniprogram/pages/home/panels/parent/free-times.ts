import { call } from '../../../../services/call';
import { now } from '../../../../services/time';
import type { FreeTime } from './view';

/** A free time is worth naming for so long, ms; the page of times asks anew anyway. */
const FRESH = 10 * 60_000;

let known: { readonly at: number; readonly free: FreeTime } | undefined;

/** The time that suits best for a child; null where there is none, or where it cannot be asked: the home page stands without it. */
export async function freeTimeFor(studentId: string): Promise<FreeTime | null> {
  if (known && known.free.studentId === studentId && now() - known.at < FRESH) return known.free;
  try {
    const { best } = await call('booking.slots', { studentId });
    const [offer] = best;
    if (!offer) return null;
    known = { at: now(), free: { studentId, offer } };
    return known.free;
  } catch {
    return null;
  }
}
