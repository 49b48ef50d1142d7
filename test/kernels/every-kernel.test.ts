/** Every kernel against the float64 reference, values and all gradients: cells × masks × directions × sizes. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { installNativeBackend, useBackend } from '../../src/backends/backends';
import { loadTensorflow } from '../../src/backends/tensorflow';
import type { Cell } from '../../src/cells/cell';
import { Random } from '../../src/random';
import { type Probe, probe } from '../../src/recurrence/probe';
import { CELLS, cellNamed, core } from '../support/core';
import { errorsOf, expectAllBelow, kernelResults, referenceResults, type Results } from '../support/implementations';
import { describeEveryKernel } from '../support/kernels';
import { HIDDEN_SIZE, PROBES, withDropout } from '../support/probes';

const FLOAT32 = 1e-5;

/** Whole blocks of a fast kernel, what is left over beside them, and less than one. */
const WIDE = [
  { hiddenSize: 16, batchSize: 8, steps: 3, inputSize: 8, reverse: false },
  { hiddenSize: 19, batchSize: 9, steps: 6, inputSize: 13, lengths: [6, 1, 3, 6, 2, 5, 4, 6, 1], reverse: true },
  { hiddenSize: 5, batchSize: 2, steps: 40, inputSize: 3, lengths: [40, 23], reverse: false },
  // enough work for every thread
  {
    hiddenSize: 36,
    batchSize: 9,
    steps: 30,
    inputSize: 21,
    lengths: [30, 11, 30, 2, 25, 30, 17, 8, 29],
    reverse: true,
  },
];

beforeAll(() => installNativeBackend(loadTensorflow));

const expectedOf = new Map<string, Results>();

/** Of the reference, computed once for all kernels. */
function expected(key: string, ...given: [Cell, Probe, boolean]): Results {
  const results = expectedOf.get(key) ?? referenceResults(core, ...given);
  expectedOf.set(key, results);
  return results;
}

describeEveryKernel(({ kernel, held }, backend) => {
  beforeAll(() => useBackend(backend));
  let before: [tensors: number, held: number];
  const inUse = (): typeof before => [tf.memory().numTensors, held()];
  beforeEach(() => (before = inUse()));
  afterEach(() => expect(inUse()).toEqual(before));

  describe.each(CELLS)('%s', (name) => {
    const cell = cellNamed(core, name, HIDDEN_SIZE);

    test.each(PROBES)('$name', ({ name: probeName, make, reverse }) => {
      const probe = make(cell);
      const reference = expected(`${name}, ${probeName}`, cell, probe, reverse);
      expectAllBelow(FLOAT32, errorsOf(kernelResults(kernel, cell, probe, reverse), reference));
    });

    test('recurrent dropout', () => {
      const whole = PROBES[0].make(cell);
      const probe = withDropout(whole);
      const dropped = expected(`${name}, dropped`, cell, probe, false);
      expectAllBelow(FLOAT32, errorsOf(kernelResults(kernel, cell, probe, false), dropped));
      const kept = expected(`${name}, ${PROBES[0].name}`, cell, whole, false);
      expect(Math.max(...Object.values(errorsOf(dropped, kept)))).toBeGreaterThan(0.01);
    });

    test.each(WIDE)('B $batchSize, T $steps, I $inputSize, H $hiddenSize', ({ hiddenSize, reverse, ...sizes }) => {
      const wide = cellNamed(core, name, hiddenSize);
      const drawn = probe(wide, sizes, Random.fromSeed(5).fork(name));
      // Weights that keep h of ReLU within the range of float32, whatever its width.
      const scale = 1 / Math.sqrt(hiddenSize);
      for (const { values } of Object.values(drawn.weights)) values.forEach((w, i) => (values[i] = w * scale));
      const reference = expected(`${name}, H ${hiddenSize}`, wide, drawn, reverse);
      expectAllBelow(FLOAT32, errorsOf(kernelResults(kernel, wide, drawn, reverse), reference));
    });
  });
});
