/** Classifiers and taggers that start from a language model. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleError, ConfigError } from '../../src/errors';
import {
  LanguageModel,
  type LanguageModelOptions,
  load,
  replayable,
  SentimentClassifier,
  Tagger,
} from '../../src/node';
import { readPretrained } from '../../tasks/pretraining/pretrained';
import { startFrom } from '../../tasks/pretraining/start';
import { TokenEmbedder } from '../../models/embedders/tokens';
import { LanguageModel as Network } from '../../models/language-model/language-model';
import { wordTagger } from '../../models/sequence-tagger/sequence-tagger';
import { Random } from '../../src/random';
import { goWay } from '../support/ways';
import * as tf from '@tensorflow/tfjs';

const sentences = ['the film is good', 'the plot is bad and long', 'a good film and a good plot', 'it is a bad film'];
const size: LanguageModelOptions = { tokenizer: 'words', lowercase: true, layers: 2, hiddenSize: 6, embeddingSize: 5 };
const short: LanguageModelOptions = { ...size, minimumCount: 1, epochs: 2, batchSize: 2, window: 5 };
const texts = [
  { text: 'the film is good, really', label: 'yes' },
  { text: 'a bad plot, really', label: 'no' },
  { text: 'good plot good film', label: 'yes' },
  { text: 'long and bad and quaint', label: 'no' },
];
const tagged = [
  { words: ['The', 'film', 'is', 'good'], tags: ['D', 'N', 'V', 'A'] },
  { words: ['a', 'quaint', 'plot'], tags: ['D', 'A', 'N'] },
];
const classifier = { ngrams: 'none', minimumCount: 1, epochs: 1, batchSize: 2 } as const;

let folder: string;
const at = (name: string) => join(folder, name);

async function languageModel(name: string, changes: LanguageModelOptions = {}): Promise<string> {
  const model = new LanguageModel({ ...short, ...changes });
  await model.fit(sentences.map((text) => ({ text })));
  await model.save(at(name));
  model.dispose();
  return at(name);
}

let model: string;

beforeAll(async () => {
  await goWay('wasm with our kernels');
  folder = mkdtempSync(join(tmpdir(), 'pretraining-'));
  model = await languageModel('lm');
});
afterAll(() => rmSync(folder, { recursive: true }));

const warningsOf = () => {
  const warnings: string[] = [];
  const onEvent = (event: { type: string; message?: string }) => {
    if (event.type === 'warning') warnings.push(String(event.message));
  };
  return { warnings, onEvent };
};

describe('a classifier', () => {
  it('takes over sizes, vocabulary and the usual settings, says what the vocabulary lacks, and keeps all in its bundle', async () => {
    const { warnings, onEvent } = warningsOf();
    const one = new SentimentClassifier(classifier);
    await one.fit(texts, { init: model, onEvent, name: 'opinions' });
    expect(one.config).toMatchObject({
      ...size,
      ...{ bidirectional: false, pooling: 'last+max+mean', schedule: 'triangular', warmup: 0.1 },
      ...{ layerRateRatio: 2.6, unfreezing: 'gradual', learningRate: 0.01, epochs: 1 },
    });
    expect(warnings.join('\n')).toMatch(
      /knows 75\.0 % of 20 training tokens; 3 other words begin as its unknown word, 0/,
    );
    expect(warnings).toContain('unfreezing=gradual, epochs=1: the 3 lowest layers are never trained');
    const before = await readPretrained('test', model);
    const { parameters, trainedOn, encoder } = one.describe();
    expect(encoder.vocabularySize).toBe(before.vocabulary.size + 3);
    expect(trainedOn).toMatch(/^opinions \(4 examples\), after a language model of examples without a name/);
    expect(parameters[0]).toMatchObject({ name: 'embedding/embeddings', shape: [before.vocabulary.size + 3, 5] });
    await one.save(at('classifier'));
    const again = await load(at('classifier'));
    expect(again.config).toEqual(one.config);
    const [text] = texts;
    expect(await again.predict(text.text as never)).toEqual(await one.predict(text.text));
    again.dispose();
    one.dispose();
  });

  it('starts from it with examples that are read anew for every epoch', async () => {
    const { warnings, onEvent } = warningsOf();
    const one = new SentimentClassifier({ minimumCount: 1, epochs: 1, batchSize: 2, averaging: 0 });
    async function* read() {
      yield* await Promise.resolve(texts);
    }
    await one.fit(replayable(read), { init: model, onEvent });
    expect(one.config).toMatchObject({ ...size, ngrams: 'none', unfreezing: 'gradual' });
    expect(warnings.join('\n')).toMatch(/knows 75\.0 % of 20 training tokens/);
    one.dispose();
  });

  it('with lower layers frozen these are still those of the language model after training', async () => {
    const one = new SentimentClassifier({ ...classifier, averaging: 0 });
    await one.fit(texts, { init: model });
    await one.save(at('frozen'));
    const pretrained = await readPretrained('test', model);
    const found = await weightsOf(at('frozen'));
    for (const { name, values } of pretrained.recurrent) expect(found.get(name)).toEqual(values);
    const table = found.get('embedding/embeddings') ?? new Float32Array();
    const rows = pretrained.vocabulary.size;
    expect(table.subarray(0, 5 * rows)).toEqual(pretrained.table.values);
    for (let row = rows; row < rows + 3; row++)
      expect(table.subarray(5 * row, 5 * row + 5)).toEqual(pretrained.table.values.subarray(5, 10));
    one.dispose();
  });

  it('goes on from a checkpoint in the middle of unfreezing with the same bytes', async () => {
    const options = { ...classifier, epochs: 5, checkpointEvery: 1 };
    const whole = new SentimentClassifier(options);
    await whole.fit(texts, { init: model });
    await whole.save(at('whole'));
    const controller = new AbortController();
    const stopped = new SentimentClassifier(options);
    const onEvent = (event: { type: string; globalStep?: number }) => {
      if (event.type === 'step' && event.globalStep === 5) controller.abort();
    };
    const result = await stopped.fit(texts, {
      init: model,
      checkpoints: at('run'),
      signal: controller.signal,
      onEvent,
    });
    expect(result).toMatchObject({ reason: 'aborted', globalStep: 5 });
    const resumed = new SentimentClassifier(options);
    await resumed.fit(texts, { init: model, checkpoints: at('run'), resume: true });
    await resumed.save(at('resumed'));
    expect([...(await weightsOf(at('resumed')))]).toEqual([...(await weightsOf(at('whole')))]);
    [whole, stopped, resumed].forEach((one) => one.dispose());
  });

  it('with two directions the forward ones start from the model, and compute what they compute there', async () => {
    const one = new SentimentClassifier({ ...classifier, bidirectional: true, averaging: 0 });
    await one.fit(texts, { init: model });
    await one.save(at('both'));
    const found = await weightsOf(at('both'));
    const { recurrent } = await readPretrained('test', model);
    for (const { name, values } of recurrent) {
      const own = found.get(`bidirectional_${name.slice(5, 6)}/forward_${name}`) ?? new Float32Array();
      expect(own.subarray(0, values.length)).toEqual(values);
      expect(own.subarray(values.length).every((weight) => weight === 0)).toBe(true);
    }
    one.dispose();
  });
});

describe('a tagger of words', () => {
  it('starts from the model in its forward direction, beside letters and endings', async () => {
    const { warnings, onEvent } = warningsOf();
    const tagger = new Tagger({ epochs: 1, batchSize: 1 });
    await tagger.fit(tagged, { init: model, onEvent });
    expect(tagger.config).toMatchObject({ ...size, bidirectional: true, unfreezing: 'none', layerRateRatio: 1 });
    expect(warnings.join('\n')).toMatch(/knows \d\d\.\d % of 7 training tokens; 1 other words/);
    const [{ words }] = await tagger
      .predict([{ words: ['a', 'good', 'plot'] }])
      .then((all) => all as { words: object[] }[]);
    expect(words).toHaveLength(3);
    tagger.dispose();
  });

  it('its first layer computes at first what it computes in the language model', async () => {
    const pretrained = await readPretrained('test', model);
    tf.engine().startScope();
    const vocabularySize = pretrained.vocabulary.size;
    const embedder = { vocabularySize, embeddingSize: 5, features: [{ name: 'case', count: 3, size: 2 }] };
    const config = { cell: 'lstm', hiddenSize: 6, layers: 1, bidirectional: false, tags: 2, embedder };
    const tagger = wordTagger(config, Random.fromSeed(1));
    startFrom({ ...pretrained, recurrent: pretrained.recurrent.slice(0, 3) }, tagger.parameters());
    const kernel = tagger.parameters().find(({ name }) => name === 'lstm_1/kernel');
    const rows = tf.slice(kernel?.variable as tf.Tensor, [5, 0], [2, -1]).dataSync();
    expect(rows.every((weight) => weight === 0)).toBe(true);
    const ids = tf.tensor2d([[5, 6, 7]], [1, 3], 'int32');
    const mask = tf.ones<tf.Rank.R2>([1, 3]);
    const other = (value: number) => [tf.fill<tf.Rank.R2>([1, 3], value, 'int32')];
    const emissions = [1, 2].map((value) =>
      tagger.emissions({ ids, mask, features: other(value) }, { training: false }).arraySync(),
    );
    expect(emissions[0]).toEqual(emissions[1]); // whatever the other inputs are
    tf.engine().endScope();
  });
});

describe('refuses, before it trains', () => {
  const fitting = (options: object, fit: object = {}) =>
    new SentimentClassifier({ ...classifier, ...options }).fit(texts, { init: model, ...fit });

  it.each<[string, object, string]>([
    ['another cell', { cell: 'gru' }, 'cell is "gru", and "lstm" in the language model'],
    ['another size', { hiddenSize: 7 }, 'hiddenSize is 7, and 6 in the language model'],
    ['another embedding', { embeddingSize: 6 }, 'embeddingSize is 6, and 5'],
    ['another depth', { layers: 1 }, 'layers is 1, and 2'],
    ['another tokenizer', { tokenizer: 'whitespace' }, 'tokenizer is "whitespace", and "words"'],
    ['other letters', { lowercase: false }, 'lowercase is false, and true'],
    ['joined directions', { bidirectional: true, merge: 'sum' }, 'bidirectional is true and merge "sum"'],
  ])('%s', async (_, options, problem) => {
    await expect(fitting(options)).rejects.toThrow(ConfigError);
    await expect(fitting(options)).rejects.toThrow(problem);
  });

  it('no bundle, another task, a damaged one', async () => {
    await expect(fitting({}, { init: at('nowhere') })).rejects.toThrow(BundleError);
    const other = new SentimentClassifier(classifier);
    await other.fit(texts);
    await other.save(at('other'));
    await expect(fitting({}, { init: at('other') })).rejects.toThrow('the bundle is of the task "sentiment"');
    await expect(other.fit(texts, { init: model })).rejects.toThrow('the network is there already');
    await expect(fitting({}, { init: '' })).rejects.toThrow(ConfigError);
    other.dispose();
  });

  it('a model of characters for a tagger of words; for a classifier it is right', async () => {
    const characters = await languageModel('characters', { tokenizer: 'characters' });
    const tagger = new Tagger({ epochs: 1 });
    await expect(tagger.fit(tagged, { init: characters })).rejects.toThrow('reads characters');
    const one = new SentimentClassifier(classifier);
    await one.fit(texts, { init: characters });
    expect(one.config.tokenizer).toBe('characters');
    one.dispose();
  });

  it('a vocabulary of other texts, and leaves the model as it was', async () => {
    const one = new SentimentClassifier(classifier);
    const others = ['un film remarquable', 'quel ennui'].map((text, i) => ({ text, label: String(i) }));
    await expect(one.fit(others, { init: model })).rejects.toThrow('knows only 20.0 % of the training tokens');
    expect(one.config).toMatchObject({ hiddenSize: 32, unfreezing: 'none' });
    await one.fit(texts);
    one.dispose();
  });

  it('frames', async () => {
    const frames = [{ frames: Float32Array.of(1, 2), size: 1, labels: ['a', 'b'] }];
    await expect(new Tagger({ epochs: 1 }).fit(frames as never, { init: model })).rejects.toThrow(ConfigError);
    await expect(new Tagger({ input: 'frames' }).fit(frames as never, { init: model })).rejects.toThrow(
      'given for frames',
    );
  });
});

async function weightsOf(location: string): Promise<Map<string, Float32Array>> {
  const { readBundle } = await import('../../tasks/bundles');
  const { weights } = await readBundle('test', location);
  return new Map(weights.map(({ name, values }) => [name, values]));
}

it('starts rows of labels of a conditional model nowhere', async () => {
  const network = new Network({ vocabularySize: 9, embeddingSize: 3, cell: 'lstm', hiddenSize: 2 }, Random.fromSeed(1));
  expect(network.layerGroups().map((names) => names.length)).toEqual([1, 3, 0]);
  network.dispose();
  const labelled = new LanguageModel({ ...short, layers: 1 });
  await labelled.fit(texts);
  await labelled.save(at('labelled'));
  labelled.dispose();
  const pretrained = await readPretrained('test', at('labelled'));
  expect(pretrained.table.shape[0]).toBe(pretrained.vocabulary.size + 2);
  const embedder = new TokenEmbedder(
    { vocabularySize: pretrained.vocabulary.size, embeddingSize: 5 },
    Random.fromSeed(1),
  );
  tf.tidy(() => void embedder.embed(embedder.example()));
  const [weight] = embedder.embedding.trainableWeights;
  const variable = weight.read() as tf.Variable;
  startFrom({ ...pretrained, recurrent: [] }, [{ name: 'embedding/embeddings', variable }]);
  expect(variable.dataSync()).toEqual(pretrained.table.values.subarray(0, variable.size));
  variable.dispose();
});
