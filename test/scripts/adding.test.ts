import * as tf from '@tensorflow/tfjs';
import { drawSums, trainAdding } from '../../scripts/experiments/adding';
import { Random } from '../../src/random';
import { useBackend } from '../../src/node';

test('two markers, one in each half, and the sum of the values beside them', () => {
  const [count, steps] = [50, 7];
  const { xs, sums } = drawSums(count, steps, Random.fromSeed(1));
  for (let b = 0; b < count; b++) {
    const pairs = Array.from({ length: steps }, (_, t) => [
      ...xs.subarray(2 * (b * steps + t), 2 * (b * steps + t) + 2),
    ]);
    const marked = pairs.flatMap(([value, marker], t) => (marker === 1 ? [{ t, value }] : []));
    expect(marked.map(({ t }) => t < 3)).toEqual([true, false]);
    expect(pairs.filter(([, marker]) => marker !== 0 && marker !== 1)).toEqual([]);
    expect(sums[b]).toBeCloseTo(marked[0].value + marked[1].value, 6);
  }
});

test('over a few steps the LSTM learns it, the same from the same seed, and leaves no tensors behind', async () => {
  await useBackend('wasm');
  const before = tf.memory().numTensors;
  const heard: number[] = [];
  const options = { layer: 'lstm', seed: 1, steps: 6, units: 8, updates: 250 } as const;
  const { testError } = await trainAdding({ ...options, onProgress: (updates) => heard.push(updates) });
  expect(tf.memory().numTensors).toBe(before);
  expect(testError).toBeLessThan(0.08); // saying 1 always: 0.167
  expect(heard).toEqual([250]);
  expect((await trainAdding(options)).testError).toBe(testError);
});
