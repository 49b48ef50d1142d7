/** Files and the data cache on Node. */
import { createHash } from 'node:crypto';
import { createReadStream, promises as fs, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import envPaths from 'env-paths';

import type { FileHost } from '../data/bytes/file-host';
import type { ByteSource } from '../data/bytes/source';
import { DataError } from '../errors';
import { kindOf } from './file-errors';
import { withLock } from './node-lock';

/**
 * @param environment TFSEQ_DATA_DIR: local copies; TFSEQ_CACHE_DIR: the cache, by default `tfjs-sequence` where the
 * system keeps such folders: ~/.cache or XDG_CACHE_HOME on Linux, ~/Library/Caches, %LOCALAPPDATA%;
 * TFSEQ_DATA_MIRROR: base address of a server that stands in for the origins
 */
export function nodeFileHost(environment: Record<string, string | undefined> = process.env): FileHost {
  const { TFSEQ_DATA_DIR, TFSEQ_CACHE_DIR, TFSEQ_DATA_MIRROR } = environment;
  return {
    localDirectory: TFSEQ_DATA_DIR || undefined,
    cacheDirectory: TFSEQ_CACHE_DIR || envPaths('tfjs-sequence', { suffix: '' }).cache,
    mirror: TFSEQ_DATA_MIRROR?.replace(/\/+$/, '') || undefined,
    describe,
    list: (directory) => guard(directory, async () => (await fs.readdir(directory)).sort()),
    open: readFile,
    sha256,
    write,
    move: (from, to) => guard(to, () => fs.rename(from, to)),
    remove: (path) => guard(path, () => fs.rm(path, { force: true })),
    async exclusively(lock, work) {
      await guard(lock, () => fs.mkdir(dirname(lock), { recursive: true }));
      return guard(lock, () => withLock(lock, work));
    },
  };
}

/** A file as the readers take it. */
export function fileSource(path: string): ByteSource {
  return { name: path, open: () => readFile(path) };
}

/** An open stream (standard input) as the readers take it. It can be read once. */
export function streamSource(name: string, stream: AsyncIterable<Uint8Array>): ByteSource {
  return { name, isLive: true, open: () => stream };
}

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    checkKind(path, await fs.stat(path));
    for await (const chunk of createReadStream(path)) yield chunk as Uint8Array;
  } catch (error) {
    throw asDataError(path, error);
  }
}

/** Pipes that are open already: of `<(command)` in a shell, and standard input. */
const openPipe = /^\/(dev\/(stdin|fd\/\d+)|proc\/(self|\d+)\/fd\/\d+)$/;

/** @throws DataError for what could keep a reader waiting, or reading, for ever. */
export function checkKind(path: string, stats: Stats): void {
  const kind = kindOf(stats);
  if (kind === 'file' || kind === 'a directory' || openPipe.test(path)) return; // a directory has an error of its own
  throw new DataError({
    where: path,
    problem: `this is ${kind}`,
    expected: 'a file',
    fix: 'Write what it gives into a file first; predict reads standard input with --input -',
  });
}

async function describe(path: string): Promise<{ kind: 'file' | 'directory' | 'missing'; bytes: number }> {
  try {
    const stat = await fs.stat(path);
    return stat.isDirectory() ? { kind: 'directory', bytes: 0 } : { kind: 'file', bytes: stat.size };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return { kind: 'missing', bytes: 0 };
    throw asDataError(path, error);
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readFile(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function write(path: string, chunks: AsyncIterable<Uint8Array>, { append }: { append: boolean }): Promise<void> {
  await guard(path, () => fs.mkdir(dirname(path), { recursive: true }));
  const file = await guard(path, () => fs.open(path, append ? 'a' : 'w'));
  try {
    for await (const chunk of chunks) await guard(path, () => file.writeFile(chunk));
    await guard(path, () => file.sync());
  } finally {
    await file.close();
  }
}

async function guard<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDataError(path, error);
  }
}

/** `ENOENT` and the like; undefined for what the system did not raise. */
function codeOf(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? undefined : code;
}

const REASONS: Record<string, [problem: string, fix: string]> = {
  ENOENT: ['there is no such file or directory', 'Check the path'],
  EACCES: ['access is denied', 'Check the rights of the file and its directory'],
  EISDIR: ['this is a directory', 'Pass a file'],
  ENOSPC: ['the disk is full', 'Make room, or set TFSEQ_CACHE_DIR to another disk'],
  EROFS: ['the file system is read-only', 'Set TFSEQ_CACHE_DIR to a directory that can be written'],
};

function asDataError(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const [problem, fix] = REASONS[code] ?? [(error as Error).message, 'Check the file and its directory'];
  return new DataError({ where: path, problem, fix, cause: error });
}
