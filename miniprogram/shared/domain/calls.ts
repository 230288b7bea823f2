import type { BookingStatus } from '../contract';

/** What may follow what (product.md section 4). A state that is not a key is final. */
const NEXT: Readonly<Partial<Record<BookingStatus, readonly BookingStatus[]>>> = {
  booked: [
    'checked_in',
    'in_call',
    'no_show_parent',
    'no_show_child',
    'failed_school',
    'cancelled_family',
    'cancelled_school',
  ],
  checked_in: ['in_call', 'no_show_parent', 'no_show_child', 'failed_school', 'failed_network', 'cancelled_school'],
  in_call: ['done', 'no_show_parent', 'failed_school', 'failed_network'],
};

export const mayFollow = (from: BookingStatus, to: BookingStatus): boolean => NEXT[from]?.includes(to) ?? false;

/** States in which a booking still holds its slot, child, adult and quota. A call that took place keeps its quota. */
export const HOLDING: readonly BookingStatus[] = [
  'booked',
  'checked_in',
  'in_call',
  'done',
  'no_show_parent',
  'no_show_child',
];

/** States in which the call is still to come or going on. */
export const AHEAD: readonly BookingStatus[] = ['booked', 'checked_in', 'in_call'];

/** A call stays visible to its family as the next one until its slot is over. */
export const isAhead = (status: BookingStatus): boolean => AHEAD.includes(status);
