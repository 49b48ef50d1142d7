import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import { registerLayers } from '../../src/layers/register-layers';
import { ScaledAdd } from '../../src/layers/scaled-add';

const x = [
  [1, 2, 3],
  [-1, 0, 1],
];
const y = [
  [2, 0, -2],
  [4, 1, 0],
];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const make = () => {
  const layer = new ScaledAdd({ name: 'add', initialScale: 0.5 });
  const sum = layer.apply([tf.tensor2d(x), tf.tensor2d(y)]) as tf.Tensor;
  return { layer, sum };
};

describe('ScaledAdd', () => {
  it('is x + s·y', () => {
    expect(make().sum.arraySync()).toEqual([
      [2, 2, 2],
      [1, 0.5, 1],
    ]);
  });

  it('learns s: its gradient is the sum over y', () => {
    const { layer } = make();
    expect(layer.trainableWeights.map(({ shape }) => shape)).toEqual([[1]]);
    const scale = layer.trainableWeights[0].read() as tf.Variable;
    const loss = () => tf.sum<tf.Scalar>(layer.apply([tf.tensor2d(x), tf.tensor2d(y)]) as tf.Tensor);
    const { grads } = tf.variableGrads(loss, [scale]);
    expect(grads[scale.name].arraySync()).toEqual([5]);
  });

  it('refuses two shapes', () => {
    expect(() => make().layer.call([tf.tensor2d(x), tf.tensor2d([[1, 2, 3]])])).toThrow(ShapeError);
    expect(() => make().layer.call([tf.tensor2d(x), tf.tensor2d([[1, 2, 3]])])).toThrow(
      'ScaledAdd add: y has shape [1,3]. Expected [2,3]',
    );
  });

  it('comes back from its config, and leaves no tensors behind', () => {
    registerLayers();
    const { layer } = make();
    const again = tf.serialization.SerializationMap.getMap().classNameMap[layer.getClassName()];
    expect(again[0]).toBe(ScaledAdd);
    const copy = new ScaledAdd(layer.getConfig());
    copy.apply([tf.tensor2d(x), tf.tensor2d(y)]);
    expect(copy.weights[0].read().arraySync()).toEqual([0.5]);
    const inputs = [tf.tensor2d(x), tf.tensor2d(y)];
    const before = tf.memory().numTensors;
    tf.dispose(layer.apply(inputs) as tf.Tensor);
    expect(tf.memory().numTensors).toBe(before);
  });
});
