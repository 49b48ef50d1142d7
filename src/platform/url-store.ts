/** A bundle behind a URL: read only, in Node and in browsers. */
import { type Transfer, fetchWithin } from '../data/bytes/http';
import { joinBytes } from '../data/bytes/source';
import { BundleError, reasonOf, show } from '../errors';
import {
  checkStorePath,
  defaultLimit,
  isTimeout,
  type SizeLimit,
  type Store,
  type StoreAccess,
  tooLarge,
} from './platform';

/**
 * @param location address of the bundle's folder; a query (a signature, a version) goes to every file
 * @param options base: what a relative address is relative to, the page
 * @throws BundleError for what is no URL
 */
export function urlStore(location: string, { base, access }: { base?: string; access?: StoreAccess } = {}): Store {
  const root = parse(location, base);
  const urlOf = (path: string): URL => {
    checkStorePath(location, path, 'load');
    const url = new URL(root);
    url.pathname = url.pathname.replace(/\/*$/, `/${path}`);
    return url;
  };
  return {
    location,
    key: root.href,
    writable: false,
    async has(path) {
      const transfer = await request(urlOf(path), 'HEAD', access);
      await transfer.close();
      return transfer.response.ok && !isHtml(transfer.response);
    },
    async read(path, limit = defaultLimit) {
      const url = urlOf(path);
      const transfer = await request(url, 'GET', access);
      try {
        return await readBody(url, transfer, limit, access);
      } finally {
        await transfer.close();
      }
    },
    list: () => Promise.resolve([]), // unknown; nothing can be written there
    commit: () => Promise.reject(readOnly(location)),
    remove: () => Promise.reject(readOnly(location)),
    lock: () => Promise.reject(readOnly(location)),
  };
}

function parse(location: string, base?: string): URL {
  try {
    return new URL(location, base);
  } catch (cause) {
    throw new BundleError({
      during: 'load',
      where: 'bundle',
      problem: `location ${show(location)} is not a URL`,
      expected: 'for example https://example.org/models/sentiment',
      cause,
    });
  }
}

async function request(url: URL, method: 'GET' | 'HEAD', access?: StoreAccess): Promise<Transfer> {
  try {
    return await fetchWithin(url, { method }, access);
  } catch (cause) {
    throw unreachable(url, cause, access);
  }
}

/** No more than the limit is ever held, whatever the server says about the length, or sends. */
async function readBody(url: URL, transfer: Transfer, limit: SizeLimit, access?: StoreAccess): Promise<Uint8Array> {
  const { response } = transfer;
  if (!response.ok) throw badStatus(url, response);
  if (isHtml(response)) throw htmlInstead(url);
  const announced = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length') ?? 0);
  if (announced > limit.bytes) throw tooLarge(url.href, `has ${announced.toLocaleString('en')} bytes`, limit);
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of transfer.chunks()) {
      size += chunk.length;
      if (size > limit.bytes) break;
      pieces.push(chunk);
    }
  } catch (cause) {
    throw unreachable(url, cause, access);
  }
  if (size > limit.bytes) throw tooLarge(url.href, 'the server sends more than that', limit);
  return joinBytes(pieces);
}

/** Many servers answer an unknown path with their start page and status 200. */
const isHtml = (response: Response) => (response.headers.get('content-type') ?? '').includes('text/html');

/** Also for a server that fell silent. @throws the reason of an aborted signal, as it is. */
function unreachable(url: URL, cause: unknown, access?: StoreAccess): BundleError {
  access?.signal?.throwIfAborted();
  if (isTimeout(cause)) return silent(url, cause);
  const { cause: inner } = cause as { cause?: unknown }; // Node's own message is "fetch failed", the reason is its cause
  return new BundleError({
    during: 'load',
    where: url.href,
    problem: `the server cannot be reached (${reasonOf(inner ?? cause)})`,
    expected: 'the address of a bundle',
    fix: 'Check the address and the network; a web page also needs the permission of that server (CORS)',
    cause,
  });
}

const silent = (url: URL, cause: unknown) =>
  new BundleError({
    during: 'load',
    where: url.href,
    problem: `the server has fallen silent (${reasonOf(cause)})`,
    expected: 'the whole file',
    fix: 'Try again later; in code, load waits longer with a larger timeoutSeconds',
    cause,
  });

const badStatus = (url: URL, { status, statusText }: Response) =>
  new BundleError({
    during: 'load',
    where: url.href,
    problem: `the server answers ${status} ${statusText}`.trim(),
    expected: 'a file of the bundle',
    fix: 'Give the URL of the folder that holds bundle.json, and upload every file of the bundle',
  });

const htmlInstead = (url: URL) =>
  new BundleError({
    during: 'load',
    where: url.href,
    problem: 'the server answers with an HTML page',
    expected: 'a file of the bundle',
    fix: 'Check the URL: many servers answer an unknown one with their start page',
  });

const readOnly = (location: string) =>
  new BundleError({
    during: 'save',
    where: location,
    problem: 'a URL cannot be written to',
    expected: "a directory, or 'indexeddb://name' in a browser",
    fix: 'Save there, then upload the files',
  });
