import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lock, tryLock, withLock } from '../../src/platform/node-lock';

const folder = mkdtempSync(join(tmpdir(), 'node-lock-'));
const lock = join(folder, 'lock');
afterAll(() => rmSync(folder, { recursive: true }));

/** Above the largest id of Linux. */
const gone = { pid: 2 ** 22 + 1, host: hostname() };

describe('withLock', () => {
  test('one at a time; released after an error', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
    };
    await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
    expect(most).toBe(1);
    await expect(withLock(lock, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(existsSync(lock)).toBe(false);
  });

  test('a lock whose process is gone, or that nobody touches any more, is taken away', async () => {
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() })); // above the largest id of Linux
    expect(await withLock(lock, () => Promise.resolve('got it'))).toBe('got it');
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'another-machine' }));
    utimesSync(lock, new Date(0), new Date(0));
    expect(await withLock(lock, () => Promise.resolve('got it'))).toBe('got it');
  });
});

test('what is no file is no lock, and is not waited for', async () => {
  execFileSync('mkfifo', [lock]);
  await expect(tryLock(lock)).rejects.toThrow(/is a named pipe/);
  rmSync(lock);
});

describe('tryLock', () => {
  const taken = async () => (await tryLock(lock)) as Lock;

  test('names its owner, and is free again once released', async () => {
    const mine = await taken();
    expect(await tryLock(lock)).toMatchObject({ pid: process.pid, host: hostname() });
    await mine.release();
    await (await taken()).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a lock of a process that had our id before is stale, one of a running process is not', async () => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), id: 'of another life' }));
    await (await taken()).release();
    const owner = { pid: process.ppid, host: hostname(), id: 'of our parent' };
    writeFileSync(lock, JSON.stringify(owner));
    utimesSync(lock, new Date(Date.now() - 120_000), new Date(Date.now() - 120_000)); // busy for two minutes
    expect(await tryLock(lock)).toEqual(owner);
    rmSync(lock);
  });

  test('of many who meet a stale lock one gets it', async () => {
    for (let round = 0; round < 20; round++) {
      writeFileSync(lock, JSON.stringify(gone));
      const results = await Promise.all(Array.from({ length: 8 }, () => tryLock(lock)));
      const locks = results.filter((one): one is Lock => 'release' in one);
      expect(locks).toHaveLength(1);
      await locks[0].release();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test('the lock of another process is left to it when ours was taken away', async () => {
    const mine = await taken();
    const owner = JSON.stringify({ ...gone, id: 'of another process' });
    writeFileSync(lock, owner);
    await mine.release();
    expect(readFileSync(lock, 'utf8')).toBe(owner);
    rmSync(lock);
  });
});
