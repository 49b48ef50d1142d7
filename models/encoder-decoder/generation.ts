/**
 * An encoder–decoder that speaks: one token a row and step, over states that the caller owns. Rows are hypotheses;
 * several of them may belong to one source.
 */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import type { EncoderDecoder } from './encoder-decoder';
import type { DecoderState } from './recurrent-decoder';
import type { TokenBatch } from '../network';

const inference = { training: false };

export type GenerationState = DecoderState & {
  /** The source of every row. Rows that change places within one source need no copy of what they look at. */
  sources: Int32Array; // [B]
};

export interface GenerationStep {
  /** Natural logarithms, each row normalised. */
  logProbabilities: Float32Array; // [B,V]
  /** With attention: where each row looked. */
  attention?: Float32Array; // [B,S]
  state: GenerationState;
}

/** Reads the sources. */
export function beginGeneration(model: EncoderDecoder, source: TokenBatch): GenerationState {
  const sources = Int32Array.from({ length: source.ids.shape[0] }, (_, row) => row);
  return { ...tf.tidy(() => owned(model.start(source, inference))), sources };
}

/** @param tokens the last one of each row. The state given stays as it is. @throws ShapeError for another number. */
export async function generationStep(
  model: EncoderDecoder,
  tokens: Int32Array,
  state: GenerationState,
): Promise<GenerationStep> {
  const { sources, ...before } = state;
  if (tokens.length !== sources.length) {
    throw new ShapeError({
      where: `${model.name} step`,
      problem: `there are ${tokens.length} tokens`,
      expected: `one for each of ${sources.length} rows`,
    });
  }
  const prepared = model.prepare(tokens.length);
  const { readouts, weights, next } = tf.tidy(() => {
    const ids = tf.tensor2d(tokens, [tokens.length, 1], 'int32');
    const { readouts, weights, state: next } = model.advance(ids, before, inference, prepared);
    const [rows, looks] = [readouts, weights].map((x) => x && tf.squeeze<tf.Tensor2D>(x, [1]));
    return { readouts: rows as tf.Tensor2D, weights: looks, next: owned(next) };
  });
  try {
    const logProbabilities = prepared ? prepared.logProbabilities(readouts) : await logSoftmaxOf(model, readouts);
    const attention = weights && (await weights.data<'float32'>());
    return { logProbabilities, ...(attention && { attention }), state: { ...next, sources } };
  } finally {
    tf.dispose(weights ? [readouts, weights] : readouts);
  }
}

async function logSoftmaxOf(model: EncoderDecoder, readouts: tf.Tensor2D): Promise<Float32Array> {
  const logProbabilities = tf.tidy(() => tf.logSoftmax(model.logits(readouts)));
  try {
    return await logProbabilities.data<'float32'>();
  } finally {
    logProbabilities.dispose();
  }
}

/** Row i of the new state is row `rows[i]` of the old one, which stays as it is. */
export function selectRows({ sources, ...state }: GenerationState, rows: Int32Array): GenerationState {
  const chosen = rows.map((row) => sources[row]);
  const staysInPlace = chosen.length === sources.length && chosen.every((source, i) => source === sources[i]);
  const selected = tf.tidy(() => {
    const indices = tf.tensor1d(rows, 'int32');
    const take: Copy = (x) => tf.gather(x, indices);
    return copied(state, take, staysInPlace ? tf.clone : take);
  });
  return { ...selected, sources: chosen };
}

export function disposeState({ layers, feed, context, memory }: GenerationState): void {
  tf.dispose([layers, feed, context, memory] as tf.TensorContainer[]);
}

type Copy = <X extends tf.Tensor>(x: X) => X;

/** @param copy of what changes from step to step, `copyConstant` of what the steps look at. */
function copied({ layers, feed, context, memory }: DecoderState, copy: Copy, copyConstant: Copy): DecoderState {
  return {
    layers: layers.map((states) => states.map((x) => copy(x))),
    feed: feed && copy(feed),
    context: context && copyConstant(context),
    memory: memory && {
      keys: copyConstant(memory.keys),
      states: copyConstant(memory.states),
      penalty: copyConstant(memory.penalty),
    },
  };
}

/** With tensors of its own: clones, for which no number is copied. */
const owned = (state: DecoderState): DecoderState => copied(state, tf.clone, tf.clone);
