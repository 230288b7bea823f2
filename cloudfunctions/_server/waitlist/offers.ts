import type { Booking } from '../data/documents';
import type { Deps } from '../kernel/deps';

/** Offers a time that became free to the neediest family that waits and whom it suits. */
export async function offerFreed(_deps: Deps, _freed: Booking): Promise<void> {}
