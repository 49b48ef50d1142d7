/** One-to-one is T = 1: h = f(x W_xh + b_h), y = g(h W_hy + b_y), an ordinary network with a hidden layer. */
import * as tf from '@tensorflow/tfjs';
import { FrameEmbedder } from '../../../models/embedders/frames';
import { sequenceClassifier } from '../../../models/sequence-classifier';
import { Classifier, type LabeledFrames } from '../../../src/node';
import { Random } from '../../../src/random';
import { onCpu } from '../support';

beforeAll(onCpu);

const sizes = { F: 3, H: 5, K: 2, B: 4 };

function networks() {
  const random = Random.fromSeed(7);
  const { F, H, K } = sizes;
  const network = sequenceClassifier(
    { cell: 'simple-rnn', hiddenSize: H, classes: K, pooling: 'last' },
    new FrameEmbedder({ columns: F }, random),
    random,
  );
  const named = (part: string) => network.parameters().find(({ name }) => name.includes(part))!.variable;
  const [W, b, V, c] = [
    network.parameters().find(({ name }) => /kernel$/.test(name) && !/recurrent_kernel|logits/.test(name))!.variable,
    network.parameters().find(({ name }) => /bias$/.test(name) && !name.includes('logits'))!.variable,
    named('logits/kernel'),
    named('logits/bias'),
  ];
  const hidden = tf.layers.dense({ units: H, activation: 'tanh', inputShape: [F] });
  const output = tf.layers.dense({ units: K });
  const plain = tf.sequential({ layers: [hidden, output] });
  b.assign(tf.tensor1d([0.1, -0.2, 0.3, 0.05, -0.4])); // as if it had been trained
  c.assign(tf.tensor1d([0.2, -0.1]));
  hidden.setWeights([W, b]);
  output.setWeights([V, c]);
  return { network, plain, variables: [W, b, V, c] };
}

describe('a sequence of one step', () => {
  const made = () => {
    const { B, F } = sizes;
    const x = tf.tensor2d(Random.fromSeed(1).uniformArray(B * F, -2, 2), [B, F]);
    const batch = { xs: tf.reshape<tf.Rank.R3>(x, [B, 1, F]), mask: tf.ones<tf.Rank.R2>([B, 1]) };
    return { ...networks(), x, batch };
  };

  it('is scored as a dense network with the same weights scores it', async () => {
    const { network, plain, x, batch } = made();
    const ours = await network.logits(batch, { training: false }).data();
    const dense = await (plain.predict(x) as tf.Tensor).data();
    ours.forEach((value, i) => expect(value).toBeCloseTo(dense[i], 6));
    expect(new Set(Array.from(ours, (value) => value.toFixed(3))).size).toBeGreaterThan(4);
  });

  it('and learns as that does: the gradients of all weights are the same', () => {
    const { network, plain, variables, x, batch } = made();
    const target = tf.tensor1d([0, 1, 1, 0], 'int32');
    const loss = (logits: tf.Tensor): tf.Scalar => tf.losses.softmaxCrossEntropy(tf.oneHot(target, sizes.K), logits);
    const ours = tf.variableGrads(() => loss(network.logits(batch, { training: true })), variables).grads;
    const weights = plain.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const dense = tf.variableGrads(() => loss(plain.apply(x, { training: true }) as tf.Tensor), weights).grads;
    variables.forEach((variable, i) => {
      const [a, b] = [ours[variable.name].dataSync(), dense[weights[i].name].dataSync()];
      a.forEach((value, j) => expect(value).toBeCloseTo(b[j], 6));
      expect(Math.max(...a.map(Math.abs))).toBeGreaterThan(1e-3);
    });
  });
});

test('Classifier learns exclusive or from single frames', async () => {
  const random = Random.fromSeed(2);
  const points = (count: number) =>
    Array.from({ length: count }, (): LabeledFrames => {
      const [x, y] = [random.uniform(-1, 1), random.uniform(-1, 1)];
      return { frames: [[x, y]], label: x * y > 0 ? 'same sign' : 'other sign' };
    });
  const model = new Classifier({
    ...{ cell: 'simple-rnn', bidirectional: false, pooling: 'last', hiddenSize: 16, dropout: 0 },
    ...{ epochs: 40, learningRate: 0.02, batchSize: 32, averaging: 0, seed: 1 },
  });
  await model.fit(points(400));
  const { accuracy, baselines } = await model.evaluate(points(200));
  expect(accuracy).toBeGreaterThan(0.93);
  expect(baselines['linear on all values'].accuracy).toBeLessThan(0.7);
  model.dispose();
});
