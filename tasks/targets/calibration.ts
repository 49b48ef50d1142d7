/** Logits of examples that training did not have, from which factors of several models are fitted. */
import type * as tf from '@tensorflow/tfjs';
import { yieldToEventLoop } from '../../src/event-loop';
import { planBatches } from '../../src/training/batches/bucketing';
import { passSizes } from '../batched-prediction';

/** Scores of the classes that an input brings. */
export interface InputBias<Input> {
  of(input: Input): Float32Array | undefined;
  /** The input without them. */
  without(input: Input): Input;
}

/**
 * Factors of a network and of the scores that inputs bring before any is fitted: what is right on average. A network is surer
 * of itself than it should be (Guo et al. 2017), and with few training examples it is wrong more often.
 * @param examples of the training
 */
export const startFactors = (examples: number): [number, number] => [(0.3 * examples) / (examples + 200), 1];

/** Rows [K] in the order of the examples. @param logits of a batch; it is disposed of here */
export async function logitsOf<Encoded>(
  encoded: readonly Encoded[],
  lengthOf: (one: Encoded) => number,
  logits: (batch: readonly Encoded[]) => tf.Tensor2D | Promise<tf.Tensor2D>,
): Promise<number[][]> {
  const yieldIfDue = yieldToEventLoop(() => performance.now());
  const found = new Array<number[]>(encoded.length);
  for (const batch of planBatches(encoded.map(lengthOf), passSizes)) {
    await yieldIfDue();
    const tensor = await logits(Array.from(batch, (i) => encoded[i]));
    const rows = await tensor.array();
    tensor.dispose();
    batch.forEach((index, i) => (found[index] = rows[i]));
  }
  return found;
}
