import * as tf from '@tensorflow/tfjs';
import { timeKernels } from '../../bench/kernel-timer';

test('kernels are counted by name since the last look, and what they call themselves is part of them', async () => {
  await tf.setBackend('cpu');
  const take = timeKernels('cpu');
  const x = tf.tensor1d([3, 1]);
  tf.tidy(() => tf.tanh(tf.add(x, x)));
  const first = take();
  expect([...first.keys()].sort()).toEqual(['(numbers in)', 'Add', 'Tanh']); // their results are made inside
  expect([...first.values()].every(({ calls, ms }) => calls === 1 && ms >= 0)).toBe(true);
  x.dataSync();
  expect([...take().keys()]).toEqual(['(numbers out)']);
  expect(take().size).toBe(0);
  x.dispose();
});
