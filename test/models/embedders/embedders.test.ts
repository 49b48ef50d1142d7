/** Every embedder through one contract: names, shapes, what it saves, what stock layers can express of it. */
import * as tf from '@tensorflow/tfjs';
import type { Embedder, MaskedBatch } from '../../../models/embedders/embedder';
import { FrameEmbedder } from '../../../models/embedders/frames';
import { TokenEmbedder } from '../../../models/embedders/tokens';
import { WordEmbedder } from '../../../models/embedders/words';
import { ConfigError, ShapeError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { expectClose } from '../../support/numbers';

const random = () => Random.fromSeed(1);
const image = { height: 5, width: 4, channels: 1, filters: [2, 3], size: 5 };
const words = { vocabularySize: 12, embeddingSize: 5 };
const characters = { vocabularySize: 8, embeddingSize: 3, size: 4, encoder: 'bilstm' } as const;

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe.each<[string, Embedder<MaskedBatch>, number, string[], boolean]>([
  ['tokens', new TokenEmbedder({ vocabularySize: 12, embeddingSize: 5 }, random()), 5, ['embedding'], true],
  ['words', new WordEmbedder(words, random()), 5, ['embedding'], true],
  [
    'words with letters',
    new WordEmbedder({ ...words, characters }, random()),
    9,
    ['embedding', 'character_embedding', 'character_bidirectional'],
    false,
  ],
  ['frames', new FrameEmbedder({ columns: 3 }, random()), 3, [], true],
  [
    'images',
    new FrameEmbedder({ columns: 20, image }, random()),
    5,
    ['convolution_1', 'convolution_2', 'image_dense'],
    false,
  ],
])('%s', (_, embedder, size, names, isSymbolic) => {
  it('embeds its example: one sequence of one step', () => {
    const batch = embedder.example();
    expect(batch.mask.shape).toEqual([1, 1]);
    expect(embedder.embed(batch, { training: false }).shape).toEqual([1, 1, size]);
  });

  it('names its layers, and has a symbolic form where stock layers can express it', () => {
    expect(embedder.layers.map(({ name }) => name)).toEqual(names);
    expect(embedder.frozen()).toEqual([]);
    expect(embedder.symbolic()?.vectors.shape).toEqual(isSymbolic ? [null, null, size] : undefined);
  });
});

it('tokens take the name and the start of their layer', () => {
  const embedder = new TokenEmbedder({ ...words, name: 'target_embedding', initializer: { uniform: 0.1 } }, random());
  embedder.embed(embedder.example());
  const [weight] = embedder.embedding.trainableWeights;
  expect(weight.originalName).toBe('target_embedding/embeddings');
  const values = random().fork('target_embedding').fork('embeddings').uniformArray(60, -0.1, 0.1);
  expect(weight.read().dataSync()).toEqual(values);
});

it('one frame alone gives what it gives in a batch', () => {
  for (const embedder of [
    new FrameEmbedder({ columns: 20 }, random()),
    new FrameEmbedder({ columns: 20, image }, random()),
  ]) {
    const frame = random().normalArray(20);
    const batch = { xs: tf.tensor3d(frame, [1, 1, 20]), mask: tf.ones<tf.Rank.R2>([1, 1]) };
    expectClose(embedder.embedFrame(frame), embedder.embed(batch).dataSync(), 1e-6);
    expect(() => embedder.embedFrame(frame.slice(1))).toThrow(ShapeError);
  }
});

it('refuses sizes that cannot be', () => {
  expect(() => new TokenEmbedder({ ...words, vocabularySize: 0 }, random())).toThrow(ConfigError);
  expect(() => new WordEmbedder({ ...words, embeddingSize: 1.5 }, random())).toThrow(/embeddingSize is 1.5/);
  expect(() => new FrameEmbedder({ columns: 0 }, random())).toThrow(/columns is 0/);
  expect(() => new FrameEmbedder({ columns: 21, image }, random())).toThrow(/image of 5 × 4 × 1.*frames of 21/);
  const small = { ...image, filters: [1, 1, 1] };
  expect(() => new FrameEmbedder({ columns: 20, image: small }, random())).toThrow(/halved 3 times.*at most 2/);
});
