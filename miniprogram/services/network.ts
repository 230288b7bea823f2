import { createSignal } from './signal';

/** True while the phone has no network. */
export const offline = createSignal(false);

/** Starts watching; called once by `app.ts`. */
export function watchNetwork(): void {
  wx.onNetworkStatusChange(({ isConnected }) => offline.set(!isConnected));
  wx.getNetworkType({ success: ({ networkType }) => offline.set(networkType === 'none') });
}
