/** The sequence classifier with evidence about the classes beside the ids. */
import * as tf from '@tensorflow/tfjs';
import { readWeights, writeWeights } from '../../models/network-weights';
import { sequenceClassifier } from '../../models/sequence-classifier';
import { ShapeError } from '../../src/errors';
import { registerLayers } from '../../src/layers/register-layers';
import { Random } from '../../src/random';
import { batch, rows, small, spreadWeights } from './support';

const e = [
  [1, 0, -1],
  [0, 2, -2],
  [3, -1, -2],
  [0, 0, 0],
];
const make = (evidence?: 'learnt' | number) =>
  sequenceClassifier({ ...small, pooling: 'mean+max', bidirectional: true, evidence }, Random.fromSeed(1));
const withEvidence = (values: number[][] = e) => ({ ...batch(rows, 6), evidence: tf.tensor2d(values) });

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('adds 0.2 of it to the logits before anything is learnt; all other weights start as without it', () => {
  const [plain, wide] = [make(), make('learnt')];
  const { name, values } = readWeights(wide).at(-1) as { name: string; values: Float32Array };
  expect([name, ...values]).toEqual(['evidence_scale/scale', Math.fround(0.2)]);
  expect(readWeights(wide).slice(0, -1)).toEqual(readWeights(plain));
  const before = plain.logits(batch(rows, 6), { training: false }).arraySync();
  const after = wide.logits(withEvidence(), { training: false }).arraySync();
  after.forEach((row, i) => row.forEach((logit, k) => expect(logit).toBeCloseTo(before[i][k] + 0.2 * e[i][k], 6)));
});

it('refuses a batch without evidence, or with that of other classes or texts', () => {
  const network = make('learnt');
  const logits = (evidence?: number[][]) => () =>
    network.logits(evidence ? withEvidence(evidence) : batch(rows), { training: false });
  expect(logits()).toThrow(ShapeError);
  expect(logits()).toThrow('evidence has shape []. Expected [B,3] with B=4');
  expect(logits(e.map((row) => row.slice(1)))).toThrow('evidence has shape [4,2]. Expected [B,3]');
  expect(logits(e.slice(1))).toThrow('evidence has shape [3,3]. Expected [B,3] with B=4');
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
  const { ids, evidence } = withEvidence();
  const opened = (model.predict([ids, evidence]) as tf.Tensor2D).arraySync();
  const expected = tf.softmax(network.logits(withEvidence(), { training: false })).arraySync();
  opened.forEach((row, i) => row.forEach((p, k) => expect(p).toBeCloseTo(expected[i][k], 5)));

  const again = make('learnt');
  writeWeights(again, readWeights(network));
  expect(again.logits(withEvidence(), { training: false }).arraySync()).toEqual(
    network.logits(withEvidence(), { training: false }).arraySync(),
  );
});
