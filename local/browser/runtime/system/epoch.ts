import { phone } from './phone';

const EPOCH_KEY = 'epoch';

/** Databases of the browser that belong to phones. */
export const FILE_DATABASE = 'phone-files';

/** Forgets what all phones had stored when the local world began anew since. */
export async function forgetOldWorld(): Promise<void> {
  if (localStorage.getItem(EPOCH_KEY) === phone.epoch) return;
  localStorage.clear();
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(FILE_DATABASE);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
    // another phone has it open: it will be emptied by its own start
    request.onblocked = () => resolve();
  });
  localStorage.setItem(EPOCH_KEY, phone.epoch);
}
