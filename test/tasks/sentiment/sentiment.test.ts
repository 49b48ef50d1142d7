import * as tf from '@tensorflow/tfjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleError, ConfigError, DataError, TrainingError } from '../../../src/errors';
import type { TrainingEvent } from '../../../src/training/events';
import { load } from '../../../tasks';
import { Random } from '../../../src/random';
import { sentiment, SentimentClassifier } from '../../../tasks/sentiment/sentiment';
import { onCpu, toyExamples, toyOptions } from '../support';

const train = toyExamples(160, 1);
const validation = toyExamples(40, 2);
const test = toyExamples(60, 5);
let folder: string;

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-tasks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('SentimentClassifier', () => {
  it('learns what only the order of words tells, and is better than its baselines', async () => {
    const model = new SentimentClassifier(toyOptions);
    const events: TrainingEvent[] = [];
    await model.fit(train, { validation, onEvent: (event) => events.push(event) });
    const { accuracy, baselines } = await model.evaluate(test);
    expect(accuracy).toBe(1);
    expect(baselines['bag of words'].accuracy).toBeLessThan(0.9);
    expect(baselines.majority.accuracy).toBeLessThan(0.7);
    expect(events.filter(({ type }) => type === 'epoch')).toHaveLength(8);
    model.dispose();
  });

  it.each([
    { cell: 'gru', pooling: 'mean+max', bidirectional: true },
    { cell: 'simple-rnn', pooling: 'attention', bidirectional: true, merge: 'sum' },
    { cell: 'lstm', pooling: 'max', layers: 2, optimizer: 'adamw', schedule: 'plateau' },
    { cell: 'lstm', tokenizer: 'characters', optimizer: 'rmsprop', schedule: 'constant', classWeights: 'balanced' },
    { cell: 'gru', resetAfter: true, optimizer: 'sgd', learningRate: 0.1, classWeights: { red: 1, blue: 2 } },
  ] as const)('trains with %j', async (options) => {
    const model = new SentimentClassifier({ ...toyOptions, ...options, epochs: 2 });
    const { history } = await model.fit(train);
    expect(history[1].train.loss).toBeLessThan(history[0].train.loss);
    model.dispose();
  });

  it('has the same bytes of weights for the same seed, and others for another', async () => {
    const weightsOf = async (seed: number) => {
      const model = new SentimentClassifier({
        ...toyOptions,
        dropout: 0.3,
        wordDropout: 0.1,
        averaging: 0.9,
        epochs: 1,
        seed,
      });
      await model.fit(train, { validation });
      const answers = await model.predict(test.map(({ text }) => text));
      model.dispose();
      return answers.map(({ probabilities }) => probabilities.red);
    };
    const first = await weightsOf(1);
    expect(await weightsOf(1)).toEqual(first);
    expect(await weightsOf(2)).not.toEqual(first);
  });

  it('answers one input and many alike, padded or not', async () => {
    const model = new SentimentClassifier({ ...toyOptions, pooling: 'mean+max', bidirectional: true, epochs: 1 });
    await model.fit(train);
    const texts = ['red', 'blue then red', 'red and the very very of then blue'];
    const together = await model.predict(texts);
    for (const [i, text] of texts.entries()) {
      const alone = await model.predict(text);
      expect(alone.label).toBe(together[i].label);
      expect(alone.probabilities.red).toBeCloseTo(together[i].probabilities.red, 6);
      expect(alone.probabilities.red + alone.probabilities.blue).toBeCloseTo(1, 6);
    }
    expect((await model.predict('green green red')).tokens).toEqual({ total: 3, unknown: 2, cut: 0 });
    expect(await model.predict([])).toEqual([]);
    model.dispose();
  });

  it('saves and loads with the same answers, figures and settings', async () => {
    const place = join(folder, 'saved');
    const model = new SentimentClassifier({ ...toyOptions, epochs: 1 });
    await model.fit(train, { name: 'toy, train' });
    const { accuracy } = await model.evaluate(test, { name: 'toy, test' });
    await model.save(place);
    const texts = test.map(({ text }) => text);
    for (const again of [await SentimentClassifier.load(place), await load(place)]) {
      expect(await again.predict(texts)).toEqual(await model.predict(texts));
      expect(again.config).toEqual(model.config);
      expect(again.describe()).toMatchObject({
        task: 'sentiment',
        labels: ['blue', 'red'],
        measuredOn: 'toy, test (60 examples)',
      });
      expect(again.describe().metrics.accuracy).toBe(accuracy);
      again.dispose();
    }
    model.dispose();
  });

  it('goes on from its weights when it is fitted again', async () => {
    const model = new SentimentClassifier({ ...toyOptions, epochs: 2 });
    const first = await model.fit(train);
    const second = await model.fit(train);
    expect(second.history[0].train.loss).toBeLessThan(first.history[1].train.loss);
    model.dispose();
  });

  it('reads long texts in windows to their end; the bundle answers alike, and more windows change it for long texts alone', async () => {
    const long = train.map(({ text, label }) => ({ text: `${'very then '.repeat(20)}${text}`, label }));
    const model = new SentimentClassifier({ ...toyOptions, epochs: 3, pooling: 'mean+max', window: 16 });
    const { history } = await model.fit(long);
    expect(history[2].train.loss).toBeLessThan(history[0].train.loss);
    const texts = [long[0].text, 'red then blue', 'blue then very red'];
    const place = join(folder, 'windows');
    await model.save(place);
    const again = await SentimentClassifier.load(place);
    expect(await again.predict(texts)).toEqual(await model.predict(texts));
    expect((await again.predict(texts))[0].tokens).toMatchObject({ cut: 0 });
    const whole = await SentimentClassifier.load(place, { settings: { window: 0 } });
    const [inWindows, inOnePiece] = [await model.predict(texts), await whole.predict(texts)];
    expect(inOnePiece.slice(1)).toEqual(inWindows.slice(1));
    expect(inOnePiece[0].probabilities).not.toEqual(inWindows[0].probabilities);
    for (const one of [model, again, whole]) one.dispose();
  });

  it('computes a batch of long texts a few at a time', async () => {
    const predictor = sentiment.createPredictor(
      sentiment.parseConfig({ ...toyOptions, window: 200, pooling: 'mean' }),
      await sentiment.fitPreprocessor(train, sentiment.parseConfig(toyOptions)),
      Random.fromSeed(1),
    );
    const review = { text: '', ids: new Int32Array(5000).fill(4), counts: { total: 5000, unknown: 0, cut: 0 } };
    const batch = Array.from({ length: 32 }, () => ({ input: review, target: 0 }));
    const parts = predictor.split?.(batch) ?? [];
    expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...batch.keys()]);
    expect(Math.max(...parts.map(({ length }) => length))).toBe(3); // 15,000 steps
    expect(
      predictor.split?.(batch.map((one) => ({ ...one, input: { ...review, ids: new Int32Array(400) } }))),
    ).toHaveLength(1);
    predictor.network.dispose();
  });

  it('refuses windows for a network of the last state alone', () => {
    expect(() => new SentimentClassifier({ window: 100, pooling: 'last' })).toThrow(
      /window is 100, and pooling is last/,
    );
  });

  it('counts and reports what is unknown or cut', async () => {
    const notes: string[] = [];
    const model = new SentimentClassifier({ ...toyOptions, epochs: 1, maximumLength: 3, minimumCount: 148 });
    await model.fit(train, { onEvent: (event) => event.type === 'warning' && notes.push(event.message) });
    expect(notes).toEqual([
      expect.stringMatching(/^\d+ of \d+ tokens \(\d+\.\d %\) are not in the vocabulary$/),
      expect.stringMatching(/^\d+ of 160 texts were cut to 3 tokens \(maximumLength\); the longest has 8$/),
    ]);
    expect((await model.predict('red then very of blue')).tokens.cut).toBe(2);
    model.dispose();
  });

  it('takes examples from an async iterable, and leaves no tensors behind', async () => {
    async function* stream() {
      await Promise.resolve();
      yield* train;
    }
    const before = tf.memory().numTensors;
    const model = new SentimentClassifier({ ...toyOptions, epochs: 1 });
    await model.fit(stream());
    const trained = tf.memory().numTensors;
    await model.fit(stream());
    await model.evaluate(test);
    expect(tf.memory().numTensors).toBe(trained);
    model.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('bad input', () => {
  const model = new SentimentClassifier(toyOptions);

  it.each<[string, object, string]>([
    ['a misspelt option', { hidenSize: 3 }, 'unknown option "hidenSize". Expected one of'],
    ['its nearest name', { hidenSize: 3 }, 'Did you mean hiddenSize?'],
    ['a size', { hiddenSize: 0 }, 'hiddenSize is 0. Expected a number of at least 1'],
    ['a choice', { cell: 'lstn' }, 'cell is "lstn". Expected lstm, gru or simple-rnn, or a cell of your own'],
    ['a rate', { dropout: 1 }, 'dropout is 1. Expected a number in [0, 1)'],
    ['no number', { learningRate: NaN }, 'learningRate is NaN'],
    ['__proto__', JSON.parse('{"__proto__": {"cell": "gru"}}') as object, '__proto__'],
  ])('refuses %s', (_, options, message) => {
    expect(() => new SentimentClassifier(options)).toThrow(ConfigError);
    expect(() => new SentimentClassifier(options)).toThrow(message);
  });

  it('names the examples that it cannot use', async () => {
    const fit = (examples: { text: string; label: string; where?: string }[]) =>
      new SentimentClassifier(toyOptions).fit(examples);
    await expect(fit([])).rejects.toThrow('SentimentClassifier.fit: there are 0 examples');
    await expect(
      fit([
        { text: 'a', label: 'x' },
        { text: 'b', label: 'x' },
      ]),
    ).rejects.toThrow(
      'training data: all 2 examples have the label "x". Expected examples with at least two different labels.',
    );
    const empty = [
      { text: 'a', label: 'x' },
      { text: ' \t', label: 'y' },
    ];
    await expect(fit(empty)).rejects.toThrow('training example 2: the text is empty; the label is "y"');
    await expect(fit([empty[0], { ...empty[1], where: 'mine.tsv line 9' }])).rejects.toThrow('mine.tsv line 9: ');
    await expect(fit([empty[0], { text: 'a '.repeat(100_000), label: 'y' }])).rejects.toThrow(
      'a text of 100000 tokens',
    );
    await expect(
      new SentimentClassifier(toyOptions).fit(train, { validation: [{ text: 'a', label: 'green' }] }),
    ).rejects.toThrow('validation example 1: the label "green" did not occur in training');
    await expect(new SentimentClassifier({ ...toyOptions, classWeights: { red: 1 } }).fit(train)).rejects.toThrow(
      'classWeights: there is none for the label "blue"',
    );
  });

  it('refuses methods that need a trained model', async () => {
    await expect(model.predict('x')).rejects.toThrow('SentimentClassifier.predict: there is no trained model');
    await expect(model.evaluate(test)).rejects.toThrow(ConfigError);
    await expect(model.save(folder)).rejects.toThrow(ConfigError);
  });

  it('refuses inputs without tokens, naming the place', async () => {
    const trained = new SentimentClassifier({ ...toyOptions, epochs: 1 });
    await trained.fit(train);
    await expect(trained.predict(['red', ''])).rejects.toThrow('input 2: "" has no token');
    await expect(trained.predict(undefined as unknown as string)).rejects.toThrow(DataError);
    await expect(trained.evaluate([{ text: 'red', label: 'green' }])).rejects.toThrow(DataError);
    trained.dispose();
  });

  it('stops where the loss is no number any more, with the last good weights', async () => {
    const broken = new SentimentClassifier({
      ...toyOptions,
      optimizer: 'sgd',
      schedule: 'constant',
      learningRate: 1e38,
      clipNorm: 0,
      classWeights: { red: 3e38, blue: 3e38 }, // the very first loss overflows: the last good weights are the first ones
    });
    const failure = await broken.fit(train).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TrainingError);
    expect((failure as Error).message).toMatch(/^training step \d+: .*learning rate 1e\+38/);
    for (const { probabilities } of await broken.predict(['red', 'blue'])) {
      expect(Number.isFinite(probabilities.red)).toBe(true);
    }
    broken.dispose();
  });

  it('does not take the bundle of another task or none', async () => {
    await expect(SentimentClassifier.load(join(folder, 'nothing'))).rejects.toThrow(BundleError);
    await expect(load(join(folder, 'nothing'))).rejects.toThrow('there is no such directory');
  });
});
