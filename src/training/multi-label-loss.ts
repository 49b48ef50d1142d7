/**
 * Binary cross-entropy of several labels at once: a unit (an example, or a step of a padded batch) has any number of K
 * labels. With logits z, targets y in {0, 1}, p = σ(z) and N real units:
 *
 *   L = 1/N Σ_n Σ_k (−y ln p − (1 − y) ln(1 − p)) = 1/N Σ_n Σ_k (max(z, 0) − y z + ln(1 + e^−|z|))
 *   dL/dz = (σ(z) − y) / N
 *
 * It is the sum over labels, as of a unit's joint probability, and not their mean: nats a frame of the literature on
 * polyphonic music (Boulanger-Lewandowski et al. 2012).
 */
import * as tf from '@tensorflow/tfjs';
import { DataError, ShapeError, show } from '../errors';
import { sizeOf } from '../shapes';
import { checkOptionNames, type OptionNames } from '../validation';

/** Labels of the units of a batch. */
export interface MultiLabelTargets {
  /** 1 for a label that a unit has, else 0; row-major: `[B,K]` or `[B,T,K]` as the logits. Those of padding may be anything. */
  targets: Uint8Array | Float32Array;
  /** 1 for a real unit, 0 for padding; all are real without it. */
  mask?: ArrayLike<number>;
}

const names: OptionNames<MultiLabelTargets> = { targets: true, mask: true };

/**
 * Cross-entropy of a unit, the mean over the real ones, a scalar that gradients flow through. 0 where no unit is real.
 * @param logits [B,K] or [B,T,K]
 * @throws ShapeError for arrays of the wrong length, DataError for a target that is neither 0 nor 1.
 */
export function sigmoidCrossEntropy(logits: tf.Tensor, options: MultiLabelTargets): tf.Scalar {
  checkOptionNames('sigmoidCrossEntropy', options, names);
  const { targets, weights, real } = unitsOf(logits, options);
  const loss = tf.customGrad((given, save) => {
    const z = given as tf.Tensor;
    const y = tf.tensor(targets, z.shape);
    const w = tf.tensor(weights, [...z.shape.slice(0, -1), 1]);
    const isReal = tf.tensor(real, z.shape, 'bool');
    (save as tf.GradSaveFunc)([z, y, w, isReal]);
    const terms = tf.sub(tf.add(tf.relu(z), tf.log1p(tf.exp(tf.neg(tf.abs(z))))), tf.mul(y, z));
    const value = tf.sum(tf.mul(realOnly(terms, isReal), w));
    const gradFunc = (dLoss: tf.Tensor, [z, y, w, isReal]: tf.Tensor[]) =>
      tf.mul(dLoss, tf.mul(realOnly(tf.sub(tf.sigmoid(z), y), isReal), w));
    return { value, gradFunc };
  });
  return tf.tidy(() => loss(logits) as tf.Scalar);
}

/** Whatever padding holds, NaN too, it counts 0. */
const realOnly = (x: tf.Tensor, isReal: tf.Tensor) => tf.where(isReal, x, tf.zerosLike(x));

function unitsOf(logits: tf.Tensor, { targets, mask }: MultiLabelTargets) {
  const units = sizeOf(logits.shape.slice(0, -1));
  const K = logits.shape.at(-1) as number;
  checkLength('targets', targets, units * K);
  if (mask) checkLength('mask', mask, units);
  const weights = Float32Array.from({ length: units }, (_, n) => (!mask || mask[n] ? 1 : 0));
  const count = weights.reduce((sum, weight) => sum + weight, 0);
  const known = new Float32Array(units * K);
  const real = new Uint8Array(units * K);
  weights.forEach((weight, n) => {
    if (weight === 0) return;
    weights[n] = 1 / count;
    real.fill(1, n * K, (n + 1) * K);
    for (let i = n * K; i < (n + 1) * K; i++) known[i] = checkTarget(targets[i], n, i - n * K);
  });
  return { targets: known, weights, real };
}

function checkTarget(y: number, unit: number, label: number): number {
  if (y === 0 || y === 1) return y;
  throw new DataError({
    where: 'sigmoidCrossEntropy',
    problem: `the target of unit ${unit} for label ${label} is ${show(y)}`,
    expected: '0 or 1',
  });
}

function checkLength(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length === length) return;
  throw new ShapeError({
    where: 'sigmoidCrossEntropy',
    problem: `${name} has ${array.length} entries`,
    expected: `${length}, to agree with the logits`,
  });
}
