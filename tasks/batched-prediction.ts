/** Predictions of many examples, in batches of similar length. */
import { yieldToEventLoop } from '../src/event-loop';
import { planBatches } from '../src/training/batches/bucketing';
import type { PredictionOptions, Predictor, TaskTypes } from './task';

/** Examples in one forward pass outside of training. */
const batchSize = 64;

/** In the order of the inputs. */
export async function predictInBatches<T extends TaskTypes>(
  predictor: Predictor<T>,
  encoded: readonly T['encoded'][],
  options?: PredictionOptions,
): Promise<T['prediction'][]> {
  const yieldIfDue = yieldToEventLoop(() => performance.now());
  const lengths = encoded.map((one) => predictor.lengthOf(one));
  const predictions = new Array<T['prediction']>(encoded.length);
  for (const batch of planBatches(lengths, { batchSize })) {
    await yieldIfDue();
    const members = Array.from(batch, (i) => encoded[i]);
    const found = await predictor.predict(members, options);
    batch.forEach((index, i) => (predictions[index] = found[i]));
  }
  return predictions;
}
