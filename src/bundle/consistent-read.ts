/** Consistent reads of several files while another process may be saving new ones. */
import { isTimeout, type SizeLimit, type Store } from '../platform/platform';

/** In all, and with the first file as it was: then another one may have been of a save in between (old, new, old again). */
const attempts = 5;
const attemptsUnchanged = 2;

/**
 * Runs `work`; if it fails because the files read were not of one save, it runs again. So it does where the first file
 * has changed in the meantime, and once more where it has not.
 */
export async function readConsistently<Result>(
  store: Store,
  first: string,
  limit: SizeLimit,
  work: (read: (path: string, limit: SizeLimit) => Promise<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  let unchanged = 0;
  for (let attempt = 1; ; attempt++) {
    const before = await store.read(first, limit);
    try {
      return await work((path, most) => (path === first ? Promise.resolve(before) : store.read(path, most)));
    } catch (error) {
      if (isTimeout((error as Error | undefined)?.cause)) throw error; // it would take as long again
      if (equal(before, await store.read(first, limit).catch(() => before))) unchanged++;
      if (attempt === attempts || unchanged === attemptsUnchanged) throw error;
    }
  }
}

const equal = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
