import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels } from '../../src/backends/training-kernels';
import { ShapeError } from '../../src/errors';
import { Random } from '../../src/random';
import { sizeOf } from '../../src/shapes';
import { goWay, ways } from '../support/ways';
import { expectClose } from './close';

const SHAPES = [[5], [5, 3], [5, 3, 4], [5, 3, 4, 2]];
const inputs = SHAPES.map((shape) => Random.fromSeed(7).normalArray(sizeOf(shape)));
const IDS = [3, 0, 3, -1, 6];
const ofStockCpu: { shape: number[]; values: ArrayLike<number> }[] = [];

beforeAll(async () => {
  await tf.setBackend('cpu');
  SHAPES.forEach((shape, i) =>
    tf.tidy(() => {
      const out = tf.unsortedSegmentSum(tf.tensor(inputs[i], shape), tf.tensor1d(IDS, 'int32'), 4);
      ofStockCpu.push({ shape: out.shape, values: out.dataSync() });
    }),
  );
});

test('stock wasm has no segment sum, so an embedding cannot be trained there', async () => {
  await tf.setBackend('wasm');
  const ids = tf.tensor1d([1, 1], 'int32');
  expect(() => tf.grad((w) => tf.sum(tf.gather(w, ids)))(tf.ones([3, 2]))).toThrow(/UnsortedSegmentSum/);
});

describe.each(ways)('segment sum on %s', (way) => {
  let tensorsBefore: number;

  beforeAll(async () => {
    registerTrainingKernels();
    await goWay(way);
  });
  beforeEach(() => (tensorsBefore = tf.memory().numTensors));
  afterEach(() => expect(tf.memory().numTensors).toBe(tensorsBefore));

  const segmentSum = (x: () => tf.Tensor, ids: number[], segments: number, idShape = [ids.length]): tf.Tensor =>
    tf.unsortedSegmentSum(x(), tf.tensor<tf.Rank.R1>(ids, idShape as [number], 'int32'), segments);

  const check = (make: () => tf.Tensor, shape: number[], values: number[]): void =>
    tf.tidy(() => {
      const out = make();
      expect(out.shape).toEqual(shape);
      expect(out.dtype).toBe('float32');
      expect(Array.from(out.dataSync())).toEqual(values);
    });

  test('adds rows with the same id', () => {
    const x = (): tf.Tensor => tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    check(() => segmentSum(x, [0, 2, 0], 3), [3, 2], [6, 8, 0, 0, 3, 4]);
  });

  test('ids below 0 or beyond the last segment are in no segment', () => {
    const x = (): tf.Tensor => tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    check(() => segmentSum(x, [-1, 3, 1], 3), [3, 2], [0, 0, 5, 6, 0, 0]);
    check(() => segmentSum(x, [-2147483648, 2147483647, -1], 2), [2, 2], [0, 0, 0, 0]);
  });

  test('nothing to add: no ids, empty rows, no segments', () => {
    check(() => segmentSum(() => tf.zeros([0, 2]), [], 2), [2, 2], [0, 0, 0, 0]);
    check(() => segmentSum(() => tf.zeros([2, 0]), [0, 1], 2), [2, 0], []);
    check(() => segmentSum(() => tf.ones([2, 3]), [0, 1], 0), [0, 3], []);
  });

  test('integers and booleans are added as float32, as in the stock cpu kernel', () => {
    check(() => segmentSum(() => tf.tensor1d([7, -2, 4], 'int32'), [1, 1, 0], 2), [2], [4, 5]);
    check(() => segmentSum(() => tf.tensor1d([true, true, false], 'bool'), [0, 0, 1], 2), [2], [2, 0]);
  });

  test('an infinite number stays in its own segment', () => {
    check(() => segmentSum(() => tf.tensor1d([Infinity, 1]), [0, 1], 2), [2], [Infinity, 1]);
  });

  test('ids of rank 2 go with the first two axes of x', () => {
    const x = (): tf.Tensor => tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    check(() => segmentSum(x, [0, 1, 1, 0], 2, [2, 2]), [2, 2], [8, 10, 8, 10]);
    check(() => segmentSum(() => tf.scalar(3), [1], 2, []), [2], [0, 3]);
  });

  test.each(SHAPES.map((shape, i) => ({ shape, i })))('x $shape agrees with the stock cpu kernel', ({ shape, i }) => {
    tf.tidy(() => {
      const out = segmentSum(() => tf.tensor(inputs[i], shape), IDS, 4);
      expect(out.shape).toEqual(ofStockCpu[i].shape);
      expectClose(out.dataSync(), ofStockCpu[i].values);
    });
  });

  test('shapes that do not go together are named', () => {
    tf.tidy(() => {
      const sum = (): tf.Tensor => segmentSum(() => tf.ones([3, 2]), [0, 1], 3);
      expect(sum).toThrow(ShapeError);
      expect(sum).toThrow(/segmentIds has shape \[2\] and x \[3,2\]/);
      expect(() => segmentSum(() => tf.ones([1]), [0], -1)).toThrow(/numSegments is -1/);
    });
  });

  test('the gradient of an embedding: each row is the sum over its places', () => {
    tf.tidy(() => {
      const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
      const ids = tf.tensor2d([2, 0, 2, 2], [2, 2], 'int32');
      const weights = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
      const gradient = tf.grad((w: tf.Tensor) => tf.sum(tf.mul(tf.gather(w, ids), weights)))(table);
      expect(gradient.arraySync()).toEqual([
        [3, 4],
        [0, 0],
        [13, 16],
      ]);
    });
  });

  test('the gradient of a segment sum looks rows up', () => {
    tf.tidy(() => {
      const ids = tf.tensor1d([1, 0, 1], 'int32');
      const dy = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      const loss = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(tf.unsortedSegmentSum(x, ids, 2), dy));
      expect(
        tf
          .grad(loss)(tf.zeros([3, 2]))
          .arraySync(),
      ).toEqual([
        [3, 4],
        [1, 2],
        [3, 4],
      ]);
    });
  });

  test('memory of a large embedding gradient: the gradient itself and nothing more', () => {
    const [V, D] = [20_000, 128];
    const table = tf.zeros([V, D]);
    const ids = tf.zeros([6_400], 'int32');
    const before = tf.memory().numBytes;
    const gradient = tf.grad((w: tf.Tensor) => tf.sum(tf.gather(w, ids)))(table);
    expect(tf.memory().numBytes - before).toBe(4 * V * D);
    expect(gradient.dataSync()[0]).toBe(6_400);
    tf.dispose([table, ids, gradient]);
  });
});
