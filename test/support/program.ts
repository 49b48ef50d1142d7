/** The command line for processes of its own: bundled once per test file it starts in a third of the time that tsx takes. */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(__dirname, '../..');
/** Below the root, where its packages are found; no other worker has this name. */
const file = join(root, '.tmp', `tfseq-${process.pid}.cjs`);
let isBuilt = false;
afterAll(() => rmSync(file, { force: true }));

/** The script that Node runs as `tfseq`. */
export function programFile(): string {
  if (isBuilt) return file;
  const entryPoints = [join(root, 'src/cli/main.ts')];
  buildSync({ entryPoints, outfile: file, bundle: true, platform: 'node', packages: 'external', logLevel: 'error' });
  isBuilt = true;
  return file;
}
