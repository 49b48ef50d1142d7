import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { type BackendName, installNativeBackend, useBackend } from '../../src/backends/backends';
import { loadTensorflow } from '../../src/backends/tensorflow';
import { genericRecurrence } from '../../src/kernels/generic';
import { CELLS, cellNamed, core } from '../support/core';
import {
  errorsOf,
  kernelResults,
  referenceResults,
  sequenceOf,
  stockResults,
  weightTensors,
} from '../support/implementations';
import { describeIf } from '../support/optional';
import { HIDDEN_SIZE, PROBES, withDropout } from '../support/probes';
import { mapEach } from '../../src/recurrence/time-loop';
import { ShapeError } from '../../src/errors';

const FLOAT32 = 1e-5;

function expectAllBelow(tolerance: number, errors: Record<string, number>): void {
  const tooLarge = Object.entries(errors).filter(([, error]) => !(error <= tolerance));
  expect(Object.fromEntries(tooLarge)).toEqual({});
}

beforeAll(() => installNativeBackend(loadTensorflow));

function againstFloat64(backend: BackendName): void {
  beforeAll(() => useBackend(backend));
  let tensors = 0;
  beforeEach(() => (tensors = tf.memory().numTensors));
  afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

  describe.each(CELLS)('%s', (name) => {
    const cell = cellNamed(core, name, HIDDEN_SIZE);

    test.each(PROBES)('$name', ({ make, reverse }) => {
      const probe = make(cell);
      expectAllBelow(
        FLOAT32,
        errorsOf(kernelResults(core, cell, probe, reverse), referenceResults(core, cell, probe, reverse)),
      );
    });

    test('recurrent dropout', () => {
      const probe = withDropout(PROBES[0].make(cell));
      const dropped = referenceResults(core, cell, probe, false);
      expectAllBelow(FLOAT32, errorsOf(kernelResults(core, cell, probe, false), dropped));
      const whole = referenceResults(core, cell, PROBES[0].make(cell), false);
      expect(Math.max(...Object.values(errorsOf(dropped, whole)))).toBeGreaterThan(0.01);
    });
  });
}

describe.each(['cpu', 'wasm'] as const)('the generic kernel on %s against float64', againstFloat64);

const isLinked = existsSync('.native/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');
describeIf(isLinked, 'the generic kernel on native TensorFlow against float64', 'run `npm run native`', () =>
  againstFloat64('tensorflow'),
);

describe('stock layers, differentiated by the tape, against float64', () => {
  const options = {
    units: HIDDEN_SIZE,
    returnSequences: true,
    returnState: true,
    recurrentInitializer: 'glorotNormal', // replaced by our weights at once
    recurrentActivation: 'sigmoid',
  } as const;
  const layers = {
    'simple-rnn': (goBackwards: boolean) => tf.layers.simpleRNN({ ...options, goBackwards }),
    'simple-rnn-relu': (goBackwards: boolean) => tf.layers.simpleRNN({ ...options, goBackwards, activation: 'relu' }),
    lstm: (goBackwards: boolean) => tf.layers.lstm({ ...options, goBackwards }),
    'gru-reset-before': (goBackwards: boolean) => tf.layers.gru({ ...options, goBackwards }),
  };
  beforeAll(() => tf.setBackend('cpu'));

  describe.each(Object.entries(layers))('%s', (name, make) => {
    const cell = cellNamed(core, name as keyof typeof layers, HIDDEN_SIZE);
    test.each(PROBES)('$name', ({ make: makeProbe, reverse }) => {
      const probe = makeProbe(cell);
      if (probe.xs.length === 1) {
        // The gradient of Unpack expects a list, but the tape hands over the one gradient of a single step alone.
        expect(() => stockResults(make(reverse), cell, probe, reverse)).toThrow(/passed to stack must be/);
        return;
      }
      tf.engine().startScope();
      const layer = make(reverse);
      const stock = stockResults(layer, cell, probe, reverse);
      expectAllBelow(FLOAT32, errorsOf(stock, referenceResults(core, cell, probe, reverse)));
      layer.dispose();
      tf.engine().endScope();
    });
  });
});

describe('as an operation of TensorFlow.js', () => {
  const cell = cellNamed(core, 'lstm', HIDDEN_SIZE);
  const probe = PROBES[0].make(cell);
  const weights = () => weightTensors(cell, probe);

  beforeAll(() => tf.setBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  test('used twice under one tape it gives the sum of both gradients', () => {
    tf.tidy(() => {
      const xs = sequenceOf(probe.xs);
      const own = weights();
      const run = (x: tf.Tensor) => tf.sum(genericRecurrence({ cell }, { xs: x, weights: own }).hs);
      const once = tf.grad(run)(xs);
      const twice = tf.grad((x) => tf.add(run(x), tf.mul(3, run(x))))(xs);
      expect(Math.max(...tf.abs(tf.sub(twice, tf.mul(4, once))).dataSync())).toBeLessThan(1e-5);
      // … and where one feeds the other: h [B,T,2] padded to the width of x
      const chained = tf.grad((x) =>
        run(tf.concat([genericRecurrence({ cell }, { xs: x, weights: own }).hs, x], 2).slice([0, 0, 0], [-1, -1, 4])),
      )(xs);
      expect(Math.max(...tf.abs(chained).dataSync())).toBeGreaterThan(0);
    });
  });

  test('variableGrads and an optimizer train through it, outputs live as long as the caller wants', () => {
    const xs = sequenceOf(probe.xs);
    const variables = mapEach(weights(), (w, name) => tf.variable(w, true, `test/${name}`));
    const loss = () =>
      tf.tidy(() =>
        tf.mean<tf.Scalar>(tf.square(tf.sub(genericRecurrence({ cell }, { xs, weights: variables }).hs, 0.5))),
      );
    const { value, grads } = tf.variableGrads(loss);
    expect(Object.keys(grads).sort()).toEqual(
      Object.values(variables)
        .map(({ name }) => name)
        .sort(),
    );
    const optimizer = tf.train.sgd(0.5);
    for (let step = 0; step < 20; step++) optimizer.minimize(loss, false, Object.values(variables));
    expect(loss().dataSync()[0]).toBeLessThan(0.8 * value.dataSync()[0]);

    const { hs, lastState } = genericRecurrence({ cell }, { xs, weights: variables });
    expect(hs.shape).toEqual([3, 5, 2]);
    expect(lastState.c.shape).toEqual([3, 2]);
  });

  test('a second derivative is refused, not wrong', () => {
    const xs = sequenceOf(probe.xs);
    const first = tf.grad((x: tf.Tensor) => tf.sum(genericRecurrence({ cell }, { xs: x, weights: weights() }).hs));
    expect(() => tf.grad((x: tf.Tensor) => tf.sum(tf.square(first(x))))(xs)).toThrow(/gradient function not found/);
  });

  test('tensors and bytes stay constant over 1,000 steps', () => {
    const xs = sequenceOf(probe.xs.slice(0, 2));
    const variables = mapEach(weights(), (w) => tf.variable(w));
    const optimizer = tf.train.sgd(0.01);
    const list = Object.values(variables);
    const step = () =>
      optimizer.minimize(
        () => tf.sum(genericRecurrence({ cell }, { xs, weights: variables }).lastState.h),
        false,
        list,
      );
    step();
    const before = tf.memory();
    for (let i = 0; i < 1000; i++) step();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  test.each<[string, (inputs: { xs: tf.Tensor; weights: Record<string, tf.Tensor> }) => object, RegExp]>([
    ['rank of xs', ({ xs }) => ({ xs: tf.reshape(xs, [15, 4]) }), /xs has shape \[15,4\].*\[B,T,I\]/],
    [
      'size of a kernel',
      ({ weights }) => ({ weights: { ...weights, kernel: tf.zeros([3, 8]) } }),
      /weights\.kernel has shape \[3,8\].*\[4,8\]/,
    ],
    [
      'a missing weight',
      ({ weights }) => ({ weights: { kernel: weights.kernel } }),
      /weights\.recurrentKernel is undefined/,
    ],
    ['mask of another length', () => ({ mask: tf.ones([3, 4]) }), /mask has shape \[3,4\].*B=3, T=5/],
    [
      'state of another batch',
      () => ({ initialState: { h: tf.zeros([2, 2]), c: tf.zeros([2, 2]) } }),
      /initialState\.h has shape \[2,2\].*B=3/,
    ],
    ['half a state', () => ({ initialState: { h: tf.zeros([3, 2]) } }), /initialState\.c is undefined/],
    ['no steps', () => ({ xs: tf.zeros([3, 0, 4]) }), /xs has no step/],
  ])('refuses %s before any work', (_, wrong, message) => {
    tf.tidy(() => {
      const right = { xs: sequenceOf(probe.xs) as tf.Tensor, weights: weights() };
      const call = () => genericRecurrence({ cell }, { ...right, ...wrong(right) });
      expect(call).toThrow(ShapeError);
      expect(call).toThrow(message);
    });
  });
});
