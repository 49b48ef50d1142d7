/** A batch in parts: the step of the whole, within less memory. */
import * as tf from '@tensorflow/tfjs';
import { Random } from '../../src/random';
import { createOptimizer } from '../../src/training/optimizers/create-optimizer';
import { trainStep } from '../../src/training/step';
import type { Trainable } from '../../src/training/trainable';
import { type Batch, points, TinyModel } from './tiny-model';
import { goWay } from '../support/ways';

/** Without dropout, whose random numbers are other ones in parts. */
class StillModel extends TinyModel {
  override logits(xs: Float32Array): tf.Tensor {
    return super.logits(xs);
  }
}

const batch = points(5, 11);
const part = (from: number, to: number): Batch => ({
  xs: batch.xs.slice(2 * from, 2 * to),
  targets: batch.targets.slice(from, to),
});

async function stepOf(split?: Trainable<Batch>['split']) {
  const model = new StillModel();
  const optimizer = createOptimizer({ kind: 'sgd' }, model.parameters());
  const trainable = Object.assign(model, split && { split });
  const options = { optimizer, learningRate: 0.5, clipNorm: 0.1, step: 1, random: Random.fromSeed(1) };
  const result = await trainStep<Batch>(trainable, batch, options);
  const weights = model.weights();
  optimizer.dispose();
  model.dispose();
  return { ...result, weights };
}

describe.each(['cpu', 'wasm with our kernels'] as const)('on %s', (way) => {
  beforeAll(() => goWay(way));

  it('parts of unequal size give loss, totals, norm and weights of the whole batch, and leave no tensor', async () => {
    const before = tf.memory().numTensors;
    const whole = await stepOf();
    const parts = await stepOf(() => [part(0, 2), part(2, 9), part(9, 11)]);
    expect(tf.memory().numTensors).toBe(before);
    expect(parts.totals).toEqual(whole.totals);
    expect(parts.loss).toBeCloseTo(whole.loss, 6);
    expect(parts.gradientNorm).toBeCloseTo(whole.gradientNorm, 6);
    expect(whole.gradientNorm).toBeGreaterThan(0.1); // so it was clipped
    parts.weights.forEach((w, i) => expect(w).toBeCloseTo(whole.weights[i], 6));
  });

  it('one part is the batch itself, to the last byte', async () => {
    expect(await stepOf((all) => [all])).toEqual(await stepOf());
  });
});
