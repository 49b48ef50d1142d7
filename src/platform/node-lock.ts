/**
 * A lock between processes: a file that only one of them can create. Its holder touches it every few seconds; a lock
 * whose process on this machine is gone, or that was not touched for a while, is stale and is removed.
 */
import { randomUUID } from 'node:crypto';
import { promises as fs, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf, kindOf } from './file-errors';

const BEAT_MS = 5_000;
const STALE_MS = 60_000;
/** A process that runs may be busy for longer than that: a linear baseline is fitted in one go. */
const STALE_WHILE_RUNNING_MS = 600_000;
const WAIT_MS = 100;

export interface LockOwner {
  pid: number;
  host: string;
  /** Of this lock, since processes may get the id of one that is gone. */
  id?: string;
}

export interface Lock {
  release(): Promise<void>;
}

/** Those of this process. */
const held = new Set<string>();

/** Runs `work` while holding the lock; waits until it is free. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  let lock = await tryLock(path);
  while (!('release' in lock)) {
    await sleep(WAIT_MS);
    lock = await tryLock(path);
  }
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** @returns the lock, or who has it. */
export async function tryLock(path: string): Promise<Lock | LockOwner> {
  for (;;) {
    const id = randomUUID();
    if (await create(path, id)) return hold(path, id);
    const found = await read(path);
    if (!found) continue; // released meanwhile
    if (isStale(found)) await removeStale(path, found.text);
    else if (found.owner) return found.owner;
    else await sleep(WAIT_MS); // its owner is writing it
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function hold(path: string, id: string): Lock {
  const beat = setInterval(() => {
    const now = new Date();
    fs.utimes(path, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  const removeAtExit = () => rmSync(path, { force: true });
  process.on('exit', removeAtExit); // of process.exit(), which waits for nothing
  return {
    async release() {
      clearInterval(beat);
      process.off('exit', removeAtExit);
      held.delete(id);
      if ((await read(path))?.owner?.id === id) await fs.rm(path, { force: true });
    },
  };
}

/** @returns whether there was none */
async function create(path: string, id: string): Promise<boolean> {
  const file = await fs.open(path, 'wx').catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
    return undefined;
  });
  if (!file) return false;
  held.add(id); // before anybody can read it
  try {
    await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname(), id }));
    return true;
  } catch (error) {
    held.delete(id);
    await fs.rm(path, { force: true }); // of a full disk
    throw error;
  } finally {
    await file.close();
  }
}

interface Found {
  text: string;
  age: number; // ms
  /** Undefined while it is being written, or where its writer died before. */
  owner?: LockOwner;
}

async function read(path: string): Promise<Found | undefined> {
  try {
    const stats = await fs.stat(path);
    if (kindOf(stats) !== 'file') throw new Error(`${path} is ${kindOf(stats)}, and no lock`);
    const { mtimeMs } = stats;
    const text = await fs.readFile(path, 'utf8');
    return { text, age: Date.now() - mtimeMs, owner: ownerOf(text) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function ownerOf(text: string): LockOwner | undefined {
  try {
    return JSON.parse(text) as LockOwner;
  } catch {
    return undefined;
  }
}

function isStale({ age, owner }: Found): boolean {
  if (owner?.host !== hostname()) return age > STALE_MS;
  if (owner.pid === process.pid) return owner.id === undefined || !held.has(owner.id); // of an earlier process with our id
  return !isRunning(owner.pid) || age > STALE_WHILE_RUNNING_MS;
}

/** One process at a time, so that none removes the lock that another has created in place of the stale one. */
async function removeStale(path: string, text: string): Promise<void> {
  const guard = `${path}-takeover`;
  try {
    await fs.mkdir(guard);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const { mtimeMs = Date.now() } = (await fs.stat(guard).catch(() => undefined)) ?? {};
    if (Date.now() - mtimeMs > STALE_MS) await fs.rm(guard, { recursive: true, force: true }); // its process died in here
    return sleep(WAIT_MS);
  }
  try {
    if ((await read(path))?.text === text) await fs.rm(path, { force: true });
  } finally {
    await fs.rm(guard, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
