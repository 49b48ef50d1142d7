/** The saved model in stock TensorFlow.js: what opens there, with the same probabilities, and what names the layer that it lacks. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../../src/layers/register-layers';
import { Random } from '../../src/random';
import {
  batch,
  rows,
  small,
  spreadWeights,
  tokenClassifier,
  type TokenClassifierConfig,
  type TokenClassifier,
} from './support';

interface Opened {
  probabilities?: number[][];
  error?: string;
}

async function artifactsOf(network: TokenClassifier): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  const save = (artifacts: tf.io.ModelArtifacts) => {
    saved = artifacts;
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
  };
  await network.toLayersModel().save({ save });
  return saved;
}

/** Opens the model in another process that has TensorFlow.js only, and lets it predict the padded rows. */
async function openWithStock(network: TokenClassifier): Promise<Opened> {
  const { modelTopology, weightSpecs, weightData } = await artifactsOf(network);
  const weights = Buffer.from(weightData as ArrayBuffer).toString('base64');
  const ids = batch(rows, 6).ids.arraySync();
  const input = JSON.stringify({ modelTopology, weightSpecs, weights, ids });
  const script = join(__dirname, 'open-with-stock.cjs');
  return JSON.parse(execFileSync(process.execPath, [script], { input, encoding: 'utf8' })) as Opened;
}

function make(config: Partial<TokenClassifierConfig>): TokenClassifier {
  const dropout = { dropout: 0.3, embeddingDropout: 0.2, recurrentDropout: 0.1 };
  const network = tokenClassifier({ ...small, ...dropout, ...config }, Random.fromSeed(1));
  spreadWeights(network, Random.fromSeed(2));
  return network;
}

const probabilitiesOf = (network: TokenClassifier) =>
  tf.softmax(network.logits(batch(rows, 6), { training: false })).arraySync();

function expectClose(actual: number[][] | undefined, expected: number[][]): void {
  const gaps = expected.flatMap((row, i) => row.map((p, k) => Math.abs(p - (actual?.[i]?.[k] ?? NaN))));
  expect(Math.max(...gaps)).toBeLessThan(1e-5);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('without our code', () => {
  it.each([
    ['lstm, two layers, both directions', { cell: 'lstm', layers: 2, bidirectional: true }],
    ['gru, both directions, summed', { cell: 'gru', bidirectional: true, merge: 'sum' }],
    ['simple-rnn', { cell: 'simple-rnn' }],
  ] as const)('%s with the last state opens and gives the same probabilities', async (_name, config) => {
    const network = make({ ...config, pooling: 'last' });
    const { probabilities, error } = await openWithStock(network);
    expect(error).toBeUndefined();
    expectClose(probabilities, probabilitiesOf(network));
  });

  it.each([
    ['mean', 'MaskedMeanPooling'],
    ['attention', 'AttentionPooling'],
  ] as const)('pooling %s names the layer that is missing', async (pooling, layer) => {
    const { error } = await openWithStock(make({ pooling }));
    expect(error).toContain(layer);
  });

  it('a logit bias names the layer that is missing', async () => {
    const { error } = await openWithStock(make({ logitBias: 'learnt' }));
    expect(error).toContain('ScaledAdd');
  });

  it('a GRU with reset after is refused by name', async () => {
    const { error } = await openWithStock(make({ cell: 'gru', resetAfter: true }));
    expect(error).toMatch(/reset_after/);
  });
});

describe('with our layers registered', () => {
  it.each(['mean', 'max', 'attention', 'mean+max', 'last+max+mean'] as const)('pooling %s opens', async (pooling) => {
    registerLayers();
    const network = make({ pooling, bidirectional: true });
    const model = await tf.loadLayersModel(tf.io.fromMemory(await artifactsOf(network)));
    expectClose((model.predict(batch(rows, 6).ids) as tf.Tensor2D).arraySync(), probabilitiesOf(network));
  });
});
