import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import { disposeVariables, readVariables, writeVariables } from '../../src/training/variables';

const make = () =>
  ['a', 'b'].map((name, i) => ({ name, variable: tf.tidy(() => tf.variable(tf.fill([2, i + 1], i + 1))) }));

beforeAll(() => tf.setBackend('cpu'));

test('values are copied on the way out and on the way in', async () => {
  const variables = make();
  const arrays = await readVariables(variables);
  expect(arrays.map(({ name, shape, values }) => [name, shape, [...values]])).toEqual([
    ['a', [2, 1], [1, 1]],
    ['b', [2, 2], [2, 2, 2, 2]],
  ]);
  arrays[0].values.fill(7);
  expect([...variables[0].variable.dataSync()]).toEqual([1, 1]);
  writeVariables('here', variables, arrays);
  arrays[0].values.fill(8);
  expect([...variables[0].variable.dataSync()]).toEqual([7, 7]);
  disposeVariables(variables);
  expect(tf.memory().numTensors).toBe(0);
});

test('arrays that do not agree are refused, and nothing is written', async () => {
  const variables = make();
  const [a, b] = await readVariables(variables);
  a.values.fill(9);
  const refuse = (arrays: (typeof a)[], text: string) => {
    expect(() => writeVariables('here', variables, arrays)).toThrow(ShapeError);
    expect(() => writeVariables('here', variables, arrays)).toThrow(text);
  };
  refuse([a], 'here: array 1 is missing. Expected b [2,2].');
  refuse([a, b, b], 'here: array 2 is b [2,2]. Expected only 2 arrays.');
  refuse([a, { ...b, shape: [4] }], 'here: array 1 is b [4]. Expected b [2,2].');
  refuse([b, a], 'here: array 0 is b [2,2]. Expected a [2,1].');
  expect([...variables[0].variable.dataSync()]).toEqual([1, 1]);
  disposeVariables(variables);
});
