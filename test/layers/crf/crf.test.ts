import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, ShapeError } from '../../../src/errors';
import { CRF } from '../../../src/layers/crf/crf';
import { allSteps, type GoldTags } from '../../../src/layers/crf/batch';
import { type CrfTensors, crfLoss, crfMarginals } from '../../../src/layers/crf/kernel';
import { registerLayers } from '../../../src/layers/register-layers';
import { expectClose, flatten } from '../../support/numbers';
import { describeIf } from '../../support/optional';
import { pythonWithTorch, runGolden } from '../../support/python';
import { difference, lengthMask, lengths, probe, sizes } from '../support';

interface Golden {
  sizes: { B: number; T: number; K: number };
  lengths: number[];
  gold: number[][];
  emissions: number[][][];
  transitions: number[][];
  start: number[];
  end: number[];
  loss: number;
  gradients: { emissions: number[][][]; transitions: number[][]; start: number[]; end: number[] };
  marginals: number[][][];
}

const golden = JSON.parse(readFileSync(join(__dirname, '../../golden/pytorch_crf.json'), 'utf8')) as Golden;
const names = ['emissions', 'transitions', 'start', 'end'] as const;

const { B, T } = sizes;
const K = 4;
const tags = Int32Array.from({ length: B * T }, (_, n) => (n * 7) % K);
const gold = { tags, lengths: Int32Array.from(lengths) };

const stepsOf = (lengths: Int32Array) => Array.from(lengths, (length) => allSteps(1, length)[0]);

const drawn = (): CrfTensors => ({
  emissions: probe('e', [B, T, K]),
  transitions: probe('A', [K, K]),
  start: probe('start', [K]),
  end: probe('end', [K]),
});

/** The loss times 0.7, so that a gradient that forgets what comes from above shows. */
function gradientsOf(tensors: CrfTensors, of: GoldTags, loss = crfLoss): Record<string, tf.Tensor> {
  const list = names.map((name) => tensors[name]);
  const run = (...given: tf.Tensor[]) => {
    const named = Object.fromEntries(names.map((name, i) => [name, given[i]])) as unknown as CrfTensors;
    return tf.mul(loss(named, of), 0.7);
  };
  const gradients = tf.grads(run)(list);
  return Object.fromEntries(names.map((name, i) => [name, tf.div(gradients[i], 0.7)]));
}

/** The forward algorithm in plain ops, for one full sequence after the other; differentiated by the tape. */
function plainLoss({ emissions, transitions, start, end }: CrfTensors, { tags, lengths }: GoldTags): tf.Scalar {
  const oneHot = (tag: number) => tf.tensor1d(Array.from({ length: K }, (_, k) => Number(k === tag)));
  const at = (row: tf.Tensor, tag: number) => tf.sum(tf.mul(row, oneHot(tag)));
  const losses = Array.from(lengths, (length, b) => {
    const e = Array.from({ length }, (_, t) => tf.reshape(tf.slice(emissions, [b, t, 0], [1, 1, K]), [K]));
    const y = Array.from(tags.subarray(b * T, b * T + length));
    const alpha = e
      .slice(1)
      .reduce(
        (before, now) => tf.add(now, tf.logSumExp(tf.add(tf.expandDims(before, 1), transitions), 0)),
        tf.add(start, e[0]),
      );
    const moves = y.slice(1).map((tag, t) => at(tf.matMul(tf.reshape(oneHot(y[t]), [1, K]), transitions), tag));
    const score = tf.addN([at(start, y[0]), at(end, y[length - 1]), ...e.map((row, t) => at(row, y[t])), ...moves]);
    return tf.sub(tf.logSumExp(tf.add(alpha, end)), score);
  });
  return tf.addN(losses) as tf.Scalar;
}

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it('gives the loss, the gradients and the marginals of PyTorch, every sequence written out', () => {
    const { sizes, loss, marginals } = golden;
    const tensors = Object.fromEntries(names.map((name) => [name, tf.tensor(golden[name])])) as unknown as CrfTensors;
    const of = { tags: Int32Array.from(golden.gold.flat()), lengths: Int32Array.from(golden.lengths) };
    expect(crfLoss(tensors, of).dataSync()[0]).toBeCloseTo(loss, 4);
    const gradients = gradientsOf(tensors, of);
    for (const name of names) expectClose(gradients[name].dataSync(), flatten(golden.gradients[name]), 1e-5);
    expectClose(crfMarginals(tensors, stepsOf(of.lengths)).dataSync(), flatten(marginals), 1e-5);
    expect(sizes.T).toBe(Math.max(...golden.lengths));
  });

  it('agrees with automatic differentiation of the forward algorithm in plain ops', () => {
    const tensors = drawn();
    expect(difference(crfLoss(tensors, gold), plainLoss(tensors, gold))).toBeLessThan(1e-6);
    const [ours, tape] = [gradientsOf(tensors, gold), gradientsOf(tensors, gold, plainLoss)];
    for (const name of names) {
      expect(difference(ours[name], tape[name])).toBeLessThan(1e-5);
      expect(tape[name].dataSync().some((d) => Math.abs(d) > 0.01)).toBe(true);
    }
  });

  it('keeps no tensor', () => {
    const tensors = drawn();
    tf.dispose(gradientsOf(tensors, gold)); // registers
    const before = tf.memory().numTensors;
    tf.tidy(() => void gradientsOf(tensors, gold));
    expect(tf.memory().numTensors).toBe(before);
    crfLoss(tensors, gold).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('a padded batch gives what each sequence alone gives, gradients included', () => {
  const { emissions, ...scores } = drawn();
  const together = gradientsOf({ emissions, ...scores }, gold);
  const summed = { loss: 0, transitions: tf.zeros<tf.Rank>([K, K]) };
  lengths.forEach((length, b) => {
    const alone = { emissions: tf.slice(emissions, [b, 0, 0], [1, length, K]), ...scores };
    const its = { tags: tags.slice(b * T, b * T + length), lengths: Int32Array.of(length) };
    const d = gradientsOf(alone, its);
    expect(difference(tf.slice(together.emissions, [b, 0, 0], [1, length, K]), d.emissions)).toBeLessThan(1e-6);
    expect(
      tf
        .slice(together.emissions, [b, length, 0], [1, T - length, K])
        .dataSync()
        .every((x) => x === 0),
    ).toBe(true);
    summed.loss += crfLoss(alone, its).dataSync()[0];
    summed.transitions = tf.add(summed.transitions, d.transitions);
  });
  expect(crfLoss({ emissions, ...scores }, gold).dataSync()[0]).toBeCloseTo(summed.loss, 5);
  expect(difference(together.transitions, summed.transitions)).toBeLessThan(1e-6);
});

it('a sequence of length 0 adds nothing', () => {
  const tensors = drawn();
  const without = { tags, lengths: Int32Array.of(5, 0, 3) };
  const rest = [0, 2].map((b) => {
    const alone = { ...tensors, emissions: tf.slice(tensors.emissions, [b, 0, 0], [1, T, K]) };
    return crfLoss(alone, {
      tags: tags.slice(b * T, b * T + T),
      lengths: without.lengths.slice(b, b + 1),
    }).dataSync()[0];
  });
  expect(crfLoss(tensors, without).dataSync()[0]).toBeCloseTo(rest[0] + rest[1], 5);
});

it('says which size or tag does not fit', () => {
  const tensors = drawn();
  expect(() => crfLoss({ ...tensors, start: tf.zeros([K + 1]) }, gold)).toThrow(ShapeError);
  expect(() => crfLoss(tensors, { tags, lengths: Int32Array.of(1, 2) })).toThrow(/3 whole numbers/);
  expect(() => crfLoss(tensors, { tags, lengths: Int32Array.of(1, 2, 6) })).toThrow(ShapeError);
  expect(() => crfLoss(tensors, { ...gold, tags: tags.slice(1) })).toThrow(/15/);
  const wrong = tags.slice();
  wrong[3] = K;
  expect(() => crfLoss(tensors, { ...gold, tags: wrong })).toThrow(DataError);
  wrong[3] = 0;
  wrong[B * T - 1] = 99; // padding may be anything
  expect(() => crfLoss(tensors, { ...gold, tags: wrong })).not.toThrow();
});

describe('the layer', () => {
  /** O B I: I never follows O or the start. */
  const legal = {
    transitions: [
      [1, 1, 0],
      [1, 1, 1],
      [1, 1, 1],
    ],
    start: [1, 1, 0],
    end: [1, 1, 1],
  };

  it('never gives a tag that is not legal a chance, however high its score', () => {
    const layer = new CRF({ legal });
    const emissions = tf.tensor3d([[[0, 0, 50], [5, 0, 0], [0, 0, 50]]]); // prettier-ignore
    const [row] = tf.unstack(layer.apply(emissions) as tf.Tensor3D) as tf.Tensor2D[];
    const [first, second] = row.arraySync();
    expect(first[2]).toBe(0);
    expect(second[0]).toBeLessThan(1e-15); // O, though it scores best: I could not follow
    expect(layer.scores().transitions[2]).toBe(-1e4);
  });

  it('gives marginals of the real steps, from a mask', () => {
    const layer = new CRF();
    const emissions = probe('e', [B, T, K]);
    const marginals = layer.apply(emissions, { mask: lengthMask() }) as tf.Tensor3D;
    const { transitions, start, end } = layer.scores();
    const scores = { transitions: tf.tensor2d(transitions, [K, K]), start: tf.tensor1d(start), end: tf.tensor1d(end) };
    expect(difference(marginals, crfMarginals({ emissions, ...scores }, stepsOf(gold.lengths)))).toBe(0);
  });

  it.each<[string, number[]]>([
    ['at the end', [1, 1, 1, 0, 0]],
    ['in front', [0, 0, 1, 1, 1]],
    ['in between', [1, 0, 1, 0, 1]],
    ['everywhere', [0, 0, 0, 0, 0]],
  ])('padding %s, whatever stands there, gives the marginals of the real steps alone', (_, mask) => {
    const layer = new CRF();
    layer.build([1, 5, 3]);
    layer.setWeights([probe('A', [3, 3], 2), probe('start', [3]), probe('end', [3])]);
    const emissions = probe('e', [2, 5, 3]).arraySync() as number[][][];
    const padded = emissions.map((rows) => rows.map((row, t) => (mask[t] ? row : [NaN, Infinity, -7])));
    const masks = tf.tensor2d([mask, mask], [2, 5], 'bool');
    const got = (layer.apply(tf.tensor3d(padded), { mask: masks }) as tf.Tensor3D).arraySync();
    emissions.forEach((rows, b) => {
      const real = rows.filter((_, t) => mask[t]);
      const alone = real.length ? (layer.apply(tf.tensor3d([real])) as tf.Tensor3D).arraySync()[0] : [];
      expect(got[b].filter((_, t) => mask[t])).toEqual(alone);
      expect(got[b].filter((_, t) => !mask[t]).flat()).toEqual(new Array(3 * (5 - real.length)).fill(0));
    });
  });

  it('refuses a mask of another size', () => {
    expect(() => new CRF().apply(tf.zeros([2, 3, 4]), { mask: tf.ones([2, 4]) })).toThrow(/mask has shape \[2,4\]/);
  });

  it('learns with an optimizer', () => {
    const layer = new CRF({ legal });
    const emissions = tf.zeros([1, 4, 3]);
    layer.apply(emissions);
    const one = { tags: Int32Array.of(1, 2, 2, 0), lengths: Int32Array.of(4) };
    const optimizer = tf.train.sgd(0.5);
    const losses = Array.from({ length: 30 }, () =>
      tf.tidy(() => (optimizer.minimize(() => layer.loss(emissions, one), true) as tf.Scalar).dataSync()[0]),
    );
    expect(losses[29]).toBeLessThan(losses[0] / 5);
    optimizer.dispose();
  });

  it('opens from a saved model once registered, with what is legal', async () => {
    registerLayers();
    const input = tf.input({ shape: [null, 3] });
    const model = tf.model({ inputs: input, outputs: new CRF({ legal }).apply(input) as tf.SymbolicTensor });
    let saved: tf.io.ModelArtifacts = {};
    await model.save({
      save: (artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      },
    });
    const opened = await tf.loadLayersModel(tf.io.fromMemory(saved));
    const x = probe('x', [2, 5, 3], 5);
    const [before, after] = [model, opened].map((one) => one.predict(x) as tf.Tensor);
    expect(difference(after, before)).toBe(0);
    expect(tf.slice(after, [0, 0, 2], [2, 1, 1]).dataSync()).toEqual(new Float32Array(2));
  });

  it('refuses a table of another size', () => {
    expect(() => new CRF({ legal }).apply(tf.zeros([1, 2, 4]))).toThrow(/4 everywhere/);
  });
});

const python = pythonWithTorch();
describeIf(python !== undefined, 'live', 'no Python with torch; set TFSEQ_PYTHON to one', () => {
  it('PyTorch gives what the golden file says', () => {
    const live = JSON.parse(runGolden(python as string, 'pytorch_crf.py')) as Golden;
    expectClose(flatten(live.gradients.emissions), flatten(golden.gradients.emissions), 1e-12);
    expect(live.gold).toEqual(golden.gold);
  });
});
