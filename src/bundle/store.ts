/** Bundles in a store, through the installed platform. */
import { defaultLimit, platform, type Store } from '../platform/platform';
import { decodeBundle } from './decode';
import { type BundleContent, encodeBundle } from './encode';
import { modelPath, weightsPath } from './layers-model';
import { decodeManifest, type Manifest, manifestPath } from './manifest';
import { jsonLimit } from './checksummed-json';
import { readConsistently } from './consistent-read';

/**
 * Replaces the bundle in one step; whatever is beside it stays. Files that only the bundle before had are removed.
 * @throws BundleError (`'save'`), the old bundle whole.
 */
export async function saveBundle(store: Store, content: BundleContent): Promise<void> {
  const files = await encodeBundle(content, platform().sha256);
  const obsolete = (await unchangedFiles(store)).filter((path) => !files.has(path));
  await store.commit(files);
  if (obsolete.length) await store.remove(obsolete);
}

/** Files of the bundle that is there, as it was saved: not those that a user has changed, or put in their places. */
async function unchangedFiles(store: Store): Promise<string[]> {
  if (!(await store.has(manifestPath))) return [];
  const manifest = await loadManifest(store).catch(() => undefined); // damaged: nothing of it is known to be ours
  const unchanged: string[] = [];
  for (const [path, record] of Object.entries(manifest?.files ?? {})) {
    if (path === weightsPath || path === modelPath) continue; // every bundle has them
    const bytes = await store.read(path).catch(() => undefined);
    if (bytes && (await platform().sha256(bytes)) === record.sha256) unchanged.push(path);
  }
  return unchanged;
}

/**
 * @param maximumFileBytes of every file
 * @throws BundleError (`'load'`) for whatever is not exactly what `saveBundle` wrote, or is larger.
 */
export function loadBundle(store: Store, maximumFileBytes = defaultLimit.bytes): Promise<BundleContent> {
  const limit = { bytes: maximumFileBytes, fix: 'If you trust this bundle, pass a larger maximumFileBytes' };
  return readConsistently(store, manifestPath, jsonLimit, (read) =>
    decodeBundle(store.location, read, platform().sha256, limit),
  );
}

/** What a bundle says about itself and its files, without its weights. @throws BundleError (`'load'`) */
export async function loadManifest(store: Store): Promise<Manifest> {
  return decodeManifest(store.location, await store.read(manifestPath, jsonLimit), platform().sha256);
}
