import * as tf from '@tensorflow/tfjs';
import { ConfigError, DataError, TrainingError } from '../../src/errors';
import { Random } from '../../src/random';
import { fit } from '../../src/training/fit';
import type { FitOptions } from '../../src/training/fit-options';
import { type Batch, eventsOf, optionsFor, points, runToEnd, TinyModel } from './tiny-model';
import { goWay } from '../support/ways';

const held = points(21, 40);
let model: TinyModel;
let tensorsBefore: number;

beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
  model = new TinyModel();
});
afterEach(() => {
  model.dispose();
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

async function weightsAfter(changes: Partial<FitOptions<Batch>>): Promise<number[]> {
  const fresh = new TinyModel();
  await runToEnd(optionsFor(fresh, changes));
  const weights = fresh.weights();
  fresh.dispose();
  return weights;
}

describe.each(['cpu', 'wasm with our kernels'] as const)('on %s', (way) => {
  beforeAll(() => goWay(way));

  describe('fit', () => {
    it('learns, and reports the epochs', async () => {
      const validate = () => model.evaluate(held);
      const { events, result } = await runToEnd(optionsFor(model, { epochs: 60, validate }));
      const epochs = eventsOf(events, 'epoch');
      expect(model.evaluate(held).accuracy).toBeGreaterThan(0.8);
      expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
      expect(epochs[59].validation).toEqual(model.evaluate(held));
      expect(epochs[59].train.loss).toBeLessThan(0.8 * epochs[0].train.loss);
      expect(result).toMatchObject({
        reason: 'completed',
        weights: 'last',
        epochs: 60,
        globalStep: 420,
        bestEpoch: null,
      });
      expect(result.history.map(({ validation }) => validation)).toEqual(epochs.map(({ validation }) => validation));
    });

    it('tells start, steps and end in order, with means over the real units', async () => {
      const { events } = await runToEnd(optionsFor(model, { epochs: 2 }));
      const steps = eventsOf(events, 'step');
      expect(events[0]).toEqual({
        type: 'start',
        epochs: 2,
        stepsPerEpoch: 7,
        parameters: 40,
        globalStep: 0,
        history: [],
      });
      expect(steps.map(({ epoch, step }) => 10 * epoch + step)).toEqual([
        11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27,
      ]);
      expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'completed' });
      const losses = steps.slice(0, 7).map(({ loss }) => loss);
      const mean = losses.reduce((sum, loss, i) => sum + loss * (i < 6 ? 8 : 2), 0) / 50;
      expect(steps[6].metrics.loss).toBeCloseTo(mean, 12);
      expect(steps[6].metrics.accuracy * 50).toBeCloseTo(Math.round(steps[6].metrics.accuracy * 50), 10);
      expect(eventsOf(events, 'epoch')[0].train).toEqual(steps[6].metrics);
      expect(steps[7].metrics.loss).toBeCloseTo(steps[7].loss, 12); // an epoch's means start anew
    });

    it('measures speed and the time left by the clock that it is given', async () => {
      let now = 0;
      const clock = () => (now += 10); // twice a step, once more for yieldToEventLoop: 10 ms a step
      const { events } = await runToEnd(optionsFor(model, { epochs: 2, clock }));
      const [first, second] = eventsOf(events, 'step');
      expect(first.tokensPerSecond).toBeCloseTo(1600, 6); // 16 numbers in 10 ms
      expect(first.secondsLeft).toBeCloseTo(0.13, 6);
      expect(second.secondsLeft).toBeCloseTo(0.12, 6);
    });

    it('gives the same bytes for the same seed, and others for another', async () => {
      const weights = await weightsAfter({});
      expect(await weightsAfter({})).toEqual(weights);
      expect(await weightsAfter({ random: Random.fromSeed(4) })).not.toEqual(weights); // dropout
    });

    it('gives every step its own random numbers', async () => {
      const seeds = new Set<number>();
      const loss = model.loss.bind(model);
      model.loss = (batch, context) => {
        seeds.add(context.random.fork('probe').seed());
        return loss(batch, context);
      };
      await runToEnd(optionsFor(model));
      expect(seeds.size).toBe(28);
    });

    it('has the same number of tensors after every step', async () => {
      const counts = new Set<number>();
      const options = optionsFor(model, { averaging: 0.9, clipNorm: 0.1, validate: () => model.evaluate(held) });
      await runToEnd(options, (event) => {
        if (event.type === 'step') counts.add(tf.memory().numTensors);
      });
      expect(counts.size).toBe(1);
    });

    it('clips the gradients by their norm', async () => {
      const sgd = { optimizer: { kind: 'sgd' }, epochs: 1 } as const;
      const before = model.weights();
      const { events } = await runToEnd(
        optionsFor(model, { ...sgd, clipNorm: 1e-3, schedule: { kind: 'constant', learningRate: 1 } }),
      );
      const moved = Math.hypot(...model.weights().map((w, i) => w - before[i]));
      expect(Math.min(...eventsOf(events, 'step').map(({ gradientNorm }) => gradientNorm))).toBeGreaterThan(1e-3);
      expect(moved).toBeLessThan(7.001e-3); // seven steps of 1e-3
      expect(moved).toBeGreaterThan(1e-3);
    });

    it('follows the schedule', async () => {
      const schedule = { kind: 'cosine', learningRate: 0.1, warmupSteps: 2 } as const;
      const { events } = await runToEnd(optionsFor(model, { schedule, epochs: 2 }));
      const rates = eventsOf(events, 'step').map(({ learningRate }) => learningRate);
      expect(rates.slice(0, 3)).toEqual([0.05, 0.1, 0.1]);
      expect(rates[13]).toBeCloseTo((0.1 * (1 + Math.cos((Math.PI * 11) / 12))) / 2, 12);
    });

    it('lets the event loop turn', async () => {
      let now = 0;
      let turned = false;
      setTimeout(() => (turned = true), 0);
      await runToEnd(optionsFor(model, { epochs: 1, clock: () => (now += 30) }), () => {});
      await Promise.resolve();
      expect(turned).toBe(true);
    });
  });

  describe('early stopping', () => {
    const accuracies = [0.5, 0.7, 0.6, 0.7, 0.9];
    const scripted = (values: number[]) => {
      const seen: number[][] = [];
      return {
        seen,
        validate: () => {
          seen.push(model.weights());
          return { accuracy: values[seen.length - 1] };
        },
      };
    };

    it('of epochs with the same value the one that another metric prefers is the best', async () => {
      const losses = [0.9, 0.4, 0.6];
      const validate = (epoch: number) => ({ accuracy: 0.5, loss: losses[epoch - 1] });
      const earlyStopping = { metric: 'accuracy', mode: 'max' } as const;
      const ties = { metric: 'loss', mode: 'min', within: 0 } as const;
      const bestOf = async (changes: object) =>
        (await runToEnd(optionsFor(model, { epochs: 3, validate, earlyStopping: { ...earlyStopping, ...changes } })))
          .result;
      expect(await bestOf({ ties })).toMatchObject({ bestEpoch: 2, bestValue: 0.5 });
      expect(await bestOf({})).toMatchObject({ bestEpoch: 1 });
      await expect(bestOf({ ties: { ...ties, within: -1 } })).rejects.toThrow(ConfigError);
    });

    it('stops after its patience and restores the best weights', async () => {
      const { seen, validate } = scripted(accuracies);
      const earlyStopping = { metric: 'accuracy', mode: 'max', patience: 2 } as const;
      const { events, result } = await runToEnd(optionsFor(model, { epochs: 10, validate, earlyStopping }));
      expect(result).toMatchObject({
        reason: 'early-stopping',
        epochs: 4,
        bestEpoch: 2,
        bestValue: 0.7,
        weights: 'best',
      });
      expect(eventsOf(events, 'epoch').map(({ improved }) => improved)).toEqual([true, true, false, false]);
      expect(model.weights()).toEqual(seen[1]);
      expect(model.weights()).not.toEqual(seen[3]);
    });

    it('without patience keeps the best of all epochs', async () => {
      const { seen, validate } = scripted(accuracies);
      const { result } = await runToEnd(
        optionsFor(model, { epochs: 5, validate, earlyStopping: { metric: 'accuracy', mode: 'min' } }),
      );
      expect(result).toMatchObject({ reason: 'completed', epochs: 5, bestEpoch: 1, weights: 'best' });
      expect(model.weights()).toEqual(seen[0]);
    });

    it('watches the training figures where nothing validates', async () => {
      const { result } = await runToEnd(optionsFor(model, { earlyStopping: { metric: 'loss', mode: 'min' } }));
      expect(result.bestValue).toBe(Math.min(...result.history.map(({ train }) => train.loss)));
    });

    it('warns of a figure that is not finite, and never takes it for the best', async () => {
      const { validate } = scripted([NaN, 0.2, Infinity, 0.1]);
      const { events, result } = await runToEnd(
        optionsFor(model, { validate, earlyStopping: { metric: 'accuracy', mode: 'max' } }),
      );
      expect(result).toMatchObject({ bestEpoch: 2, bestValue: 0.2 });
      expect(eventsOf(events, 'warning').map(({ message }) => message)).toEqual([
        'accuracy is NaN after epoch 1',
        'accuracy is Infinity after epoch 3',
      ]);
    });

    it('names the metrics there are when it is to monitor another', async () => {
      const { validate } = scripted(accuracies);
      const earlyStopping = { metric: 'f1', mode: 'max' } as const;
      await expect(runToEnd(optionsFor(model, { validate, earlyStopping, averaging: 0.9 }))).rejects.toThrow(
        'training: metric f1 is monitored, but no epoch reports it. Expected one of accuracy.',
      );
    });
  });

  describe('averaged weights', () => {
    it('are validated and kept', async () => {
      const validated: number[][] = [];
      const trained: number[][] = [];
      const validate = () => (validated.push(model.weights()), { accuracy: 0 });
      const { result } = await runToEnd(optionsFor(model, { averaging: 0.9, validate }), (event) => {
        if (event.type === 'epoch') trained.push(model.weights());
      });
      expect(result.weights).toBe('average');
      expect(model.weights()).toEqual(validated[3]);
      expect(trained[3]).not.toEqual(validated[3]);
      expect(trained[3]).toEqual(await weightsAfter({})); // averaging does not disturb training
    });
  });

  describe('the end that was not planned', () => {
    it('an error inside of the loss, or of its gradient, passes unchanged and leaves no tensor', async () => {
      const loss = model.loss.bind(model);
      const before = model.weights();
      const failing = (what: string) => () => {
        throw new Error(what);
      };
      jest.spyOn(model, 'loss').mockImplementationOnce((batch, context) => {
        loss(batch, context);
        throw new Error('in the loss');
      });
      await expect(runToEnd(optionsFor(model, {}))).rejects.toThrow(/^in the loss$/);
      const badGradient = tf.customGrad((x) => ({
        value: tf.clone(x as tf.Tensor),
        gradFunc: failing('in a gradient'),
      }));
      jest.spyOn(model, 'loss').mockImplementationOnce((batch, context) => {
        const { loss: value, totals } = loss(batch, context);
        return { loss: badGradient(value) as tf.Scalar, totals };
      });
      await expect(runToEnd(optionsFor(model, {}))).rejects.toThrow(/^in a gradient$/);
      expect(model.weights()).toEqual(before);
    });

    it('a loss that is not a number stops before the update', async () => {
      model.poisoned = 9;
      let before: number[] = [];
      const run = runToEnd(optionsFor(model, { averaging: 0.9 }), (event) => {
        if (event.type === 'step') before = model.weights();
      });
      await expect(run).rejects.toThrow(TrainingError);
      await expect(run).rejects.toThrow('training step 10: the loss is NaN at learning rate 0.05.');
      expect(model.weights()).toEqual(before);
    });

    it('a gradient that is not a number stops before the update, though the loss is one', async () => {
      model.poisonedGradient = 3;
      const before = { weights: model.weights() };
      const onEvent = (event: { type: string }) => {
        if (event.type === 'step') before.weights = model.weights();
      };
      const failure = runToEnd(optionsFor(model, { clipNorm: 1 }), onEvent);
      await expect(failure).rejects.toThrow(/training step 4: the norm of the gradients is NaN \(loss 0\.\d+\)/);
      await expect(failure).rejects.toThrow(TrainingError);
      expect(model.weights()).toEqual(before.weights);
    });

    it('a loss that is not a number brings the best weights back, where an epoch was chosen', async () => {
      model.poisoned = 9;
      let judged: number[] = [];
      const validate = () => ((judged = model.weights()), { accuracy: 0.5 });
      const run = runToEnd(optionsFor(model, { validate, earlyStopping: { metric: 'accuracy', mode: 'max' } }));
      await expect(run).rejects.toThrow('training step 10: the loss is NaN');
      expect(model.weights()).toEqual(judged);
    });

    it('an abort stops after the step under way, with one checkpoint', async () => {
      const controller = new AbortController();
      const saved: number[] = [];
      const checkpoint = {
        save: ({ progress }: { progress: { globalStep: number } }) => void saved.push(progress.globalStep),
      };
      const { events, result } = await runToEnd(
        optionsFor(model, { signal: controller.signal, checkpoint }),
        (event) => {
          if (event.type === 'step' && event.globalStep === 10) controller.abort();
        },
      );
      expect(result).toMatchObject({ reason: 'aborted', epochs: 1, globalStep: 10 });
      expect(saved).toEqual([7, 10]);
      expect(events.slice(-2).map(({ type }) => type)).toEqual(['checkpoint', 'end']);
    });

    it('an abort before the first step trains and saves nothing', async () => {
      const before = model.weights();
      const save = jest.fn();
      const { result } = await runToEnd(optionsFor(model, { signal: AbortSignal.abort(), checkpoint: { save } }));
      expect(result).toMatchObject({ reason: 'aborted', globalStep: 0 });
      expect(save).not.toHaveBeenCalled();
      expect(model.weights()).toEqual(before);
    });

    it('leaving the loop frees everything', async () => {
      for await (const event of fit(optionsFor(model, { averaging: 0.9 }))) if (event.type === 'step') break;
      expect(tf.memory().numTensors).toBe(tensorsBefore + 3);
    });

    it('an error of save or validate comes through, nothing stays behind', async () => {
      const fail = () => Promise.reject(new Error('disk full'));
      await expect(runToEnd(optionsFor(model, { checkpoint: { save: fail } }))).rejects.toThrow('disk full');
      await expect(runToEnd(optionsFor(model, { validate: fail, averaging: 0.9 }))).rejects.toThrow('disk full');
    });
  });

  describe('bad options', () => {
    it.each<[string, Partial<FitOptions<Batch>>]>([
      ['epochs is 0', { epochs: 0 }],
      ['epochs is 1.5', { epochs: 1.5 }],
      ['learningRate is 0', { schedule: { kind: 'constant', learningRate: 0 } }],
      ['learningRate is Infinity', { schedule: { kind: 'constant', learningRate: Infinity } }],
      ['clipNorm is 0', { clipNorm: 0 }],
      ['averaging is 1', { averaging: 1 }],
      ['patience is 0', { earlyStopping: { metric: 'loss', mode: 'min', patience: 0 } }],
      ['everySteps is 0.5', { checkpoint: { save: () => {}, everySteps: 0.5 } }],
      ['warmupSteps is -1', { schedule: { kind: 'cosine', learningRate: 1, warmupSteps: -1 } }],
      ['minimum is 0', { schedule: { kind: 'exponential', learningRate: 1, minimum: 0, rangeSteps: 9 } }],
      ['rangeSteps is 0.5', { schedule: { kind: 'exponential', learningRate: 1, minimum: 0.1, rangeSteps: 0.5 } }],
      ['factor is 2', { schedule: { kind: 'plateau', learningRate: 1, metric: 'loss', mode: 'min', factor: 2 } }],
      ['kind is "lion"', { optimizer: { kind: 'lion' as 'adam' } }],
    ])('%s', async (problem, changes) => {
      const run = runToEnd(optionsFor(model, changes));
      await expect(run).rejects.toThrow(problem);
      await expect(run).rejects.toThrow(ConfigError);
    });

    it('an epoch without batches', async () => {
      const empty = { length: 0, batch: () => points(1, 1) };
      await expect(runToEnd(optionsFor(model, { plan: () => empty }))).rejects.toThrow(DataError);
    });

    it('a parameter that the loss does not use', async () => {
      const unused = { name: 'lost/kernel', variable: tf.tidy(() => tf.variable(tf.zeros([2]))) };
      const all = [...model.parameters(), unused];
      model.parameters = () => all;
      await expect(runToEnd(optionsFor(model))).rejects.toThrow('the loss does not depend on parameter lost/kernel');
      unused.variable.dispose();
    });
  });
});
