import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels } from '../../src/backends/training-kernels';
import { Random } from '../../src/random';
import { sizeOf } from '../../src/shapes';
import { goWay } from '../support/ways';
import { expectClose } from './close';

interface Matrices {
  shape: number[];
  values: Float32Array;
}

const TRANSPOSED: [boolean, boolean][] = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
];
const TOLERANCE = 3e-5; // float32, sums of up to 130 products in another order
const random = Random.fromSeed(3);
const someMatrices = (...shape: number[]): Matrices => ({ shape, values: random.normalArray(sizeOf(shape)) });
const tensorOf = ({ shape, values }: Matrices): tf.Tensor => tf.tensor(values, shape);
/** Batch axes, then rows and columns, in the order in which the factor is stored. */
const stored = (batch: number[], rows: number, columns: number, transposed: boolean): Matrices =>
  someMatrices(...batch, ...(transposed ? [columns, rows] : [rows, columns]));

describe('before our kernels are registered', () => {
  beforeAll(() => tf.setBackend('wasm'));

  test('the fused product of stock wasm is wrong for a transposed factor and a long sum', () => {
    tf.tidy(() => {
      const a = tensorOf(someMatrices(60, 5));
      const b = tensorOf(someMatrices(60, 7));
      const bias = tensorOf(someMatrices(7));
      const right = tf.add(tf.matMul(tf.transpose(a), b), bias);
      const stock = tf.fused.matMul({ a, b, bias, transposeA: true });
      expect(tf.max(tf.abs(tf.sub(stock, right))).dataSync()[0]).toBeGreaterThan(0.1);
    });
  });
});

describe.each(['wasm', 'wasm with our kernels'] as const)('products on %s', (way) => {
  let tensorsBefore: number;

  beforeAll(async () => {
    registerTrainingKernels();
    await goWay(way);
  });
  beforeEach(() => (tensorsBefore = tf.memory().numTensors));
  afterEach(() => expect(tf.memory().numTensors).toBe(tensorsBefore));

  const batches: [number[], number[]][] = [
    [[], []],
    [[3], [3]],
    [
      [2, 3],
      [2, 3],
    ],
    [[3], []],
    [[], [3]],
    [[3], [1]],
    [[1], [3]],
    [
      [2, 1],
      [1, 3],
    ],
    [[3], [2, 1]],
    [[2, 3], [3]],
    [
      [2, 1, 2],
      [3, 1],
    ],
    [
      [2, 3],
      [2, 1],
    ],
    [
      [2, 1],
      [2, 3],
    ],
    [
      [1, 3],
      [2, 3],
    ],
  ];
  // from far below to above the size at which XNNPACK pays, none a multiple of its tiles; thin and flat ones
  const sizes: [number, number, number][] = [
    [1, 1, 1],
    [3, 5, 7],
    [33, 49, 35],
    [1, 130, 150],
    [4, 101, 97],
    [97, 101, 4],
  ];
  // a few rows and a large factor, where the module leaves A·B to stock and computes A·Bᵀ as (B·Aᵀ)ᵀ
  const fewRows: [number, number, number][] = [
    [1, 512, 520],
    [5, 513, 515],
    [63, 600, 440],
  ];

  describe.each(TRANSPOSED)('transposeA %s, transposeB %s', (transposeA, transposeB) => {
    test.each(batches)('batch %j with %j, all sizes', (batchA, batchB) => {
      for (const [M, K, N] of sizes) {
        const a = stored(batchA, M, K, transposeA);
        const b = stored(batchB, K, N, transposeB);
        tf.tidy(() => {
          const c = tf.matMul(tensorOf(a), tensorOf(b), transposeA, transposeB);
          const expected = plainProduct(a, b, transposeA, transposeB);
          expect(c.shape).toEqual(expected.shape);
          expectClose(c.dataSync(), expected.values, TOLERANCE);
        });
      }
    });

    test.each(fewRows)('%i rows, %i × %i', (M, K, N) => {
      const a = stored([], M, K, transposeA);
      const b = stored([], K, N, transposeB);
      const bias = someMatrices(N);
      tf.tidy(() => {
        const expected = plainProduct(a, b, transposeA, transposeB);
        const c = tf.matMul(tensorOf(a), tensorOf(b), transposeA, transposeB);
        expectClose(c.dataSync(), expected.values, 1e-4); // sums of 600 products
        const fused = tf.fused.matMul({ a: tensorOf(a), b: tensorOf(b), bias: tensorOf(bias), transposeA, transposeB });
        expectClose(
          fused.dataSync(),
          expected.values.map((x, i) => x + bias.values[i % N]),
          1e-4,
        );
      });
    });

    test('sizes of 0', () => {
      for (const [M, K, N] of [
        [2, 0, 3],
        [0, 2, 3],
        [2, 3, 0],
        [0, 0, 0],
      ]) {
        for (const batch of [[], [2], [0]]) {
          const a = stored(batch, M, K, transposeA);
          const b = stored(batch, K, N, transposeB);
          tf.tidy(() => {
            const c = tf.matMul(tensorOf(a), tensorOf(b), transposeA, transposeB);
            expect(c.shape).toEqual([...batch, M, N]);
            expect(c.dataSync().every((x) => x === 0)).toBe(true);
          });
        }
      }
    });

    test.each([[[]], [[3]], [[2, 2]]])('gradients for batch %j agree with plain loops', (batch: number[]) => {
      for (const [M, K, N] of [
        [3, 5, 7],
        [34, 45, 37],
      ]) {
        const a = stored(batch, M, K, transposeA);
        const b = stored(batch, K, N, transposeB);
        const dy = someMatrices(...batch, M, N);
        tf.tidy(() => {
          const loss = (x: tf.Tensor, y: tf.Tensor): tf.Scalar =>
            tf.sum(tf.mul(tf.matMul(x, y, transposeA, transposeB), tensorOf(dy)));
          const [da, db] = tf.grads(loss)([tensorOf(a), tensorOf(b)]);
          const expectedA = transposeA
            ? plainProduct(b, dy, transposeB, true)
            : plainProduct(dy, b, false, !transposeB);
          const expectedB = transposeB
            ? plainProduct(dy, a, true, transposeA)
            : plainProduct(a, dy, !transposeA, false);
          expectClose(da.dataSync(), expectedA.values, TOLERANCE);
          expectClose(db.dataSync(), expectedB.values, TOLERANCE);
        });
      }
    });

    test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const)(
      'fused with %s',
      (activation) => {
        for (const batch of [[], [2]]) {
          const [M, K, N] = [5, 61, 7];
          const a = stored(batch, M, K, transposeA);
          const b = stored(batch, K, N, transposeB);
          tf.tidy(() => {
            const bias = tensorOf(someMatrices(N));
            const alphas = tensorOf(someMatrices(N));
            const y = tf.fused.matMul({
              a: tensorOf(a),
              b: tensorOf(b),
              bias,
              transposeA,
              transposeB,
              activation,
              leakyreluAlpha: 0.3,
              preluActivationWeights: activation === 'prelu' ? alphas : undefined,
            });
            const { shape, values } = plainProduct(a, b, transposeA, transposeB);
            const z = tf.add(tf.tensor(values, shape), bias);
            const expected = {
              linear: () => z,
              relu: () => tf.relu(z),
              relu6: () => tf.relu6(z),
              elu: () => tf.elu(z),
              sigmoid: () => tf.sigmoid(z),
              leakyrelu: () => tf.leakyRelu(z, 0.3),
              prelu: () => tf.prelu(z, alphas),
            }[activation]();
            expect(y.shape).toEqual(shape);
            expectClose(y.dataSync(), expected.dataSync(), TOLERANCE);
          });
        }
      },
    );
  });

  test('a bias of one number is for all columns', () => {
    const [a, b] = [someMatrices(4, 3), someMatrices(3, 5)];
    tf.tidy(() => {
      const y = tf.fused.matMul({ a: tensorOf(a), b: tensorOf(b), bias: tf.tensor1d([7]), activation: 'relu' });
      const wanted = plainProduct(a, b, false, false).values.map((x) => Math.max(0, x + 7));
      expectClose(y.dataSync(), wanted, TOLERANCE);
    });
  });

  test('bad input keeps the messages of stock', () => {
    tf.tidy(() => {
      expect(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))).toThrow(/inner shapes \(3\) and \(2\)/);
      expect(() => tf.matMul(tf.ones([2, 1, 3]), tf.ones([3, 3, 1]))).toThrow(/could not be broadcast/);
      expect(() => tf.matMul(tf.ones([2, 3], 'int32'), tf.ones([3, 2], 'int32'))).toThrow(/not yet supported/);
      const fused = { a: tf.ones([2, 2]), b: tf.ones([2, 2]), activation: 'tanh' as tf.fused.Activation };
      expect(() => tf.fused.matMul({ ...fused, transposeA: true })).toThrow(/tanh/);
    });
  });

  test('the heap of the backend is as full after many products as before', () => {
    const a = tensorOf(someMatrices(4, 33, 49));
    const b = tensorOf(someMatrices(4, 35, 49));
    const before = tf.engine().backend.numDataIds();
    for (let i = 0; i < 20; i++) tf.dispose(tf.matMul(a, b, false, true));
    expect(tf.engine().backend.numDataIds()).toBe(before);
    tf.dispose([a, b]);
  });
});

/** The definition: loops over float64 numbers. */
function plainProduct(a: Matrices, b: Matrices, transposeA: boolean, transposeB: boolean): Matrices {
  const [M, K] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  const N = b.shape.slice(-2)[transposeB ? 0 : 1];
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, M, N];
  const values = new Float32Array(sizeOf(shape));
  for (let entry = 0; entry < sizeOf(batch); entry++) {
    const startA = entryOf(a.shape.slice(0, -2), batch, entry) * M * K;
    const startB = entryOf(b.shape.slice(0, -2), batch, entry) * K * N;
    for (let m = 0; m < M; m++)
      for (let n = 0; n < N; n++) {
        let sum = 0;
        for (let k = 0; k < K; k++)
          sum +=
            a.values[startA + (transposeA ? k * M + m : m * K + k)] *
            b.values[startB + (transposeB ? n * K + k : k * N + n)];
        values[(entry * M + m) * N + n] = sum;
      }
  }
  return { shape, values };
}

function entryOf(own: number[], batch: number[], entry: number): number {
  const places = batch.map((size, axis) => Math.floor(entry / sizeOf(batch.slice(axis + 1))) % size);
  return own.reduce(
    (index, size, axis) => index * size + (size === 1 ? 0 : places[batch.length - own.length + axis]),
    0,
  );
}
