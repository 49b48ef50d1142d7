import * as tf from '@tensorflow/tfjs';
import { Random } from '../../../src/random';
import { createOptimizer, type OptimizerConfig } from '../../../src/training/optimizers/create-optimizer';
import type { NamedVariable } from '../../../src/parameters';
import { disposeVariables, readVariables, writeVariables } from '../../../src/training/variables';
import { goWay, ways } from '../../support/ways';

const shapes: [string, number[]][] = [
  ['layer/kernel', [3, 5]],
  ['layer/bias', [5]],
];
const learningRate = 0.02;
const steps = 12;

function makeVariables(): NamedVariable[] {
  const random = Random.fromSeed(1);
  return shapes.map(([name, shape]) => {
    const values = random.fork(name).normalArray(tf.util.sizeFromShape(shape));
    return { name, variable: tf.tidy(() => tf.variable(tf.tensor(values, shape))) };
  });
}

/** Gradients of one step, of very different sizes. */
function gradientValues(step: number): Float32Array[] {
  const random = Random.fromSeed(2).fork(step);
  return shapes.map(([, shape]) => random.normalArray(tf.util.sizeFromShape(shape), 10 ** random.uniform(-4, 2)));
}

const gradientTensors = (step: number) => gradientValues(step).map((values, i) => tf.tensor(values, shapes[i][1]));

async function after(config: OptimizerConfig, gradientScale = 1): Promise<number[]> {
  const variables = makeVariables();
  const optimizer = createOptimizer(config, variables);
  for (let step = 1; step <= steps; step++) {
    tf.tidy(() => optimizer.apply(gradientTensors(step), { learningRate, step, gradientScale }));
  }
  const values = (await readVariables(variables)).flatMap((array) => [...array.values]);
  optimizer.dispose();
  disposeVariables(variables);
  return values;
}

function afterStock(optimizer: tf.Optimizer, gradientScale = 1): number[] {
  const variables = makeVariables();
  for (let step = 1; step <= steps; step++) {
    tf.tidy(() => {
      const named = gradientTensors(step).map((g, i) => [variables[i].variable.name, tf.mul(g, gradientScale)]);
      optimizer.applyGradients(Object.fromEntries(named) as tf.NamedTensorMap);
    });
  }
  const values = variables.flatMap(({ variable }) => [...variable.dataSync()]);
  optimizer.dispose();
  disposeVariables(variables);
  return values;
}

/** AdamW of the paper's algorithm 2 in float64, in its own words. */
function adamWInFloat64(weightDecay: number): number[] {
  const weights = makeVariables().map(({ variable }) => {
    const values = Float64Array.from(variable.dataSync());
    variable.dispose();
    return values;
  });
  weights.forEach((theta, i) => {
    const m = new Float64Array(theta.length);
    const v = new Float64Array(theta.length);
    for (let t = 1; t <= steps; t++) {
      const g = gradientValues(t)[i];
      for (let k = 0; k < theta.length; k++) {
        m[k] = 0.9 * m[k] + 0.1 * g[k];
        v[k] = 0.999 * v[k] + 0.001 * g[k] ** 2;
        const step = m[k] / (1 - 0.9 ** t) / (Math.sqrt(v[k] / (1 - 0.999 ** t)) + 1e-7);
        theta[k] -= learningRate * (step + (i === 0 ? weightDecay : 0) * theta[k]); // no decay for the bias
      }
    }
  });
  return weights.flatMap((theta) => [...theta]);
}

function expectClose(found: number[], wanted: number[], tolerance = 2e-6): void {
  const worst = Math.max(...found.map((value, i) => Math.abs(value - wanted[i]) / Math.max(1, Math.abs(wanted[i]))));
  expect(found).toHaveLength(wanted.length);
  expect(worst).toBeLessThan(tolerance);
}

describe.each(ways)('on %s', (way) => {
  beforeAll(() => goWay(way));

  const pairs: [OptimizerConfig, () => tf.Optimizer][] = [
    [{ kind: 'adam' }, () => tf.train.adam(learningRate)],
    [{ kind: 'adam', beta1: 0.8, beta2: 0.9, epsilon: 1e-3 }, () => tf.train.adam(learningRate, 0.8, 0.9, 1e-3)],
    [{ kind: 'sgd' }, () => tf.train.sgd(learningRate)],
    [{ kind: 'sgd', momentum: 0.9 }, () => tf.train.momentum(learningRate, 0.9)],
    [{ kind: 'sgd', momentum: 0.9, nesterov: true }, () => tf.train.momentum(learningRate, 0.9, true)],
    [{ kind: 'rmsprop' }, () => tf.train.rmsprop(learningRate, 0.9, 0, 1e-7)],
    [
      { kind: 'rmsprop', decay: 0.8, momentum: 0.5, epsilon: 1e-3 },
      () => tf.train.rmsprop(learningRate, 0.8, 0.5, 1e-3),
    ],
  ];

  it.each(pairs)('%j equals its counterpart in tf.train', async (config, stock) => {
    expectClose(await after(config), afterStock(stock()));
    expectClose(await after(config, 0.01), afterStock(stock(), 0.01));
  });

  it('AdamW equals a float64 loop, without decay of biases', async () => {
    expectClose(await after({ kind: 'adamw', weightDecay: 0.3 }), adamWInFloat64(0.3));
    expectClose(await after({ kind: 'adamw', weightDecay: 0 }), await after({ kind: 'adam' }), 1e-12);
    const all = await after({ kind: 'adamw', weightDecay: 0.3, undecayed: [] });
    expect(all.slice(15)).not.toEqual((await after({ kind: 'adamw', weightDecay: 0.3 })).slice(15));
  });

  it.each<OptimizerConfig>([
    { kind: 'adam' },
    { kind: 'adamw' },
    { kind: 'sgd' },
    { kind: 'sgd', momentum: 0.9, nesterov: true },
    { kind: 'rmsprop', momentum: 0.1 },
  ])('%j keeps its memory in slots that can be read and put back, and takes no more', async (config) => {
    const variables = makeVariables();
    const start = tf.memory().numTensors;
    const optimizer = createOptimizer(config, variables);
    const gradients = gradientTensors(1);
    optimizer.apply(gradients, { learningRate, step: 1, gradientScale: 0.5 });
    const slots = await readVariables(optimizer.slots());
    const weights = await readVariables(variables);
    const { numTensors, numBytes } = tf.memory();
    const next = () => optimizer.apply(gradients, { learningRate, step: 2, gradientScale: 0.5 });
    next();
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    const wanted = await readVariables(variables);
    writeVariables('slots', optimizer.slots(), slots);
    writeVariables('weights', variables, weights);
    next();
    expect(await readVariables(variables)).toEqual(wanted);
    expect(slots.every(({ values }) => values.some((value) => value !== 0))).toBe(true);
    tf.dispose(gradients);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(start);
    disposeVariables(variables);
  });

  it.each<OptimizerConfig>([
    { kind: 'adam' },
    { kind: 'adamw', weightDecay: 0.3, undecayed: [] },
    { kind: 'sgd' },
    { kind: 'sgd', momentum: 0.9 },
    { kind: 'rmsprop', momentum: 0.1 },
  ])('%j: a factor of 0 leaves a variable and its slots alone, others are of the learning rate', async (config) => {
    const variables = makeVariables();
    const alone = makeVariables();
    const [optimizer, other] = [createOptimizer(config, variables), createOptimizer(config, [alone[1]])];
    const before = (await readVariables(variables))[0];
    for (let step = 1; step <= 3; step++) {
      tf.tidy(() => {
        const [, gradient] = gradientTensors(step);
        const rates = [
          { factor: 0, step },
          { factor: 0.25, step },
        ];
        optimizer.apply([undefined, gradient], { learningRate, step: step + 100, gradientScale: 1, rates });
        other.apply([gradient], { learningRate: learningRate / 4, step, gradientScale: 1 });
      });
    }
    const [first, second] = await readVariables(variables);
    expect(first).toEqual(before);
    expect([...second.values]).toEqual([...(await readVariables(alone))[1].values]);
    const slots = await readVariables(optimizer.slots());
    for (const { name, values } of slots)
      expect(values.some((value) => value !== 0)).toBe(name.startsWith('layer/bias'));
    const update = { learningRate, step: 1, gradientScale: 1 };
    expect(() => optimizer.apply([undefined, undefined], update)).toThrow('variable 0 has no gradient');
    optimizer.dispose();
    other.dispose();
    disposeVariables([...variables, ...alone]);
  });
});
