/** A script of bench/systems/ in PyTorch, run by TFSEQ_PYTHON (else python3). */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** @returns the figures of these names. @throws Error with what the script says where it fails. */
export function pytorch(script: string, args: readonly string[], names: readonly string[]): Record<string, number> {
  const path = join(__dirname, '../../bench/systems', script);
  const { stdout, stderr, status } = spawnSync(process.env.TFSEQ_PYTHON ?? 'python3', [path, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${path}: ${stderr}`);
  const figures = JSON.parse(stdout) as Record<string, number>;
  return Object.fromEntries(names.map((name) => [name, figures[name]]));
}

/** A file or folder of the data sets. */
export const dataPath = (name: string): string => join(process.env.TFSEQ_DATA_DIR ?? '', name);
