/**
 * Generation by a decoder: one token a row and step, over states that the caller owns. Rows are hypotheses; several of
 * them may belong to one source.
 */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import type { TokenBatch } from '../network';
import type { DecoderState } from './decoder-state';
import type { EncoderDecoder } from './encoder-decoder';
import type { RecurrentDecoder } from './recurrent-decoder';

const inference = { training: false };

export type GenerationState = DecoderState & {
  /** The source of every row. Rows that are exchanged within one source need no copy of what they attend to. */
  sources: Int32Array; // [B]
};

export interface GenerationStep {
  /** Natural logarithms, each row normalised. */
  logProbabilities: Float32Array; // [B,V]
  /** With attention: the weight of every state of the source. */
  attention?: Float32Array; // [B,S]
  state: GenerationState;
}

/** Encodes the sources. */
export function beginGeneration<Source = TokenBatch>(model: EncoderDecoder<Source>, source: Source): GenerationState {
  return generationState(() => model.start(source, inference));
}

/** A state of the caller's own. @param make it, inside a tidy; as from `zeroState` of a language model */
export function generationState(make: () => DecoderState): GenerationState {
  const state = tf.tidy(() => owned(make()));
  const [rows] = state.layers[0][0].shape;
  return { ...state, sources: Int32Array.from({ length: rows }, (_, row) => row) };
}

/** @param tokens the last one of each row. The state given stays as it is. @throws ShapeError for another number. */
export async function generationStep(
  decoder: RecurrentDecoder,
  tokens: Int32Array,
  state: GenerationState,
): Promise<GenerationStep> {
  const { sources, ...before } = state;
  if (tokens.length !== sources.length) {
    throw new ShapeError({
      where: 'decoder step',
      problem: `there are ${tokens.length} tokens`,
      expected: `one for each of ${sources.length} rows`,
    });
  }
  const prepared = decoder.prepare(tokens.length);
  const { readouts, weights, next } = tf.tidy(() => {
    const ids = tf.tensor2d(tokens, [tokens.length, 1], 'int32');
    const { readouts, weights, state: next } = decoder.advance(ids, before, inference, prepared);
    const [rows, attended] = [readouts, weights].map((x) => x && tf.squeeze<tf.Tensor2D>(x, [1]));
    return { readouts: rows as tf.Tensor2D, weights: attended, next: owned(next) };
  });
  try {
    const logProbabilities = prepared ? prepared.logProbabilities(readouts) : await logSoftmaxOf(decoder, readouts);
    const attention = weights && (await weights.data<'float32'>());
    return { logProbabilities, ...(attention && { attention }), state: { ...next, sources } };
  } finally {
    tf.dispose(weights ? [readouts, weights] : readouts);
  }
}

async function logSoftmaxOf(decoder: RecurrentDecoder, readouts: tf.Tensor2D): Promise<Float32Array> {
  const logProbabilities = tf.tidy(() => tf.logSoftmax(decoder.logits(readouts)));
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

/** @param copy of what changes from step to step, `copyConstant` of what the steps attend to. */
function copied({ layers, feed, context, memory }: DecoderState, copy: Copy, copyConstant: Copy): DecoderState {
  return {
    layers: layers.map((states) => states.map((x) => copy(x))),
    feed: feed && copy(feed),
    context: context && copyConstant(context),
    memory: memory && {
      keys: copyConstant(memory.keys),
      states: copyConstant(memory.states),
      maskBias: copyConstant(memory.maskBias),
    },
  };
}

/** With tensors of its own: clones, which share their data. */
const owned = (state: DecoderState): DecoderState => copied(state, tf.clone, tf.clone);
