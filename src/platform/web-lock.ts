/**
 * A lock between pages of one origin, by the Web Locks API, which ends with its page. Pages on plain http:// do not have
 * it: there the lock holds among the calls of one page.
 */
import type { LockAttempt } from './platform';

const heldHere = new Set<string>();

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
