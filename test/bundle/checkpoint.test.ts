import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCheckpoint, removeCheckpoint, saveCheckpoint } from '../../src/bundle/checkpoint';
import { loadBundle, saveBundle } from '../../src/bundle/store';
import { nodePlatform } from '../../src/platform/node';
import { exampleContent, MemoryStore, messageOf } from './example';

const checkpoint = (step: number) => ({ header: { step, names: ['m', 'v'] }, bytes: Uint8Array.of(step, 2, 3) });

test('comes back as it was, also before there is a bundle, and the last one counts', async () => {
  const store = new MemoryStore();
  expect(await loadCheckpoint(store)).toBeUndefined();
  await saveCheckpoint(store, checkpoint(1));
  await saveCheckpoint(store, checkpoint(2));
  expect(await loadCheckpoint(store)).toEqual(checkpoint(2));
  expect([...store.files.keys()].every((path) => path.startsWith('checkpoint/'))).toBe(true);
});

test('lives beside a bundle without touching it, and can be removed', async () => {
  const root = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  try {
    const store = nodePlatform.openStore(root);
    await saveCheckpoint(store, checkpoint(1));
    await saveBundle(store, exampleContent());
    expect(await loadCheckpoint(store)).toEqual(checkpoint(1));
    await removeCheckpoint(store);
    expect(await loadCheckpoint(store)).toBeUndefined();
    expect(await loadBundle(store)).toEqual(exampleContent());
  } finally {
    rmSync(root, { recursive: true });
  }
});

const header = 'checkpoint/checkpoint.json';
const state = 'checkpoint/state.bin';
const damages: [string, (store: MemoryStore) => void][] = [
  ['truncated state', (s) => s.files.set(state, Uint8Array.of(1))],
  ['changed state', (s) => s.files.set(state, Uint8Array.of(9, 2, 3))],
  ['missing state', (s) => s.files.delete(state)],
  ['edited header', (s) => s.edit(header, (text) => text.replace('"step": 1', '"step": 9'))],
  ['truncated header', (s) => s.edit(header, (text) => text.slice(0, 50))],
  ['a newer version', (s) => s.edit(header, (text) => text.replace('"version": 1', '"version": 3'))],
  ['a bundle in its place', (s) => s.edit(header, (text) => text.replace('tfjs-sequence-checkpoint', 'tfjs-sequence'))],
  ['__proto__', (s) => s.edit(header, (text) => text.replace('"step"', '"__proto__": {}, "step"'))],
];

test.each(damages)('%s', async (_, damage) => {
  const store = new MemoryStore();
  await saveCheckpoint(store, checkpoint(1));
  damage(store);
  expect(await messageOf(loadCheckpoint(store))).toMatchSnapshot();
});
