/**
 * Cross-entropy from logits, over the real units only (examples, or steps of a padded batch). With logits z, target y,
 * K classes, smoothing ε (Szegedy et al. 2016, section 7), class weights w and N real units:
 *
 *   L = 1/N Σ_n w_y (-(1-ε) log p_y - ε/K Σ_k log p_k),   p = softmax(z)
 *
 * The sum is divided by N and not by Σ w, as Keras does and PyTorch does not: then an example counts the same whatever
 * batch it is in. Targets, mask and class weights are typed arrays, so that they can be checked without waiting for
 * the backend. Nothing of size [N,K] is made for the targets where the backend has a kernel for all of this.
 */
import * as tf from '@tensorflow/tfjs';
import { DataError, ShapeError } from '../errors';
import { hasKernel, runKernel } from '../optional-kernels';
import { sizeOf } from '../shapes';
import { checkOptionNames, type OptionNames } from '../validation';

export interface Targets {
  /** Class numbers, one a unit, row-major: `[B]` for logits [B,K], `[B,T]` for logits [B,T,K]. */
  targets: Int32Array;
  /** 1 for a real unit, 0 for padding; all are real without it. Targets of padding may be anything. */
  mask?: ArrayLike<number>;
}

const targetNames: OptionNames<Targets> = { targets: true, mask: true };

/** Targets, mask, class weights and label smoothing. */
export interface CrossEntropyOptions extends Targets {
  /** One factor a class. */
  classWeights?: ArrayLike<number>;
  /** ε in [0, 1), default 0. */
  labelSmoothing?: number;
}

const crossEntropyNames: OptionNames<CrossEntropyOptions> = {
  ...targetNames,
  classWeights: true,
  labelSmoothing: true,
};

/**
 * Mean cross-entropy, a scalar that gradients flow through. 0 where no unit is real.
 * @param logits [B,K] or [B,T,K]
 * @throws ShapeError for arrays of the wrong length, DataError for a class outside of [0, K).
 */
export function softmaxCrossEntropy(logits: tf.Tensor, options: CrossEntropyOptions): tf.Scalar {
  checkOptionNames('softmaxCrossEntropy', options, crossEntropyNames);
  const { targets, weights } = realUnits('softmaxCrossEntropy', logits, options);
  const { labelSmoothing = 0 } = options;
  const classes = logits.shape.at(-1) as number;
  return tf.tidy(() => {
    const z = rowsOf(logits); // [N,K]
    if (hasKernel('crossEntropy')) return inOneKernel(z, targets, weights, labelSmoothing);
    const expected = tf.tensor2d(targetProbabilities(targets, weights, classes, labelSmoothing), [
      weights.length,
      classes,
    ]);
    return tf.neg(tf.sum<tf.Scalar>(tf.mul(expected, tf.logSoftmax(realRows(z, weights)))));
  });
}

/** Rows of weight 0 as zeros: whatever they hold, NaN too, 0 times it has to be 0. */
function realRows(z: tf.Tensor, weights: Float32Array): tf.Tensor {
  if (!weights.includes(0)) return z;
  const isReal = tf.tile(tf.tensor2d(weights, [weights.length, 1]), [1, z.shape[1] as number]);
  return tf.where(tf.notEqual(isReal, 0), z, tf.zerosLike(z));
}

function inOneKernel(z: tf.Tensor, targets: Int32Array, weights: Float32Array, labelSmoothing: number): tf.Scalar {
  const [y, w] = [tf.tensor1d(targets, 'int32'), tf.tensor1d(weights)];
  const loss = tf.customGrad((logits, save) => {
    const given = { logits: logits as tf.Tensor, targets: y, weights: w };
    const [value, logSums] = runKernel<tf.Tensor[]>('crossEntropy', given, { labelSmoothing });
    (save as tf.GradSaveFunc)([given.logits, y, w, logSums]);
    const gradFunc = (dLoss: tf.Tensor, [logits, targets, weights, logSums]: tf.Tensor[]) =>
      runKernel<tf.Tensor>('crossEntropyGradient', { logits, targets, weights, logSums, dLoss }, { labelSmoothing });
    return { value, gradFunc };
  });
  return loss(z) as tf.Scalar;
}

/**
 * w_n (1-ε+ε/K at the target, ε/K elsewhere), [N,K]. Not `tf.oneHot`: on the wasm backend it gives whole numbers only,
 * and a loss of 0.
 */
function targetProbabilities(
  targets: Int32Array,
  weights: Float32Array,
  classes: number,
  smoothing: number,
): Float32Array {
  const expected = new Float32Array(weights.length * classes);
  weights.forEach((weight, n) => {
    expected.fill((weight * smoothing) / classes, n * classes, (n + 1) * classes);
    expected[n * classes + targets[n]] += weight * (1 - smoothing);
  });
  return expected;
}

/** How many real units have their largest logit at the target class, a scalar. */
export function countCorrect(logits: tf.Tensor, options: Targets): tf.Scalar {
  checkOptionNames('countCorrect', options, targetNames);
  const { targets, weights } = realUnits('countCorrect', logits, options);
  return tf.tidy(() => {
    const z = rowsOf(logits); // [N,K]
    if (hasKernel('countCorrect')) {
      const units = { targets: tf.tensor1d(targets, 'int32'), weights: tf.tensor1d(weights) };
      return runKernel<tf.Scalar>('countCorrect', { logits: z, ...units });
    }
    const best = tf.argMax(z, -1); // [N]
    const correct = tf.cast(tf.equal(best, tf.tensor1d(targets, 'int32')), 'float32');
    return tf.sum(tf.mul(correct, tf.tensor1d(weights.map(Math.sign))));
  });
}

/** Factors that give every class the same total weight and the average example 1; 0 for a class without examples. */
export function balancedClassWeights(counts: ArrayLike<number>): Float32Array {
  const present = Array.from(counts).filter((count) => count > 0);
  const total = present.reduce((sum, count) => sum + count, 0);
  return Float32Array.from(counts, (count) => (count > 0 ? total / (present.length * count) : 0));
}

/** Targets with 0 for padding, and for every unit w_y / N, 0 for padding. */
function realUnits(where: string, logits: tf.Tensor, { targets, mask, classWeights }: CrossEntropyOptions) {
  const units = sizeOf(logits.shape.slice(0, -1));
  const classes = logits.shape.at(-1) as number;
  checkLength(where, 'targets', targets, units);
  if (mask) checkLength(where, 'mask', mask, units);
  if (classWeights) checkLength(where, 'classWeights', classWeights, classes);
  const known = new Int32Array(units);
  const weights = new Float32Array(units);
  let count = 0;
  for (let n = 0; n < units; n++) {
    if (mask && !mask[n]) continue;
    known[n] = checkClass(where, targets[n], n, classes);
    weights[n] = 1;
    count++;
  }
  for (let n = 0; n < units; n++) {
    if (weights[n]) weights[n] = (classWeights ? classWeights[known[n]] : 1) / count;
  }
  return { targets: known, weights };
}

const rowsOf = (logits: tf.Tensor) =>
  logits.rank === 2 ? logits : tf.reshape(logits, [-1, logits.shape.at(-1) as number]);

function checkLength(where: string, name: string, array: ArrayLike<number>, length: number): void {
  if (array.length === length) return;
  throw new ShapeError({
    where,
    problem: `${name} has ${array.length} entries`,
    expected: `${length}, to agree with the logits`,
  });
}

function checkClass(where: string, y: number, unit: number, classes: number): number {
  if (y >= 0 && y < classes) return y;
  throw new DataError({
    where,
    problem: `the target of unit ${unit} is class ${y}`,
    expected: `a class from 0 to ${classes - 1}`,
  });
}
