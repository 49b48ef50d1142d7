/** Errors of the file system as BundleErrors, and what is no file. */
import type { Stats } from 'node:fs';
import { BundleError, reasonOf } from '../errors';

const remedies: Record<string, string> = {
  ENOSPC: 'The disk is full: free some space and save again',
  EDQUOT: 'The disk quota is used up: free some space and save again',
  EFBIG: 'The file would be larger than the limit of this process or disk: raise the limit or save elsewhere',
  EROFS: 'The file system is read-only: save into another directory',
  EACCES: 'Change the permissions, or choose another directory',
  EPERM: 'Change the permissions, or choose another directory',
  EEXIST: 'A file has the name of a folder: choose another directory',
  ENOTDIR: 'A file has the name of a folder: choose another directory',
  EISDIR: 'A folder has the name of a file: choose another directory',
  ENOENT: 'Check the path for typing errors',
};

/** Not `instanceof Error`: an error of another realm (jest's, an iframe's) has a code as well. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Whatever is not a file could keep a reader waiting, or reading, for ever. */
export function kindOf(stats: Stats): 'file' | 'a directory' | 'a named pipe (FIFO)' | 'a socket' | 'a device' {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a named pipe (FIFO)';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** @param where the directory or file as the user wrote it. */
export function fileError(during: 'load' | 'save', where: string, error: unknown): BundleError {
  if (error instanceof BundleError) return error;
  const code = codeOf(error);
  const reason = reasonOf(error)
    .replace(/^E[A-Z]+: /, '')
    .split(',')[0];
  return new BundleError({
    during,
    where,
    problem: `${during === 'load' ? 'cannot be read' : 'cannot be written'}: ${reason}${code && ` (${code})`}`,
    expected: during === 'load' ? 'a readable file' : 'a directory that can be written; what was saved before is whole',
    fix: remedies[code] ?? 'See the cause of this error',
    cause: error,
  });
}
