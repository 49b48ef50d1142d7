import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels } from '../../src/backends/training-kernels';
import { goWay, ways } from '../support/ways';
import { expectClose } from './close';

const REPLACED = ['wasm UnsortedSegmentSum', 'wasm GatherV2', 'wasm BatchMatMul', 'wasm _FusedMatMul'].concat(
  'wasm Identity',
  'wasm Transpose',
  'wasm Slice',
  'wasm SplitV',
  'wasm Unpack',
  'cpu UnsortedSegmentSum',
  'cpu GatherV2',
  'cpu Transpose',
);
const snapshot = (): Map<string, tf.KernelConfig> =>
  new Map(
    ['wasm', 'cpu', 'webgl'].flatMap((backend) =>
      tf.getKernelsForBackend(backend).map((kernel) => [`${backend} ${kernel.kernelName}`, kernel] as const),
    ),
  );

test('replaces these kernels, leaves all others alone, and does it once', () => {
  const stock = snapshot();
  registerTrainingKernels();
  const ours = snapshot();
  registerTrainingKernels();
  const again = snapshot();

  const changed = [...ours.keys()].filter((name) => ours.get(name) !== stock.get(name));
  expect(changed.sort()).toEqual([...REPLACED].sort());
  for (const [name, kernel] of ours) expect(again.get(name)).toBe(kernel);
  expect(ours.get('wasm BatchMatMul')!.setupFunc).toBe(stock.get('wasm BatchMatMul')!.setupFunc);
});

test('a kernel that somebody else registers later is wrapped again, not lost', () => {
  registerTrainingKernels();
  const ours = tf.getKernel('GatherV2', 'cpu');
  const theirs: tf.KernelConfig = { ...ours, kernelFunc: (args) => ours.kernelFunc(args) };
  tf.unregisterKernel('GatherV2', 'cpu');
  tf.registerKernel(theirs);
  registerTrainingKernels();
  expect(tf.getKernel('GatherV2', 'cpu').kernelFunc).not.toBe(theirs.kernelFunc);
});

test('our module takes the place of the loops on typed arrays, over the same stock kernel, and keeps it', async () => {
  const stock = new Map<string, tf.KernelFunc>();
  const nameless: tf.KernelConfig[] = [];
  await goWay('wasm');
  for (const name of ['GatherV2', 'BatchMatMul', 'Slice']) {
    const config = tf.getKernel(name, 'wasm');
    nameless.push(config);
    const kernelFunc = jest.fn(config.kernelFunc); // somebody else's: it counts as stock
    stock.set(name, kernelFunc);
    tf.unregisterKernel(name, 'wasm');
    tf.registerKernel({ ...config, kernelFunc });
  }
  registerTrainingKernels();
  const onTypedArrays = tf.getKernel('Slice', 'wasm').kernelFunc;
  await goWay('wasm with our kernels');
  const onModule = tf.getKernel('Slice', 'wasm').kernelFunc;
  expect(onModule).not.toBe(onTypedArrays);
  registerTrainingKernels();
  expect(tf.getKernel('Slice', 'wasm').kernelFunc).toBe(onModule);
  tf.tidy(() => tf.slice(tf.tensor1d(['a', 'b']), 1, 1)); // left to stock, once
  expect(stock.get('Slice')).toHaveBeenCalledTimes(1);
  await goWay('wasm');
  for (const config of nameless) {
    tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  }
});

test('without the wasm package there is nothing to register for wasm', () => {
  jest.isolateModules(() => {
    const globals = globalThis as { _tfGlobals?: Map<string, unknown> };
    const kept = globals._tfGlobals; // the registry that all copies of TensorFlow.js share
    globals._tfGlobals = undefined;
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const fresh = require('@tensorflow/tfjs') as typeof tf;
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const module = require('../../src/backends/training-kernels') as { registerTrainingKernels: () => void };
      module.registerTrainingKernels();
      expect(fresh.getKernelsForBackend('wasm')).toEqual([]);
      expect(fresh.getKernel('GatherV2', 'cpu')).toBeDefined();
    } finally {
      globals._tfGlobals = kept;
    }
  });
});

describe.each(ways)('look-ups, clones and transposes on %s', (way) => {
  let tensorsBefore: number;
  beforeAll(async () => {
    registerTrainingKernels();
    await goWay(way);
  });
  beforeEach(() => (tensorsBefore = tf.memory().numTensors));
  afterEach(() => expect(tf.memory().numTensors).toBe(tensorsBefore));

  test('rows of float32 and int32, ids of any rank, none at all', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
      const ids = tf.tensor2d([2, 0, 1, 2], [2, 2], 'int32');
      const rows = tf.gather(x, ids);
      expect(rows.shape).toEqual([2, 2, 2]);
      expect(Array.from(rows.dataSync())).toEqual([5, 6, 1, 2, 3, 4, 5, 6]);
      const integers = tf.gather(tf.cast(x, 'int32'), ids);
      expect(integers.dtype).toBe('int32');
      expect(Array.from(integers.dataSync())).toEqual([5, 6, 1, 2, 3, 4, 5, 6]);
      expect(tf.gather(x, tf.tensor1d([], 'int32')).shape).toEqual([0, 2]);
      expect(tf.gather(tf.tensor1d([4, 5]), tf.scalar(1, 'int32')).dataSync()[0]).toBe(5);
    });
  });

  test('other axes, booleans and bad ids are as in stock', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      expect(Array.from(tf.gather(x, tf.tensor1d([1, 1], 'int32'), 1).dataSync())).toEqual([2, 2, 4, 4]);
      const flags = tf.gather(tf.tensor1d([true, false], 'bool'), tf.tensor1d([1, 0], 'int32'));
      expect(flags.dtype).toBe('bool');
      expect(Array.from(flags.dataSync())).toEqual([0, 1]);
      for (const bad of [-1, 2]) {
        expect(() => tf.gather(x, tf.tensor1d([0, bad], 'int32'))).toThrow(`index value ${bad} is not in [0, 1]`);
      }
    });
  });

  test('transposes, also those that change nothing and outlive what they came from', () => {
    const x = tf.tensor3d([1, 2, 3, 4, 5, 6], [1, 2, 3]);
    const same = tf.transpose(x, [0, 1, 2]);
    const turned = tf.transpose(x, [2, 0, 1]);
    tf.dispose(x);
    expectClose(same.dataSync(), [1, 2, 3, 4, 5, 6]);
    expect(turned.shape).toEqual([3, 1, 2]);
    expectClose(turned.dataSync(), [1, 4, 2, 5, 3, 6]);
    const lifted = tf.transpose(same, [1, 0, 2]);
    tf.dispose(same);
    expect(lifted.shape).toEqual([2, 1, 3]);
    expectClose(lifted.dataSync(), [1, 2, 3, 4, 5, 6]);
    tf.dispose([lifted, turned]);
  });

  test('a row and the column that it becomes are two right factors', () => {
    tf.tidy(() => {
      const row = tf.tensor2d([1, 2, 3], [1, 3]);
      expectClose(tf.matMul(tf.tensor2d([2], [1, 1]), row).dataSync(), [2, 4, 6]);
      expectClose(tf.matMul(tf.tensor2d([1, 1, 1], [1, 3]), tf.transpose(row)).dataSync(), [6]);
    });
  });

  test('a clone shares the numbers, takes no memory, and keeps its own when the first is assigned anew', () => {
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3])));
    const { numDataBuffers } = tf.memory();
    const clone = tf.clone(variable);
    expect(tf.memory().numDataBuffers).toBe(numDataBuffers);
    tf.tidy(() => variable.assign(tf.tensor1d([4, 5, 6])));
    expectClose(clone.dataSync(), [1, 2, 3]);
    variable.dispose();
    expectClose(clone.dataSync(), [1, 2, 3]);
    clone.dispose();
  });

  test('a small stock model with an embedding learns: every gradient it needs is there', () => {
    const ids = tf.tensor2d([0, 1, 2, 3, 3, 2, 1, 0], [4, 2], 'int32');
    const target = tf.tensor1d([1, 0, 0, 1]);
    const table = tf.tidy(() => tf.variable(tf.tensor2d([0.1, -0.2, 0.3, 0.1, -0.1, 0.2, 0.2, -0.3], [4, 2])));
    const weights = tf.tidy(() => tf.variable(tf.tensor2d([0.5, -0.4, 0.3, 0.2], [4, 1])));
    const optimizer = tf.train.sgd(1);
    const loss = (): tf.Scalar =>
      tf.losses.sigmoidCrossEntropy(target, tf.squeeze(tf.matMul(tf.reshape(tf.gather(table, ids), [4, 4]), weights)));
    const first = tf.tidy(() => loss().dataSync()[0]);
    for (let step = 0; step < 100; step++) optimizer.minimize(loss);
    expect(tf.tidy(() => loss().dataSync()[0])).toBeLessThan(first / 10);
    optimizer.dispose();
    tf.dispose([ids, target, table, weights]);
  });
});
