/**
 * Several files written as one. A directory cannot be swapped in one step everywhere, one rename can:
 *
 *   1. stage   everything is written into `.saving-<host>-<pid>-<random>/` and flushed to the disk;
 *   2. commit  that folder is renamed to `.committed/`: before this step all files are old, after it all are new;
 *   3. finish  the files are moved to their places one by one, the empty folder goes.
 *
 * A process that dies during 3 leaves `.committed/`: readers look there first, and any process may finish the moves,
 * several at once too, because every step of 3 is a rename or a removal of an empty folder that does no harm twice.
 * Savers take turns: 2 fails as long as another one's `.committed/` is not empty, and is tried again after settling it.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf } from './file-errors';

export const committedFolder = '.committed';
const stagingPrefix = `.saving-${hostname().replace(/[^A-Za-z0-9]/g, '_')}-`;
const turns = 100;

/** Whether a folder of this name is one of a commit under way, or of one that was interrupted. */
export const isOfCommit = (name: string): boolean => name === committedFolder || name.startsWith('.saving-');

/** Writes the files as one into an existing directory. On an error nothing has changed. */
export async function commitFiles(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await finishCommit(directory);
  await removeDeadStaging(directory);
  const staging = join(directory, `${stagingPrefix}${process.pid}-${randomUUID().slice(0, 8)}`);
  await fs.mkdir(staging); // not mkdtemp, whose mode is 0700: other users read the files while they are moved
  try {
    await stage(staging, files);
    await publish(staging, directory);
  } catch (error) {
    await fs.rm(staging, { recursive: true, force: true }).catch(() => undefined); // the first error has the reason
    throw error;
  }
  await finishCommit(directory);
}

/** Finishes a commit that this or another process has begun. Never through a symbolic link, which could lead elsewhere. */
export async function finishCommit(directory: string): Promise<void> {
  const committed = join(directory, committedFolder);
  const { files, folders } = await contentsOf(committed);
  if (folders.length === 0) return;
  for (const folder of folders) {
    await fs.mkdir(join(directory, folder), { recursive: true });
    if (folder !== '.' && (await fs.lstat(join(directory, folder))).isSymbolicLink()) {
      throw new Error(`folder ${folder} is a symbolic link`);
    }
  }
  for (const file of files) await unlessGone(fs.rename(join(committed, file), join(directory, file)));
  for (const folder of folders) await unlessGone(flushFolder(join(directory, folder)));
  for (const folder of folders.reverse()) await unlessGone(fs.rmdir(join(committed, folder)));
}

async function stage(staging: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    const target = join(staging, path);
    await fs.mkdir(dirname(target), { recursive: true });
    const handle = await fs.open(target, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  const { folders } = await contentsOf(staging);
  for (const folder of folders) await flushFolder(join(staging, folder));
}

async function publish(staging: string, directory: string): Promise<void> {
  for (let turn = 1; ; turn++) {
    try {
      await fs.rename(staging, join(directory, committedFolder));
      return await flushFolder(directory);
    } catch (error) {
      const taken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error)); // EPERM: Windows, also for an empty folder
      if (!taken || turn === turns) throw error;
      await finishCommit(directory);
    }
  }
}

/** Files and folders below a folder, the folder itself first as '.'; nothing if it is not there. */
async function contentsOf(root: string): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await fs.readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined; // another saver was faster
      throw error;
    });
    if (!entries) return;
    folders.push(folder);
    for (const entry of entries) {
      if (entry.isDirectory()) await walk(join(folder, entry.name));
      else files.push(join(folder, entry.name));
    }
  };
  await walk('.');
  return { files, folders };
}

/** Folders that a killed saver of this machine left. Those of other machines on a shared disk cannot be examined. */
async function removeDeadStaging(directory: string): Promise<void> {
  for (const name of await fs.readdir(directory)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const pid = parseInt(name.slice(stagingPrefix.length), 10);
    if (!isAlive(pid)) await fs.rm(join(directory, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM'; // somebody else's process
  }
}

async function unlessGone(step: Promise<void>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  }
}

/** Makes renames inside a folder survive a power cut. Windows cannot open folders and does not need it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
