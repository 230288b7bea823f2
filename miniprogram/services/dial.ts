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
  return new Promise((resolve) => {
    wx.makePhoneCall({ phoneNumber: phone, success: () => resolve(true), fail: () => resolve(false) });
  });
}
