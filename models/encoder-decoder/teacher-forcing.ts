/**
 * Training a decoder: each step reads the target token before it ("teacher forcing"), or, where it is drawn so, what the
 * decoder itself generated there ("scheduled sampling", Bengio et al. 2015).
 */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import type { CallContext, TokenBatch } from '../network';
import type { DecoderState, DecoderSteps } from './decoder-state';
import type { EncoderDecoder } from './encoder-decoder';
import type { RecurrentDecoder } from './recurrent-decoder';

/** What the steps of a batch of targets read. */
export interface TargetBatch {
  /** The begin token, then the target without its last token; padded. */
  inputs: tf.Tensor2D; // [B,T]
  /** Real steps among the B·T of all rows, ascending: those whose logits are returned. */
  positions: Int32Array; // [N]
  /** 1 where a step reads what the decoder generated before, 0 where it reads `inputs`. All 0 without it. */
  sampled?: tf.Tensor2D; // [B,T]
}

export interface ForcedBatch<Source = TokenBatch> extends TargetBatch {
  source: Source;
}

/**
 * Logits of the N real steps of an encoder–decoder, see `targetLogits`.
 * @returns [N,V] in the order of `positions`
 * @throws ShapeError if the tensors do not fit.
 */
export function forcedLogits<Source>(
  model: EncoderDecoder<Source>,
  { source, ...target }: ForcedBatch<Source>,
  context: CallContext,
): tf.Tensor2D {
  return tf.tidy(() => targetLogits(model.decoder, model.start(source, context), target, context).logits);
}

/**
 * Logits of the N real steps. All steps are computed at once, unless one depends on the output of another: with input
 * feeding, or where tokens are sampled.
 * @param start stays as it is
 * @returns logits [N,V] in the order of `positions`, and the state after the last step of every row, padding included
 * @throws ShapeError if the tensors do not fit.
 */
export function targetLogits(
  decoder: RecurrentDecoder,
  start: DecoderState,
  { inputs, positions, sampled }: TargetBatch,
  context: CallContext,
): { logits: tf.Tensor2D; state: DecoderState } {
  const [B, T] = inputs.shape;
  const last = positions.at(-1) ?? -1;
  if (last < 0 || last >= B * T) {
    throw new ShapeError({
      where: 'decoder',
      problem: `the last of ${positions.length} positions is ${last}`,
      expected: `at least one, from 0 to ${B * T - 1}`,
    });
  }
  return tf.tidy(() => {
    const isStepwise = sampled !== undefined || decoder.isStepwise;
    const { readouts, state } = isStepwise
      ? stepwise(decoder, start, { inputs, sampled }, context)
      : decoder.advance(inputs, start, context); // [B,T,R]
    const rows = tf.reshape<tf.Rank.R2>(readouts, [B * T, readouts.shape[2]]);
    const real = positions.length < B * T ? tf.gather(rows, tf.tensor1d(positions, 'int32')) : rows; // [N,R]
    return { logits: decoder.logits(real), state };
  });
}

function stepwise(
  decoder: RecurrentDecoder,
  start: DecoderState,
  { inputs, sampled }: Pick<TargetBatch, 'inputs' | 'sampled'>,
  context: CallContext,
): DecoderSteps {
  const targets = tf.split(inputs, inputs.shape[1], 1); // T of [B,1]
  const choices = sampled && tf.split(tf.cast(sampled, 'bool'), inputs.shape[1], 1);
  const readouts: tf.Tensor3D[] = [];
  let state = start;
  targets.forEach((target, t) => {
    const before = readouts[t - 1];
    const read = choices && t ? untaped(() => tf.where(choices[t], bestTokens(decoder, before), target)) : target; // [B,1]
    const step = decoder.advance(read as tf.Tensor2D, state, context);
    readouts.push(step.readouts);
    ({ state } = step);
  });
  return { readouts: tf.concat(readouts, 1), state }; // [B,T,R]
}

/** The most probable next tokens, [B,1,R] → [B,1]. */
const bestTokens = (decoder: RecurrentDecoder, readout: tf.Tensor3D): tf.Tensor =>
  tf.expandDims(tf.argMax(decoder.logits(tf.squeeze(readout, [1])), 1), 1);

/**
 * A constant, whatever it is computed from. TensorFlow.js would follow ids back to weights, and then refuse to
 * differentiate by integers; inside of an operation of one's own it records nothing.
 */
function untaped(make: () => tf.Tensor): tf.Tensor {
  const operation = tf.customGrad(() => ({ value: make(), gradFunc: (dy: tf.Tensor) => dy }));
  return operation(tf.scalar(0));
}
