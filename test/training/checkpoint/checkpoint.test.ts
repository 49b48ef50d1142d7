import * as tf from '@tensorflow/tfjs';
import { BundleError, ConfigError, ShapeError } from '../../../src/errors';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  keptWeights,
  type TrainingState,
} from '../../../src/training/checkpoint/checkpoint';
import type { FitOptions } from '../../../src/training/fit-options';
import type { OptimizerConfig } from '../../../src/training/optimizers/create-optimizer';
import { writeVariables } from '../../../src/training/variables';
import { type Batch, eventsOf, optionsFor, plan, points, runToEnd, TinyModel } from '../tiny-model';
import { goWay, type Way } from '../../support/ways';

beforeAll(() => goWay('cpu'));

const held = points(21, 40);

/** Every feature that has a state: slots, average, best weights, plateau; dropout is in the model. */
const everything = (model: TinyModel, optimizer: OptimizerConfig): FitOptions<Batch> =>
  optionsFor(model, {
    epochs: 5,
    optimizer,
    schedule: { kind: 'plateau', learningRate: 0.1, metric: 'accuracy', mode: 'max', patience: 1 },
    averaging: 0.9,
    clipNorm: 0.5,
    validate: () => model.evaluate(held),
    earlyStopping: { metric: 'accuracy', mode: 'max', minimumDelta: 0.01 },
  });

/** Through bytes and JSON text, as a file would hold it. */
function throughBytes(state: TrainingState): TrainingState {
  const { header, bytes } = encodeCheckpoint(state);
  return decodeCheckpoint(JSON.parse(JSON.stringify(header)), bytes);
}

/** Weights and events of a run that is aborted after this step and resumed by a new process, so to speak. */
async function interrupted(optimizer: OptimizerConfig, stopAfter: number) {
  let state: TrainingState | undefined;
  const controller = new AbortController();
  const first = new TinyModel();
  const before = await runToEnd(
    {
      ...everything(first, optimizer),
      signal: controller.signal,
      checkpoint: { save: (saved) => void (state = throughBytes(saved)) },
    },
    (event) => {
      if (event.type === 'step' && event.globalStep === stopAfter) controller.abort();
    },
  );
  expect(before.result).toMatchObject({ reason: 'aborted', globalStep: stopAfter });
  first.dispose();
  const second = new TinyModel(99); // other weights: all must come from the state
  const after = await runToEnd({ ...everything(second, optimizer), resume: state });
  const weights = second.weights();
  second.dispose();
  const losses = [before, after].flatMap(({ events }) => eventsOf(events, 'step').map(({ loss }) => loss));
  return { weights, losses, result: after.result };
}

describe('resume', () => {
  afterAll(() => goWay('cpu'));

  const cases: [Way, OptimizerConfig][] = [
    ['cpu', { kind: 'adam' }],
    ['cpu', { kind: 'adamw', weightDecay: 0.1 }],
    ['cpu', { kind: 'sgd', momentum: 0.9 }],
    ['wasm', { kind: 'rmsprop', momentum: 0.5 }],
    ['wasm', { kind: 'adam' }],
    ['wasm with our kernels', { kind: 'adam' }],
    ['wasm with our kernels', { kind: 'adamw', weightDecay: 0.1 }],
    ['wasm with our kernels', { kind: 'sgd' }],
  ];

  it.each(cases)('%s, %j: from any step gives the bytes of an uninterrupted run', async (way, optimizer) => {
    await goWay(way);
    const model = new TinyModel();
    const whole = await runToEnd(everything(model, optimizer));
    const losses = eventsOf(whole.events, 'step').map(({ loss }) => loss);
    expect(new Set(eventsOf(whole.events, 'step').map(({ learningRate }) => learningRate)).size).toBeGreaterThan(1);
    for (const stopAfter of [1, 7, 10, 14, 33]) {
      const resumed = await interrupted(optimizer, stopAfter);
      expect(resumed.losses).toEqual(losses);
      expect(resumed.weights).toEqual(model.weights());
      expect(resumed.result).toEqual(whole.result);
    }
    model.dispose();
  });

  it('goes on from checkpoints inside an epoch and at its end', async () => {
    const model = new TinyModel();
    const states: TrainingState[] = [];
    const checkpoint = { save: (state: TrainingState) => void states.push(state), everySteps: 3 };
    await runToEnd({ ...everything(model, { kind: 'adam' }), epochs: 2, checkpoint });
    expect(states.map(({ progress }) => [progress.epoch, progress.step])).toEqual([
      [0, 3],
      [0, 6],
      [1, 0],
      [1, 2],
      [1, 5],
      [2, 0],
    ]);
    for (const resume of states) {
      const again = new TinyModel(5);
      await runToEnd({ ...everything(again, { kind: 'adam' }), epochs: 2, resume });
      expect(again.weights()).toEqual(model.weights());
      again.dispose();
    }
    model.dispose();
  });

  it('of a finished run changes nothing, and more epochs go on', async () => {
    const model = new TinyModel();
    let state: TrainingState | undefined;
    await runToEnd(optionsFor(model, { checkpoint: { save: (saved) => void (state = saved) } }));
    const weights = model.weights();
    const { result } = await runToEnd(optionsFor(model, { resume: state }));
    expect(result).toMatchObject({ reason: 'completed', epochs: 4, globalStep: 28 });
    expect(model.weights()).toEqual(weights);
    expect((await runToEnd(optionsFor(model, { resume: state, epochs: 5 }))).result.globalStep).toBe(35);
    model.dispose();
  });

  it('refuses a state of another model, optimizer or data before it changes anything it should keep', async () => {
    const model = new TinyModel();
    const before = tf.memory().numTensors;
    let state!: TrainingState;
    await runToEnd(optionsFor(model, { epochs: 1, checkpoint: { save: (saved) => void (state = saved) } }));
    const best = [{ ...state.weights[0], shape: [3, 8] }];
    const weights = model.weights();
    const renamed = { ...state, weights: state.weights.map((array) => ({ ...array, name: `other/${array.name}` })) };
    const refused = async (
      changes: Partial<FitOptions<Batch>>,
      error: new (...args: never[]) => Error,
      text: string,
    ) => {
      const run = runToEnd(optionsFor(model, changes));
      await expect(run).rejects.toThrow(error);
      await expect(run).rejects.toThrow(text);
    };
    await refused({ resume: renamed }, ShapeError, 'weights of the checkpoint: array 0 is other/in/kernel [2,8]');
    await refused({ resume: state, optimizer: { kind: 'sgd' } }, ShapeError, 'optimizer of the checkpoint');
    await refused({ resume: state, averaging: 0.9 }, ShapeError, 'average of the checkpoint: array 0 is missing');
    await refused({ resume: { ...state, best } }, ShapeError, 'best weights of the checkpoint: array 0');
    const shorter = () => ({ ...plan(0), length: 6 });
    await refused({ resume: state, plan: shorter }, ConfigError, 'the checkpoint has 7 steps an epoch, this run 6');
    const later = { ...state, progress: { ...state.progress, epoch: 0, step: 8, history: [] } };
    await refused({ resume: later }, ConfigError, 'the checkpoint has 8 steps done in epoch 1, which has 7');
    writeVariables('weights', model.parameters(), state.weights); // those were read before
    expect(model.weights()).toEqual(weights);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});

describe('encode and decode', () => {
  let state: TrainingState;

  beforeAll(async () => {
    const model = new TinyModel();
    await runToEnd({
      ...everything(model, { kind: 'adam' }),
      epochs: 1,
      checkpoint: { save: (saved) => void (state = saved) },
    });
    model.dispose();
  });

  it('give the same state back', () => expect(throughBytes(state)).toEqual(state));

  it('read bytes at any offset of a larger buffer', () => {
    const { header, bytes } = encodeCheckpoint(state);
    const within = Buffer.concat([Buffer.from([1]), bytes]).subarray(1);
    expect(decodeCheckpoint(header, within)).toEqual(state);
  });

  it('keep figures that are no finite numbers', () => {
    const validation = { accuracy: NaN, perplexity: Infinity, score: -Infinity };
    const history = [{ ...state.progress.history[0], validation }];
    const odd = { ...state, progress: { ...state.progress, history } };
    expect(throughBytes(odd).progress.history[0].validation).toEqual(validation);
    expect(JSON.stringify(encodeCheckpoint(odd).header)).toContain('"perplexity":"Infinity"');
  });

  it('of an earlier release, with null for a figure that is not a number, are read', () => {
    const { header, bytes } = encodeCheckpoint(state);
    header.progress.history[0].train.loss = null;
    expect(decodeCheckpoint(header, bytes).progress.history[0].train.loss).toBeNaN();
  });

  it('know what a saved model should hold', () => {
    expect(keptWeights(state)).toBe(state.best);
    expect(keptWeights({ ...state, best: null })).toBe(state.average);
    expect(keptWeights({ ...state, best: null, average: null })).toBe(state.weights);
    expect(state.average!.map(({ name }) => name)).toEqual(state.weights.map(({ name }) => name));
  });

  it.each<[string, (state: TrainingState) => void, string]>([
    ['no steps in an epoch', ({ progress }) => (progress.stepsPerEpoch = 0), 'stepsPerEpoch'],
    [
      'an epoch that the history lacks',
      ({ progress }) => (progress.epoch = 2),
      'a history of the epochs that are finished',
    ],
    [
      'epochs in another order',
      ({ progress }) => (progress.history[0].epoch = 2),
      'a history of the epochs that are finished',
    ],
    ['fewer steps in all than in the epoch', ({ progress }) => (progress.step = 8), 'steps that add up'],
    ['an epoch without a step', ({ progress }) => (progress.globalStep = 0), 'steps that add up'],
    ['half a step', ({ progress }) => (progress.globalStep = 7.5), 'globalStep'],
    ['a best epoch to come', ({ progress }) => (progress.best.epoch = 2), 'a best epoch among those that are finished'],
    [
      'a best value of no epoch',
      ({ progress }) => (progress.best.epoch = null),
      'a best epoch among those that are finished',
    ],
    ['a best epoch without weights', (state) => (state.best = null), 'weights of the best epoch where there is one'],
    [
      'more stalls than epochs',
      ({ progress }) => (progress.best.stale = 2),
      'no more epochs without improvement than are finished',
    ],
    [
      'a rate lowered before its time',
      ({ progress }) => (progress.schedule.lowered = 2),
      'no more epochs without improvement than are finished',
    ],
    ['sums without a step', ({ progress }) => (progress.sums.weight = 5), 'no sums of an epoch before its first step'],
    ['negative units', ({ progress }) => (progress.sums.weight = -5), 'sums.weight'],
    ['a weight that is NaN', ({ weights }) => weights[1].values.fill(NaN), 'in/bias has the value NaN'],
    ['an infinite average', ({ average }) => average![0].values.fill(Infinity), 'in/kernel has the value Infinity'],
    ['a best weight that is NaN', ({ best }) => best![2].values.fill(NaN), 'out/kernel has the value NaN'],
  ])('refuse %s', (_, change, text) => {
    const changed = structuredClone(state);
    change(changed);
    expect(() => throughBytes(changed)).toThrow(BundleError);
    expect(() => throughBytes(changed)).toThrow(text);
  });

  const { parse, stringify } = JSON;
  it.each<[string, (header: string, bytes: Uint8Array) => [unknown, Uint8Array], string]>([
    ['truncated', (header, bytes) => [parse(header), bytes.subarray(0, -1)], 'the arrays have 799 bytes. Expected 800'],
    [
      'a newer version',
      (header, bytes) => [{ ...parse(header), version: 2 }, bytes],
      'has version 2. Expected at most 1',
    ],
    ['no header', (_, bytes) => [null, bytes], 'content is null. Expected Object'],
    ['a key missing', (header, bytes) => [parse(header.replace('"globalStep"', '"step2"')), bytes], 'globalStep'],
    [
      'a negative size',
      (header, bytes) => [parse(header.replace('[2,8]', '[2,-8]')), bytes],
      'arrays.weights.0.shape.1',
    ],
    [
      'a huge size',
      (header, bytes) => [parse(header.replace('[2,8]', '[2,8000000000]')), bytes],
      'Expected 64000000736',
    ],
    ['a key __proto__', (header, bytes) => [parse(header.replace('"best"', '"__proto__"')), bytes], 'best'],
  ])('refuse %s', (_, damage, text) => {
    const { header, bytes } = encodeCheckpoint(state);
    const decode = () => decodeCheckpoint(...damage(stringify(header), bytes), 'runs/a/checkpoint');
    expect(decode).toThrow(BundleError);
    expect(decode).toThrow(/^runs\/a\/checkpoint: /);
    expect(decode).toThrow(text);
  });
});
