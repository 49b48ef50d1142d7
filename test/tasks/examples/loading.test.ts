/** Examples that are decoded batch by batch, as images are. */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { WeightedNetwork } from '../../../models/network';
import { DataError } from '../../../src/errors';
import type { Random } from '../../../src/random';
import type { TrainingState } from '../../../src/training/checkpoint/checkpoint';
import type { StepEvent, TrainingEvent } from '../../../src/training/events';
import { predictInBatches } from '../../../tasks/batched-prediction';
import { EncodedList, EncodedStream } from '../../../tasks/examples/encoded-examples';
import { type TrainingConfig, trainingEntries } from '../../../tasks/settings';
import type { Predictor, TaskTypes } from '../../../tasks/task';
import { runTraining, type RunParts } from '../../../tasks/training-run';
import { points, TinyModel } from '../../training/tiny-model';
import { onCpu } from '../support';

interface Encoded {
  /** Where the point is read from. */
  file: number;
  target: number;
  /** Once it is loaded. */
  point?: Float32Array; // [2]
}

interface LazyTypes extends TaskTypes {
  encoded: Encoded;
  prediction: { label: number };
  metrics: { accuracy: number };
}

const files = points(11, 60);
const encoded: Encoded[] = Array.from(files.targets, (target, file) => ({ file, target }));
const [training, validation] = [encoded.slice(0, 50), encoded.slice(50)];
const config: TrainingConfig = {
  ...v.parse(v.object(trainingEntries), {}),
  ...{ epochs: 2, batchSize: 8, learningRate: 0.05, averaging: 0.9, checkpointEvery: 3 },
};

class LazyPredictor implements Predictor<LazyTypes> {
  readonly model = new TinyModel();
  readonly network: WeightedNetwork = {
    name: 'tiny',
    parameters: () => this.model.parameters(),
    topology: () => ({}),
    dispose: () => this.model.dispose(),
  };
  readonly loaded: number[] = [];
  missing = -1;

  lengthOf(): number {
    return 1;
  }

  async load(batch: readonly Encoded[]): Promise<Encoded[]> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return batch.map((one) => {
      if (one.file === this.missing) throw new Error(`ENOENT: ${one.file}.png`);
      this.loaded.push(one.file);
      return { ...one, point: files.xs.slice(2 * one.file, 2 * one.file + 2) };
    });
  }

  loss(batch: readonly Encoded[], context: { random: Random }) {
    return this.model.loss(batchOf(batch), context);
  }

  async predict(batch: readonly Encoded[]): Promise<{ label: number }[]> {
    const logits = tf.tidy(() => tf.argMax(this.model.logits(batchOf(batch).xs), -1)); // [B]
    const labels = Array.from(await logits.data());
    logits.dispose();
    return labels.map((label) => ({ label }));
  }

  evaluate(examples: readonly Encoded[], predictions: readonly { label: number }[]) {
    examples.forEach(({ point }) => expect(point).toBeUndefined());
    return { accuracy: predictions.filter(({ label }, i) => label === examples[i].target).length / examples.length };
  }
}

/** The same with everything in memory. */
class EagerPredictor extends LazyPredictor {
  override load = undefined as never;
}

function batchOf(batch: readonly Encoded[]) {
  const xs = batch.flatMap(({ point, file }) => [...(point ?? files.xs.slice(2 * file, 2 * file + 2))]);
  return { xs: Float32Array.from(xs), targets: Int32Array.from(batch, ({ target }) => target) };
}

async function train(predictor: LazyPredictor, changes: Partial<RunParts<LazyTypes>> = {}) {
  const steps: number[] = [];
  const result = await runTraining<LazyTypes>({
    config,
    predictor,
    training: new EncodedList(training),
    validation,
    monitor: { metric: 'accuracy', mode: 'max' },
    ...changes,
    onEvent: (event: TrainingEvent) => {
      if (event.type === 'step') steps.push((event satisfies StepEvent).loss);
      changes.onEvent?.(event);
    },
  });
  const weights = predictor.model.weights();
  predictor.network.dispose();
  return { result, steps, weights };
}

beforeAll(onCpu);

test('what is loaded late trains and validates as what is in memory', async () => {
  const eager = await train(new EagerPredictor());
  const lazy = new LazyPredictor();
  const late = await train(lazy);
  expect(late.steps).toEqual(eager.steps);
  expect(late.weights).toEqual(eager.weights);
  expect(late.result.history.map((record) => record.validation)).toEqual(
    eager.result.history.map((record) => record.validation),
  );
  expect(lazy.loaded).toHaveLength(2 * 60); // each once an epoch
});

test('the next batch is loaded while a step runs, and no more', async () => {
  const predictor = new LazyPredictor();
  const ahead: number[] = [];
  await train(predictor, {
    validation: undefined,
    onEvent: (event) => event.type === 'step' && ahead.push(predictor.loaded.length - 8 * event.globalStep),
  });
  expect(Math.max(...ahead)).toBeLessThanOrEqual(8);
});

test('stopped after any step and resumed gives the bytes of a run without a break', async () => {
  const whole = await train(new LazyPredictor());
  for (const stopAt of [1, 4, 7, 10]) {
    const controller = new AbortController();
    let state: TrainingState | undefined;
    const first = await train(new LazyPredictor(), {
      signal: controller.signal,
      checkpoint: { save: (saved) => void (state = structuredClone(saved)) },
      onEvent: (event) => event.type === 'step' && event.globalStep === stopAt && controller.abort(),
    });
    const rest = await train(new LazyPredictor(), { resume: state });
    expect([...first.steps, ...rest.steps]).toEqual(whole.steps);
    expect(rest.weights).toEqual(whole.weights);
  }
});

test.each([
  ['a training example', 16, 'training example 17'],
  ['a validation example', 54, 'validation example 5'],
])('%s that cannot be loaded is named', async (_, missing, name) => {
  const predictor = new LazyPredictor();
  predictor.missing = missing;
  const run = train(predictor);
  await expect(run).rejects.toThrow(DataError);
  await expect(run).rejects.toThrow(`${name}: it cannot be loaded (ENOENT: ${missing}.png)`);
  predictor.network.dispose();
});

test('examples of a stream are loaded too, and named', async () => {
  const stream = new EncodedStream<LazyTypes>(
    // eslint-disable-next-line @typescript-eslint/require-await -- an async iterable is wanted
    async function* () {
      yield* training.map((one) => ({ ...one }));
    },
    50,
    20,
  );
  const { steps } = await train(new LazyPredictor(), { training: stream });
  expect(steps).toHaveLength(14);
  const predictor = new LazyPredictor();
  predictor.missing = 33;
  await expect(train(predictor, { training: stream })).rejects.toThrow('training example 34: it cannot be loaded');
  predictor.network.dispose();
});

test('inputs to predict are loaded, and named as they were given', async () => {
  const predictor = new LazyPredictor();
  const predictions = await predictInBatches<LazyTypes>(predictor, encoded);
  expect(predictions).toHaveLength(60);
  predictor.missing = 3;
  const nameOf = (index: number) => `images/${index}.png`;
  await expect(predictInBatches<LazyTypes>(predictor, encoded, undefined, nameOf)).rejects.toThrow(
    'images/3.png: it cannot be loaded (ENOENT: 3.png)',
  );
  predictor.network.dispose();
});
