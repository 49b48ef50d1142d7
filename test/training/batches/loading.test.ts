import { DataError, ShapeError } from '../../../src/errors';
import { loadBatch } from '../../../src/training/batches/loading';

const nameOf = (index: number) => `image ${index + 1}`;

test('gives what load gives, in its order', async () => {
  const load = (batch: readonly number[]) => Promise.resolve(batch.map((one) => 10 * one));
  expect(await loadBatch(load, [3, 1, 2], nameOf)).toEqual([30, 10, 20]);
});

test('an error is reported with the item that it is about', async () => {
  const load = (batch: readonly string[]) =>
    batch.includes('damaged') ? Promise.reject(new Error('unexpected end of data')) : Promise.resolve(batch);
  const run = loadBatch(load, ['whole', 'damaged', 'whole'], nameOf);
  await expect(run).rejects.toThrow(DataError);
  await expect(run).rejects.toThrow('image 2: it cannot be loaded (unexpected end of data)');
});

test('errors of this library, which name their place, come as they are', async () => {
  const load = () => Promise.reject(new DataError({ where: 'cat.png', problem: 'it has no pixels' }));
  await expect(loadBatch(load, [1], nameOf)).rejects.toThrow(/^cat\.png: it has no pixels/);
});

test('an error of no single item names the batch', async () => {
  let calls = 0;
  const load = (batch: readonly number[]) =>
    calls++ === 0 ? Promise.reject(new Error('too many open files')) : Promise.resolve(batch);
  await expect(loadBatch(load, [1, 2], nameOf)).rejects.toThrow('a batch of image 1, image 2: it cannot be loaded');
});

test('another number of items is refused', async () => {
  await expect(loadBatch(() => Promise.resolve([1]), [1, 2], nameOf)).rejects.toThrow(ShapeError);
});
