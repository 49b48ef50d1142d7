import * as tf from '@tensorflow/tfjs';
import { CalibratedSum } from '../../src/layers/calibrated-sum';
import { onCpu } from '../tasks/support';

beforeAll(onCpu);

it('adds two tensors, each by its factor, which no training changes', async () => {
  const layer = new CalibratedSum({ name: 'sum', factors: [0.5, 2] });
  const [x, y] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[10, 20]])];
  expect(await (layer.apply([x, y]) as tf.Tensor).array()).toEqual([[20.5, 41]]);
  expect(layer.trainableWeights).toHaveLength(0);
  expect(layer.nonTrainableWeights.map((one) => one.originalName)).toEqual(['sum/factors']);
  layer.write([1, 0]);
  expect(await layer.read()).toEqual([1, 0]);
  expect(await (layer.apply([x, y]) as tf.Tensor).array()).toEqual([[1, 2]]);
});

it('is a layer of saved models, and refuses tensors of two shapes', () => {
  const layer = new CalibratedSum({ name: 'sum', factors: [0.5, 2] });
  expect(CalibratedSum.className).toBe('CalibratedSum');
  expect(new CalibratedSum({ ...layer.getConfig() }).getConfig()).toEqual(layer.getConfig());
  expect(() => layer.apply([tf.zeros([1, 2]), tf.zeros([1, 3])])).toThrow(
    'CalibratedSum sum: y has shape [1,3]. Expected [1,2]',
  );
});
