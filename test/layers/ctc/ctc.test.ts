/** The CTC loss as an operation: against PyTorch, on every backend, and case by case. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, DataError, ShapeError } from '../../../src/errors';
import { ctcLoss, ctcLosses, type CtcOptions } from '../../../src/layers/ctc/ctc';
import { expectClose } from '../../support/numbers';
import { describeIf } from '../../support/optional';
import { pythonWithTorch, runGolden } from '../../support/python';
import { probe } from '../support';

interface GoldenCase {
  name: string;
  shape: [number, number, number];
  lengths: number[];
  labels: number[][];
  blank: number;
  logits: number[];
  losses: number[];
  gradient: number[];
}
interface Golden {
  cases: GoldenCase[];
}

const golden = JSON.parse(readFileSync(join(__dirname, '../../golden/pytorch_ctc.json'), 'utf8')) as Golden;

const options: CtcOptions = { labels: [[1, 2], [3, 3, 1], []], lengths: [4, 6, 3] };
const logits = () => probe('ctc', [3, 6, 4]) as tf.Tensor3D;

function gradientOf(x: tf.Tensor, given: CtcOptions): number[] {
  return tf.tidy(() =>
    Array.from(
      tf
        .grad((z: tf.Tensor) => ctcLoss(z, given))(x)
        .dataSync(),
    ),
  );
}

describe.each(['cpu', 'wasm'])('%s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it.each(golden.cases.map((one) => [one.name, one] as const))('PyTorch: %s', (_, one) => {
    tf.tidy(() => {
      const x = tf.tensor3d(Float32Array.from(one.logits), one.shape);
      expectClose(ctcLosses(x, one).dataSync(), one.losses, 1e-6);
      expectClose(gradientOf(x, { ...ofCase(one), reduction: 'sum' }), one.gradient, 2e-6);
    });
  });

  it('leaves no tensor behind', () => {
    const x = logits();
    const before = tf.memory().numTensors;
    gradientOf(x, options);
    tf.dispose(ctcLoss(x, options));
    tf.dispose(ctcLosses(x, options));
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });
});

const ofCase = ({ labels, lengths, blank }: GoldenCase) => ({ labels, lengths, blank });

it('frames beyond the length: gradient exactly 0, loss unchanged by what is in them', () => {
  tf.tidy(() => {
    const values = Array.from(logits().dataSync());
    const clean = gradientOf(tf.tensor3d(values, [3, 6, 4]), options);
    const loss = ctcLoss(tf.tensor3d(values, [3, 6, 4]), options).dataSync()[0];
    const padding = options.labels.flatMap((_, b) =>
      Array.from({ length: 24 }, (__, n) => b * 24 + n).slice(4 * options.lengths[b]),
    );
    for (const garbage of [1e30, NaN, -Infinity]) {
      padding.forEach((n) => (values[n] = garbage));
      const dirty = tf.tensor3d(values, [3, 6, 4]);
      expect(gradientOf(dirty, options)).toEqual(clean);
      expect(ctcLoss(dirty, options).dataSync()[0]).toBe(loss);
    }
    expect(padding.map((n) => clean[n])).toEqual(padding.map(() => 0));
  });
});

it('a weight multiplies the loss and the whole gradient of its sequence', () => {
  tf.tidy(() => {
    const x = logits();
    const weights = [2, 0, 0.5];
    const plain = gradientOf(x, { ...options, reduction: 'sum' });
    const weighted = gradientOf(x, { ...options, reduction: 'sum', weights });
    expectClose(weighted, plain.map((g, n) => g * weights[Math.floor(n / 24)]), 1e-7); // prettier-ignore
    const losses = Array.from(ctcLosses(x, options).dataSync());
    const loss = ctcLoss(x, { ...options, reduction: 'sum', weights }).dataSync()[0];
    expect(loss).toBeCloseTo(2 * losses[0] + 0.5 * losses[2], 5);
  });
});

it.each([
  ['frames', 13],
  ['sequences', 3],
  ['sum', 1],
] as const)('reduction %s divides by %i', (reduction, by) => {
  tf.tidy(() => {
    const sum = ctcLosses(logits(), options).sum().dataSync()[0];
    expect(ctcLoss(logits(), { ...options, reduction }).dataSync()[0]).toBeCloseTo(sum / by, 5);
    if (reduction === 'frames') expect(ctcLoss(logits(), options).dataSync()[0]).toBeCloseTo(sum / by, 5);
  });
});

describe('a target that does not fit into its frames', () => {
  const impossible: CtcOptions = { labels: [[1, 2], [3, 3, 3], [1]], lengths: [4, 4, 0] };

  it('is an error that names the sequence', () => {
    const run = () => tf.tidy(() => ctcLoss(logits(), impossible));
    expect(run).toThrow(DataError);
    expect(run).toThrow(/sequence 1: its 4 frames are too few for a target of 3 labels, which needs 5/);
  });

  it('is skipped on request, with gradient exactly 0, and counts in no reduction', () => {
    tf.tidy(() => {
      const skipping: CtcOptions = { ...impossible, impossible: 'skip' };
      const losses = Array.from(ctcLosses(logits(), skipping).dataSync());
      expect(losses.slice(1)).toEqual([0, 0]);
      expect(ctcLoss(logits(), skipping).dataSync()[0]).toBeCloseTo(losses[0] / 4, 6);
      const gradient = gradientOf(logits(), skipping);
      expect(gradient.slice(24).every((g) => g === 0)).toBe(true);
      expect(gradient.slice(0, 16).every((g) => g !== 0)).toBe(true);
    });
  });

  it('also where outputs have probability 0', () => {
    tf.tidy(() => {
      const x = tf.tensor3d([[[0, -Infinity], [0, -Infinity]]]); // prettier-ignore
      const one = { labels: [[1]], lengths: [2] };
      expect(() => ctcLoss(x, one)).toThrow('no path that spells its target has a probability above 0');
      expect(gradientOf(x, { ...one, impossible: 'skip' })).toEqual([0, 0, 0, 0]);
    });
  });

  it('a batch of nothing else has loss 0', () => {
    const none: CtcOptions = { labels: [[1], [1], [1]], lengths: [0, 0, 0], impossible: 'skip' };
    tf.tidy(() => expect(ctcLoss(logits(), none).dataSync()[0]).toBe(0));
  });
});

it.each<[string, Partial<CtcOptions>, new (...args: never[]) => Error, string]>([
  ['a label that is no output', { labels: [[1], [4], []] }, DataError, 'label 0 of its target is 4'],
  ['a blank in a target', { labels: [[1], [1, 0], []] }, DataError, 'label 1 of its target is 0'],
  ['too few targets', { labels: [[1]] }, ShapeError, 'there are 1 targets'],
  ['a length beyond the frames', { lengths: [4, 7, 3] }, ShapeError, 'the lengths [4,7,3]'],
  ['a blank that is no output', { blank: 4 }, ShapeError, 'blank is 4'],
  ['weights of another batch', { weights: [1, 2] }, ShapeError, 'weights has shape [2]'],
  ['another reduction', { reduction: 'mean' as 'sum' }, ConfigError, 'reduction is "mean"'],
  ['another option', { blanks: 1 } as object, ConfigError, 'blanks'],
])('refuses %s', (_, wrong, kind, message) => {
  const run = () => tf.tidy(() => ctcLoss(logits(), { ...options, ...wrong }));
  expect(run).toThrow(kind);
  expect(run).toThrow(message);
});

it('refuses logits of another rank', () => {
  expect(() => tf.tidy(() => ctcLoss(tf.zeros([3, 4]), options))).toThrow(ShapeError);
});

const python = pythonWithTorch();
describeIf(python !== undefined, 'live', 'no Python with torch; set TFSEQ_PYTHON to one', () => {
  it('PyTorch gives what the golden file says', () => {
    const live = JSON.parse(runGolden(python as string, 'pytorch_ctc.py')) as Golden;
    expect(live.cases.map(({ name }) => name)).toEqual(golden.cases.map(({ name }) => name));
    live.cases.forEach((one, i) => {
      expectClose(one.losses, golden.cases[i].losses, 1e-10);
      expectClose(one.gradient, golden.cases[i].gradient, 1e-8);
    });
  });
});
