/** A trained model → the files of a bundle. Pure: bytes out, nothing written. */
import type { NamedArray } from '../parameters';
import { describeFile } from './checked-file';
import type { JsonObject } from './json';
import { encodeModel, encodeWeights, modelPath, weightsPath } from './layers-model';
import { type BundleInfo, encodeManifest, type FileRecord, manifestPath } from './manifest';
import { cardPath, modelCard, type Usage } from './model-card';
import type { Sha256 } from './checksummed-json';

export interface BundleContent {
  info: BundleInfo;
  /** `modelTopology` of TensorFlow.js: class name and configuration of the model. */
  topology: JsonObject;
  /** In TensorFlow.js's own order and with its own names, so that stock TensorFlow.js finds them. */
  weights: NamedArray[];
  /** How the model card loads and calls it; not of a bundle that was read. */
  usage?: Usage;
}

/** Names of the files of a bundle. */
export const bundleFiles: readonly string[] = [manifestPath, modelPath, weightsPath, cardPath];

/** @throws BundleError (`'save'`) for content that cannot be written faithfully. */
export async function encodeBundle(content: BundleContent, sha256: Sha256): Promise<Map<string, Uint8Array>> {
  const { info, topology, weights, usage } = content;
  const generatedBy = Object.entries(info.libraries).map(([name, version]) => `${name} ${version}`);
  const files = new Map([
    [weightsPath, encodeWeights(weights)],
    [modelPath, encodeModel(topology, weights, generatedBy.join(', '))],
    [cardPath, new TextEncoder().encode(modelCard(info, weights, topology, usage))],
  ]);
  const records: Record<string, FileRecord> = {};
  for (const [path, bytes] of files) records[path] = await describeFile(bytes, sha256);
  return files.set(manifestPath, await encodeManifest({ info, files: records }, sha256));
}
