/** Python with the packages that the scripts of test/golden need, if there is one: TFSEQ_PYTHON, else python3. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const environment = { ...process.env, KERAS_BACKEND: 'torch' };

/** Looked for and not imported: that takes torch and keras seconds, in every test file that asks. */
export function canImport(python: string | undefined, module: string): boolean {
  const look = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${module}') is None)`;
  return python !== undefined && spawnSync(python, ['-c', look], { env: environment }).status === 0;
}

export const pythonWithTorch = (): string | undefined =>
  [process.env.TFSEQ_PYTHON, 'python3'].find((name) => canImport(name, 'torch'));

/** What a script of test/golden prints. */
export function runGolden(python: string, script: string, options: string[] = [], input = ''): string {
  const { status, stdout, stderr } = spawnSync(python, [join(__dirname, '../golden', script), ...options], {
    env: environment,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    input,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
