import { ConfigError } from '../../src/errors';
import { checkCellGradients, checkGradients } from '../../src/recurrence/gradient-check';
import { core } from '../support/core';

/** L = Σ a³ + a·b on vectors of two. */
function subject() {
  const a = Float64Array.of(1, -2);
  const b = Float64Array.of(0.5, 3);
  return {
    subject: 'a cube',
    parameters: { a, b },
    loss: () => a.reduce((sum, x, i) => sum + x ** 3 + x * b[i], 0),
    gradients: { a: a.map((x, i) => 3 * x * x + b[i]), b: a.slice() },
  };
}

test('right gradients pass, with a row for every parameter; the parameters stay as they were', () => {
  const cube = subject();
  const { rows, passed } = checkGradients({ ...cube, autodiff: cube.gradients });
  expect(passed).toBe(true);
  expect(rows.map(({ parameter, entries, isZero }) => [parameter, entries, isZero])).toEqual([
    ['a', 2, false],
    ['b', 2, false],
  ]);
  expect(rows[0].norm).toBeCloseTo(Math.hypot(3.5, 15), 12);
  expect(rows[0].finiteDifferences.relative).toBeLessThan(1e-9);
  expect(rows[0].autodiff).toEqual({ absolute: 0, relative: 0 });
  expect([...cube.parameters.a]).toEqual([1, -2]);
});

test.each([
  ['one entry is wrong', { a: Float64Array.of(3.5, 15.001) }, 'a'],
  ['one is forgotten', { b: Float64Array.of(0, 0) }, 'b'],
  ['one is NaN', { b: Float64Array.of(NaN, -2) }, 'b'],
])('%s: its row fails', (_, wrong, parameter) => {
  const cube = subject();
  const { rows, passed } = checkGradients({ ...cube, gradients: { ...cube.gradients, ...wrong } });
  expect(passed).toBe(false);
  expect(rows.filter((row) => !row.passed).map((row) => row.parameter)).toEqual([parameter]);
});

test('a gradient that is zero everywhere fails even where the loss does not depend on the parameter', () => {
  const c = Float64Array.of(1);
  const { rows } = checkGradients({ subject: 'constant', parameters: { c }, loss: () => 1, gradients: { c: [0] } });
  expect(rows[0]).toMatchObject({ isZero: true, passed: false });
});

test('a parameter without gradient, or with one of another size, is refused', () => {
  const cube = subject();
  expect(() => checkGradients({ ...cube, gradients: { a: [1, 2] } })).toThrow(ConfigError);
  expect(() => checkGradients({ ...cube, gradients: { ...cube.gradients, b: [1] } })).toThrow(
    /gradients\.b has 1 entries.*2/,
  );
});

test('a cell whose way back forgets the hidden state is found', () => {
  const lstm = core.lstm({ hiddenSize: 2 });
  const forgetful: typeof lstm = {
    ...lstm,
    stepBackward(algebra, dState, saved, weights) {
      const back = lstm.stepBackward(algebra, dState, saved, weights);
      return { ...back, dState: { ...back.dState, h: algebra.scale(back.dState.h, 0) } };
    },
  };
  expect(checkCellGradients(lstm).passed).toBe(true);
  const { rows, passed } = checkCellGradients(forgetful);
  expect(passed).toBe(false);
  expect(rows.find(({ parameter }) => parameter === 'initialState.h')).toMatchObject({ isZero: true });
});
