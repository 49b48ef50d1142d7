import { type Cell, withProjection } from '../../src/cells/cell';
import { withRecurrentDropout } from '../../src/cells/dropout';
import { float64, fromRows, type Matrix, matrix, toRows, transpose } from '../../src/cells/float64';
import { fromKeras, toKeras } from '../../src/cells/keras-weights';
import { fromPyTorch, toPyTorch } from '../../src/cells/pytorch-weights';
import { ConfigError, ShapeError } from '../../src/errors';
import { Random } from '../../src/random';
import { initialWeights } from '../../src/recurrence/sgd';
import { CELLS, cellNamed, core } from '../support/core';

const H = 2;
const cells = CELLS.map((name) => [name, cellNamed(core, name, H)] as const);
const drawn = (cell: Cell) => initialWeights(cell.parameters(4), Random.fromSeed(1).fork(cell.name));
const plain = (weights: Record<string, Matrix>) =>
  Object.fromEntries(Object.entries(weights).map(([name, m]) => [name, toRows(m)]));

describe('float64', () => {
  const a = fromRows([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const b = fromRows([
    [1, 0],
    [2, 1],
    [0, 3],
  ]);

  test('products', () => {
    expect(toRows(float64.matMul(a, b))).toEqual([
      [5, 11],
      [14, 23],
    ]);
    expect(toRows(float64.matMulTransposed(a, transpose(b)))).toEqual([
      [5, 11],
      [14, 23],
    ]);
    const left = fromRows([
      [1, 0],
      [0, 2],
    ]);
    expect(
      toRows(
        float64.sumOfProducts([
          { left, right: a },
          { left, right: a },
        ]),
      ),
    ).toEqual([
      [2, 4, 6],
      [16, 20, 24],
    ]);
    expect(toRows(float64.sumOfProducts([{ right: a }, { right: a }]))).toEqual([[10, 14, 18]]);
  });

  test('a row counts for every example', () => {
    expect(toRows(float64.add(a, fromRows([[10, 20, 30]])))).toEqual([
      [11, 22, 33],
      [14, 25, 36],
    ]);
  });

  test('blocks, masks', () => {
    expect(float64.split(a, 3).map(toRows)).toEqual([
      [[1], [4]],
      [[2], [5]],
      [[3], [6]],
    ]);
    expect(toRows(float64.join(float64.split(a, 3)))).toEqual(toRows(a));
    const mask = fromRows([[1], [0]]);
    expect(toRows(float64.select(mask, a, float64.scale(a, -1)))).toEqual([
      [1, 2, 3],
      [-4, -5, -6],
    ]);
  });

  test('relu keeps NaN', () => expect(toRows(float64.relu(fromRows([[NaN, -1, 2]])))).toEqual([[NaN, 0, 2]]));

  test.each([
    ['sizes of a product', () => float64.matMul(a, a), /\[2,3\] and \[2,3\]/],
    ['sizes of a sum', () => float64.add(a, b), /\[2,3\] and \[3,2\]/],
    ['a wrong number of values', () => matrix(2, 2, [1, 2, 3]), /3 values.*2 × 2/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
  });
});

describe.each(cells)('%s', (name, cell) => {
  test('parameters begin with kernel and end with bias, an LSTM forgets nothing at first', () => {
    const specs = cell.parameters(4);
    expect(specs[0]).toMatchObject({ name: 'kernel', shape: [4, cell.gates * H] });
    expect(specs.at(-1)).toMatchObject({ name: 'bias', shape: [cell.gates * H] });
    const bias = toRows(drawn(cell).bias)[0];
    expect(bias).toEqual(name === 'lstm' ? [0, 0, 1, 1, 0, 0, 0, 0] : bias.map(() => 0));
  });

  test('one to one: a step without recurrent term does not see the state', () => {
    const weights = { ...drawn(cell), recurrentKernel: float64.zeros(H, cell.gates * H) };
    const xW = matrix(1, cell.gates * H, Random.fromSeed(2).normalArray(cell.gates * H));
    const stateOf = (value: number) =>
      Object.fromEntries(cell.stateNames.map((part) => [part, matrix(1, H, part === 'h' ? [value, -value] : [0, 0])]));
    if (name.startsWith('gru')) return; // z ⊙ h remains: a GRU passes its state on without any weight
    expect(cell.step(float64, xW, stateOf(3), weights).state.h).toEqual(
      cell.step(float64, xW, stateOf(0), weights).state.h,
    );
  });

  test('weights go to Keras and PyTorch and come back', () => {
    const weights = drawn(cell);
    weights.bias = matrix(1, cell.gates * H, Random.fromSeed(3).normalArray(cell.gates * H));
    expect(plain(fromKeras(cell, toKeras(cell, weights)))).toEqual(plain(weights));
    if (name === 'gru-reset-before') {
      expect(() => toPyTorch(cell, weights)).toThrow(ConfigError);
      expect(() => toPyTorch(cell, weights)).toThrow(/gru-reset-before.*resetAfter: true/);
    } else {
      expect(plain(fromPyTorch(cell, toPyTorch(cell, weights)))).toEqual(plain(weights));
      const { weight_ih, weight_hh } = toPyTorch(cell, weights);
      expect(toRows(fromPyTorch(cell, { weight_ih, weight_hh }).bias)[0].every((x) => x === 0)).toBe(true);
    }
  });
});

test('recurrent dropout leaves what h carries on: a GRU that only copies, copies all of h', () => {
  const cell = core.gru({ hiddenSize: H });
  const zero = float64.zeros(H, 3 * H);
  const h = fromRows([[0.5, -0.25]]);
  const xW = fromRows([[100, 100, 0, 0, 0.3, 0.3]]); // z = 1
  const algebra = withRecurrentDropout(float64, fromRows([[0, 0]]));
  const { state } = cell.step(algebra, xW, { h }, { recurrentKernel: zero, recurrentBias: float64.zeros(1, 3 * H) });
  expect(toRows(state.h)).toEqual([[0.5, -0.25]]);
});

test('withProjection puts kernel first and bias last', () => {
  expect(withProjection(3, 4, []).map(({ name, shape }) => [name, shape])).toEqual([
    ['kernel', [3, 4]],
    ['bias', [4]],
  ]);
});
