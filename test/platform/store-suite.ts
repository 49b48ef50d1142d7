/** What every store that can be written promises. */
import { BundleError } from '../../src/errors';
import type { Store } from '../../src/platform/platform';

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const filesOf = (entries: Record<string, string>) =>
  new Map(Object.entries(entries).map(([path, text]) => [path, bytesOf(text)]));
export const textAt = async (store: Store, path: string) => new TextDecoder().decode(await store.read(path));

export const forbiddenPaths = [
  '../x',
  'a/../../x',
  '/etc/passwd',
  'C:/x',
  'a\\..\\x',
  '',
  'a//b',
  './a',
  '%2e%2e/x',
  '.committed/a',
  'a?b',
  'a\0b',
];

export function describeStore(what: string, open: () => Store): void {
  describe(what, () => {
    test('gives back what was written, all bytes of it', async () => {
      const store = open();
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.commit(new Map([['all.bin', all.subarray(3, 250)]]));
      expect(Uint8Array.from(await store.read('all.bin'))).toEqual(all.slice(3, 250));
    });

    test('replaces what is named and leaves what is not', async () => {
      const store = open();
      await store.commit(filesOf({ 'a.txt': 'old', 'sub/b.txt': 'kept' }));
      await store.commit(filesOf({ 'a.txt': 'new', 'sub/c.txt': 'more' }));
      expect(await textAt(store, 'a.txt')).toBe('new');
      expect(await textAt(store, 'sub/b.txt')).toBe('kept');
      expect(await textAt(store, 'sub/c.txt')).toBe('more');
    });

    test('knows what is there, and removes files and folders', async () => {
      const store = open();
      await store.commit(filesOf({ 'a.txt': 'a', 'sub/b.txt': 'b', 'subtle.txt': 'c' }));
      await store.remove(['sub', 'never-there']);
      expect(await Promise.all(['a.txt', 'sub/b.txt', 'subtle.txt'].map((path) => store.has(path)))).toEqual([
        true,
        false,
        true,
      ]);
    });

    test('lists files and folders right below it, nothing where there is nothing', async () => {
      const store = open();
      expect(await store.list()).toEqual([]);
      await store.commit(filesOf({ 'a.txt': 'a', 'sub/b.txt': 'b', 'sub/c.txt': 'c' }));
      expect((await store.list()).sort()).toEqual(['a.txt', 'sub']);
    });

    test('a missing file is a BundleError that names it', async () => {
      await expect(open().read('gone.json')).rejects.toThrow(/gone\.json|no such directory/);
      await expect(open().read('gone.json')).rejects.toThrow(BundleError);
    });

    test('a file of more bytes than the limit is refused with both numbers', async () => {
      const store = open();
      await store.commit(filesOf({ 'a.txt': 'x'.repeat(1001) }));
      expect((await store.read('a.txt', { bytes: 1001, fix: 'Fix it' })).length).toBe(1001);
      await expect(store.read('a.txt', { bytes: 1000, fix: 'Fix it' })).rejects.toThrow(
        /a\.txt: has 1,001 bytes\. Expected at most 1,000 bytes\. Fix it\.$/,
      );
      await expect(store.read('a.txt', { bytes: 1000, fix: 'Fix it' })).rejects.toThrow(BundleError);
    });

    test.each(forbiddenPaths)('refuses the path %j', async (path) => {
      const store = open();
      await expect(store.read(path)).rejects.toThrow(/is not allowed inside a bundle/);
      await expect(store.has(path)).rejects.toThrow(BundleError);
      await expect(store.remove([path])).rejects.toThrow(BundleError);
      await expect(
        store.commit(
          new Map([
            ['fine.txt', bytesOf('x')],
            [path, bytesOf('x')],
          ]),
        ),
      ).rejects.toThrow(BundleError);
      expect(await store.has('fine.txt')).toBe(false); // all or nothing
    });

    test('a lock is held once at a time, by its name, and is free again', async () => {
      const store = open();
      const taken = async (name: string) => {
        const attempt = await store.lock(name);
        if (!('release' in attempt)) throw new Error(attempt.heldBy);
        return attempt;
      };
      const lock = await taken('one');
      await expect(taken('one')).rejects.toThrow(/^(this process|this page|a page of this origin)$/); // Node 24 has Web Locks;
      await (await taken('two')).release();
      await lock.release();
      await (await taken('one')).release();
    });

    test('savers at once take turns: the files left are of one save', async () => {
      const store = open();
      const names = ['a.txt', 'b.txt', 'sub/c.txt'];
      const saves = Array.from({ length: 8 }, (_, i) =>
        store.commit(filesOf(Object.fromEntries(names.map((name) => [name, `save ${i}`])))),
      );
      await Promise.all(saves);
      const left = await Promise.all(names.map((name) => textAt(store, name)));
      expect(new Set(left).size).toBe(1);
    });
  });
}
