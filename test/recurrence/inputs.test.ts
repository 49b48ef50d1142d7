/** What the float64 recurrence refuses, and what it lets through on purpose. */
import { float64, fromRows, type Matrix, matrix, toRows } from '../../src/cells/float64';
import { ConfigError, DataError, ShapeError } from '../../src/errors';
import { checkLengths, lengthsToMask } from '../../src/recurrence/masking';
import { oneHot } from '../../src/recurrence/output-layer';
import { sgd } from '../../src/recurrence/sgd';
import { stack } from '../../src/recurrence/stack';
import { fromStateDict, toStateDict } from '../../src/recurrence/state-dict/state-dict';
import { mapEach } from '../../src/recurrence/time-loop';
import { core } from '../support/core';
import { PROBES } from '../support/probes';

const cell = core.lstm({ hiddenSize: 2 });
const inputs = PROBES[0].make(cell);
const zeros = (rows: number, columns: number) => float64.zeros(rows, columns);

test.each<[string, object, RegExp]>([
  ['no steps', { xs: [] }, /xs has no step/],
  ['a tensor-like list where matrices belong', { xs: [[1, 2]] }, /xs\[0\] is \[1,2\].*a matrix \[B,I\]/],
  [
    'steps of different width',
    { xs: [...inputs.xs.slice(0, 4), zeros(3, 5)] },
    /xs\[4\] has shape \[3,5\].*\[B,I\] with B=3, I=4/,
  ],
  [
    'a transposed kernel',
    { weights: { ...inputs.weights, kernel: zeros(8, 4) } },
    /weights\.kernel has shape \[8,4\].*\[4,8\]/,
  ],
  ['a missing weight', { weights: { kernel: inputs.weights.kernel } }, /weights\.recurrentKernel is undefined/],
  [
    'a state of another batch',
    { initialState: { h: zeros(2, 2), c: zeros(2, 2) } },
    /initialState\.h has shape \[2,2\].*B=3, H=2/,
  ],
  ['half a state', { initialState: { h: zeros(3, 2) } }, /initialState\.c is undefined/],
  ['a mask of other length', { mask: lengthsToMask([1, 2, 3], 4) }, /mask has 4 steps.*T=5/],
  ['a mask of another batch', { mask: lengthsToMask([1, 2], 5) }, /mask\[0\] has shape \[2,1\].*B=3/],
  ['a dropout mask of another batch', { recurrentDropout: zeros(2, 2) }, /recurrentDropout has shape \[2,2\]/],
])('forward refuses %s, before any work', (_, wrong, message) => {
  const forward = () => core.unroll({ cell }).forward({ ...inputs, ...wrong });
  expect(forward).toThrow(ShapeError);
  expect(forward).toThrow(message);
});

test.each<[string, ArrayLike<number>, RegExp]>([
  ['0', [0, 2, 5], /lengths\[0\] is 0.*from 1 to T=5/],
  ['above T', [1, 6, 5], /lengths\[1\] is 6.*from 1 to T=5/],
  ['not whole', [1, 2, 2.5], /lengths\[2\] is 2\.5/],
  ['NaN', [NaN, 2, 2], /lengths\[0\] is NaN/],
  ['too few', [1, 2], /lengths has 2 entries.*B=3/],
])('lengths are refused: %s', (_, lengths, message) => {
  expect(() => checkLengths('here', lengths, 3, 5)).toThrow(ShapeError);
  expect(() => checkLengths('here', lengths, 3, 5)).toThrow(message);
  if (lengths.length === 3) expect(() => lengthsToMask(lengths, 5)).toThrow(message);
});

test('lengths that fit are accepted and become a mask', () => {
  expect(() => checkLengths('here', Int32Array.of(1, 5, 3), 3, 5)).not.toThrow();
  expect(lengthsToMask([1, 3], 3).map(toRows)).toEqual([
    [[1], [1]],
    [[0], [1]],
    [[0], [1]],
  ]);
});

test('NaN in x is named with its step when asked for, and passes through otherwise', () => {
  const xs = inputs.xs.map((x, t) => (t === 3 ? { ...x, values: x.values.with(5, NaN) } : x));
  const careful = () => core.unroll({ cell, checkFinite: true }).forward({ ...inputs, xs });
  expect(careful).toThrow(ShapeError);
  expect(careful).toThrow(/x is NaN at step 3, example 1, position 1/);
  const { hs } = core.unroll({ cell }).forward({ ...inputs, xs });
  expect(hs[2].values.every(Number.isFinite)).toBe(true);
  expect(toRows(hs[4])[1]).toEqual([NaN, NaN]);
  expect(toRows(hs[4])[0].every(Number.isFinite)).toBe(true);
});

test('a ReLU that overflows becomes Infinity; asked to check, it is refused with the step', () => {
  const relu = core.simpleRnn({ hiddenSize: 1, activation: 'relu' });
  const given = {
    xs: Array.from({ length: 5 }, () => fromRows([[1]])),
    weights: { kernel: fromRows([[1e120]]), recurrentKernel: fromRows([[1e120]]), bias: fromRows([[0]]) },
  };
  expect(
    core
      .unroll({ cell: relu })
      .forward(given)
      .hs.map((h) => h.values[0]),
  ).toEqual([1e120, 1e240, Infinity, Infinity, Infinity]);
  expect(() => core.unroll({ cell: relu, checkFinite: true }).forward(given)).toThrow(/h is Infinity at step 2/);
});

test('backward without forward is refused; twice it gives the same gradients', () => {
  const recurrence = core.unroll({ cell });
  expect(() => recurrence.backward({}, undefined as never)).toThrow(ConfigError);
  const { saved } = recurrence.forward(inputs);
  const values = (record: Record<string, Matrix>) => mapEach(record, (m) => [...m.values]);
  const once = recurrence.backward(inputs, saved);
  const again = recurrence.backward(inputs, saved);
  expect(values(again.dWeights)).toEqual(values(once.dWeights));
});

test('gradients of the wrong number of steps or of another batch are refused', () => {
  const recurrence = core.unroll({ cell });
  const { saved } = recurrence.forward(inputs);
  expect(() => recurrence.backward({ dhs: inputs.dhs.slice(1) }, saved)).toThrow(/dhs has 4 steps.*T=5/);
  expect(() => recurrence.backward({ dhs: inputs.dhs.map(() => zeros(2, 2)) }, saved)).toThrow(
    /dhs\[0\] has shape \[2,2\]/,
  );
  expect(() => recurrence.backward({ dLastState: { h: zeros(2, 2) } }, saved)).toThrow(
    /dLastState\.h has shape \[2,2\]/,
  );
});

test('no gradient from outside: all gradients are zero, none is missing', () => {
  const recurrence = core.unroll({ cell });
  const { dWeights, dxs, dInitialState } = recurrence.backward({}, recurrence.forward(inputs).saved);
  expect(Object.keys(dWeights)).toEqual(['kernel', 'recurrentKernel', 'bias']);
  for (const { values } of [...Object.values(dWeights), ...Object.values(dInitialState), ...dxs]) {
    expect(values.every((x) => x === 0)).toBe(true);
  }
});

test('stack, network, oneHot and sgd refuse what does not fit', () => {
  expect(() => stack([])).toThrow(ConfigError);
  const net = core.network({ layers: [{ cell }], outputSize: 3, activation: 'softmax', lossAt: 'every-step' });
  const weights = Object.fromEntries(
    net
      .parameters(4)
      .map(({ name, shape }) => [name, shape.length === 1 ? zeros(1, shape[0]) : zeros(shape[0], shape[1])]),
  );
  expect(() => net.forward({ xs: inputs.xs, weights }, [])).toThrow(/there are 0 targets.*5/);
  expect(() => net.forward({ xs: inputs.xs, weights }, inputs.xs)).toThrow(/targets\[0\] has shape \[3,4\].*\[3,3\]/);
  expect(() => oneHot([0, 3], 3)).toThrow(/class 3 at 1.*0 … 2/);
  expect(() => sgd(weights, {}, 0.1)).toThrow(/0\.forward\.kernel has no gradients/);
});

describe('state dict', () => {
  const layers = [
    { cell: core.gru({ hiddenSize: 2 }), merge: 'concat' as const },
    { cell: core.gru({ hiddenSize: 2 }) },
  ];
  const net = core.network({ layers, outputSize: 3, activation: 'softmax', lossAt: 'last-step' });
  const weights = Object.fromEntries(
    net.parameters(5).map(({ name, shape }, i) => {
      const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
      return [
        name,
        matrix(
          rows,
          columns,
          Array.from({ length: rows * columns }, (_, j) => i + j / 100),
        ),
      ];
    }),
  );
  const names = { recurrent: 'rnn', linear: 'fc' };

  test('goes out under PyTorch’s names and shapes and comes back', () => {
    const dict = toStateDict(layers, weights, names);
    expect(mapEach(dict, ({ shape }) => shape)).toEqual({
      'rnn.weight_ih_l0': [6, 5],
      'rnn.weight_hh_l0': [6, 2],
      'rnn.bias_ih_l0': [6],
      'rnn.bias_hh_l0': [6],
      'rnn.weight_ih_l0_reverse': [6, 5],
      'rnn.weight_hh_l0_reverse': [6, 2],
      'rnn.bias_ih_l0_reverse': [6],
      'rnn.bias_hh_l0_reverse': [6],
      'rnn.weight_ih_l1': [6, 4],
      'rnn.weight_hh_l1': [6, 2],
      'rnn.bias_ih_l1': [6],
      'rnn.bias_hh_l1': [6],
      'fc.weight': [3, 2],
      'fc.bias': [3],
    });
    expect(fromStateDict(layers, dict, names)).toEqual(weights);
  });

  test('says what is missing or does not fit', () => {
    const dict = toStateDict(layers, weights, names);
    expect(() => fromStateDict(layers, dict, { linear: 'fc' })).toThrow(DataError);
    expect(() => fromStateDict(layers, dict, { linear: 'fc' })).toThrow(
      /missing: weight_ih_l0, weight_hh_l0, .*weight_hh_l1; unexpected: rnn\.weight_ih_l0/,
    );
    const wrong = { ...dict, 'rnn.weight_hh_l0': { shape: [9, 3], values: new Float64Array(27) } };
    expect(() => fromStateDict(layers, wrong, names)).toThrow(/rnn\.weight_hh_l0 has shape \[9,3\].*\[6,2\]/);
    const input = { ...dict, 'rnn.weight_ih_l0_reverse': { shape: [6, 4], values: new Float64Array(24) } };
    expect(() => fromStateDict(layers, input, names)).toThrow(
      /weight_ih_l0_reverse has shape \[6,4\].*\[6,I\] with I=5/,
    );
    const few = { ...dict, 'fc.bias': { shape: [3], values: [1, 2] } };
    expect(() => fromStateDict(layers, few, names)).toThrow(/fc\.bias has 2 values.*3 for \[3\]/);
  });

  test('everything of the named modules is taken, other modules are not looked at', () => {
    const dict = toStateDict(layers, weights, names);
    const entry = { shape: [1], values: [0] };
    expect(fromStateDict(layers, { ...dict, 'rnn2.weight_ih_l0': entry, 'bn.running_mean': entry }, names)).toEqual(
      weights,
    );
    const [one] = layers;
    expect(() => fromStateDict([one], dict, names)).toThrow(
      /unexpected: rnn\.weight_ih_l1, rnn\.weight_hh_l1, rnn\.bias_ih_l1/,
    );
    expect(() => fromStateDict([{ cell: one.cell }, layers[1]], dict, names)).toThrow(
      /weight_ih_l1 has shape \[6,4\].*\[6,2\]/,
    );
    expect(() => fromStateDict(layers, { ...dict, 'rnn.weight_hr_l0': entry }, names)).toThrow(
      /unexpected: rnn\.weight_hr_l0/,
    );
  });

  test('a module without any bias has none; with some it has all', () => {
    const dict = toStateDict(layers, weights, names);
    const without = (pattern: RegExp) =>
      Object.fromEntries(Object.entries(dict).filter(([name]) => !pattern.test(name)));
    const zero = fromStateDict(layers, without(/bias/), names);
    expect(Object.keys(zero).sort()).toEqual(Object.keys(weights).sort());
    for (const [name, { values }] of Object.entries(zero)) {
      if (/bias/i.test(name)) expect(values.every((x) => x === 0)).toBe(true);
      else expect(values).toEqual(weights[name].values);
    }
    expect(() => fromStateDict(layers, without(/rnn\.bias_hh_l0$/), names)).toThrow(/missing: rnn\.bias_hh_l0\./);
  });
});
