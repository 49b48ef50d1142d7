/**
 * The files of a bundle → a trained model. Every step is checked before the next one starts: format and version, file
 * names, sizes and hashes, shapes against sizes; only then are there arrays. Nothing in a bundle is executed.
 */
import { type SizeLimit, tooLarge } from '../platform/platform';
import { checkFile, limitOf } from './checked-file';
import type { BundleContent } from './encode';
import { decodeModel, decodeWeights, modelPath, weightsPath } from './layers-model';
import { decodeManifest, manifestPath, recordOf } from './manifest';
import { jsonLimit, type Sha256 } from './checksummed-json';

type Read = (path: string, limit: SizeLimit) => Promise<Uint8Array>;

/**
 * The model card is for people, who may edit it: it is neither read nor checked.
 * @param location for messages
 * @param read gives a file by its path inside the bundle, if it is no larger than the limit
 * @param limit of every file; that of JSON is lower
 * @throws BundleError (`'load'`)
 */
export async function decodeBundle(
  location: string,
  read: Read,
  sha256: Sha256,
  limit: SizeLimit,
): Promise<BundleContent> {
  const manifest = await decodeManifest(location, await read(manifestPath, jsonLimit), sha256);
  const weightRecord = recordOf(location, manifest, weightsPath);
  const model = await readChecked(modelPath);
  const { topology, weightSpecs } = decodeModel(`${location}: ${modelPath}`, model, weightRecord.bytes);
  const weights = decodeWeights(`${location}: ${weightsPath}`, weightSpecs, await readChecked(weightsPath));
  return { info: manifest.info, topology, weights };

  async function readChecked(path: string): Promise<Uint8Array> {
    const where = `${location}: ${path}`;
    const record = recordOf(location, manifest, path);
    if (record.bytes > limit.bytes) throw tooLarge(where, `has ${record.bytes.toLocaleString('en')} bytes`, limit);
    const bytes = await read(path, limitOf(record));
    await checkFile(where, bytes, record, sha256);
    return bytes;
  }
}
