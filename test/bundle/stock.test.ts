/** Stock TensorFlow.js opens `model.json` and `weights.bin`. */
import * as tf from '@tensorflow/tfjs';
import { encodeBundle } from '../../src/bundle/encode';
import type { JsonObject } from '../../src/bundle/json';
import { decodeBundle } from '../../src/bundle/decode';
import { nodePlatform } from '../../src/platform/node';
import { defaultLimit } from '../../src/platform/platform';
import { exampleContent } from './example';

interface ModelFile {
  modelTopology: object;
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
}

test('tf.loadLayersModel gives the same model and the same numbers', async () => {
  await tf.setBackend('cpu');
  const tensors = tf.memory().numTensors;
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 7, outputDim: 3, maskZero: true, inputLength: 4 }),
      tf.layers.lstm({ units: 2, recurrentInitializer: 'glorotUniform' }),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  const weights = model.weights.map((weight) => ({
    name: weight.name,
    shape: weight.shape as number[],
    values: weight.read().dataSync<'float32'>(),
  }));
  const topology = model.toJSON(null, false) as unknown as JsonObject;
  const files = await encodeBundle({ ...exampleContent(), topology, weights }, nodePlatform.sha256);

  const text = new TextDecoder().decode(files.get('model.json'));
  const { modelTopology, weightsManifest } = JSON.parse(text) as ModelFile;
  expect(weightsManifest[0].paths).toEqual(['weights.bin']);
  const weightData = Uint8Array.from(files.get('weights.bin') as Uint8Array).buffer;
  const handler = tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData });
  const loaded = await tf.loadLayersModel(handler);

  const ids = tf.tensor2d([1, 2, 6, 3, 4, 5, 0, 0], [2, 4], 'int32');
  const [before, after] = [model, loaded].map((one) => one.predict(ids) as tf.Tensor);
  expect(after.dataSync()).toEqual(before.dataSync());

  const read = (path: string) => Promise.resolve(files.get(path) as Uint8Array);
  const decoded = await decodeBundle('here', read, nodePlatform.sha256, defaultLimit);
  expect(decoded.topology).toEqual(JSON.parse(JSON.stringify(topology)));
  expect(decoded.weights).toEqual(weights);

  tf.dispose([ids, before, after]);
  model.dispose();
  loaded.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});
