/**
 * A lock between processes: a file that only one of them can create. Its holder touches it every few seconds; a lock
 * that was not touched for a while, or whose process on this machine is gone, is stale and is removed.
 */
import { promises as fs } from 'node:fs';
import { hostname } from 'node:os';

const BEAT_MS = 5_000;
const STALE_MS = 60_000;
const WAIT_MS = 100;

/** Runs `work` while holding the lock; waits until it is free. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!(await tryLock(path))) {
    if (await isLeftOver(path)) await fs.rm(path, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  const beat = setInterval(() => {
    const now = new Date();
    fs.utimes(path, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await fs.rm(path, { force: true });
  }
}

async function tryLock(path: string): Promise<boolean> {
  try {
    await fs.writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isLeftOver(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await fs.stat(path);
    if (Date.now() - mtimeMs > STALE_MS) return true;
    const { pid, host } = JSON.parse(await fs.readFile(path, 'utf8')) as { pid: number; host: string };
    return host === hostname() && !isRunning(pid);
  } catch {
    return false; // released meanwhile, or just being written
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
