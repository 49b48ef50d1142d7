/** Predictions of many examples, in batches of similar length. */
import { yieldToEventLoop } from '../src/event-loop';
import { planBatches } from '../src/training/batches/bucketing';
import { loadBatch } from '../src/training/batches/loading';
import type { PredictionOptions, Predictor, TaskTypes } from './task';

/** Examples in one forward pass outside of training, and most of their steps, padding counted. */
export const passSizes = { batchSize: 64, batchSteps: 32_768 };

/** In the order of the inputs. @param nameOf names one of them in errors */
export async function predictInBatches<T extends TaskTypes>(
  predictor: Predictor<T>,
  encoded: readonly T['encoded'][],
  options?: PredictionOptions,
  nameOf = (index: number) => `example ${index + 1}`,
): Promise<T['prediction'][]> {
  const yieldIfDue = yieldToEventLoop(() => performance.now());
  const lengths = encoded.map((one) => predictor.lengthOf(one));
  const load = predictor.load?.bind(predictor);
  const predictions = new Array<T['prediction']>(encoded.length);
  for (const batch of planBatches(lengths, passSizes)) {
    await yieldIfDue();
    const members = Array.from(batch, (i) => encoded[i]);
    const loaded = load ? await loadBatch(load, members, (i) => nameOf(batch[i])) : members;
    const found = await predictor.predict(loaded, options);
    batch.forEach((index, i) => (predictions[index] = found[i]));
  }
  return predictions;
}
