import './mocked-files';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleError } from '../../src/errors';
import { directoryStore } from '../../src/platform/directory-store';
import { describeStore, filesOf, textAt } from './store-suite';
import { Killed, plan } from './unreliable-files';

let root: string;
let count = 0;
const newDirectory = () => join(root, `bundle-${++count}`);
const names = ['a.json', 'sub/b.bin', 'c.json'];
const version = (text: string) => filesOf(Object.fromEntries(names.map((name) => [name, text])));

/** What one reader sees: the one version that all files are of, or all of them if they are mixed. */
async function seen(directory: string): Promise<string> {
  const store = directoryStore(directory);
  const texts = new Set(await Promise.all(names.map((name) => textAt(store, name))));
  return [...texts].join(' and ');
}

async function dieDuringSave(directory: string, text: string, stepsToLive: number): Promise<boolean> {
  plan.stepsToLive = stepsToLive;
  try {
    await directoryStore(directory).commit(version(text));
    return false;
  } catch (error) {
    if (!((error as Error).cause instanceof Killed)) throw error;
    return true;
  } finally {
    plan.reset();
  }
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'store-'));
});
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => plan.reset());

describeStore('a directory', () => directoryStore(newDirectory()));

describe('a saver that dies at any step', () => {
  test('leaves all old or all new files, and the next saver goes on', async () => {
    const outcomes: string[] = [];
    for (let steps = 0, died = true; died; steps++) {
      const directory = newDirectory();
      await directoryStore(directory).commit(version('old'));
      died = await dieDuringSave(directory, 'new', steps);
      outcomes.push(await seen(directory));
      await directoryStore(directory).commit(version('next'));
      expect(await seen(directory)).toBe('next');
    }
    expect(outcomes.length).toBeGreaterThan(20);
    expect(outcomes).toEqual([...outcomes].sort().reverse()); // first only old ones, then only new ones
    expect([...new Set(outcomes)]).toEqual(['old', 'new']);
  });

  test('once a reader has looked, the files are in place for tools that know no journal', async () => {
    for (let steps = 0, died = true; died; steps++) {
      const directory = newDirectory();
      await directoryStore(directory).commit(version('old'));
      died = await dieDuringSave(directory, 'new', steps);
      const text = await seen(directory);
      for (const name of names) expect(readFileSync(join(directory, name), 'utf8')).toBe(text);
    }
  });

  test('a read-only directory is read through the journal', async () => {
    for (let steps = 0, died = true; died; steps++) {
      const directory = newDirectory();
      await directoryStore(directory).commit(version('old'));
      died = await dieDuringSave(directory, 'new', steps);
      plan.failing = { rename: 'EROFS', mkdir: 'EROFS', rmdir: 'EROFS' };
      expect(await seen(directory)).toMatch(/^(old|new)$/);
      plan.reset();
    }
  });

  test('and whoever finishes its work may die, too', async () => {
    const half = await stepsToHalfSettled();
    for (let steps = 0, died = true; died; steps++) {
      const directory = newDirectory();
      await directoryStore(directory).commit(version('old'));
      await dieDuringSave(directory, 'half settled', half);
      died = await dieDuringSave(directory, 'new', steps);
      expect(await seen(directory)).toMatch(died ? /^(half settled|new)$/ : /^new$/);
    }
  });
});

/** Steps after which a save has moved its first file from the journal into place. */
async function stepsToHalfSettled(): Promise<number> {
  for (let steps = 0; ; steps++) {
    const directory = newDirectory();
    await directoryStore(directory).commit(version('old'));
    await dieDuringSave(directory, 'new', steps);
    if (readFileSync(join(directory, names[0]), 'utf8') === 'new') return steps;
  }
}

describe('errors while saving', () => {
  test.each([
    ['a full disk', 'write', 'ENOSPC'],
    ['a read-only place', 'mkdir', 'EROFS'],
    ['no permission', 'mkdir', 'EACCES'],
    ['a failing disk', 'sync', 'EIO'],
  ])('%s is a BundleError; the old files are whole and nothing is left over', async (_, call, code) => {
    const directory = newDirectory();
    await directoryStore(directory).commit(version('old'));
    plan.failing = { [call]: code };
    const error: unknown = await directoryStore(directory)
      .commit(version('new'))
      .catch((reason: unknown) => reason);
    plan.reset();
    expect(error).toBeInstanceOf(BundleError);
    expect((error as BundleError).during).toBe('save');
    expect((error as Error).message.replace(directory, 'DIR')).toMatchSnapshot();
    expect(await seen(directory)).toBe('old');
    expect(readdirSync(directory).sort()).toEqual(['a.json', 'c.json', 'sub']);
  });

  test('a path below a file, or that is one', async () => {
    const file = newDirectory();
    writeFileSync(file, 'not a directory');
    for (const place of [file, join(file, 'below')]) {
      await expect(directoryStore(place).commit(version('new'))).rejects.toThrow(
        /cannot be written: .*A file has the name of a folder/,
      );
    }
    expect(readFileSync(file, 'utf8')).toBe('not a directory');
  });

  test('a folder where a file belongs', async () => {
    const directory = newDirectory();
    mkdirSync(join(directory, 'c.json'), { recursive: true });
    await expect(directoryStore(directory).commit(version('new'))).rejects.toThrow(/c\.json: is a folder/);
    expect(readdirSync(directory)).toEqual(['c.json']);
  });
});

describe('symbolic links', () => {
  test('that leave the bundle are neither read, written through nor emptied', async () => {
    const [directory, outside] = [newDirectory(), newDirectory()];
    mkdirSync(directory);
    mkdirSync(outside);
    writeFileSync(join(outside, 'b.bin'), 'secret');
    symlinkSync(join(outside, 'b.bin'), join(directory, 'a.json'));
    symlinkSync(outside, join(directory, 'sub'));
    const store = directoryStore(directory);
    await expect(store.read('a.json')).rejects.toThrow(/a symbolic link that leaves the bundle/);
    await expect(store.read('sub/b.bin')).rejects.toThrow(/a symbolic link that leaves the bundle/);
    await expect(store.commit(version('new'))).rejects.toThrow(/a symbolic link that leaves the bundle/);
    await expect(store.remove(['sub/b.bin'])).rejects.toThrow(/a symbolic link that leaves the bundle/);
    expect(readFileSync(join(outside, 'b.bin'), 'utf8')).toBe('secret');
  });

  test('a journal that came with a bundle does not write through them', async () => {
    const [directory, outside] = [newDirectory(), newDirectory()];
    mkdirSync(join(directory, '.committed', 'sub'), { recursive: true });
    mkdirSync(outside);
    writeFileSync(join(directory, '.committed', 'sub', 'b.bin'), 'planted');
    symlinkSync(outside, join(directory, 'sub'));
    await directoryStore(directory).read('sub/b.bin');
    expect(existsSync(join(outside, 'b.bin'))).toBe(false);
    await expect(directoryStore(directory).commit(version('new'))).rejects.toThrow(BundleError);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('the directory itself may be one', async () => {
    const [directory, link] = [newDirectory(), newDirectory()];
    mkdirSync(directory);
    symlinkSync(directory, link);
    await directoryStore(link).commit(version('new'));
    expect(await seen(directory)).toBe('new');
  });
});

const ifPosix = process.platform === 'win32' ? test.skip : test;
ifPosix('what is no file is refused at once: a named pipe would wait for a writer', async () => {
  const directory = newDirectory();
  mkdirSync(join(directory, 'folder'), { recursive: true });
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  const store = directoryStore(directory);
  await expect(store.read('pipe')).rejects.toThrow(/pipe: is a named pipe \(FIFO\)\. Expected a file/);
  await expect(store.read('folder')).rejects.toThrow(/folder: is a directory\. Expected a file/);
  await expect(store.read('folder')).rejects.toThrow(BundleError);
});

test('a file of 10 GB is refused by its size, before a byte of it is read', async () => {
  const directory = newDirectory();
  mkdirSync(directory);
  writeFileSync(join(directory, 'bundle.json'), '');
  truncateSync(join(directory, 'bundle.json'), 1e10); // takes no room on the disk
  plan.failing = { open: 'EIO' };
  await expect(directoryStore(directory).read('bundle.json')).rejects.toThrow(/has 10,000,000,000 bytes/);
});

ifPosix('other users may read what they could read before, while files are moved and after', async () => {
  const directory = newDirectory();
  await directoryStore(directory).commit(version('old'));
  await dieDuringSave(directory, 'new', await stepsToHalfSettled());
  const committed = join(directory, '.committed');
  const modes = (folder: string): number[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      const bits = (entry.isDirectory() ? 0o777 : 0o666) ^ (statSync(path).mode & 0o777);
      return [bits, ...(entry.isDirectory() ? modes(path) : [])];
    });
  expect(existsSync(committed)).toBe(true);
  expect(new Set(modes(directory))).toEqual(new Set([process.umask()])); // what the umask takes away, and nothing else
});

test('what a dead saver was still writing is cleaned up, what a living one writes stays', async () => {
  const directory = newDirectory();
  for (let steps = 0; !existsSync(directory) || !readdirSync(directory).length; steps++) {
    await dieDuringSave(directory, 'new', steps);
  }
  const [own] = readdirSync(directory);
  expect(own).toContain(`-${process.pid}-`);
  const dead = own.replace(`-${process.pid}-`, '-999999999-');
  mkdirSync(join(directory, dead));
  writeFileSync(join(directory, dead, 'a.json'), 'half');
  await directoryStore(directory).commit(version('next'));
  expect(readdirSync(directory).filter((name) => name.startsWith('.saving-'))).toEqual([own]);
});
