/** Bundles in a store, through the installed platform. */
import { defaultLimit, platform, type Store } from '../platform/platform';
import { decodeBundle } from './decode';
import { type BundleContent, encodeBundle } from './encode';
import { decodeManifest, type Manifest, manifestPath } from './manifest';
import { jsonLimit } from './checksummed-json';
import { readConsistently } from './consistent-read';

/** Replaces the bundle in one step; a checkpoint beside it stays. @throws BundleError (`'save'`), the old bundle whole. */
export async function saveBundle(store: Store, content: BundleContent): Promise<void> {
  await store.commit(await encodeBundle(content, platform().sha256));
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
