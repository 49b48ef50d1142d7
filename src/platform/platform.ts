/**
 * The contract between the library and the place where it runs. `node.ts` and `browser.ts` implement it, the public
 * doors install one of them; nothing else in the library knows about files, sockets or IndexedDB.
 */
import { BackendError } from '../errors';

/** Where a bundle lives: a directory, a URL, an IndexedDB record. Paths inside it are relative, with `/`. */
export interface Store {
  /** As the user wrote it, for messages. */
  readonly location: string;
  readonly writable: boolean;
  /** Whether a file is there. */
  has(path: string): Promise<boolean>;
  /** @throws BundleError (`during: 'load'`) if the file is missing or cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /**
   * Writes all of these files as one: after a crash at any moment a reader sees all old or all new ones. Files that
   * are not named stay as they are.
   * @throws BundleError (`during: 'save'`) for a full disk, a read-only place …; the old files are then still whole.
   */
  commit(files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Removes files or folders below the store; what is not there is no error. */
  remove(paths: readonly string[]): Promise<void>;
}

export interface Platform {
  readonly name: 'node' | 'browser';
  /** Understands a directory or file URL (Node), `http(s)://…`, `indexeddb://name` (browser). */
  openStore(location: string): Store;
  /** Lower-case hexadecimal. */
  sha256(bytes: Uint8Array): Promise<string>;
}

let installed: Platform | undefined;

/** Called by `node.ts` and `browser.ts` when they are imported. */
export function installPlatform(platform: Platform): void {
  installed = platform;
}

/** @throws BackendError when neither door has been imported. */
export function platform(): Platform {
  if (!installed) {
    throw new BackendError({
      where: 'tfjs-sequence',
      problem: 'no platform is installed, so nothing can be saved or loaded',
      expected: "an import of 'tfjs-sequence/node' or 'tfjs-sequence/browser'",
      fix: "Import from one of these two instead of 'tfjs-sequence'",
    });
  }
  return installed;
}
