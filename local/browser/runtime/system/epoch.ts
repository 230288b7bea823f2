import { emptyFileDatabase } from './file-database';
import { phone } from './phone';

const EPOCH_KEY = 'epoch';

/** Forgets what all phones had stored when the local world began anew since; of phones that start together the first does it. */
export async function forgetOldWorld(): Promise<void> {
  await navigator.locks.request(EPOCH_KEY, async () => {
    if (localStorage.getItem(EPOCH_KEY) === phone.epoch) return;
    localStorage.clear();
    await emptyFileDatabase();
    localStorage.setItem(EPOCH_KEY, phone.epoch);
  });
}
