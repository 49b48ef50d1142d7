/**
 * The contract between the library and the environment that it runs in. `node.ts` and `browser.ts` implement it, the
 * public entry points install one of them; nothing else in the library knows about files, sockets or IndexedDB.
 */
import { BackendError, BundleError, show } from '../errors';

/** Where a bundle lives: a directory, a URL, an IndexedDB record. Paths inside it satisfy `checkStorePath`. */
export interface Store {
  /** As the user wrote it, for messages. */
  readonly location: string;
  /** The same for every spelling of the location. */
  readonly key: string;
  readonly writable: boolean;
  /** Whether a file is there. */
  has(path: string): Promise<boolean>;
  /**
   * @param limit how much is read, 2 GiB without one; of a larger file nothing is kept
   * @throws BundleError (`during: 'load'`) if the file is missing, is larger, or cannot be read; the reason of an
   * aborted signal.
   */
  read(path: string, limit?: SizeLimit): Promise<Uint8Array>;
  /**
   * Writes all of these files as one: after a crash at any moment a reader sees all old or all new ones. Files that
   * are not named stay as they are. Several savers at once take turns; the last one wins whole.
   * @throws BundleError (`during: 'save'`) for a full disk, a read-only file system …; the old files are then still whole.
   */
  commit(files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Names of the files and folders right below the store, without those that saving needs for a moment. Throws BundleError (`'load'`). */
  list(): Promise<string[]>;
  /** Removes files or folders below the store; what is not there is no error. @throws BundleError (`'save'`). */
  remove(paths: readonly string[]): Promise<void>;
  /**
   * A lock on this place, which one call of one process (or page) can have at a time; it ends with its process, also with
   * one that is killed.
   * @param name letters; locks of different names do not exclude each other
   * @throws BundleError (`during: 'save'`) where nothing can be written.
   */
  lock(name: string): Promise<LockAttempt>;
}

/** The lock, or who has it, for a message. */
export type LockAttempt = StoreLock | { heldBy: string };

export interface StoreLock {
  release(): Promise<void>;
}

/** The most bytes of a file that are read, and what to do about a file that has more. */
export interface SizeLimit {
  bytes: number;
  fix: string;
}

/** What Node reads at once. Weights of that size are half a billion numbers. */
export const defaultLimit: SizeLimit = { bytes: 2 ** 31, fix: 'Check that this is a file of a bundle' };

/** @param size `has 3,000 bytes`, `sends more than 1,000 bytes` */
export const tooLarge = (where: string, size: string, { bytes, fix }: SizeLimit): BundleError =>
  new BundleError({
    during: 'load',
    where,
    problem: size,
    expected: `at most ${bytes.toLocaleString('en')} bytes`,
    fix,
  });

/** A wait that was given up: a DOMException of `fetch` or of AbortSignal.timeout. */
export const isTimeout = (error: unknown): boolean => (error as { name?: unknown } | null)?.name === 'TimeoutError';

/** How a store behind a network is reached. */
export interface StoreAccess {
  /** The longest wait for a server's next byte, in seconds. Default 60. */
  timeoutSeconds?: number;
  /** Ends requests that run. */
  signal?: AbortSignal;
}

/** Bytes that are kept outside of memory for a while; their place is free again once they or the process have gone. */
export interface Scratch {
  /** Behind what is there. @throws BackendError for a full disk. */
  append(bytes: Uint8Array): Promise<void>;
  /** Bytes `from` to `to` − 1. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** Again is harmless. */
  dispose(): Promise<void>;
}

export interface Platform {
  readonly name: 'node' | 'browser';
  /** Understands a directory or file URL (Node), `http(s)://…`, `indexeddb://name` (browser). */
  readonly openStore: (location: string, access?: StoreAccess) => Store;
  /** Lower-case hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => Promise<string>;
  /** @throws BackendError where nothing can be written. */
  readonly openScratch: () => Promise<Scratch>;
}

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/**
 * Refuses every path that could leave a store or mean something else elsewhere: `..`, absolute paths, drive letters,
 * backslashes, percent signs, hidden files.
 * @throws BundleError
 */
export function checkStorePath(location: string, path: string, during: 'load' | 'save'): void {
  if (path.split('/').every((name) => segment.test(name))) return;
  throw new BundleError({
    during,
    where: location,
    problem: `file name ${show(path)} is not allowed inside a bundle`,
    expected: 'a relative path of letters, digits and . _ - with / between folders',
    fix: 'Do not use this bundle if you did not make it yourself: its list of files was edited',
  });
}

let installed: Platform | undefined;

/** Called by `node.ts` and `browser.ts` when they are imported. */
export function installPlatform(platform: Platform): void {
  installed = platform;
}

/** @throws BackendError when neither entry point has been imported. */
export function platform(): Platform {
  if (!installed) {
    throw new BackendError({
      where: 'tfjs-sequence',
      problem: 'no platform is installed, so nothing can be saved, loaded or written down',
      expected: "an import of 'tfjs-sequence/node' or 'tfjs-sequence/browser'",
      fix: "Import from one of these two instead of 'tfjs-sequence'",
    });
  }
  return installed;
}
