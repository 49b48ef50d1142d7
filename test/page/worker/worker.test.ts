/** Models behind a port: the same results, events and errors as beside us. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackendError,
  BundleError,
  ConfigError,
  connectWorker,
  DataError,
  replayable,
  type SequenceWorker,
  type WorkerOptions,
} from '../../../src/page/worker/client';
import { serveWorker } from '../../../src/page/worker/serve';
import { movingShapesSplits, Random, SentimentClassifier, type TrainingEvent } from '../../../src/node';

const texts = { 'a fine film': 'good', 'fine acting': 'good', 'a dull film': 'bad', 'dull acting': 'bad' };
const examples = Object.entries(texts).map(([text, label]) => ({ text, label }));
const options = { hiddenSize: 4, embeddingSize: 4, minimumCount: 1, epochs: 2, seed: 5, ngrams: 'none' } as const;

let worker: SequenceWorker;
const folder = mkdtempSync(join(tmpdir(), 'tfseq-worker-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => worker.terminate());

function connect(workerOptions: WorkerOptions = {}): SequenceWorker {
  const { port1, port2 } = new MessageChannel();
  serveWorker(port1);
  worker = connectWorker(port2, workerOptions);
  return worker;
}

test('the same losses, events in their order, predictions and metrics as in the page', async () => {
  const here = new SentimentClassifier(options);
  const expected: TrainingEvent[] = [];
  await here.fit(examples, { validation: examples, onEvent: (event) => expected.push(event) });

  const there = await connect().create('sentiment', options);
  const events: TrainingEvent[] = [];
  const { history } = await there.fit(examples, { validation: examples, onEvent: (event) => events.push(event) });
  expect(events.map(({ type }) => type)).toEqual(expected.map(({ type }) => type));
  expect(history.map(({ train }) => train.loss)).toEqual(
    expected.flatMap((event) => (event.type === 'epoch' ? [event.train.loss] : [])),
  );
  expect(await there.predict('a fine film')).toEqual(await here.predict('a fine film'));
  expect(await there.predict(['dull', 'fine'])).toEqual(await here.predict(['dull', 'fine']));
  expect(await there.evaluate(examples)).toEqual(await here.evaluate(examples));
  expect((await there.describe()).labels).toEqual(here.describe().labels);
  here.dispose();
  there.dispose();
});

test('saved and loaded again, by whatever task or a known one', async () => {
  const place = join(folder, 'bundle');
  const model = await connect().create('sentiment', options);
  await model.fit(examples);
  await model.save(place);
  const any = await worker.load(place);
  expect(any.task).toBe('sentiment');
  const known = await worker.load(place, undefined, 'sentiment');
  expect(await known.predict('fine')).toEqual(await model.predict('fine'));
  const refused = worker.load(place, undefined, 'tagging');
  await expect(refused).rejects.toBeInstanceOf(BundleError);
  await expect(refused).rejects.toThrow(/the bundle is of the task sentiment/);
});

test('errors have their classes, fields and stacks', async () => {
  connect();
  const expected = await Promise.resolve()
    .then(() => new SentimentClassifier({ hiddenSize: -1 }))
    .catch((error: unknown) => error as ConfigError);
  const found: unknown = await worker.create('sentiment', { hiddenSize: -1 }).catch((error: unknown) => error);
  expect(found).toBeInstanceOf(ConfigError);
  const { message, where, problem, fix } = expected as ConfigError;
  expect(found).toMatchObject({ name: 'ConfigError', message, where, problem, fix });
  expect((found as Error).stack).toContain('parseConfig');

  const model = await worker.create('sentiment', options);
  await expect(model.fit([{ text: 'good', label: 1 as never }])).rejects.toBeInstanceOf(DataError);
  await expect(model.predict('good')).rejects.toThrow(/^SentimentClassifier.predict: there is no trained model/);
  await expect(worker.load(join(folder, 'nowhere'))).rejects.toMatchObject({ name: 'BundleError', during: 'load' });
});

test('an abort ends the run after its step; an event that its receiver throws at ends it with that error', async () => {
  const model = await connect().create('sentiment', { ...options, epochs: 100_000 });
  const stop = new AbortController();
  const result = await model.fit(examples, {
    signal: stop.signal,
    onEvent: ({ type }) => type === 'step' && stop.abort(),
  });
  expect(result.reason).toBe('aborted');
  const mine = new Error('mine');
  const thrown = model.fit(examples, {
    onEvent: () => {
      throw mine;
    },
  });
  await expect(thrown).rejects.toBe(mine);
});

test('sources: read once, or anew for every epoch; what they throw comes back as it was', async () => {
  const model = await connect().create('sentiment', options);
  let passes = 0;
  async function* read() {
    passes++;
    for (const example of examples) yield await Promise.resolve(example);
  }
  const once = await model.fit(read());
  expect(passes).toBe(1);
  expect(once.epochs).toBe(2);
  await model.fit(replayable(read));
  expect(passes).toBeGreaterThan(2);
  const broken = new TypeError('no such file');
  async function* breaks() {
    yield await Promise.resolve(examples[0]);
    throw broken;
  }
  await expect(model.fit(breaks())).rejects.toBe(broken);
});

test.each([true, false])('frames, given away: %s', async (transfer) => {
  const { train } = movingShapesSplits(Random.fromSeed(1), { sizes: { train: 8, validation: 2, test: 2 } });
  const recordings = train.map((recording) => ({ ...recording, frames: recording.frames.slice() }));
  const model = await connect({ transfer }).create('tagging', { hiddenSize: 4, epochs: 1 });
  const { epochs } = await model.fit(recordings);
  expect(epochs).toBe(1);
  expect(recordings.every(({ frames }) => (frames.length === 0) === transfer)).toBe(true);
});

test('what cannot be sent, a Worker that is silent, one that has ended: errors that say so', async () => {
  const model = await connect().create('sentiment', options);
  const unsendable = model.predict('good', { beam: () => 5 });
  await expect(unsendable).rejects.toThrow(ConfigError);
  await expect(unsendable).rejects.toThrow(/cannot be sent to the Worker/);
  const running = model.fit(examples, { epochs: 100_000 });
  worker.terminate();
  await expect(running).rejects.toThrow(BackendError);
  await expect(model.predict('good')).rejects.toThrow(/the Worker has been terminated/);

  worker = connectWorker(new MessageChannel().port1, { timeout: 0.01 });
  await expect(worker.create('sentiment')).rejects.toThrow(/has not responded within 0.01 s.*calls serveWorker/s);
});
