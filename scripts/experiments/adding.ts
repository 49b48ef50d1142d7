/**
 * The adding problem (Hochreiter & Schmidhuber 1997, section 5.4): T pairs (value, marker), values in [0, 1), exactly two
 * markers 1, one in each half; asked for after the last step is the sum of the two marked values. Saying 1 always gives a
 * mean squared error of 1/6 = 0.167. To do better a network has to carry a number over up to T steps.
 */
import * as tf from '@tensorflow/tfjs';
import { GRU, LSTM, Random, SimpleRNN } from '../../src/node';
import { createOptimizer } from '../../src/training/optimizers/create-optimizer';
import { trainStep } from '../../src/training/step';
import type { Trainable } from '../../src/training/trainable';

export const layersByName = { 'simple-rnn': SimpleRNN, lstm: LSTM, gru: GRU };
export type LayerName = keyof typeof layersByName;

export interface AddingOptions {
  layer: LayerName;
  seed: number;
  /** T */
  steps?: number;
  units?: number;
  batchSize?: number;
  updates?: number;
  learningRate?: number;
  /** Called every 250 updates. */
  onProgress?: (updates: number, testError: number) => void;
}

export interface Sums {
  /** [B,T,2] */
  xs: Float32Array;
  /** [B] */
  sums: Float32Array;
  count: number;
}

export function drawSums(count: number, steps: number, random: Random): Sums {
  const xs = new Float32Array(count * steps * 2);
  const half = Math.floor(steps / 2);
  const sums = Float32Array.from({ length: count }, (_, b) => {
    const at = (t: number) => 2 * (b * steps + t);
    for (let t = 0; t < steps; t++) xs[at(t)] = random.uniform();
    const marked = [random.integer(half), half + random.integer(steps - half)];
    for (const t of marked) xs[at(t) + 1] = 1;
    return marked.reduce((sum, t) => sum + xs[at(t)], 0);
  });
  return { xs, sums, count };
}

/** Trains from a seed on fresh batches; mean squared error on 1,000 sequences that it has not seen. */
export async function trainAdding(options: AddingOptions): Promise<{ testError: number; seconds: number }> {
  const { layer: name, seed, steps = 100, units = 32, batchSize = 32, updates = 2500, learningRate = 0.01 } = options;
  const random = Random.fromSeed(seed);
  const layer = new layersByName[name]({ units, random: random.fork('layer') });
  const output = tf.layers.dense({
    units: 1,
    kernelInitializer: tf.initializers.glorotUniform({ seed: random.seed() }),
  });
  const predict = ({ xs, count }: Sums) => output.apply(layer.apply(tf.tensor3d(xs, [count, steps, 2]))) as tf.Tensor; // [B,1]
  const errorOf = (batch: Sums): tf.Scalar =>
    tf.losses.meanSquaredError(tf.tensor2d(batch.sums, [batch.count, 1]), predict(batch));
  const test = drawSums(1000, steps, random.fork('test'));
  const testError = () => tf.tidy(() => errorOf(test).dataSync()[0]);
  testError(); // makes the variables

  const parameters = [...layer.trainableWeights, ...output.trainableWeights].map((weight) => ({
    name: weight.originalName,
    variable: weight.read() as tf.Variable,
  }));
  const model: Trainable<Sums> = {
    parameters: () => parameters,
    loss: (batch) => ({ loss: errorOf(batch) }),
    countUnits: ({ count }) => count,
    countTokens: ({ count }) => count * steps,
  };
  const optimizer = createOptimizer({ kind: 'adam' }, parameters);
  const start = performance.now();
  for (let step = 1; step <= updates; step++) {
    const stepRandom = random.fork('train').fork(step);
    const batch = drawSums(batchSize, steps, stepRandom);
    await trainStep(model, batch, { optimizer, learningRate, clipNorm: 1, step, random: stepRandom });
    if (options.onProgress && step % 250 === 0) options.onProgress(step, testError());
  }
  const result = { testError: testError(), seconds: (performance.now() - start) / 1000 };
  optimizer.dispose();
  layer.dispose();
  output.dispose();
  return result;
}
