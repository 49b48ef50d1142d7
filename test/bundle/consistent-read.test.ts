import { readConsistently } from '../../src/bundle/consistent-read';
import type { SizeLimit, Store } from '../../src/platform/platform';

/** A directory whose saver puts one set of files after another, each after so many reads. */
function changing(...saves: { reads: number; name: string }[]): { store: Store; reads: () => number } {
  let reads = 0;
  const read = (path: string) => {
    let before = 0;
    const save = saves.find(({ reads: count }) => (before += count) > reads) ?? saves[saves.length - 1];
    reads++;
    return Promise.resolve(new TextEncoder().encode(`${path} of ${save.name}`));
  };
  const store = {
    location: 'here',
    writable: false,
    has: () => Promise.resolve(true),
    read,
  } as Partial<Store> as Store;
  return { store, reads: () => reads };
}

const limit = { bytes: 1000, fix: '' };

/** Fails where the two files are of different saves. */
async function both(read: (path: string, most: SizeLimit) => Promise<Uint8Array>): Promise<string> {
  const [first, second] = [await read('first', limit), await read('second', limit)].map((bytes) =>
    new TextDecoder().decode(bytes),
  );
  const [one, other] = [first, second].map((text) => text.split(' of ')[1]);
  if (one !== other) throw new Error(`mixed: ${one} and ${other}`);
  return one;
}

it('a save between two reads is met again as a whole', async () => {
  const { store } = changing({ reads: 1, name: 'A' }, { reads: 99, name: 'B' });
  expect(await readConsistently(store, 'first', limit, both)).toBe('B');
});

it('also where the save after it looks like the one before: A, B, A', async () => {
  const { store } = changing({ reads: 1, name: 'A' }, { reads: 1, name: 'B' }, { reads: 99, name: 'A' });
  expect(await readConsistently(store, 'first', limit, both)).toBe('A');
});

it('what is damaged is read twice and then refused', async () => {
  const { store, reads } = changing({ reads: 99, name: 'A' });
  const damaged = readConsistently(store, 'first', limit, async (read) => {
    await read('second', limit);
    throw new Error('damaged');
  });
  await expect(damaged).rejects.toThrow('damaged');
  expect(reads()).toBe(2 * 3); // first, second, first again
});

it('and a directory that never rests is refused in the end', async () => {
  const { store } = changing(...Array.from({ length: 99 }, (_, i) => ({ reads: 1, name: `${i}` })));
  await expect(readConsistently(store, 'first', limit, both)).rejects.toThrow('mixed');
});
