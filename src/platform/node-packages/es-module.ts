/** Packages that exist as ES modules only, from a program that may be built as CommonJS. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const nativeImport = importer();

/** What `import(name)` would give: the build turns that into `require(name)`, which such a package refuses. */
export async function esModule<Module>(name: string): Promise<Module> {
  const file = resolve(name);
  return (await nativeImport(pathToFileURL(file).href)) as Module;
}

/** Whether a package is there that is not installed with this one. */
export function isInstalled(name: string): boolean {
  try {
    resolve(name);
    return true;
  } catch {
    return false;
  }
}

const resolve = (name: string) => createRequire(__filename).resolve(name);

function importer(): (url: string) => Promise<unknown> {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- made at run time, it is not rewritten by the build
  return new Function('url', 'return import(url)') as (url: string) => Promise<unknown>;
}
