/**
 * An encoder–decoder that speaks: one token a row and step, over states that the caller owns. Rows are hypotheses;
 * several of them may belong to one source.
 */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../src/errors';
import type { EncoderDecoder } from './encoder-decoder';
import type { DecoderState } from './encoder-decoder-decoder';
import type { TokenBatch } from './network';

const inference = { training: false };

export type GenerationState = DecoderState & {
  /** The source of every row. Rows that change places within one source need no copy of what they look at. */
  sources: Int32Array; // [B]
};

export interface GenerationStep {
  /** Each row normalised. */
  logProbabilities: tf.Tensor2D; // [B,V]
  /** With attention. */
  weights?: tf.Tensor2D; // [B,S]
  state: GenerationState;
}

/** Reads the sources. */
export function beginGeneration(model: EncoderDecoder, source: TokenBatch): GenerationState {
  const sources = Int32Array.from({ length: source.ids.shape[0] }, (_, row) => row);
  return { ...tf.tidy(() => owned(model.start(source, inference))), sources };
}

/** @param tokens the last one of each row. The state given stays as it is. @throws ShapeError for another number. */
export function generationStep(model: EncoderDecoder, tokens: Int32Array, state: GenerationState): GenerationStep {
  const { sources, ...before } = state;
  if (tokens.length !== sources.length) {
    throw new ShapeError({
      where: `${model.name} step`,
      problem: `there are ${tokens.length} tokens`,
      expected: `one for each of ${sources.length} rows`,
    });
  }
  const { next, ...outputs } = tf.tidy(() => {
    const ids = tf.tensor2d(tokens, [tokens.length, 1], 'int32');
    const { readouts, weights, state: next } = model.advance(ids, before, inference);
    return {
      logProbabilities: tf.logSoftmax(model.logits(tf.squeeze(readouts, [1]))),
      weights: weights && tf.squeeze<tf.Tensor2D>(weights, [1]),
      next: owned(next),
    };
  });
  return { ...outputs, state: { ...next, sources } };
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
