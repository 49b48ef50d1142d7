import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels } from '../../../../src/backends/training-kernels';
import { WeightAverage } from '../../../../src/training/averaging';
import { Adam } from '../../../../src/training/optimizers/adam';
import type { NamedVariable } from '../../../../src/parameters';
import { goWay } from '../../../support/ways';

const update = { learningRate: 0.1, step: 1, gradientScale: 1 };
let variables: NamedVariable[];
let adam: Adam;

const values = (x: tf.Tensor) => [...x.dataSync()];
const step = (gradients: tf.Tensor[]) => tf.tidy(() => adam.apply(gradients, update));
const ones = () => variables.map(({ variable }) => tf.ones(variable.shape));

beforeAll(async () => {
  registerTrainingKernels();
  await goWay('wasm with our kernels');
});
beforeEach(() => {
  tf.engine().startScope();
  variables = [1, 2].map((seed) => ({ name: `w${seed}`, variable: tf.tidy(() => tf.variable(tf.fill([3, 5], seed))) }));
  adam = new Adam({ kind: 'adam' }, variables);
});
afterEach(() => {
  adam.dispose();
  variables.forEach(({ variable }) => variable.dispose());
  tf.engine().endScope();
});

test('a step writes where the numbers are, and makes no tensor', () => {
  const { dataId } = variables[0].variable;
  const gradients = ones();
  step(gradients);
  const before = tf.memory();
  step(gradients);
  expect(variables[0].variable.dataId).toBe(dataId);
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  expect(values(variables[0].variable)[7]).toBeLessThan(1);
});

test('a clone from before keeps its numbers, and so does the average that begins as one', () => {
  const clone = tf.clone(variables[0].variable);
  const reshaped = tf.reshape(variables[1].variable, [15]);
  const average = new WeightAverage(0.9, variables);
  step(ones());
  expect(values(clone)).toEqual(new Array(15).fill(1));
  expect(values(reshaped)).toEqual(new Array(15).fill(2));
  expect(values(average.averages[0].variable)).toEqual(new Array(15).fill(1));
  average.update(1);
  expect(values(clone)).toEqual(new Array(15).fill(1));
  expect(values(average.averages[0].variable)[0]).toBeLessThan(1);
  average.dispose();
});

test('two variables that share their numbers part', () => {
  const shared = tf.variable(tf.clone(variables[0].variable));
  const both = [variables[0], { name: 'shared', variable: shared }];
  const optimizer = new Adam({ kind: 'adam' }, both);
  optimizer.apply([tf.ones([3, 5]), tf.neg(tf.ones([3, 5]))], update);
  expect(values(both[0].variable)[0]).toBeCloseTo(0.9, 5);
  expect(values(both[1].variable)[0]).toBeCloseTo(1.1, 5);
  optimizer.dispose();
  shared.dispose();
});

test('a product sees the new numbers: it had packed the old ones', () => {
  const x = tf.ones([2, 3]);
  const product = () => values(tf.matMul(x, variables[0].variable))[0];
  expect(product()).toBe(3);
  step(ones());
  expect(product()).toBeCloseTo(2.7, 4);
  const average = new WeightAverage(0.5, variables);
  const averaged = () => average.during(() => product());
  return averaged().then(async (before) => {
    step(ones());
    average.update(100);
    expect(await averaged()).not.toBeCloseTo(before, 3);
    average.dispose();
  });
});

test('a variable of another backend comes over', async () => {
  await tf.setBackend('cpu');
  const elsewhere = tf.variable(tf.ones([4]));
  await tf.setBackend('wasm');
  const optimizer = new Adam({ kind: 'adam' }, [{ name: 'elsewhere', variable: elsewhere }]);
  optimizer.apply([tf.ones([4])], update);
  expect(values(elsewhere)[3]).toBeCloseTo(0.9, 5);
  optimizer.dispose();
  elsewhere.dispose();
});
