/** The sequence classifier with scores of the classes beside the ids, which are added to its logits. */
import * as tf from '@tensorflow/tfjs';
import { readWeights, writeWeights } from '../../models/network-weights';
import { ShapeError } from '../../src/errors';
import { registerLayers } from '../../src/layers/register-layers';
import { Random } from '../../src/random';
import { batch, rows, small, spreadWeights, tokenClassifier } from './support';

const e = [
  [1, 0, -1],
  [0, 2, -2],
  [3, -1, -2],
  [0, 0, 0],
];
const make = (logitBias?: 'learnt' | number) =>
  tokenClassifier({ ...small, pooling: 'mean+max', bidirectional: true, logitBias }, Random.fromSeed(1));
const withBias = (values: number[][] = e) => ({ ...batch(rows, 6), logitBias: tf.tensor2d(values) });

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('adds 0.2 of it to the logits before anything is learnt; all other weights start as without it', () => {
  const [plain, wide] = [make(), make('learnt')];
  const { name, values } = readWeights(wide).at(-1) as { name: string; values: Float32Array };
  expect([name, ...values]).toEqual(['evidence_scale/scale', Math.fround(0.2)]);
  expect(readWeights(wide).slice(0, -1)).toEqual(readWeights(plain));
  const before = plain.logits(batch(rows, 6), { training: false }).arraySync();
  const after = wide.logits(withBias(), { training: false }).arraySync();
  after.forEach((row, i) => row.forEach((logit, k) => expect(logit).toBeCloseTo(before[i][k] + 0.2 * e[i][k], 6)));
});

it('refuses a batch without a bias, or with one of other classes or texts, or one that the network was not built for', () => {
  const network = make('learnt');
  const logits = (logitBias?: number[][]) => () =>
    network.logits(logitBias ? withBias(logitBias) : batch(rows), { training: false });
  expect(logits()).toThrow(ShapeError);
  expect(logits()).toThrow('logitBias has shape []. Expected [B,3] with B=4');
  expect(logits(e.map((row) => row.slice(1)))).toThrow('logitBias has shape [4,2]. Expected [B,3]');
  expect(logits(e.slice(1))).toThrow('logitBias has shape [3,3]. Expected [B,3] with B=4');
  expect(() => make().logits(withBias(), { training: false })).toThrow(/logitBias.*built without/);
});

it('is an ordinary layers model of two inputs, which opens again', async () => {
  registerLayers();
  const network = make('learnt');
  spreadWeights(network, Random.fromSeed(2));
  let saved: tf.io.ModelArtifacts = {};
  const save = (artifacts: tf.io.ModelArtifacts) => {
    saved = artifacts;
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
  };
  await network.toLayersModel().save({ save });
  const model = await tf.loadLayersModel(tf.io.fromMemory(saved));
  const { ids, logitBias } = withBias();
  const opened = (model.predict([ids, logitBias]) as tf.Tensor2D).arraySync();
  const expected = tf.softmax(network.logits(withBias(), { training: false })).arraySync();
  opened.forEach((row, i) => row.forEach((p, k) => expect(p).toBeCloseTo(expected[i][k], 5)));

  const again = make('learnt');
  writeWeights(again, readWeights(network));
  expect(again.logits(withBias(), { training: false }).arraySync()).toEqual(
    network.logits(withBias(), { training: false }).arraySync(),
  );
});
