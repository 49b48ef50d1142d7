/** Long sequences as windows, whose states are pooled together. */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import { Random } from '../../src/random';
import { batch, small, spreadWeights, tokenClassifier, type TokenClassifier } from './support';

const poolings = ['mean', 'max', 'attention', 'mean+max'] as const;
const still = { training: false };

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

function classifier(pooling: (typeof poolings)[number] | 'last', options: object = {}): TokenClassifier {
  const network = tokenClassifier({ ...small, pooling, bidirectional: true, ...options }, Random.fromSeed(1));
  spreadWeights(network, Random.fromSeed(2));
  return network;
}

const logitsOf = (network: TokenClassifier, rows: number[][], windows?: number) =>
  network.logits({ ...batch(rows), windows }, still).arraySync();

describe.each(poolings)('pooling %s', (pooling) => {
  it('a text in one window among others of several gives what it gives by itself', () => {
    const network = classifier(pooling);
    const together = logitsOf(network, [[1, 2, 3, 4], [5, 6, 7], [8, 9], [], [10], [3, 3, 3]], 2);
    const [alone] = logitsOf(network, [[8, 9]]);
    alone.forEach((x, k) => expect(together[1][k]).toBeCloseTo(x, 5));
    const [two] = logitsOf(network, [[1, 2, 3, 4], [5, 6, 7]], 2); // prettier-ignore
    two.forEach((x, k) => expect(together[0][k]).toBeCloseTo(x, 5));
    network.dispose();
  });

  it('each token of each window has a gradient, and padding none; it is the one of finite differences', () => {
    const network = classifier(pooling);
    const [embedding] = network.parameters();
    const inputs = { ...batch([[1, 2, 3], [4, 5], [6, 7], []]), windows: 2 }; // prettier-ignore
    const loss = () => tf.sum<tf.Scalar>(tf.mul(network.logits(inputs, still), tf.tensor2d([[1, -2, 3], [2, 1, -1]]))); // prettier-ignore
    const { grads } = tf.variableGrads(loss, [embedding.variable]);
    const gradient = grads[embedding.variable.name] as tf.Tensor2D;
    const sizes = tf.sum(tf.abs(gradient), 1).arraySync() as number[]; // of each token
    sizes.forEach((size, id) => (id >= 1 && id <= 7 ? expect(size).toBeGreaterThan(1e-4) : expect(size).toBe(0)));
    const values = embedding.variable.dataSync().slice();
    const at = 5 * small.embeddingSize + 1; // the second number of token 5, in the second window
    const [below, above] = [-1e-2, 1e-2].map((step) => {
      const moved = values.slice();
      moved[at] += step;
      embedding.variable.assign(tf.tensor(moved, embedding.variable.shape));
      return loss().dataSync()[0];
    });
    expect((above - below) / 2e-2).toBeCloseTo(gradient.dataSync()[at], 2);
    network.dispose();
  });
});

it('the mean is over all real steps of all windows, the maximum too', () => {
  const states = (row: number[]) => {
    const network = classifier('mean', { classes: 3 });
    const [logits] = logitsOf(network, [row]);
    network.dispose();
    return logits; // linear in the mean
  };
  const [first, second] = [states([1, 2, 3]), states([4])];
  const network = classifier('mean');
  const [both] = logitsOf(network, [[1, 2, 3], [4]], 2);
  both.forEach((x, k) => expect(x).toBeCloseTo((3 * first[k] + second[k]) / 4, 5));
  network.dispose();
});

it('refuses rows that are no windows, and a network of the last state alone', () => {
  const network = classifier('mean+max');
  expect(() => logitsOf(network, [[1], [2], [3]], 2)).toThrow(ShapeError);
  expect(() => logitsOf(classifier('last'), [[1], [2]], 2)).toThrow(/the network reads the last state/);
});
