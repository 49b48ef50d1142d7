/** Libraries that only the bench needs, from bench/peers/node_modules. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = join(__dirname, '../peers');

/** @returns the module, or why there is none. */
export function peer<T>(name: string): { module: T; version: string } | { skip: string } {
  try {
    const load = createRequire(join(folder, 'package.json'));
    const module = load(name) as T;
    const { version } = load(join(folder, 'node_modules', name, 'package.json')) as { version: string };
    return { module, version };
  } catch {
    return { skip: `${name} is not installed: npm run bench:peers` };
  }
}
