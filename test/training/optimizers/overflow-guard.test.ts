import * as tf from '@tensorflow/tfjs';
import { TrainingError } from '../../../src/errors';
import type { FitOptions } from '../../../src/training/fit-options';
import type { OptimizerConfig } from '../../../src/training/optimizers/create-optimizer';
import { OverflowGuard } from '../../../src/training/optimizers/overflow-guard';
import { disposeVariables } from '../../../src/training/variables';
import { goWay, ways } from '../../support/ways';
import { type Batch, optionsFor, runToEnd, TinyModel } from '../tiny-model';

const isFinite = (values: number[]) => values.every(Number.isFinite);

describe.each(ways)('on %s', (way) => {
  beforeAll(() => goWay(way));

  it.each<[string, OptimizerConfig, Partial<FitOptions<Batch>>]>([
    ['plain SGD', { kind: 'sgd' }, {}],
    ['SGD with momentum', { kind: 'sgd', momentum: 0.9 }, {}],
    ['with an average of the weights', { kind: 'sgd' }, { averaging: 0.9 }],
    ['RMSProp', { kind: 'rmsprop' }, {}],
    ['AdamW, whose decay overflows', { kind: 'adamw', weightDecay: 1e4 }, {}],
    ['Adam', { kind: 'adam' }, {}],
  ])('%s: an update that overflows is undone, and ends the run', async (_, optimizer, changes) => {
    const model = scaledLoss(new TinyModel(), 1e3);
    const before = tf.memory().numTensors;
    let last = model.weights();
    const schedule = { kind: 'constant', learningRate: 3e38 } as const;
    const run = runToEnd(optionsFor(model, { optimizer, schedule, ...changes }), (event) => {
      if (event.type === 'step') last = model.weights();
    });
    await expect(run).rejects.toThrow('training step 1: the update leaves values that are not finite');
    await expect(run).rejects.toThrow(TrainingError);
    expect(isFinite(model.weights())).toBe(true);
    expect(model.weights()).toEqual(last);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('names the weights and what to do', async () => {
    const model = new TinyModel();
    const schedule = { kind: 'constant', learningRate: 3e38 } as const;
    const run = runToEnd(optionsFor(scaledLoss(model, 1e3), { optimizer: { kind: 'sgd' }, schedule }));
    await expect(run).rejects.toThrow(
      'training step 1: the update leaves values that are not finite in in/kernel, in/bias, out/kernel at learning rate 3e+38',
    );
    await expect(run).rejects.toThrow('This step was undone');
    expect(isFinite(model.weights())).toBe(true);
    model.dispose();
  });
});

/** The same model with a loss times a factor. */
function scaledLoss(model: TinyModel, factor: number): TinyModel {
  const loss = model.loss.bind(model);
  model.loss = (batch, context) => {
    const parts = loss(batch, context);
    return { ...parts, loss: tf.mul<tf.Scalar>(parts.loss, factor) };
  };
  return model;
}

describe('the copy', () => {
  beforeAll(() => goWay('cpu'));

  const guardOf = (values: number[], weightDecay = 0) => {
    const weights = [{ name: 'w', variable: tf.variable(tf.tensor1d(values)) }];
    return { guard: new OverflowGuard(weights, weightDecay), weights };
  };

  it.each([
    ['usual sizes', 1, [1], { learningRate: 0.1, gradientNorm: 100 }, 0, 0],
    ['a large learning rate', 1, [1], { learningRate: 1e16, gradientNorm: 1 }, 0, 2],
    ['a large gradient', 1, [1], { learningRate: 0.1, gradientNorm: 1e16 }, 0, 2],
    ['their product', 1, [1], { learningRate: 1e10, gradientNorm: 1e10 }, 0, 2],
    ['a decay that makes weights grow', 1, [1], { learningRate: 1000, gradientNorm: 1 }, 0.01, 2],
    ['large weights', 1, [1e20], { learningRate: 0.1, gradientNorm: 1 }, 0, 2],
    ['any update after a large one', 2, [1], { learningRate: 1e16, gradientNorm: 1 }, 0, 4],
  ])('is made for %s only where it is needed', async (_, updates, values, size, weightDecay, copies) => {
    const { guard, weights } = guardOf(values, weightDecay);
    await guard.inspect(weights);
    const read = jest.spyOn(weights[0].variable, 'data');
    for (let step = 1; step <= updates; step++) {
      await guard.apply(() => {}, step === 1 ? { ...size, step } : { learningRate: 0.1, gradientNorm: 1, step });
    }
    expect(read).toHaveBeenCalledTimes(copies);
    disposeVariables(weights);
  });
});
