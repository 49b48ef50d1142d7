/** Every kernel as an operation of TensorFlow.js: tapes, scopes, optimizers, memory. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { installNativeBackend, useBackend } from '../../src/backends/backends';
import { loadTensorflow } from '../../src/backends/tensorflow';
import { ShapeError } from '../../src/errors';
import type { TensorRecurrenceInputs } from '../../src/kernels/generic/generic-recurrence';
import { mapEach } from '../../src/recurrence/time-loop';
import { cellNamed, core } from '../support/core';
import { sequenceOf, weightTensors } from '../support/implementations';
import { describeEveryKernel } from '../support/kernels';
import { relativeError } from '../support/numbers';
import { HIDDEN_SIZE, PROBES } from '../support/probes';

const cell = cellNamed(core, 'lstm', HIDDEN_SIZE);
const probe = PROBES[0].make(cell); // B 3, T 5, I 4
const weights = () => weightTensors(cell, probe);

beforeAll(() => installNativeBackend(loadTensorflow));

describeEveryKernel(({ kernel, held }, backend) => {
  beforeAll(() => useBackend(backend));
  let before: [tensors: number, held: number];
  const inUse = (): typeof before => [tf.memory().numTensors, held()];
  beforeEach(() => (before = inUse()));
  afterEach(() => {
    tf.disposeVariables();
    expect(inUse()).toEqual(before);
  });
  const run = (inputs: Partial<TensorRecurrenceInputs> & { xs: tf.Tensor }) =>
    kernel({ cell }, { ...inputs, weights: inputs.weights ?? weights() });
  const scoped = (body: () => void) => () =>
    tf.tidy(() => {
      body();
    });

  test(
    'used twice under one tape it gives the sum of both gradients',
    scoped(() => {
      const xs = sequenceOf(probe.xs);
      const loss = (x: tf.Tensor) => tf.sum(run({ xs: x }).hs);
      const once = tf.grad(loss)(xs);
      const twice = tf.grad((x) => tf.add(loss(x), tf.mul(3, loss(x))))(xs);
      expect(relativeError(twice.dataSync(), tf.mul(4, once).dataSync())).toBeLessThan(1e-5);
      // … and where one feeds the other: h [B,T,2] beside x, cut to the width of x
      const chained = tf.grad((x) => loss(tf.slice(tf.concat([run({ xs: x }).hs, x], 2), [0, 0, 0], [-1, -1, 4])))(xs);
      expect(Math.max(...tf.abs(chained).dataSync())).toBeGreaterThan(0);
    }),
  );

  test(
    'two heads, on all states and on the last one: their gradients add up',
    scoped(() => {
      const xs = sequenceOf(probe.xs);
      const own = weights();
      const gradientOf = (loss: (out: ReturnType<typeof run>) => tf.Tensor) =>
        tf.grad((x) => loss(run({ xs: x, weights: own })))(xs);
      const all = gradientOf(({ hs }) => tf.sum(tf.square(hs)));
      const last = gradientOf(({ lastState }) => tf.sum(lastState.c));
      const both = gradientOf(({ hs, lastState }) => tf.add(tf.sum(tf.square(hs)), tf.sum(lastState.c)));
      expect(relativeError(both.dataSync(), tf.add(all, last).dataSync())).toBeLessThan(1e-5);
    }),
  );

  test(
    'the same function differentiated twice gives the same bytes',
    scoped(() => {
      const xs = sequenceOf(probe.xs);
      const own = weights();
      const gradient = tf.grad((x: tf.Tensor) => tf.sum(run({ xs: x, weights: own }).hs));
      expect(gradient(xs).dataSync()).toEqual(gradient(xs).dataSync());
    }),
  );

  test(
    'any one input alone, in any nesting of scopes, has the gradient that it has among all',
    scoped(() => {
      const given = { xs: sequenceOf(probe.xs) as tf.Tensor, ...weights() };
      const names = Object.keys(given) as (keyof typeof given)[];
      const loss = (inputs: typeof given) => {
        const { xs, ...weights } = inputs;
        return tf.tidy(() => tf.tidy(() => tf.sum(tf.tidy(() => run({ xs, weights }).lastState.h))));
      };
      const all = tf.grads((...list: tf.Tensor[]) =>
        loss(Object.fromEntries(names.map((name, i) => [name, list[i]])) as typeof given),
      )(Object.values(given));
      names.forEach((name, i) => {
        const alone = tf.tidy(() => tf.grad((x: tf.Tensor) => loss({ ...given, [name]: x }))(given[name]));
        expect(relativeError(alone.dataSync(), all[i].dataSync())).toBeLessThan(1e-6);
      });
    }),
  );

  test(
    'masks of every type are one mask',
    scoped(() => {
      const xs = sequenceOf(probe.xs);
      const own = weights();
      const numbers = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0];
      const answers = (['float32', 'int32', 'bool'] as const).map((type) => {
        const mask = tf.tensor2d(numbers, [3, 5], type);
        return run({ xs, weights: own, mask }).hs.dataSync();
      });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
      expect(relativeError(run({ xs, weights: own }).hs.dataSync(), answers[0])).toBeGreaterThan(0.01);
    }),
  );

  test(
    'inputs of whole numbers, cast or not, count as numbers',
    scoped(() => {
      const xs = tf.tensor3d(
        Array.from({ length: 60 }, (_, i) => (i * 7) % 5),
        [3, 5, 4],
        'int32',
      );
      const own = weights();
      const cast = run({ xs: tf.cast(xs, 'float32'), weights: own }).hs.dataSync();
      const floats = tf.tensor3d(Float32Array.from(xs.dataSync()), [3, 5, 4]);
      expect(relativeError(cast, run({ xs: floats, weights: own }).hs.dataSync())).toBe(0);
    }),
  );

  test('variableGrads and an optimizer train through it, outputs live as long as the caller wants', () => {
    const xs = sequenceOf(probe.xs);
    const variables = mapEach(weights(), (w, name) => {
      const variable = tf.variable(w, true, `test/${name}`);
      w.dispose();
      return variable;
    });
    const list = Object.values(variables);
    const loss = () => tf.tidy(() => tf.mean<tf.Scalar>(tf.square(tf.sub(run({ xs, weights: variables }).hs, 0.5))));
    const { value, grads } = tf.variableGrads(loss);
    expect(Object.keys(grads).sort()).toEqual(list.map(({ name }) => name).sort());
    const optimizer = tf.train.sgd(0.5);
    for (let step = 0; step < 20; step++) optimizer.minimize(loss, false, list);
    const end = loss();
    expect(end.dataSync()[0]).toBeLessThan(0.8 * value.dataSync()[0]);

    const { hs, lastState } = run({ xs, weights: variables });
    expect(hs.shape).toEqual([3, 5, 2]);
    expect(lastState.c.shape).toEqual([3, 2]);
    tf.dispose([xs, value, grads, end, hs, lastState]);
    optimizer.dispose();
  });

  test('under a tape that asks for nothing, all that was kept goes with the tape', () => {
    const xs = sequenceOf(probe.xs);
    const own = weights();
    const y = tf.scalar(2);
    const gradient = tf.grad((x: tf.Tensor) => {
      run({ xs, weights: own }); // not on the way from y to the loss
      return tf.square(x);
    })(y);
    expect(gradient.dataSync()[0]).toBe(4);
    tf.dispose([xs, own, y, gradient]);
  });

  test('outputs and inputs may be disposed of in any order', () => {
    const xs = sequenceOf(probe.xs);
    const own = weights();
    const { value, grads } = tf.valueAndGrads((x: tf.Tensor, kernel: tf.Tensor) => {
      const { hs, lastState } = run({ xs: x, weights: { ...own, kernel } });
      const loss = tf.sum(tf.mul(hs, hs));
      tf.dispose([lastState.c, hs, lastState.h]);
      return loss;
    })([xs, own.kernel]);
    tf.dispose(xs);
    tf.dispose(own);
    expect(grads.every((gradient) => gradient.dataSync().some((d) => d !== 0))).toBe(true);
    tf.dispose([grads[1], value, grads[0]]);
  });

  test('a function that throws under a tape costs nothing in the end', () => {
    const xs = sequenceOf(probe.xs);
    const own = weights();
    const mistake = tf.grad((x: tf.Tensor) => {
      run({ xs: x, weights: own });
      throw new Error('a mistake of the user');
    });
    const lost = tf.memory().numTensors;
    expect(() => mistake(xs)).toThrow('a mistake of the user');
    const leftByTensorFlow = tf.memory().numTensors - lost; // tensors that its tape had saved
    tf.dispose(run({ xs, weights: own }));
    tf.dispose(tf.grad((x: tf.Tensor) => tf.sum(run({ xs: x, weights: own }).hs))(xs));
    tf.dispose([xs, own]);
    before[0] += leftByTensorFlow;
  });

  test(
    'a second derivative is refused, not wrong',
    scoped(() => {
      const xs = sequenceOf(probe.xs);
      const first = tf.grad((x: tf.Tensor) => tf.sum(run({ xs: x }).hs));
      const second = tf.grad((x: tf.Tensor) => tf.add(tf.sum(x), tf.sum(tf.square(first(x)))));
      const lost = tf.memory().numTensors;
      expect(() => second(xs)).toThrow(/gradient function not found/);
      before[0] += tf.memory().numTensors - lost; // tensors that the tape had saved
      first(xs); // by now nothing is held of the unfinished tape
    }),
  );

  test('tensors and bytes stay constant over many steps', () => {
    const xs = sequenceOf(probe.xs.slice(0, 2));
    const variables = mapEach(weights(), (w) => {
      const variable = tf.variable(w);
      w.dispose();
      return variable;
    });
    const optimizer = tf.train.sgd(0.01);
    const list = Object.values(variables);
    const loss = () => tf.sum<tf.Scalar>(run({ xs, weights: variables }).lastState.h);
    const step = () => optimizer.minimize(loss, false, list);
    step();
    const start = tf.memory();
    const heldAtStart = held();
    for (let i = 0; i < 300; i++) step();
    expect(tf.memory().numTensors).toBe(start.numTensors);
    expect(tf.memory().numBytes).toBe(start.numBytes);
    expect(held()).toBe(heldAtStart);
    optimizer.dispose();
    xs.dispose();
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
      const call = () => kernel({ cell }, { ...right, ...wrong(right) });
      expect(call).toThrow(ShapeError);
      expect(call).toThrow(message);
    });
  });
});
