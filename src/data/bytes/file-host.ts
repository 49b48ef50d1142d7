/**
 * What `data/` needs from the platform to read a user's files and to keep downloads. Implemented for Node
 * in `platform/node-data.ts`. Paths are joined with `/`.
 */
export interface FileHost {
  /** A folder with copies of the registry's data sets, used before any download (TFSEQ_DATA_DIR). */
  readonly localDirectory?: string;
  /** Where downloads are kept. */
  readonly cacheDirectory: string;
  /** A server that replaces the origins: `<mirror>/<folder>/<file>` (TFSEQ_DATA_MIRROR). */
  readonly mirror?: string;

  describe(path: string): Promise<{ kind: 'file' | 'directory' | 'missing'; bytes: number }>;
  /** Names inside a directory, sorted. */
  list(directory: string): Promise<string[]>;
  /** @throws DataError (while reading) for a file that is missing or may not be read. */
  open(path: string): AsyncIterable<Uint8Array>;
  /** Lower-case hexadecimal. */
  sha256(path: string): Promise<string>;
  /** Creates folders as needed. What arrived before a failure stays in the file. */
  write(path: string, chunks: AsyncIterable<Uint8Array>, options: { append: boolean }): Promise<void>;
  /** Atomic. */
  move(from: string, to: string): Promise<void>;
  /** A file that is not there is no error. */
  remove(path: string): Promise<void>;
  /** Runs `work` while no other process or call holds the same lock; waits for it. */
  exclusively<T>(lock: string, work: () => Promise<T>): Promise<T>;
}
