/** What lies below the tasks, used through the entry point, as by a program that has a model of its own. */
import * as tf from '@tensorflow/tfjs';
import {
  CRF,
  decoding,
  LSTM,
  metrics,
  padSequences,
  planBatches,
  Random,
  tags,
  training,
  Vocabulary,
  WordTokenizer,
} from '../src';

beforeAll(() => tf.setBackend('cpu'));

test('schemes of tags, and what a CRF may predict of them', () => {
  const labels = ['O', 'B-PER', 'I-PER'];
  const legal: tags.LegalTags = tags.legalTags(labels, 'IOB2');
  expect(legal.transitions[0]).toEqual([1, 1, 0]);
  expect(() => new CRF({ legal }).apply(tf.zeros([1, 2, 3]))).not.toThrow();
  expect(tags.convertTags(['I-PER', 'I-PER'], 'IOB1', 'IOBES')).toEqual(['B-PER', 'E-PER']);
  expect(tags.repairTags(['O', 'I-PER'], 'IOB2')).toEqual({ tags: ['O', 'B-PER'], changed: 1 });
  expect(tags.spansOf(['B-PER', 'O'])).toEqual([{ type: 'PER', start: 0, end: 1 }]);
});

describe('decoders', () => {
  /** Letters of a fixed word: after each the next is four times as probable as all others together. */
  const word = [3, 1, 2, 0];
  const decoder: decoding.Decoder<number> = {
    vocabularySize: 4,
    end: 0,
    select: (state) => state,
    step: (tokens, state) => {
      const row = Float32Array.from({ length: 4 }, (_, token) => Math.log(token === word[state] ? 0.8 : 0.2 / 3));
      const logProbabilities = Float32Array.of(...Array.from(tokens, () => [...row]).flat());
      return Promise.resolve({ logProbabilities, state: state + 1 });
    },
  };
  const start = { tokens: Int32Array.of(3), state: 0 };

  test('greedy, beam and stream over a step function', async () => {
    const [found] = await decoding.greedy(decoder, start, { limit: 9 });
    expect([[...found.tokens], found.ended]).toEqual([[3, 1, 2], 'end']);
    const [[best, second]] = await decoding.beamSearch(decoder, start, { limit: 9, beamSize: 3, nBest: 2 });
    expect([...best.tokens]).toEqual([3, 1, 2]);
    expect(best.logProbability).toBeCloseTo(4 * Math.log(0.8), 5);
    expect(second.logProbability).toBeLessThan(best.logProbability);
    const seen: number[] = [];
    for await (const { token } of decoding.stream(decoder, start, { limit: 2, choose: decoding.mostProbable })) {
      seen.push(token);
    }
    expect(seen).toEqual([3, 1]);
  });

  test('constraints and sampling', async () => {
    const constraints = [decoding.forbidden([1])];
    const [without] = await decoding.sample(decoder, start, {
      limit: 4,
      random: Random.fromSeed(1),
      topK: 2,
      constraints,
    });
    expect([...without.tokens]).not.toContain(1);
  });
});

test('the loop trains a model that no task knows', async () => {
  const layer = new LSTM({ units: 4, random: Random.fromSeed(1) });
  const head = tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }) });
  /** Whether the first of four numbers was positive. */
  const random = Random.fromSeed(3);
  const examples = Array.from({ length: 64 }, () => {
    const xs = Array.from({ length: 4 }, () => random.normal());
    return { xs, label: Number(xs[0] > 0) };
  });
  const logits = (batch: typeof examples) =>
    head.apply(layer.apply(tf.tensor(batch.map(({ xs }) => xs.map((x) => [x]))))) as tf.Tensor2D;
  tf.dispose(tf.tidy(() => logits(examples)));
  const parameters = [layer, head].flatMap((one) =>
    one.trainableWeights.map((weight) => ({ name: weight.name, variable: weight.read() as tf.Variable })),
  );
  const run = training.fit<typeof examples>({
    model: {
      parameters: () => parameters,
      loss: (batch) => ({
        loss: training.softmaxCrossEntropy(logits(batch), { targets: Int32Array.from(batch, ({ label }) => label) }),
      }),
      countUnits: (batch) => batch.length,
      countTokens: (batch) => 4 * batch.length,
    },
    plan: (epoch) => {
      const order = planBatches(new Int32Array(64).fill(4), { batchSize: 16, random: Random.fromSeed(epoch) });
      return { length: order.length, batch: (i) => Array.from(order[i], (row) => examples[row]) };
    },
    epochs: 25,
    optimizer: { kind: 'adam' },
    schedule: { kind: 'constant', learningRate: 0.05 },
    random: Random.fromSeed(5),
  });
  const losses: number[] = [];
  for await (const event of run) if (event.type === 'epoch') losses.push(event.train.loss);
  const predicted = tf.tidy(() => tf.argMax(logits(examples), 1).dataSync());
  const truth = examples.map(({ label }) => label);
  expect(metrics.accuracy(truth, predicted)).toBeGreaterThan(0.95);
  expect(losses.at(-1)).toBeLessThan(losses[0] / 3);
});

test('words, ids, batches, metrics', () => {
  const tokenizer = new WordTokenizer();
  const texts = ['a quiet triumph', 'a mess'].map((text) => tokenizer.tokenize(text));
  const vocabulary = Vocabulary.build(texts.flat(), { minimumCount: 1 });
  const { ids, lengths } = padSequences(texts.map((tokens) => Int32Array.from(tokens, (t) => vocabulary.idOf(t))), { padId: 0 }); // prettier-ignore
  expect([...lengths]).toEqual([3, 2]);
  expect(ids.length).toBe(6);
  expect(ids[5]).toBe(0);
  expect(metrics.bleu(['the cat sat down there'], ['the cat sat down there']).score).toBeCloseTo(100);
  expect(metrics.perplexity(Math.log(8) * 2, 2)).toBeCloseTo(8);
});
