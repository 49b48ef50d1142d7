import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readWeights, writeWeights } from '../../../models/network-weights';
import { frameTagger, type SequenceTagger, wordTagger } from '../../../models/sequence-tagger/sequence-tagger';
import { registerTrainingKernels } from '../../../src/backends/training-kernels';
import { encodeWeights } from '../../../src/bundle/layers-model';
import { ConfigError, ShapeError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { expectClose } from '../../support/numbers';
import {
  frameBatch,
  frames,
  gradientsOf,
  lengths,
  lossOf,
  maskOf,
  spread,
  targetsOf,
  wordBatch,
  words,
} from './support';

const seeded = () => Random.fromSeed(1);
const image = { height: 5, width: 4, channels: 1, filters: [2, 3], size: 5 };
const cnn = {
  ...words.embedder,
  characters: { ...words.embedder.characters, encoder: 'cnn' },
} as typeof words.embedder;

beforeAll(async () => {
  await tf.setBackend('wasm');
  registerTrainingKernels();
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

interface Case {
  make: () => SequenceTagger<never>;
  batch: (of: readonly number[], T: number, first?: number) => never;
}

const asCase = (make: () => unknown, batch: unknown) => ({ make, batch }) as unknown as Case;

const cases: Record<string, Case> = {
  'words, softmax': asCase(() => wordTagger(words, seeded()), wordBatch),
  'words, CRF': asCase(() => wordTagger({ ...words, crf: {} }, seeded()), wordBatch),
  'words, letters by convolution, two GRU layers': asCase(
    () => wordTagger({ ...words, embedder: cnn, layers: 2, cell: 'gru', merge: 'sum' }, seeded()),
    wordBatch,
  ),
  frames: asCase(() => frameTagger(frames, seeded()), frameBatch),
  'frames, one direction, CRF': asCase(
    () => frameTagger({ ...frames, bidirectional: false, crf: {}, layers: 2 }, seeded()),
    frameBatch,
  ),
  images: asCase(
    () => frameTagger({ ...frames, embedder: { columns: 20, image } }, seeded()),
    (of: readonly number[], T: number, first?: number) => frameBatch(of, T, first, 20),
  ),
};

describe.each(Object.entries(cases))('%s', (_, { make, batch }) => {
  it('a padded batch gives what each sequence alone gives, gradients included', () => {
    const tagger = spread(make());
    const emissions = tagger.emissions(batch(lengths, 7), { training: false });
    const together = gradientsOf(tagger, batch(lengths, 7), lengths);
    const sums = Object.fromEntries(Object.keys(together).map((name) => [name, together[name].map(() => 0)]));
    lengths.forEach((length, b) => {
      const alone = tagger.emissions(batch([length], length, b), { training: false });
      expectClose(tf.slice(emissions, [b, 0, 0], [1, length, -1]).dataSync(), alone.dataSync(), 1e-6);
      const its = gradientsOf(tagger, batch([length], length, b), [length], b);
      for (const name of Object.keys(sums)) sums[name] = sums[name].map((x, i) => x + its[name][i]);
    });
    for (const name of Object.keys(sums)) {
      expect(together[name].some((x) => x !== 0)).toBe(true);
      expectClose(together[name], sums[name], 2e-6);
    }
  });

  it('keeps no tensor, and frees all weights', () => {
    const before = tf.memory().numTensors;
    const tagger = make();
    const made = tf.memory().numTensors;
    expect(made - before).toBe(tagger.parameters().length + tagger.frozen().length);
    tf.tidy(() => void gradientsOf(tagger, batch(lengths, 5), lengths));
    expect(tf.memory().numTensors).toBe(made);
    tagger.dispose();
    tagger.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('dropout of all kinds is the same whatever padding there is', () => {
  const tagger = spread(
    wordTagger({ ...words, inputDropout: 0.3, dropout: 0.4, recurrentDropout: 0.2, layers: 2 }, seeded()),
  );
  const context = { training: true, random: seeded().fork('step') };
  const [short, long] = [5, 9].map((T) => gradientsOf(tagger, wordBatch(lengths, T), lengths, 0, context));
  for (const name of Object.keys(short)) expectClose(long[name], short[name], 2e-6);
  const off = gradientsOf(tagger, wordBatch(lengths, 5), lengths);
  expect(off.loss[0]).not.toBeCloseTo(short.loss[0], 3);
});

it('learns a batch by heart', () => {
  const tagger = wordTagger({ ...words, crf: {} }, seeded());
  const optimizer = tf.train.adam(0.05);
  const batch = wordBatch(lengths, 5);
  const losses = Array.from({ length: 25 }, () =>
    tf.tidy(() => {
      const variables = tagger.parameters().map(({ variable }) => variable);
      const { value, grads } = tf.variableGrads(() => lossOf(tagger, batch, lengths), variables);
      optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: grads[name] })));
      return value.dataSync()[0];
    }),
  );
  expect(losses[24]).toBeLessThan(losses[0] / 10);
  optimizer.dispose();
  tagger.dispose();
});

it('windows with carried state give what the whole sequence gives', () => {
  const tagger = spread(frameTagger({ ...frames, cell: 'lstm', bidirectional: false, layers: 2 }, seeded()));
  const whole = frameBatch([20], 20);
  const expected = tagger.emissions(whole, { training: false });
  let last: tf.Tensor[][] | undefined;
  const parts = [7, 1, 12].map((steps, i) => {
    const from = [0, 7, 8][i];
    const window = { xs: tf.slice(whole.xs, [0, from, 0], [1, steps, -1]), mask: maskOf([steps], steps) };
    const { emissions, last: next } = tagger.advance(window, last);
    last = next;
    return emissions;
  });
  expectClose(tf.concat(parts, 1).dataSync(), expected.dataSync(), 1e-6);
});

it('cannot continue in both directions, and the error names what to train', () => {
  const tagger = frameTagger(frames, seeded());
  expect(() => tagger.advance(frameBatch([3], 3))).toThrow(ConfigError);
  expect(() => tagger.advance(frameBatch([3], 3))).toThrow(/bidirectional: false/);
});

it('keeps given vectors as they are, and saves them with the weights', () => {
  const tagger = spread(wordTagger(words, seeded()));
  expect(tagger.parameters().map(({ name }) => name)).not.toContain('vectors/embeddings');
  const weights = readWeights(tagger);
  expect(weights.at(-1)?.name).toBe('vectors/embeddings');
  expect(new Set(weights.map(({ name }) => name)).size).toBe(weights.length);
  const other = wordTagger(words, Random.fromSeed(2));
  writeWeights(other, weights);
  const [a, b] = [tagger, other].map((one) => one.emissions(wordBatch(lengths, 5), { training: false }).dataSync());
  expect(b).toEqual(a);
});

describe('stock TensorFlow.js, in a process of its own', () => {
  const plain = { vocabularySize: 12, embeddingSize: 5 } as const;
  const ids = [
    [1, 2, 3, 4],
    [5, 6, 0, 0],
  ];

  function openWithStock(tagger: SequenceTagger<never>, inputs: number[][] | number[][][]) {
    const weights = readWeights(tagger);
    const input = JSON.stringify({
      modelTopology: tagger.topology(),
      weightSpecs: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      weights: Buffer.from(encodeWeights(weights)).toString('base64'),
      ids: inputs,
    });
    const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../open-with-stock.cjs')], {
      input,
      encoding: 'utf8',
    });
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout) as { probabilities?: number[][][]; error?: string };
  }

  it.each([
    ['LSTM, both directions', {}],
    ['two GRU layers, one direction', { cell: 'gru', layers: 2, bidirectional: false, dropout: 0.2 }],
  ] as const)('opens words alone: %s', (_, change) => {
    const tagger = spread(wordTagger({ ...words, embedder: plain, ...change }, seeded()));
    const mask = tf.tensor2d(ids.map((row) => row.map((id) => Number(id > 0))));
    const emissions = tagger.emissions({ ids: tf.tensor2d(ids, undefined, 'int32'), mask }, { training: false });
    const expected = tf.softmax(emissions).arraySync();
    const { probabilities, error } = openWithStock(tagger as never, ids);
    expect(error).toBeUndefined();
    ids.forEach((row, b) =>
      row.forEach((id, t) => id && expectClose(probabilities?.[b][t] ?? [], expected[b][t], 1e-5)),
    );
  });

  it('gets no topology of what it cannot express', () => {
    expect(wordTagger(words, seeded()).topology()).toEqual({});
    expect(wordTagger({ ...words, embedder: plain, crf: {} }, seeded()).topology()).toEqual({});
  });
});

it('refuses sizes that cannot be, and batches that do not fit', () => {
  expect(() => frameTagger({ ...frames, tags: 0 }, seeded())).toThrow(/tags is 0/);
  expect(() => frameTagger({ ...frames, embedder: { columns: 3, image } }, seeded())).toThrow(/image of 5 × 4 × 1/);
  const tagger = wordTagger(words, seeded());
  const batch = wordBatch(lengths, 5);
  expect(() => tagger.emissions({ ...batch, features: [] }, { training: false })).toThrow(ShapeError);
  expect(() => tagger.emissions({ ...batch, mask: maskOf([1], 5) }, { training: false })).toThrow(ShapeError);
  expect(targetsOf([1], 2)).toHaveLength(2);
});
