/** A bundle behind a URL: read only, in Node and in browsers. */
import { BundleError } from '../errors';
import { checkStorePath, type Store } from './platform';

/**
 * @param location address of the bundle's folder, with or without a slash at its end
 * @param base what a relative address is relative to: the page
 */
export function urlStore(location: string, base?: string): Store {
  const addressOf = (path: string): string => {
    checkStorePath(location, path, 'load');
    const relative = path.split('/').map(encodeURIComponent).join('/');
    const folder = new URL(location.endsWith('/') ? location : `${location}/`, base);
    return new URL(relative, folder).href;
  };
  return {
    location,
    writable: false,
    async has(path) {
      const response = await request(location, addressOf(path), 'HEAD');
      return response.ok;
    },
    async read(path) {
      const address = addressOf(path);
      const response = await request(location, address, 'GET');
      if (!response.ok)
        throw unreadable(location, `${address} answers ${response.status} ${response.statusText}`.trim());
      return new Uint8Array(await response.arrayBuffer());
    },
    commit: () => Promise.reject(readOnly(location)),
    remove: () => Promise.reject(readOnly(location)),
  };
}

async function request(location: string, address: string, method: 'GET' | 'HEAD'): Promise<Response> {
  try {
    return await fetch(address, { method });
  } catch (error) {
    const { cause, message } = error as Error;
    throw unreadable(
      location,
      `${address} cannot be reached (${cause instanceof Error ? cause.message : message})`,
      error,
    );
  }
}

const unreadable = (location: string, problem: string, cause?: unknown) =>
  new BundleError({
    during: 'load',
    where: location,
    problem,
    expected: 'the address of a bundle: bundle.json and the files that it lists',
    fix: 'Check the address, and that its server allows this page to read it',
    cause,
  });

const readOnly = (location: string) =>
  new BundleError({
    during: 'save',
    where: location,
    problem: 'a URL cannot be written to',
    expected: "a directory, or 'indexeddb://name' in a browser",
    fix: 'Save there instead',
  });
