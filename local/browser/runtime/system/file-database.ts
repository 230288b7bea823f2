/** The database in which all phones of this browser keep their files. */
const NAME = 'phone-files';
const STORE = 'files';

/** Opens it; the object store is there from the first time on. */
export function openFileDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The files, in a transaction of its own. */
export const filesIn = (database: IDBDatabase, mode?: IDBTransactionMode): IDBObjectStore =>
  database.transaction(STORE, mode).objectStore(STORE);

/** Forgets all files. The database stays: another phone may have it open, and deleting it would wait for that one. */
export async function emptyFileDatabase(): Promise<void> {
  const database = await openFileDatabase();
  await new Promise<void>((resolve, reject) => {
    const request = filesIn(database, 'readwrite').clear();
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
  database.close();
}
