/** A bundle behind a URL: read only, in Node and in browsers. */
import { BundleError, reasonOf, show } from '../errors';
import { checkStorePath, type Store } from './platform';

/**
 * @param location address of the bundle's folder; a query (a signature, a version) goes to every file
 * @param base what a relative address is relative to: the page
 * @throws BundleError for what is no URL
 */
export function urlStore(location: string, base?: string): Store {
  const root = parse(location, base);
  const urlOf = (path: string): URL => {
    checkStorePath(location, path, 'load');
    const url = new URL(root);
    url.pathname = url.pathname.replace(/\/*$/, `/${path}`);
    return url;
  };
  return {
    location,
    writable: false,
    async has(path) {
      const response = await request(urlOf(path), 'HEAD');
      return response.ok && !isHtml(response);
    },
    async read(path) {
      const url = urlOf(path);
      const response = await request(url, 'GET');
      if (!response.ok) throw badStatus(url, response);
      if (isHtml(response)) throw htmlInstead(url);
      try {
        return new Uint8Array(await response.arrayBuffer());
      } catch (cause) {
        throw unreachable(url, cause);
      }
    },
    commit: () => Promise.reject(readOnly(location)),
    remove: () => Promise.reject(readOnly(location)),
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

async function request(url: URL, method: 'GET' | 'HEAD'): Promise<Response> {
  try {
    return await fetch(url, { method });
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

/** Many servers answer an unknown path with their start page and status 200. */
const isHtml = (response: Response) => (response.headers.get('content-type') ?? '').includes('text/html');

function unreachable(url: URL, cause: unknown): BundleError {
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
