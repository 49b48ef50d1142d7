/** Node: bundles in directories and behind URLs, hashes by node:crypto. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { BundleError, show } from '../errors';
import { directoryStore } from './directory-store';
import { directoryOrSample } from './node-samples';
import type { Platform, Store, StoreAccess } from './platform';
import { openScratchFile } from './scratch/scratch-file';
import { urlStore } from './url-store';

export const nodePlatform: Platform = {
  name: 'node',
  openStore,
  sha256: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
  openScratch: () => openScratchFile(),
};

/** @throws BundleError for places that Node cannot open, such as `indexeddb://`. */
function openStore(location: string, access?: StoreAccess): Store {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1].toLowerCase(); // two letters at least: C: is a drive
  if (scheme === 'http' || scheme === 'https') return urlStore(location, { access });
  if (scheme === 'file') return directoryStore(pathOf(location));
  if (scheme === undefined && location !== '') return directoryOrSample(location);
  throw unknownLocation(location);
}

function pathOf(location: string): string {
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw unknownLocation(location, cause);
  }
}

const unknownLocation = (location: string, cause?: unknown) =>
  new BundleError({
    during: 'load',
    where: 'bundle',
    problem: `Node cannot open the location ${show(location)}`,
    expected: 'a directory, a file:// URL of one, or an http(s):// URL',
    fix: location.startsWith('indexeddb:') ? 'indexeddb:// is for web pages; save into a directory here' : undefined,
    cause,
  });
