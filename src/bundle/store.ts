/** Bundles in a store, through the installed platform. */
import { platform, type Store } from '../platform/platform';
import { decodeBundle } from './decode';
import { type BundleContent, encodeBundle } from './encode';
import { decodeManifest, type Manifest, manifestPath } from './manifest';
import { readConsistently } from './consistent-read';

/** Replaces the bundle in one step; a checkpoint beside it stays. @throws BundleError (`'save'`), the old bundle whole. */
export async function saveBundle(store: Store, content: BundleContent): Promise<void> {
  await store.commit(await encodeBundle(content, platform().sha256));
}

/** @throws BundleError (`'load'`) for whatever is not exactly what `saveBundle` wrote. */
export function loadBundle(store: Store): Promise<BundleContent> {
  return readConsistently(store, manifestPath, (read) => decodeBundle(store.location, read, platform().sha256));
}

/** What a bundle says about itself and its files, without its weights. @throws BundleError (`'load'`) */
export async function loadManifest(store: Store): Promise<Manifest> {
  return decodeManifest(store.location, await store.read(manifestPath), platform().sha256);
}
