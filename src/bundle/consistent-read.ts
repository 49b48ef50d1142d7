/** Consistent reads of several files while another process may be saving new ones. */
import type { Store } from '../platform/platform';

const attempts = 5;

/**
 * Runs `work`; if it fails and the first file has changed in the meantime, the files read were not of one save, and it
 * runs again.
 */
export async function readConsistently<Result>(
  store: Store,
  first: string,
  work: (read: (path: string) => Promise<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const before = await store.read(first);
    try {
      return await work((path) => (path === first ? Promise.resolve(before) : store.read(path)));
    } catch (error) {
      if (attempt === attempts || equal(before, await store.read(first).catch(() => before))) throw error;
    }
  }
}

const equal = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
