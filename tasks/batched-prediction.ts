import { planBatches } from '../src/training/batches/bucketing';
import { yieldToEventLoop } from '../src/event-loop';
import type { PredictionOptions, Metrics, Predictor } from './task';

/** Examples in one forward pass outside of training. */
const batchSize = 64;

/** Answers in the order of the inputs; computed in batches of similar length. */
export async function predictInBatches<Encoded, Answer, Figures extends Metrics>(
  net: Predictor<Encoded, Answer, Figures>,
  coded: readonly Encoded[],
  options?: PredictionOptions,
): Promise<Answer[]> {
  const yieldIfDue = yieldToEventLoop(() => performance.now());
  const answers = new Array<Answer>(coded.length);
  for (const batch of planBatches(
    coded.map((one) => net.lengthOf(one)),
    { batchSize },
  )) {
    await yieldIfDue();
    const part = await net.answer(
      Array.from(batch, (i) => coded[i]),
      options,
    );
    batch.forEach((index, i) => (answers[index] = part[i]));
  }
  return answers;
}
