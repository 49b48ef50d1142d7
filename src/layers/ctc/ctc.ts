/**
 * The CTC loss (Graves et al. 2006) as one TensorFlow.js operation with its own gradient, on any backend: `batch.ts` over
 * typed arrays. It is defined on logits, not on probabilities: the gradient p − γ is exact where a softmax has saturated.
 *
 * Out of TensorFlow.js ops each frame would be a dozen kernels of [B,S] numbers.
 */
import * as tf from '@tensorflow/tfjs';
import { checkShape } from '../../shapes';
import { checkOption, checkOptionNames } from '../../validation';
import { batchLosses, checkTargets, type CtcTargets } from './batch';

/** How the losses of the sequences become one number. */
export type CtcReduction = 'frames' | 'sequences' | 'sum';

export interface CtcOptions extends CtcTargets {
  /** Multiplies the loss of each sequence, and so its whole gradient [B]. Default 1. */
  weights?: ArrayLike<number>;
  /**
   * What the weighted sum is divided by: `frames`, the real frames of the sequences that were not skipped; `sequences`,
   * their number; `sum`, nothing. Default `frames`.
   */
  reduction?: CtcReduction;
}

const LOSSES = 'CtcLosses';

/**
 * −log P(target) of each sequence [B], in nats; gradients flow to the logits. A sequence that was skipped has 0.
 * @param logits [B,T,K] before the softmax
 * @throws ShapeError for sizes that do not fit; DataError for a label that is no output, or a target that no path spells.
 */
export function ctcLosses(logits: tf.Tensor, targets: CtcTargets): tf.Tensor1D {
  return tf.tidy(() => run(logits, targets).losses);
}

/**
 * The loss of a batch, in nats.
 * @param logits [B,T,K] before the softmax
 * @throws as `ctcLosses`; ConfigError for an option that there is not.
 */
export function ctcLoss(logits: tf.Tensor, options: CtcOptions): tf.Scalar {
  checkOptionNames<CtcOptions>('ctcLoss', options, {
    ...{ labels: true, lengths: true, blank: true, impossible: true, weights: true, reduction: true },
  });
  const { weights, reduction = 'frames', ...targets } = options;
  const reductions = ['frames', 'sequences', 'sum'];
  checkOption('ctcLoss', 'reduction', reduction, reductions.includes(reduction), `one of ${reductions.join(', ')}`);
  return tf.tidy(() => {
    const { losses, counted } = run(logits, targets);
    if (weights) checkShape('ctcLoss', 'weights', [weights.length], ['B'], { B: losses.size });
    const weighted = weights ? tf.mul(losses, tf.tensor1d(Float32Array.from(weights))) : losses;
    return tf.div(tf.sum(weighted), divisor(reduction, targets, counted.dataSync()));
  });
}

/** 1 where a batch has nothing to divide by: its sum is 0. */
function divisor(reduction: CtcReduction, { lengths }: CtcTargets, counted: ArrayLike<number>): number {
  if (reduction === 'sum') return 1;
  const sizes = Array.from(counted, (one, b) => one * (reduction === 'frames' ? lengths[b] : 1));
  return sizes.reduce((sum, size) => sum + size, 0) || 1;
}

function run(logits: tf.Tensor, targets: CtcTargets): { losses: tf.Tensor1D; counted: tf.Tensor1D } {
  const { B, T, K } = checkShape('CTC', 'logits', logits.shape, ['B', 'T', 'K']);
  checkTargets(targets, [B, T, K]);
  register(tf.getBackend());
  const attributes = { targets, save: tf.engine().isTapeOn() } as unknown as tf.NamedAttrMap;
  return tf.tidy(() => {
    const [losses, counted] = tf.engine().runKernel<tf.Tensor[]>(LOSSES, { logits }, attributes) as tf.Tensor1D[];
    return { losses, counted };
  });
}

/** → losses [B], which sequences count [B], then if requested ∂losses[b]/∂logits[b] [B,T,K]. */
const lossesKernel: tf.KernelFunc = ({ inputs, attrs }) => {
  const logits = inputs.logits as tf.Tensor;
  const { targets, save } = attrs as unknown as { targets: CtcTargets; save: boolean };
  const shape = logits.shape as [number, number, number];
  const gradient = save ? new Float32Array(logits.size) : undefined;
  const { losses, counted } = batchLosses(logits.dataSync() as Float32Array, shape, targets, gradient);
  return [
    tf.tensor1d(losses),
    tf.tensor1d(Float32Array.from(counted)),
    ...(gradient ? [tf.tensor3d(gradient, shape)] : []),
  ];
};

function register(backendName: string): void {
  if (!tf.getKernel(LOSSES, backendName)) {
    tf.registerKernel({ kernelName: LOSSES, backendName, kernelFunc: lossesKernel });
  }
  if (tf.getGradient(LOSSES)) return;
  tf.registerGradient({
    kernelName: LOSSES,
    outputsToSave: [false, false, true],
    gradFunc: (dys, [gradient]) => {
      const [dLosses] = dys as tf.Tensor[]; // [B]
      return { logits: () => tf.mul(gradient, tf.reshape(dLosses, [-1, 1, 1])) };
    },
  });
}
