/**
 * A bundle in the browser's own database: one record per file, key `[bundle, path]`. A commit is one transaction, so
 * a page that dies while saving leaves the old files.
 */
import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';
import { BundleError, reasonOf, show } from '../errors';
import { checkStorePath, defaultLimit, type LockAttempt, type Store, tooLarge } from './platform';

const databaseName = 'tfjs-sequence';

interface BundleFiles extends DBSchema {
  files: { key: [bundle: string, path: string]; value: Uint8Array };
}

type WritableFiles = IDBPObjectStore<BundleFiles, ['files'], 'files', 'readwrite'>;

/** @param name of the bundle; any text without control characters, such as `sentiment` or `my app/sentiment` */
export function indexedDbStore(location: string, name: string): Store {
  if (name === '') throw emptyName(location);
  const key = (path: string, during: 'load' | 'save'): [string, string] => {
    checkStorePath(location, path, during);
    return [name, path];
  };
  return {
    location,
    key: location,
    writable: true,
    async has(path) {
      return (await open(location, 'load', (database) => database.count('files', key(path, 'load')))) > 0;
    },
    async read(path, limit = defaultLimit) {
      const bytes = await open(location, 'load', (database) => database.get('files', key(path, 'load')));
      if (bytes === undefined) throw missing(location, path);
      const size = `has ${bytes.length.toLocaleString('en')} bytes`;
      if (bytes.length > limit.bytes) throw tooLarge(`${location}/${path}`, size, limit);
      return bytes;
    },
    async commit(entries) {
      await change(location, async (files) => {
        for (const [path, bytes] of entries) await files.put(detached(bytes), key(path, 'save'));
      });
    },
    async list() {
      const all = IDBKeyRange.bound([name], [name, '\uffff']);
      const keys = await open(location, 'load', (database) => database.getAllKeys('files', all));
      return [...new Set(keys.map(([, path]) => path.split('/')[0]))];
    },
    async remove(paths) {
      await change(location, async (files) => {
        for (const path of paths) {
          await files.delete(key(path, 'save'));
          await files.delete(IDBKeyRange.bound([name, `${path}/`], [name, `${path}/\uffff`]));
        }
      });
    },
    lock: (lockName) => webLock(`${databaseName} ${lockName} ${name}`),
  };
}

/** A view is stored with the whole buffer below it; so only that part is handed over. */
const detached = (bytes: Uint8Array) => (bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes));

async function open<Result>(
  location: string,
  during: 'load' | 'save',
  work: (database: IDBPDatabase<BundleFiles>) => Promise<Result>,
): Promise<Result> {
  let database: IDBPDatabase<BundleFiles> | undefined;
  try {
    database = await openDB<BundleFiles>(databaseName, 1, {
      upgrade: (created) => void created.createObjectStore('files'),
    });
    return await work(database);
  } catch (error) {
    throw databaseError(during, location, error);
  } finally {
    database?.close();
  }
}

/** All of `work` or nothing; it resolves once it is on the disk. */
const change = (location: string, work: (files: WritableFiles) => Promise<void>) =>
  open(location, 'save', async (database) => {
    const transaction = database.transaction('files', 'readwrite', { durability: 'strict' });
    const done = transaction.done.catch((error: unknown) => error);
    try {
      await work(transaction.store);
    } catch (error) {
      if (!transaction.error) transaction.abort(); // a request that fails aborts it, too
      await done;
      throw error;
    }
    await transaction.done;
  });

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

const heldHere = new Set<string>();

/**
 * A lock between pages of one origin, by the Web Locks API, which ends with its page. Pages on plain http:// do not have
 * it: there the lock holds among the calls of one page.
 */
export function webLock(name: string): Promise<LockAttempt> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  return locks ? requestLock(locks, name) : Promise.resolve(lockHere(name));
}

const requestLock = (locks: LockManager, name: string): Promise<LockAttempt> =>
  new Promise((resolve, reject) => {
    const held = locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve({ heldBy: 'a page of this origin' });
      return new Promise<void>((end) => {
        const release = async () => {
          end();
          await held;
        };
        resolve({ release });
      });
    });
    held.catch(reject);
  });

function lockHere(name: string): LockAttempt {
  if (heldHere.has(name)) return { heldBy: 'this page' };
  heldHere.add(name);
  return {
    release() {
      heldHere.delete(name);
      return Promise.resolve();
    },
  };
}
