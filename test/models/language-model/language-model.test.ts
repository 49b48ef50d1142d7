/** The network of a language model beside the recurrence core in float64, in windows, and one token at a time. */
import * as tf from '@tensorflow/tfjs';
import { LanguageModel, type LanguageModelConfig } from '../../../models/language-model/language-model';
import { matrix, type Matrix } from '../../../src/cells/float64';
import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { oneHot } from '../../../src/recurrence/output-layer';
import { softmaxCrossEntropy } from '../../../src/training/losses';
import { type CellName, cellNamed, core } from '../../support/core';
import { expectClose } from '../../support/numbers';
import { goWay } from '../../support/ways';

const [V, D, H] = [7, 3, 4];
const tokens = [[3, 4, 5, 6, 6, 4, 2], [3, 6, 5, 2, 4, 4, 5]]; // prettier-ignore
const [B, T] = [tokens.length, tokens[0].length - 1];
const inputs = () => tf.tensor2d(tokens.map((row) => row.slice(0, -1)), [B, T], 'int32'); // prettier-ignore
const targets = Int32Array.from(tokens.flatMap((row) => row.slice(1)));

const config = (changes: Partial<LanguageModelConfig> = {}): LanguageModelConfig => ({
  ...{ vocabularySize: V, embeddingSize: D, hiddenSize: H, layers: 2, cell: 'lstm' },
  ...changes,
});

let model: LanguageModel | undefined;
let before: number;
beforeEach(() => (before = tf.memory().numTensors));
afterEach(() => {
  model?.dispose();
  model = undefined;
  expect(tf.memory().numTensors).toBe(before);
});

const values = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
const asMatrix = (tensor: tf.Tensor): Matrix => {
  const [rows, columns] = tensor.rank === 1 ? [1, tensor.shape[0]] : (tensor.shape as [number, number]);
  return matrix(rows, columns, Float64Array.from(tensor.dataSync()));
};

/** The same loss and gradients from the core: x_t are rows of the embedding, the weights those of the layers. */
function inFloat64(network: LanguageModel, cell: CellName) {
  const all = new Map(network.parameters().map(({ name, variable }) => [name, asMatrix(variable)]));
  const table = all.get('embedding/embeddings')!;
  const reference = core.network({
    layers: [{ cell: cellNamed(core, cell, H) }, { cell: cellNamed(core, cell, H) }],
    outputSize: V,
    activation: 'softmax',
    lossAt: 'every-step',
  });
  const layerOf = (i: number) => (cell.startsWith('gru') ? `gru_${i}` : cell.replaceAll('-', '_') + `_${i}`);
  const nameIn = (name: string) =>
    name
      .replace('output.', 'logits/')
      .replace(/^(\d)\.forward\./, (_, i) => `${layerOf(Number(i) + 1)}/`)
      .replace('recurrentKernel', 'recurrent_kernel');
  const weights = Object.fromEntries(reference.parameters(D).map(({ name }) => [name, all.get(nameIn(name))!]));
  const column = (t: number) => tokens.map((row) => row[t]);
  const rowsOf = (ids: number[]) =>
    matrix(B, D, Float64Array.from(ids.flatMap((id) => [...table.values.subarray(id * D, (id + 1) * D)])));
  const xs = Array.from({ length: T }, (_, t) => rowsOf(column(t)));
  const wanted = Array.from({ length: T }, (_, t) => oneHot(column(t + 1), V));
  const forward = reference.forward({ xs, weights }, wanted);
  const { dWeights, dxs } = reference.backward(forward);
  const dTable = new Float64Array(V * D);
  dxs.forEach((dx, t) => column(t).forEach((id, b) => { for (let d = 0; d < D; d++) dTable[id * D + d] += dx.values[b * D + d]; })); // prettier-ignore
  const gradients = new Map(Object.entries(dWeights).map(([name, { values }]) => [nameIn(name), values]));
  return { forward, gradients: gradients.set('embedding/embeddings', dTable) };
}

describe.each(['cpu', 'wasm with our kernels'] as const)('on %s', (way) => {
  beforeAll(() => goWay(way));

  it.each(['lstm', 'gru-reset-before', 'simple-rnn'] as const)(
    '%s: loss, distributions and gradients are those of the core',
    (cell) => {
      model = new LanguageModel(config({ cell: cell === 'gru-reset-before' ? 'gru' : cell }), Random.fromSeed(5));
      const { forward, gradients } = inFloat64(model, cell);
      tf.tidy(() => {
        const { logits } = model!.forward({ ids: inputs() }, { training: false });
        const p = values(tf.softmax(logits));
        forward.ys.forEach((y, t) => {
          for (let b = 0; b < B; b++) {
            expectClose(
              p.slice((b * T + t) * V, (b * T + t + 1) * V),
              [...y.values.subarray(b * V, (b + 1) * V)],
              1e-5,
            );
          }
        });
        const loss = () =>
          softmaxCrossEntropy(model!.forward({ ids: inputs() }, { training: false }).logits, { targets });
        const { value, grads } = tf.variableGrads(loss);
        expect(value.dataSync()[0]).toBeCloseTo(forward.loss, 5);
        for (const { name, variable } of model!.parameters()) {
          const expected = [...(gradients.get(name) ?? [])];
          expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0);
          expectClose(values(grads[variable.name]), expected, 1e-5);
        }
      });
    },
  );

  it.each([false, true])('read in windows, and one token at a time: the scores of the whole (tied: %s)', (tied) => {
    model = new LanguageModel(config({ tied, embeddingSize: tied ? H : D }), Random.fromSeed(6));
    const network = model;
    const whole = tf.tidy(() => values(tf.logSoftmax(network.forward({ ids: inputs() }, { training: false }).logits)));
    const inWindows = tf.tidy(() => {
      const first = network.forward({ ids: tf.slice(inputs(), [0, 0], [B, 2]) }, { training: false });
      const rest = { ids: tf.slice(inputs(), [0, 2], [B, T - 2]), start: first.last };
      const parts = [first.logits, network.forward(rest, { training: false }).logits];
      return values(tf.concat(parts.map((part) => tf.reshape(tf.logSoftmax(part), [B, -1, V])), 1)); // prettier-ignore
    });
    expectClose(inWindows, whole, 1e-5);
    const stepper = network.stepper();
    tokens.forEach((row, b) => {
      stepper.reset();
      for (let t = 0; t < T; t++) {
        const scores = stepper.logProbabilities(stepper.read([row[t]]));
        expectClose([...scores], whole.slice((b * T + t) * V, (b * T + t + 1) * V), 1e-5);
      }
    });
    stepper.dispose();
  });
});

it('rows of a stepper go on from states of their own', () => {
  model = new LanguageModel(config(), Random.fromSeed(6));
  const one = model.stepper();
  const several = model.stepper(3);
  const { zeroRow } = several;
  const first = several.stepRows([3, 5], [zeroRow, zeroRow]);
  const second = several.stepRows([6, 4], first.rows);
  [
    [3, 6],
    [5, 4],
  ].forEach((read, row) => {
    // prettier-ignore
    one.reset();
    const scores = read.map((token) => one.logProbabilities(one.read([token])));
    expectClose([...first.logProbabilities.subarray(row * V, (row + 1) * V)], [...scores[0]], 1e-6);
    expectClose([...second.logProbabilities.subarray(row * V, (row + 1) * V)], [...scores[1]], 1e-6);
  });
  one.dispose();
  several.dispose();
});

it('cannot share a matrix between vectors of two sizes', () => {
  expect(() => new LanguageModel(config({ tied: true }), Random.fromSeed(1))).toThrow(ConfigError);
});
