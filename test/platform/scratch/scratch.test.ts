/** Bytes outside of memory: in a file that no folder lists, or in Blobs. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendError } from '../../../src/errors';
import type { Scratch } from '../../../src/platform/platform';
import { ScratchBlobs } from '../../../src/platform/scratch/scratch-blobs';
import { openScratchFile } from '../../../src/platform/scratch/scratch-file';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-scratch-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds: [string, () => Promise<Scratch>][] = [
  ['a file', () => openScratchFile(folder)],
  ['blobs', () => Promise.resolve(new ScratchBlobs())],
];

it.each(kinds)('%s: any part can be read again while more is written', async (_, open) => {
  const scratch = await open();
  await scratch.append(Uint8Array.of(1, 2, 3));
  expect([...(await scratch.read(1, 3))]).toEqual([2, 3]);
  await scratch.append(Uint8Array.of());
  await scratch.append(Uint8Array.of(4, 5));
  await scratch.append(Uint8Array.of(6));
  expect([...(await scratch.read(0, 6))]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...(await scratch.read(2, 5))]).toEqual([3, 4, 5]);
  expect([...(await scratch.read(4, 4))]).toEqual([]);
  await scratch.dispose();
  await scratch.dispose();
});

it('a file leaves nothing in its folder, not even while it is open', async () => {
  const scratch = await openScratchFile(folder);
  await scratch.append(Uint8Array.of(1));
  expect(readdirSync(folder)).toEqual([]);
  await expect(scratch.read(0, 2)).rejects.toThrow(BackendError);
  await scratch.dispose();
});

it('a folder that cannot be written is named', async () => {
  const missing = join(folder, 'missing');
  await expect(openScratchFile(missing)).rejects.toThrow(BackendError);
  await expect(openScratchFile(missing)).rejects.toThrow(`temporary file in ${missing}: it cannot be written or read`);
});
