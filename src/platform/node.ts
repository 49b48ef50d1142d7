/** Node: bundles in directories and behind URLs, hashes by node:crypto. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { BundleError } from '../errors';
import { directoryStore } from './directory-store';
import type { Platform, Store } from './platform';
import { urlStore } from './url-store';

export const nodePlatform: Platform = {
  name: 'node',
  openStore,
  sha256: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
};

/** @throws BundleError for schemes that only browsers have. */
function openStore(location: string): Store {
  if (/^https?:\/\//i.test(location)) return urlStore(location);
  if (location.startsWith('file:')) return directoryStore(fileURLToPath(location));
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(location)) return directoryStore(location);
  throw new BundleError({
    during: 'load',
    where: location,
    problem: 'Node cannot open this kind of place',
    expected: 'a directory, a file: URL or an http(s) URL',
    fix: 'Give a directory',
  });
}
