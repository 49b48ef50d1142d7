/** One training at a time writes into a directory: of two, one would lose its checkpoints and its model. */
import { join } from 'node:path';
import { ConfigError } from '../errors';
import { fileError } from '../platform/file-errors';
import { type Lock, type LockOwner, tryLock } from '../platform/node-lock';

/**
 * @param command that is to write there, for messages
 * @throws ConfigError where another process trains into `out`, BundleError where nothing can be written.
 */
export async function lockTraining(out: string, command = 'train'): Promise<Lock> {
  const path = join(out, '.training-lock');
  const lock = await tryLock(path).catch((error: unknown) => {
    throw fileError('save', out, error);
  });
  if ('release' in lock) return lock;
  throw busy(`tfseq ${command} --out ${out}`, path, lock);
}

const busy = (where: string, path: string, { pid, host }: LockOwner) =>
  new ConfigError({
    where,
    problem: `process ${pid} on ${host} is training into it`,
    expected: 'a directory that no other training writes into',
    fix: `Wait until it has ended, or choose another --out; if there is no such process, remove ${path}`,
  });
