/**
 * The loss of a linear-chain CRF as one TensorFlow.js operation with its own gradient, on any backend. The sums are
 * those of `batch.ts`, in typed arrays; the gradient is made together with the loss if a tape is on.
 *
 * Out of TensorFlow.js ops each step would be a dozen kernels, and the tags' own scores a `gatherND`, which has no
 * gradient there.
 */
import * as tf from '@tensorflow/tfjs';
import { DataError, ShapeError } from '../../errors';
import { checkShape } from '../../shapes';
import { batchLoss, batchMarginals, type CrfGradient, type GoldTags } from './batch';
import type { ChainScores } from './chain';

export interface CrfTensors {
  /** Score of every tag at every step [B,T,K]. */
  emissions: tf.Tensor;
  /** [K,K], from row to column. */
  transitions: tf.Tensor;
  start: tf.Tensor; // [K]
  end: tf.Tensor; // [K]
}

const LOSS = 'CrfLoss';

/**
 * Σ over the batch of the negative log-likelihood, in nats; a sequence of length 0 adds nothing.
 * @throws ShapeError for sizes that do not fit, DataError for a tag outside of [0, K).
 */
export function crfLoss({ emissions, transitions, start, end }: CrfTensors, gold: GoldTags): tf.Scalar {
  const { B, T, K } = checkTensors({ emissions, transitions, start, end });
  checkLengths(gold.lengths, B, T);
  checkTags(gold, T, K);
  register(tf.getBackend());
  const attributes = { ...gold, save: tf.engine().isTapeOn() } as unknown as tf.NamedAttrMap;
  return tf.tidy(() => {
    const outputs = tf.engine().runKernel<tf.Tensor[]>(LOSS, { emissions, transitions, start, end }, attributes);
    return outputs[0] as tf.Scalar;
  });
}

/**
 * P(y_t = k) [B,T,K], 0 for padding; no gradient.
 * @param realSteps of each sequence the indices of its real steps, in order @throws ShapeError for sizes that do not fit.
 */
export function crfMarginals(tensors: CrfTensors, realSteps: readonly Int32Array[]): tf.Tensor3D {
  const { B, T, K } = checkTensors(tensors);
  return tf.tensor3d(batchMarginals(scoresOf(tensors, K), floatsOf(tensors.emissions), realSteps), [B, T, K]);
}

/** → L, then if requested ∂L/∂ emissions, transitions, start, end. */
const lossKernel: tf.KernelFunc = ({ inputs, attrs }) => {
  const tensors = inputs as unknown as CrfTensors;
  const { save, ...gold } = attrs as unknown as GoldTags & { save: boolean };
  const { shape } = tensors.emissions;
  const K = shape[2] as number;
  const emissions = floatsOf(tensors.emissions);
  const scores = scoresOf(tensors, K);
  if (!save) return [tf.scalar(batchLoss(scores, emissions, gold))];
  const gradient: CrfGradient = {
    emissions: new Float32Array(emissions.length),
    transitions: new Float64Array(K * K),
    start: new Float64Array(K),
    end: new Float64Array(K),
  };
  return [
    tf.scalar(batchLoss(scores, emissions, gold, gradient)),
    tf.tensor(gradient.emissions, shape),
    tf.tensor2d(new Float32Array(gradient.transitions), [K, K]),
    tf.tensor1d(new Float32Array(gradient.start)),
    tf.tensor1d(new Float32Array(gradient.end)),
  ];
};

function register(backendName: string): void {
  if (!tf.getKernel(LOSS, backendName)) tf.registerKernel({ kernelName: LOSS, backendName, kernelFunc: lossKernel });
  if (tf.getGradient(LOSS)) return;
  tf.registerGradient({
    kernelName: LOSS,
    outputsToSave: [false, true, true, true, true],
    gradFunc: (dys, [emissions, transitions, start, end]) => {
      const [dy] = dys as tf.Tensor[];
      return {
        emissions: () => tf.mul(emissions, dy),
        transitions: () => tf.mul(transitions, dy),
        start: () => tf.mul(start, dy),
        end: () => tf.mul(end, dy),
      };
    },
  });
}

const floatsOf = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;

const scoresOf = ({ transitions, start, end }: CrfTensors, tags: number): ChainScores => ({
  tags,
  transitions: new Float64Array(floatsOf(transitions)),
  start: new Float64Array(floatsOf(start)),
  end: new Float64Array(floatsOf(end)),
});

function checkTensors({ emissions, transitions, start, end }: CrfTensors) {
  const axes = checkShape('CRF', 'emissions', emissions.shape, ['B', 'T', 'K']);
  checkShape('CRF', 'transitions', transitions.shape, ['K', 'K'], axes);
  checkShape('CRF', 'start', start.shape, ['K'], axes);
  return checkShape('CRF', 'end', end.shape, ['K'], axes);
}

function checkLengths(lengths: Int32Array, B: number, T: number): void {
  if (lengths.length === B && lengths.every((length) => length >= 0 && length <= T)) return;
  throw new ShapeError({
    where: 'CRF',
    problem: `lengths is [${lengths.join(',')}]`,
    expected: `${B} whole numbers from 0 to ${T}`,
  });
}

function checkTags({ tags, lengths }: GoldTags, T: number, K: number): void {
  if (tags.length !== lengths.length * T) {
    throw new ShapeError({
      where: 'CRF',
      problem: `tags has ${tags.length} entries`,
      expected: `${lengths.length * T}, one for every step of the emissions`,
    });
  }
  lengths.forEach((length, b) => {
    for (let t = 0; t < length; t++) {
      const tag = tags[b * T + t];
      if (tag >= 0 && tag < K) continue;
      throw new DataError({
        where: 'CRF',
        problem: `the tag at step ${t} of sequence ${b} is ${tag}`,
        expected: `a tag from 0 to ${K - 1}`,
      });
    }
  });
}
