import { isOnline, onNetworkChange } from '../system/network';
import { asyncApi } from './api';

type Listener = (status: { isConnected: boolean; networkType: string }) => void;

const stops = new Map<Listener, () => void>();
const status = () => ({ isConnected: isOnline(), networkType: isOnline() ? 'wifi' : 'none' });

export const networkApi = {
  getNetworkType: asyncApi('getNetworkType', () => ({ networkType: status().networkType })),
  onNetworkStatusChange(listener: Listener): void {
    stops.set(
      listener,
      onNetworkChange(() => listener(status())),
    );
  },
  offNetworkStatusChange(listener?: Listener): void {
    for (const [known, stop] of stops) {
      if (listener !== undefined && known !== listener) continue;
      stop();
      stops.delete(known);
    }
  },
};
