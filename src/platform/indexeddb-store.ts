/**
 * A bundle in the browser's own database: one record per file, key `[bundle, path]`. A commit is one transaction, so
 * a page that dies while saving leaves the old files.
 */
import { BundleError, reasonOf, show } from '../errors';
import { checkStorePath, defaultLimit, type Store, tooLarge } from './platform';

const databaseName = 'tfjs-sequence';
const files = 'files';

/** @param name of the bundle; any text without control characters, such as `sentiment` or `my app/sentiment` */
export function indexedDbStore(location: string, name: string): Store {
  if (name === '') throw emptyName(location);
  const key = (path: string, during: 'load' | 'save'): IDBValidKey => {
    checkStorePath(location, path, during);
    return [name, path];
  };
  return {
    location,
    writable: true,
    async has(path) {
      return (await transact(location, 'load', (records) => records.count(key(path, 'load')))) > 0;
    },
    async read(path, limit = defaultLimit) {
      const bytes = (await transact(location, 'load', (records) => records.get(key(path, 'load')))) as
        Uint8Array | undefined;
      if (bytes === undefined) throw missing(location, path);
      const size = `has ${bytes.length.toLocaleString('en')} bytes`;
      if (bytes.length > limit.bytes) throw tooLarge(`${location}/${path}`, size, limit);
      return bytes;
    },
    async commit(entries) {
      await transact(location, 'save', (records) => {
        for (const [path, bytes] of entries) records.put(detached(bytes), key(path, 'save'));
      });
    },
    async remove(paths) {
      await transact(location, 'save', (records) => {
        for (const path of paths) {
          records.delete(key(path, 'save'));
          records.delete(IDBKeyRange.bound([name, `${path}/`], [name, `${path}/\uffff`]));
        }
      });
    },
  };
}

/** A view is stored with the whole buffer below it; so only that part is handed over. */
const detached = (bytes: Uint8Array) => (bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes));

/** Runs `work` in one transaction and gives its request's result once everything is on the disk. */
async function transact<Result>(
  location: string,
  during: 'load' | 'save',
  work: (records: IDBObjectStore) => IDBRequest<Result> | void,
): Promise<Result> {
  try {
    const database = await openDatabase();
    try {
      return await new Promise<Result>((resolve, reject) => {
        const mode = during === 'load' ? 'readonly' : 'readwrite';
        const transaction = database.transaction(files, mode, { durability: 'strict' });
        let request: IDBRequest<Result> | void;
        let failure: Error | undefined;
        transaction.oncomplete = () => resolve(request?.result as Result);
        transaction.onabort = () => reject(failure ?? transaction.error ?? new Error('the transaction was aborted'));
        try {
          request = work(transaction.objectStore(files));
        } catch (error) {
          failure = error as Error;
          transaction.abort();
        }
      });
    } finally {
      database.close();
    }
  } catch (error) {
    throw databaseError(during, location, error);
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(files);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database cannot be opened'));
  });
}

function databaseError(during: 'load' | 'save', location: string, error: unknown): BundleError {
  if (error instanceof BundleError) return error;
  const full = (error as Error).name === 'QuotaExceededError';
  return new BundleError({
    during,
    where: location,
    problem: `the browser's database fails: ${reasonOf(error)}`,
    expected: 'a page that may use IndexedDB, with room in it; what was saved before is whole',
    fix: full ? 'Free some of the space that the browser gives to this site' : 'See the cause of this error',
    cause: error,
  });
}

const emptyName = (location: string) =>
  new BundleError({
    during: 'load',
    where: 'bundle',
    problem: `location ${show(location)} names no bundle`,
    expected: "for example 'indexeddb://sentiment'",
  });

const missing = (location: string, path: string) =>
  new BundleError({
    during: 'load',
    where: location,
    problem: `file ${path} is not in the browser's database`,
    expected: 'a bundle that was saved under this name on this site',
    fix: 'Check the name, or save the model first',
  });
