import type { Input } from '../shared/contract';
import { call } from './call';

/** Why a number is opened; it is kept with who opened it. */
export type DialReason = Input<'contacts.phone'>['why'];

/**
 * Opens one number of a family and hands it to the phone's own dialler. True when the person went on to dial, false when
 * it was put back. Nobody can tell from here whether the call was answered. @throws AppError
 */
export async function dial(personId: string, why: DialReason): Promise<boolean> {
  const { phone } = await call('contacts.phone', { personId, why });
  return ring(phone);
}

/** Hands a number that is known already to the dialler: the desk's, which was opened when the call was started. */
export const ring = (phone: string): Promise<boolean> =>
  new Promise((resolve) => {
    wx.makePhoneCall({ phoneNumber: phone, success: () => resolve(true), fail: () => resolve(false) });
  });
