/** The browser: bundles behind URLs and in IndexedDB, hashes by WebCrypto. */
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { indexedDbStore } from './indexeddb-store';
import type { Platform } from './platform';
import { ScratchBlobs } from './scratch/scratch-blobs';
import { urlStore } from './url-store';

export const browserPlatform: Platform = {
  name: 'browser',
  openStore(location, access) {
    const scheme = 'indexeddb://';
    if (location.startsWith(scheme)) return indexedDbStore(location, location.slice(scheme.length));
    return urlStore(location, { base: globalThis.document?.baseURI ?? globalThis.location?.href, access });
  },
  /** Pages on plain http:// have no `crypto.subtle`. */
  async sha256(bytes) {
    if (!globalThis.crypto?.subtle) return bytesToHex(sha256(bytes));
    return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource)));
  },
  openScratch: () => Promise.resolve(new ScratchBlobs()),
};
