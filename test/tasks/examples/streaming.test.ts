/** Training on a source that is read anew for every epoch. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayable, type ReplayableSource } from '../../../src/data/example-source';
import { ConfigError, DataError } from '../../../src/errors';
import type { StepEvent, TrainingEvent } from '../../../src/training/events';
import type { FitOptions } from '../../../tasks/options';
import { SentimentClassifier } from '../../../tasks/sentiment/sentiment';
import type { TextOptions } from '../../../tasks/classification/text/settings';
import { Tagger } from '../../../tasks/tagging/tagging';
import { onCpu, toyExamples, toyOptions } from '../support';

const count = 120;
const examples = toyExamples(count, 1);
examples[7].text += ' oddly';
const options: TextOptions = {
  ...toyOptions,
  hiddenSize: 4,
  embeddingSize: 4,
  learningRate: 0.03,
  batchSize: 2, // a pool is 100 examples
  dropout: 0.2,
  wordDropout: 0.1,
  averaging: 0.9,
  epochs: 2,
  checkpointEvery: 25,
};
const shuffleBuffer = 30;
const inputs = examples.slice(0, 20).map(({ text }) => text);
let folder: string;

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-stream-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source that counts: passes that were begun and those still open, examples read in the present pass. */
function sourceOf<Example>(list: readonly Example[]) {
  const state = { passes: 0, open: 0, read: 0 };
  async function* open(): AsyncGenerator<Example> {
    state.passes++;
    state.open++;
    state.read = 0;
    try {
      for (const example of list) {
        state.read++;
        yield await Promise.resolve(example);
      }
    } finally {
      state.open--;
    }
  }
  return { state, examples: replayable(open) };
}

type Source = readonly (typeof examples)[number][] | ReplayableSource<(typeof examples)[number]>;

/** Trains; events, predictions, and what the model knows of its vocabulary. */
async function train(source: Source, fit: FitOptions<never> = {}, changes: TextOptions = {}) {
  const model = new SentimentClassifier({ ...options, ...changes });
  const events: TrainingEvent[] = [];
  try {
    const onEvent = (event: TrainingEvent) => {
      events.push(event);
      fit.onEvent?.(event);
    };
    const result = await model.fit(source, { ...fit, onEvent });
    const predictions = (await model.predict(inputs)).map(({ probabilities }) => probabilities.red);
    return { result, events, predictions, description: model.describe() };
  } finally {
    model.dispose();
  }
}

const stepsOf = (events: TrainingEvent[]) =>
  events.filter((event): event is StepEvent => event.type === 'step').map(({ loss }) => loss);
const warningsOf = (events: TrainingEvent[]) =>
  events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));

it('learns, with the vocabulary, the steps and the warnings of the array', async () => {
  const changes = { minimumCount: 2, averaging: 0, dropout: 0, wordDropout: 0, epochs: 4 };
  const { state, examples: source } = sourceOf(examples);
  const streamed = await train(source, { shuffleBuffer }, changes);
  const whole = await train(examples, {}, changes);
  expect(streamed.description.encoder).toEqual(whole.description.encoder);
  expect(streamed.description.trainedOn).toBe(whole.description.trainedOn);
  expect(streamed.result.globalStep).toBe((4 * count) / 2);
  const [first, ...warnings] = warningsOf(streamed.events);
  expect(first).toBe('examples are streamed: settings that would follow from all of them keep their defaults');
  expect(streamed.events[1]).toEqual(whole.events[0]);
  expect(warnings).toEqual(warningsOf(whole.events));
  expect(warnings).toHaveLength(1); // a rare word is unknown
  expect(streamed.result.history[3].train.accuracy).toBeGreaterThan(0.95);
  expect(stepsOf(streamed.events)).not.toEqual(stepsOf(whole.events)); // another order
  expect(state).toMatchObject({ passes: 3 + 4, open: 0 });
});

it('reads no further ahead than the buffer, a pool and the batch that is fetched', async () => {
  const { state, examples: source } = sourceOf(examples);
  let steps = 0;
  let most = 0;
  await train(source, {
    shuffleBuffer,
    onEvent: (event) => {
      if (event.type === 'step') steps = event.step;
      if (event.type === 'step' && event.step > 1) most = Math.max(most, state.read - 2 * steps);
    },
  });
  expect(most).toBeGreaterThan(shuffleBuffer);
  expect(most).toBeLessThanOrEqual(shuffleBuffer + 2 * 50 + 2);
});

it('stopped after any step and resumed gives the bytes of a run without a break', async () => {
  const whole = await train(sourceOf(examples).examples, { shuffleBuffer });
  const again = await train(sourceOf(examples).examples, { shuffleBuffer });
  expect(again.predictions).toEqual(whole.predictions);
  for (const stopAt of [1, 37, 60, 101]) {
    const checkpoints = join(folder, `run-${stopAt}`);
    const controller = new AbortController();
    const { state, examples: source } = sourceOf(examples);
    const first = await train(source, {
      shuffleBuffer,
      checkpoints,
      signal: controller.signal,
      onEvent: (event) => event.type === 'step' && event.globalStep === stopAt && controller.abort(),
    });
    expect(first.result).toMatchObject({ reason: 'aborted', globalStep: stopAt });
    expect(state.open).toBe(0);
    const rest = await train(sourceOf(examples).examples, { shuffleBuffer, checkpoints, resume: true });
    expect([...stepsOf(first.events), ...stepsOf(rest.events)]).toEqual(stepsOf(whole.events));
    expect(rest.predictions).toEqual(whole.predictions);
  }
});

it('is resumed with the same data in the same form only', async () => {
  const checkpoints = join(folder, 'form');
  const controller = new AbortController();
  const onEvent = (event: TrainingEvent) => event.type === 'step' && controller.abort();
  await train(sourceOf(examples).examples, { shuffleBuffer, checkpoints, signal: controller.signal, onEvent });
  const resume = (source: Source, fit: FitOptions<never>) => train(source, { ...fit, checkpoints, resume: true });
  await expect(resume(examples, {})).rejects.toThrow('shuffleBuffer (30, now undefined)');
  await expect(resume(sourceOf(examples).examples, {})).rejects.toThrow('shuffleBuffer (30, now 10000)');
  const others = sourceOf(toyExamples(count, 9)).examples;
  await expect(resume(others, { shuffleBuffer })).rejects.toThrow('differs from the one that was begun: the training');
  expect((await resume(sourceOf(examples).examples, { shuffleBuffer })).result.reason).toBe('completed');
});

it('reports a bad example before the first step, naming it', async () => {
  const bad = [...examples.slice(0, -1), { text: ' ', label: 'red' }];
  const steps: unknown[] = [];
  const run = train(sourceOf(bad).examples, { onEvent: (event) => steps.push(event.type) });
  await expect(run).rejects.toThrow(DataError);
  await expect(run).rejects.toThrow(`training example ${count}: the text is empty`);
  expect(steps).not.toContain('step');
  const none = train(sourceOf([...examples, 7 as never]).examples);
  await expect(none).rejects.toThrow(`example ${count + 1} is 7`);
  await expect(train(sourceOf<(typeof examples)[number]>([]).examples)).rejects.toThrow('there are 0 examples');
});

it('notices a source that changes while it is trained on', async () => {
  let passes = 0;
  // eslint-disable-next-line @typescript-eslint/require-await -- an async iterable is wanted
  const shrinking = replayable(async function* () {
    yield* passes++ < 3 ? examples : examples.slice(0, 100);
  });
  await expect(train(shrinking, { shuffleBuffer })).rejects.toThrow(
    `a later pass over the source gives fewer than the ${count} examples of the first one`,
  );
});

it('validates on a source too', async () => {
  const validation = sourceOf(toyExamples(40, 2)).examples;
  const { result } = await train(sourceOf(examples).examples, { validation: validation as never }, { epochs: 1 });
  expect(result.history[0].validation?.accuracy).toBeGreaterThan(0);
});

describe('a source that cannot be trained on without holding it', () => {
  const held = /^all examples are held in memory: the preprocessor of \w+ is not fitted on a stream/;

  it('is collected with a warning, by settings', async () => {
    const { state, examples: source } = sourceOf(examples);
    const { events, predictions } = await train(source, {}, { ngrams: 'naive-bayes', epochs: 1 });
    expect(warningsOf(events)[0]).toMatch(held);
    expect(state.passes).toBe(1);
    const whole = await train(examples, {}, { ngrams: 'naive-bayes', epochs: 1 });
    expect(predictions).toEqual(whole.predictions);
  });

  it('is collected with a warning, by task', async () => {
    const tagged = [
      { words: ['Kim', 'sings'], tags: ['B-PER', 'O'] },
      { words: ['Lee', 'runs'], tags: ['B-PER', 'O'] },
    ];
    const model = new Tagger({ epochs: 1, hiddenSize: 4, embeddingSize: 4 });
    const warnings: string[] = [];
    const onEvent = (event: TrainingEvent) => event.type === 'warning' && warnings.push(event.message);
    await model.fit(sourceOf(tagged).examples, { onEvent });
    expect(warnings[0]).toMatch(held);
    model.dispose();
  });

  it('takes no shuffle buffer, nor does an array', async () => {
    await expect(train(examples, { shuffleBuffer })).rejects.toThrow(ConfigError);
    await expect(train(examples, { shuffleBuffer })).rejects.toThrow('shuffleBuffer is 30, and the examples are in');
    const source = sourceOf(examples).examples;
    await expect(train(source, { shuffleBuffer }, { ngrams: 'naive-bayes' })).rejects.toThrow(ConfigError);
  });
});

test.each([0, 1.5, -3])('a shuffle buffer of %p', async (shuffleBuffer) => {
  await expect(train(sourceOf(examples).examples, { shuffleBuffer })).rejects.toThrow(ConfigError);
});
