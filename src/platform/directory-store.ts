/** A bundle in a directory. Writing goes through the journal; reading finishes an interrupted one, or sees through it. */
import { constants, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join, relative, resolve, isAbsolute, sep } from 'node:path';
import { BundleError } from '../errors';
import { codeOf, fileError, kindOf } from './file-errors';
import { commitFiles, committedFolder, finishCommit, isOfCommit } from './journal';
import { tryLock } from './node-lock';
import { checkStorePath, defaultLimit, type SizeLimit, type Store, tooLarge } from './platform';

export function directoryStore(location: string): Store {
  const directory = resolve(location);
  return {
    location,
    key: directory,
    writable: true,
    async has(path) {
      return (await locate(location, directory, path)) !== undefined;
    },
    async read(path, limit = defaultLimit) {
      const file = await locate(location, directory, path);
      if (file === undefined) throw await missing(location, directory, path);
      return readWhole(location, directory, path, file, limit);
    },
    async commit(files) {
      try {
        await fs.mkdir(directory, { recursive: true });
        for (const path of files.keys()) await checkTarget(location, directory, path);
        await commitFiles(directory, files);
      } catch (error) {
        throw fileError('save', location, error);
      }
    },
    async list() {
      try {
        return (await fs.readdir(directory)).filter((name) => !isOfCommit(name));
      } catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return []; // saving there says what is wrong
        throw fileError('load', location, error);
      }
    },
    async remove(paths) {
      try {
        await finishCommit(directory);
        for (const path of paths) {
          await checkTarget(location, directory, path, 'remove');
          await fs.rm(join(directory, path), { recursive: true, force: true });
        }
      } catch (error) {
        throw fileError('save', location, error);
      }
    },
    async lock(name) {
      const path = join(directory, `.${name}-lock`);
      try {
        await fs.mkdir(directory, { recursive: true });
        const attempt = await tryLock(path);
        if ('release' in attempt) return attempt;
        const { pid, host } = attempt;
        return { heldBy: pid === process.pid ? 'this process' : `process ${pid} on ${host} (${path})` };
      } catch (error) {
        throw fileError('save', location, error);
      }
    },
  };
}

/** Path of the newest content of a file: in the journal or in the directory; undefined where there is none. */
async function locate(location: string, directory: string, path: string): Promise<string | undefined> {
  checkStorePath(location, path, 'load');
  for (const file of [join(directory, committedFolder, path), join(directory, path)]) {
    try {
      const real = await fs.realpath(file);
      if (!isInside(await fs.realpath(directory), real)) throw escapes('load', location, path, real);
      if (file !== join(directory, path)) await finishCommit(directory).catch(() => undefined); // read-only: read through it
      return file;
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw fileError('load', join(location, path), error);
    }
  }
  return undefined;
}

async function readWhole(
  location: string,
  directory: string,
  path: string,
  file: string,
  limit: SizeLimit,
): Promise<Uint8Array> {
  const where = join(location, path);
  try {
    return await readRegularFile(where, file, limit);
  } catch (error) {
    const moved = codeOf(error) === 'ENOENT' && file !== join(directory, path); // a commit has just been finished
    if (moved) return readWhole(location, directory, path, join(directory, path), limit);
    throw fileError('load', where, error);
  }
}

/** Its kind and size are looked at before it is opened, and again when it is open: a FIFO would wait for a writer. */
async function readRegularFile(where: string, file: string, limit: SizeLimit): Promise<Uint8Array> {
  checkKindAndSize(where, await fs.stat(file), limit);
  const handle = await fs.open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)); // Windows has no such flag
  try {
    const stats = await handle.stat();
    checkKindAndSize(where, stats, limit);
    const bytes = new Uint8Array(stats.size);
    let size = 0;
    while (size < bytes.length) {
      const { bytesRead } = await handle.read(bytes, size, bytes.length - size);
      if (bytesRead === 0) break;
      size += bytesRead;
    }
    return bytes.subarray(0, size);
  } finally {
    await handle.close();
  }
}

function checkKindAndSize(where: string, stats: Stats, limit: SizeLimit): void {
  const kind = kindOf(stats);
  if (kind !== 'file') {
    throw new BundleError({
      during: 'load',
      where,
      problem: `is ${kind}`,
      expected: 'a file',
      fix: 'Do not use this bundle if you did not make it yourself: nothing that is saved has such',
    });
  }
  if (stats.size > limit.bytes) throw tooLarge(where, `has ${stats.size.toLocaleString('en')} bytes`, limit);
}

/** Before the commit point: the target can be replaced, and no symbolic link leads out of the directory. */
async function checkTarget(location: string, directory: string, path: string, use = 'replace'): Promise<void> {
  checkStorePath(location, path, 'save');
  const root = await realpathIfAny(directory);
  const folder = await realpathIfAny(dirname(join(directory, path)));
  if (root !== undefined && folder !== undefined && !isInside(root, folder)) {
    throw escapes('save', location, path, folder);
  }
  const target = await fs.lstat(join(directory, path)).catch(() => undefined);
  if (use === 'replace' && target?.isDirectory()) {
    throw new BundleError({
      during: 'save',
      where: join(location, path),
      problem: 'is a folder',
      expected: 'a file, or nothing',
      fix: 'Remove that folder, or choose another directory',
    });
  }
}

async function realpathIfAny(path: string): Promise<string | undefined> {
  try {
    return await fs.realpath(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

const escapes = (during: 'load' | 'save', location: string, path: string, real: string) =>
  new BundleError({
    during,
    where: join(location, path),
    problem: `is a symbolic link that leaves the bundle, to ${real}`,
    expected: 'a file inside the bundle',
    fix: 'Replace the link by the file itself',
  });

async function missing(location: string, directory: string, path: string): Promise<BundleError> {
  const stats = await fs.stat(directory).catch(() => undefined);
  const [problem, expected, fix] = !stats
    ? [
        'there is no such directory',
        'the directory of a saved bundle',
        'Check the path, or train and save a model first',
      ]
    : !stats.isDirectory()
      ? ['is a file', 'the directory of a saved bundle', 'Give the directory that holds bundle.json']
      : [
          `file ${path} is missing`,
          'a directory that a model was saved into',
          'Check the path, copy the whole directory again, or save the model again',
        ];
  return new BundleError({ during: 'load', where: location, problem, expected, fix });
}
