/** Files that every training of a search takes, such as word vectors: a search goes on with the same ones alone. */
import type { ByteSource } from '../../../src/data/bytes/source';
import { emptyHash, hashBytes } from '../../../src/fingerprint';

/**
 * @param fit options of every training
 * @returns a fingerprint of each file among them by its name; undefined without any. @throws DataError for one that cannot be read.
 */
export async function fitFilesIn(fit: object = {}): Promise<Record<string, string> | undefined> {
  const files = Object.entries(fit).filter((entry): entry is [string, ByteSource] => isSource(entry[1]));
  if (!files.length) return undefined;
  const found: Record<string, string> = {};
  for (const [name, source] of files) {
    let [hash, length] = [emptyHash, 0];
    for await (const bytes of source.open()) [hash, length] = [hashBytes(hash, bytes), length + bytes.length];
    found[name] = `${length}-${(hash >>> 0).toString(16)}`;
  }
  return found;
}

const isSource = (value: unknown): value is ByteSource =>
  typeof value === 'object' && value !== null && typeof (value as Partial<ByteSource>).open === 'function';
