/** Padding in the float64 core: whatever it holds, targets too, reaches no output, no loss and no gradient. */
import { gru } from '../../src/cells/gru';
import { type Matrix, matrix } from '../../src/cells/float64';
import { Random } from '../../src/random';
import { lengthsToMask } from '../../src/recurrence/masking';
import { network } from '../../src/recurrence/network';
import { initialWeights } from '../../src/recurrence/sgd';
import { unroll } from '../../src/recurrence/unroll';

const [B, T, I, H] = [2, 4, 3, 2];
const random = Random.fromSeed(3);
const mask = [
  [1, 1],
  [1, 0],
  [0, 1],
  [0, 0],
].map((column) => matrix(B, 1, column));
const worst = [NaN, Infinity, -Infinity];

/** T × [B,columns] with `fill` where the mask is 0. */
const steps = (name: string, columns: number, fill: readonly number[]): Matrix[] =>
  mask.map(({ values: m }, t) =>
    matrix(
      B,
      columns,
      Array.from(
        random
          .fork(name)
          .fork(t)
          .normalArray(B * columns),
        (x, i) => (m[Math.floor(i / columns)] ? x : fill[i % fill.length]),
      ),
    ),
  );

const cell = gru({ hiddenSize: H });

test.each([false, true])('the unrolled recurrence, reverse %s', (reverse) => {
  const weights = initialWeights(cell.parameters(I), Random.fromSeed(1));
  const run = (fill: readonly number[]) => {
    const recurrence = unroll({ cell, reverse });
    const { hs, lastState, saved } = recurrence.forward({ xs: steps('x', I, fill), weights, mask });
    const { dxs, dWeights, dInitialState } = recurrence.backward(
      { dhs: steps('dh', H, [1]), dLastState: lastState },
      saved,
    );
    return { hs, lastState, dxs, dWeights, dInitialState };
  };
  const expected = run([0]);
  expect(Object.values(expected.dWeights).every(({ values }) => values.every(Number.isFinite))).toBe(true);
  expect(run(worst)).toEqual(expected);
});

test('a network: inputs and targets of padding', () => {
  const net = network({
    layers: [{ cell, merge: 'concat' }, { cell }],
    outputSize: 2,
    activation: 'identity',
    lossAt: 'every-step',
  });
  const weights = initialWeights(net.parameters(I), Random.fromSeed(2));
  const run = (fill: readonly number[]) => {
    const forward = net.forward({ xs: steps('x', I, fill), weights, mask }, steps('y', 2, fill));
    return { loss: forward.loss, ...net.backward(forward) };
  };
  const expected = run([0]);
  expect(Number.isFinite(expected.loss)).toBe(true);
  expect(run(worst)).toEqual(expected);
});

test('a mask from lengths', () => {
  expect(lengthsToMask([3, 1], T).map(({ values }) => [...values])).toEqual([[1, 1], [1, 0], [1, 0], [0, 0]]); // prettier-ignore
});
