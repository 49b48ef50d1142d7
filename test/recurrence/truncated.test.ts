import { matrix, type Matrix } from '../../src/cells/float64';
import { ConfigError } from '../../src/errors';
import { Random } from '../../src/random';
import { lengthsToMask } from '../../src/recurrence/masking';
import { initialWeights, sgd } from '../../src/recurrence/sgd';
import { mapEach } from '../../src/recurrence/time-loop';
import { type StreamStep, truncated } from '../../src/recurrence/truncated';
import { core } from '../support/core';
import { expectClose } from '../support/numbers';
import type { NetworkOptions } from '../../src/recurrence/network';

const [B, T, I, H, K] = [3, 7, 4, 2, 3];
const random = Random.fromSeed(11);
const options: NetworkOptions = {
  layers: [{ cell: core.lstm({ hiddenSize: H }) }, { cell: core.gru({ hiddenSize: H }) }],
  outputSize: K,
  activation: 'identity',
  lossAt: 'every-step',
  reduction: 'sum',
};
const net = core.network(options);
const weights = initialWeights(net.parameters(I), random);
const draw = (name: string, columns: number) => matrix(B, columns, random.fork(name).normalArray(B * columns));
const xs = Array.from({ length: T }, (_, t) => draw(`x${t}`, I));
const targets = Array.from({ length: T }, (_, t) => draw(`target${t}`, K));
const mask = lengthsToMask([7, 2, 5], T);
const stream: StreamStep[] = xs.map((x, t) => ({ x, target: targets[t], mask: mask[t] }));

const expectSame = (actual: Record<string, Matrix>, expected: Record<string, Matrix>) =>
  mapEach(expected, ({ values }, name) => expectClose(actual[name].values, values, 1e-12));

test.each([T, T + 3])('with windows of %i ≥ T it is full BPTT', (window) => {
  const full = net.forward({ xs, weights, mask }, targets);
  const windows = [...truncated(net, stream, { weights, window })];
  expect(windows.map(({ start, steps }) => [start, steps])).toEqual([[0, T]]);
  expect(windows[0].loss).toBeCloseTo(full.loss, 12);
  expectSame(windows[0].gradients.dWeights, net.backward(full).dWeights);
  expectSame(windows[0].lastState, full.lastState);
});

test('a window has the gradient of full BPTT on it from its start state, ragged streams included', () => {
  const windows = [...truncated(net, stream, { weights, window: 3 })];
  expect(windows.map(({ start, steps }) => [start, steps])).toEqual([
    [0, 3],
    [3, 3],
    [6, 1],
  ]);
  windows.forEach(({ start, steps, gradients }, i) => {
    const part = <T>(list: T[]) => list.slice(start, start + steps);
    const initialState = i === 0 ? undefined : windows[i - 1].lastState;
    const alone = net.forward({ xs: part(xs), weights, mask: part(mask), initialState }, part(targets));
    expectSame(gradients.dWeights, net.backward(alone).dWeights);
  });
  // The state that is carried is that of the whole; the losses add up to that of the whole.
  const full = net.forward({ xs, weights, mask }, targets);
  expectSame(windows[2].lastState, full.lastState);
  expect(windows.reduce((sum, { loss }) => sum + loss, 0)).toBeCloseTo(full.loss, 12);
});

test('parallel streams do not touch each other: one stream alone has the same outputs', () => {
  const only = (m: Matrix) => matrix(1, m.columns, m.values.subarray(m.columns, 2 * m.columns));
  const alone = stream.slice(0, 2).map(({ x, target }) => ({ x: only(x), target: only(target) }));
  const together = [...truncated(net, stream.slice(0, 2), { weights, window: 1 })];
  [...truncated(net, alone, { weights, window: 1 })].forEach(({ ys }, i) => {
    expectClose(ys[0].values, only(together[i].ys[0]).values, 1e-12);
  });
});

test('trains on a stream without end, reading no further than each window', () => {
  let read = 0;
  function* endless(): Generator<StreamStep> {
    for (;;) {
      const next = stream[read++ % 2];
      yield { x: next.x, target: next.target };
    }
  }
  const own = mapEach(weights, (m) => matrix(m.rows, m.columns, m.values));
  let windows = 0;
  for (const window of truncated(net, endless(), { weights: own, window: 5 })) {
    expect(read).toBe(5 * ++windows);
    expect(window.start).toBe(5 * (windows - 1));
    expect(Number.isFinite(window.loss)).toBe(true);
    sgd(own, window.gradients.dWeights, 0.01);
    if (windows === 200) break;
  }
  expect(read).toBe(1000);
});

test.each([
  ['a window of no steps', net, 0, /window is 0.*a whole number above 0/],
  ['half a step', net, 1.5, /window is 1\.5/],
  [
    'both directions',
    core.network({ ...options, layers: [{ ...options.layers[0], merge: 'sum' }] }),
    3,
    /both directions.*full BPTT/,
  ],
  ['a loss at the end of what has none', core.network({ ...options, lossAt: 'last-step' }), 3, /last-step/],
])('refuses %s', (_, network, window, message) => {
  const start = () => truncated(network, stream, { weights, window }).next();
  expect(start).toThrow(ConfigError);
  expect(start).toThrow(message);
});
