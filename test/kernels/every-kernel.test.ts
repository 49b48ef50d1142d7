/** Every kernel against the float64 reference, values and all gradients: cells × masks × directions × sizes. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { installNativeBackend, useBackend } from '../../src/backends/backends';
import { loadTensorflow } from '../../src/backends/tensorflow';
import { Random } from '../../src/random';
import { probe } from '../../src/recurrence/probe';
import { CELLS, cellNamed, core } from '../support/core';
import { errorsOf, expectAllBelow, kernelResults, referenceResults } from '../support/implementations';
import { describeEveryKernel } from '../support/kernels';
import { HIDDEN_SIZE, PROBES, withDropout } from '../support/probes';

const FLOAT32 = 1e-5;

/** Whole blocks of a fast kernel, what is left over beside them, and less than one. */
const WIDE = [
  { hiddenSize: 16, batchSize: 8, steps: 3, inputSize: 8 },
  { hiddenSize: 19, batchSize: 9, steps: 6, inputSize: 13, lengths: [6, 1, 3, 6, 2, 5, 4, 6, 1] },
  { hiddenSize: 5, batchSize: 2, steps: 40, inputSize: 3, lengths: [40, 23] },
];

beforeAll(() => installNativeBackend(loadTensorflow));

describeEveryKernel(({ kernel, held }, backend) => {
  beforeAll(() => useBackend(backend));
  let before: [tensors: number, held: number];
  const inUse = (): typeof before => [tf.memory().numTensors, held()];
  beforeEach(() => (before = inUse()));
  afterEach(() => expect(inUse()).toEqual(before));

  describe.each(CELLS)('%s', (name) => {
    const cell = cellNamed(core, name, HIDDEN_SIZE);

    test.each(PROBES)('$name', ({ make, reverse }) => {
      const probe = make(cell);
      const expected = referenceResults(core, cell, probe, reverse);
      expectAllBelow(FLOAT32, errorsOf(kernelResults(kernel, cell, probe, reverse), expected));
    });

    test('recurrent dropout', () => {
      const probe = withDropout(PROBES[0].make(cell));
      const dropped = referenceResults(core, cell, probe, false);
      expectAllBelow(FLOAT32, errorsOf(kernelResults(kernel, cell, probe, false), dropped));
      const whole = referenceResults(core, cell, PROBES[0].make(cell), false);
      expect(Math.max(...Object.values(errorsOf(dropped, whole)))).toBeGreaterThan(0.01);
    });

    test.each(WIDE)('B $batchSize, T $steps, I $inputSize, H $hiddenSize', ({ hiddenSize, ...sizes }) => {
      const wide = cellNamed(core, name, hiddenSize);
      for (const reverse of [false, true]) {
        const drawn = probe(wide, sizes, Random.fromSeed(5).fork(name));
        // ReLU doubles what it is given some steps long: weights that keep h within the range of float32
        const scale = 1 / Math.sqrt(hiddenSize);
        for (const { values } of Object.values(drawn.weights)) values.forEach((w, i) => (values[i] = w * scale));
        const expected = referenceResults(core, wide, drawn, reverse);
        expectAllBelow(FLOAT32, errorsOf(kernelResults(kernel, wide, drawn, reverse), expected));
      }
    });
  });
});
