import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { closeRuntime, startRuntime } from '../../../../src/kernels/wasm/runtime/current-runtime';
import { multiply } from '../../../../src/kernels/wasm/jobs/product';
import { multiplyOnThreads, worthThreads } from '../../../../src/kernels/wasm/tensors/threaded-product';
import { tensorRuntime } from '../../../../src/kernels/wasm/tensors/tensor-runtime';
import { installWorkerHost } from '../../../../src/kernels/wasm/runtime/worker-host';
import { nodeWorkers } from '../../../../src/platform/node-workers';
import { Random } from '../../../../src/random';
import { goWay } from '../../../support/ways';

beforeAll(async () => {
  installWorkerHost(nodeWorkers);
  await goWay('wasm with our kernels');
  await startRuntime({ threads: 2 });
});
afterAll(() => closeRuntime());

test.each([
  { transposeA: false, transposeB: false, add: false },
  { transposeA: true, transposeB: false, add: true },
  { transposeA: false, transposeB: true, add: true },
])('gives the bytes of the product in place: %j', (options) => {
  const [m, k, n] = [131, 67, 90];
  const random = Random.fromSeed(6);
  tf.tidy(() => {
    const backend = tf.backend() as BackendWasm;
    const [a, b, c] = [m * k, k * n, m * n].map((size) => tf.tensor1d(random.normalArray(size)));
    const { allocator, runtime, offsetOf } = tensorRuntime(backend);
    const product = { ...options, a: offsetOf(a), b: offsetOf(b), c: offsetOf(c), m, k, n };
    const start = c.dataSync();
    multiply(runtime, product);
    const wanted = c.dataSync();
    allocator.floats(product.c, m * n).set(start);
    multiplyOnThreads(product, allocator);
    expect(c.dataSync()).toEqual(wanted);
    expect(wanted).not.toEqual(start);
  });
});

test('is for products that take far longer than carrying them there', () => {
  const sizes = (m: number, k: number, n: number) => ({ a: 0, b: 0, c: 0, m, k, n });
  expect(worthThreads(sizes(1920, 512, 6000))).toBe(true);
  expect(worthThreads(sizes(640, 128, 128))).toBe(false);
  expect(worthThreads(sizes(4, 4, 4))).toBe(false);
});
