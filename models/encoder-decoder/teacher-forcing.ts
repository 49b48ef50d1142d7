/**
 * Training an encoder–decoder: each step reads the target token before it ("teacher forcing"), or, where it is drawn so,
 * what the model itself said there ("scheduled sampling", Bengio et al. 2015).
 */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import type { EncoderDecoder } from './encoder-decoder';
import type { CallContext, TokenBatch } from '../network';

export interface ForcedBatch {
  source: TokenBatch;
  /** The begin token, then the target without its last token; padded. */
  inputs: tf.Tensor2D; // [B,T]
  /** Real steps among the B·T of all rows, rising: those whose logits are asked for. */
  positions: Int32Array; // [N]
  /** 1 where a step reads what the model said before, 0 where it reads `inputs`. All 0 without it. */
  sampled?: tf.Tensor2D; // [B,T]
}

/**
 * Logits of the N real steps. All steps are computed at one go, unless one waits for what another said: with input
 * feeding, or where tokens are sampled.
 * @returns [N,V] in the order of `positions`
 * @throws ShapeError if the tensors do not fit.
 */
export function forcedLogits(
  model: EncoderDecoder,
  { source, inputs, positions, sampled }: ForcedBatch,
  context: CallContext,
): tf.Tensor2D {
  const [B, T] = inputs.shape;
  const last = positions.at(-1) ?? -1;
  if (last < 0 || last >= B * T) {
    throw new ShapeError({
      where: model.name,
      problem: `the last of ${positions.length} positions is ${last}`,
      expected: `at least one, from 0 to ${B * T - 1}`,
    });
  }
  return tf.tidy(() => {
    const isStepwise = sampled !== undefined || model.config.inputFeeding;
    const readouts = isStepwise
      ? stepwise(model, { source, inputs, sampled }, context)
      : model.advance(inputs, model.start(source, context), context).readouts; // [B,T,R]
    const rows = tf.reshape<tf.Rank.R2>(readouts, [B * T, readouts.shape[2]]);
    const real = positions.length < B * T ? tf.gather(rows, tf.tensor1d(positions, 'int32')) : rows; // [N,R]
    return model.logits(real);
  });
}

function stepwise(
  model: EncoderDecoder,
  { source, inputs, sampled }: Pick<ForcedBatch, 'source' | 'inputs' | 'sampled'>,
  context: CallContext,
): tf.Tensor3D {
  const targets = tf.split(inputs, inputs.shape[1], 1); // T of [B,1]
  const choices = sampled && tf.split(tf.cast(sampled, 'bool'), inputs.shape[1], 1);
  const readouts: tf.Tensor3D[] = [];
  let state = model.start(source, context);
  targets.forEach((target, t) => {
    const before = readouts[t - 1];
    const read = choices && t ? untaped(() => tf.where(choices[t], bestTokens(model, before), target)) : target; // [B,1]
    const step = model.advance(read as tf.Tensor2D, state, context);
    readouts.push(step.readouts);
    ({ state } = step);
  });
  return tf.concat(readouts, 1); // [B,T,R]
}

/** What the model would say, [B,1,R] → [B,1]. */
const bestTokens = (model: EncoderDecoder, readout: tf.Tensor3D): tf.Tensor =>
  tf.expandDims(tf.argMax(model.logits(tf.squeeze(readout, [1])), 1), 1);

/**
 * A constant, whatever it is computed from. TensorFlow.js would follow ids back to weights, and then refuse to
 * differentiate by integers; inside of an operation of one's own it records nothing.
 */
function untaped(make: () => tf.Tensor): tf.Tensor {
  const operation = tf.customGrad(() => ({ value: make(), gradFunc: (dy: tf.Tensor) => dy }));
  return operation(tf.scalar(0));
}
