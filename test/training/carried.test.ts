/** States of parallel streams that are carried from batch to batch: truncated back-propagation through time. */
import * as tf from '@tensorflow/tfjs';
import { ShapeError, TrainingError } from '../../src/errors';
import { Random } from '../../src/random';
import { sgd } from '../../src/recurrence/sgd';
import { type StreamStep, truncated } from '../../src/recurrence/truncated';
import { decodeCheckpoint, encodeCheckpoint, type TrainingState } from '../../src/training/checkpoint/checkpoint';
import { fit } from '../../src/training/fit';
import type { FitOptions } from '../../src/training/fit-options';
import { expectClose } from '../support/numbers';
import { goWay } from '../support/ways';
import { net, secondStart, startWeights, stream, StreamModel, streamPlan } from './stream-model';

const learningRate = 0.5;

interface StreamOptions extends FitOptions<StreamStep[]> {
  model: StreamModel;
}

const optionsFor = (model: StreamModel, changes: Partial<StreamOptions> = {}): StreamOptions => ({
  model,
  plan: () => streamPlan(),
  epochs: 2,
  optimizer: { kind: 'sgd' },
  schedule: { kind: 'constant', learningRate },
  random: Random.fromSeed(3),
  clock: () => 0,
  ...changes,
});

/** Weights after every step. */
async function weightsOfSteps(options: StreamOptions): Promise<number[][]> {
  const all: number[][] = [];
  for await (const event of fit(options)) if (event.type === 'step') all.push(options.model.values());
  return all;
}

/** The same in float64: the windows of truncated.ts, with an update after each. */
function weightsInFloat64(streams: (readonly StreamStep[])[]): number[][] {
  const weights = startWeights();
  const all: number[][] = [];
  for (const part of streams) {
    for (const { gradients } of truncated(net, part, { weights, window: 3 })) {
      sgd(weights, gradients.dWeights, learningRate);
      all.push(Object.values(weights).flatMap(({ values }) => [...values]));
    }
  }
  return all;
}

/** (θ_before - θ_after) / η of every step. */
const gradientsOf = (start: number[], steps: number[][]) =>
  steps.map((after, i) => after.map((value, k) => ((i ? steps[i - 1] : start)[k] - value) / learningRate));

let tensorsBefore: number;
let model: StreamModel;
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
  model = new StreamModel();
});
afterEach(() => {
  model.dispose();
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

describe.each(['cpu', 'wasm with our kernels'] as const)('on %s', (way) => {
  beforeAll(() => goWay(way));

  it.each([
    ['from the start of every epoch', false, [stream, stream]],
    ['anew where the plan starts other streams', true, [stream.slice(0, secondStart), stream.slice(secondStart)]],
  ])('gradients are those of truncated BPTT, the state carried %s', async (_, restarts, streams) => {
    const start = model.values();
    const epochs = restarts ? 1 : 2;
    const found = await weightsOfSteps(optionsFor(model, { epochs, plan: () => streamPlan(restarts) }));
    const wanted = weightsInFloat64(streams);
    expect(found).toHaveLength(wanted.length);
    const gradients = gradientsOf(
      Object.values(startWeights()).flatMap(({ values }) => [...values]),
      wanted,
    );
    gradientsOf(start, found).forEach((gradient, step) => expectClose(gradient, gradients[step], 1e-5));
  });

  it('a state that is not carried gives other gradients', async () => {
    const forgetful = { ...streamPlan(), startsStreams: () => true };
    const found = await weightsOfSteps(optionsFor(model, { epochs: 1, plan: () => forgetful }));
    const wanted = weightsInFloat64([stream]);
    expectClose(found[0], wanted[0], 1e-5);
    expect(() => expectClose(found[1], wanted[1], 1e-3)).toThrow();
  });

  it('resumed inside an epoch gives the bytes of a run without a break', async () => {
    const whole = await weightsOfSteps(optionsFor(model, { optimizer: { kind: 'adam' }, averaging: 0.9 }));
    const states: TrainingState[] = [];
    const again = new StreamModel();
    const save = (state: TrainingState) => void states.push(throughBytes(state));
    const options = optionsFor(again, { optimizer: { kind: 'adam' }, averaging: 0.9 });
    await weightsOfSteps({ ...options, checkpoint: { save, everySteps: 1 } });
    again.dispose();
    expect(states.map(({ progress }) => progress.globalStep)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const resume of states.slice(0, -1)) {
      const resumed = new StreamModel(9);
      const rest = await weightsOfSteps({ ...options, model: resumed, resume });
      expect(rest).toEqual(whole.slice(resume.progress.globalStep));
      expect(resumed.state.variable.dataSync()).toEqual(model.state.variable.dataSync());
      resumed.dispose();
    }
    expect(states[1].carried[0]).toMatchObject({ name: 'recurrent/state', shape: [3, 4] });
    expect(states[1].carried[0].values.some((value) => value !== 0)).toBe(true);
    expect(states[1].average!.map(({ name }) => name)).not.toContain('recurrent/state');
  });

  it('a state that is not finite stops before the update', async () => {
    const options = optionsFor(model);
    let before = model.values();
    const run = (async () => {
      for await (const event of fit(options)) {
        if (event.type !== 'step') continue;
        before = model.values();
        if (event.globalStep === 2) model.stateScale = NaN;
      }
    })();
    await expect(run).rejects.toThrow(TrainingError);
    await expect(run).rejects.toThrow('training step 3: the carried state recurrent/state has the value NaN');
    expect(model.values()).toEqual(before);
    expect(model.state.variable.dataSync().every(Number.isFinite)).toBe(true);
  });
});

function throughBytes(state: TrainingState): TrainingState {
  const { header, bytes } = encodeCheckpoint(state);
  return decodeCheckpoint(JSON.parse(JSON.stringify(header)), bytes);
}

async function firstState(): Promise<TrainingState> {
  let state!: TrainingState;
  const save = (saved: TrainingState) => void (state ??= saved);
  const other = new StreamModel();
  await weightsOfSteps(optionsFor(other, { checkpoint: { save, everySteps: 1 } }));
  other.dispose();
  return state;
}

it('refuses a checkpoint whose state is not finite or missing, or whose shape is another', async () => {
  const state = await firstState();
  const weights = model.values();
  const withState = (carried: TrainingState['carried']) => ({ ...state, carried });
  const [{ name, values }] = state.carried;
  expect(() => throughBytes(withState([{ name, shape: [3, 4], values: values.map(() => NaN) }]))).toThrow(
    'checkpoint: recurrent/state has the value NaN. Expected finite numbers.',
  );
  const missing = weightsOfSteps(optionsFor(model, { resume: throughBytes(withState([])) }));
  await expect(missing).rejects.toThrow('carried states of the checkpoint: array 0 is missing');
  const other = withState([{ name, shape: [2, 4], values: values.slice(0, 8) }]);
  await expect(weightsOfSteps(optionsFor(model, { resume: other }))).rejects.toThrow(ShapeError);
  expect(model.values()).toEqual(weights);
});

it('refuses a loss that does not return the states that the model has', async () => {
  const loss = model.loss.bind(model);
  model.loss = (steps) => ({ ...loss(steps), carried: [] });
  await expect(weightsOfSteps(optionsFor(model))).rejects.toThrow(
    'the carried states that loss() returns are none. Expected [3,4], as carried() has them.',
  );
});

it('checkpoints of models without carried states are as they were', async () => {
  const state = await firstState();
  const { header } = encodeCheckpoint({ ...state, carried: [] });
  expect(Object.keys(header.arrays)).toEqual(['weights', 'slots', 'average', 'best']);
});
