/** Size and sha256 of a file, and the check against them. */
import { BundleError } from '../errors';
import type { FileRecord } from './manifest';
import type { SizeLimit } from '../platform/platform';
import { copyAgain, type Sha256 } from './checksummed-json';

export async function describeFile(bytes: Uint8Array, sha256: Sha256): Promise<FileRecord> {
  return { bytes: bytes.length, sha256: await sha256(bytes) };
}

/** What is larger is not the file that was described. */
export const limitOf = ({ bytes }: FileRecord): SizeLimit => ({ bytes, fix: copyAgain });

/** @throws BundleError for a file that was cut, padded or edited. */
export async function checkFile(where: string, bytes: Uint8Array, record: FileRecord, sha256: Sha256): Promise<void> {
  const sizeFits = bytes.length === record.bytes;
  if (sizeFits && (await sha256(bytes)) === record.sha256) return;
  throw new BundleError({
    during: 'load',
    where,
    problem: sizeFits ? 'was changed after it was saved: its sha256 does not fit' : `has ${bytes.length} bytes`,
    expected: sizeFits ? `sha256 ${record.sha256}` : `${record.bytes} bytes`,
    fix: copyAgain,
  });
}
