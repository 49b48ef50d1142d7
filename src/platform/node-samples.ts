/** Small trained models that come with the package, opened by name: `load('sentiment-sample')`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { directoryStore } from './directory-store';
import type { Store } from './platform';

/** Their licences are in their model cards and in samples/README.md. */
export const sampleModels = ['sentiment-sample', 'dates-sample', 'tags-sample'] as const;

/**
 * A directory of that name counts more, and is where such a model is saved. For any other location the directory store.
 */
export function directoryOrSample(location: string): Store {
  const own = directoryStore(location);
  if (!sampleModels.some((name) => name === location)) return own;
  const sample = directoryStore(join(packageFolder(), 'samples', location));
  const present = () => (existsSync(location) ? own : sample);
  return {
    ...own,
    has: (path) => present().has(path),
    read: (path, limit) => present().read(path, limit),
  };
}

/** Above src/ or dist/, wherever this file has been built into. */
function packageFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && readFileSync(file, 'utf8').includes('"name": "tfjs-sequence"')) return folder;
    if (folder === dirname(folder)) return __dirname;
  }
}
