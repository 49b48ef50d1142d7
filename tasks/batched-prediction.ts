import { planBatches } from '../src/training/batches';
import { breathing } from '../src/event-loop';
import type { AnswerOptions, Metrics, TaskNetwork } from './task';

/** Examples in one forward pass outside of training. */
const batchSize = 64;

/** Answers in the order of the inputs; computed in batches of similar length. */
export async function answersOf<Coded, Answer, Figures extends Metrics>(
  net: TaskNetwork<Coded, Answer, Figures>,
  coded: readonly Coded[],
  options?: AnswerOptions,
): Promise<Answer[]> {
  const breathe = breathing(() => performance.now());
  const answers = new Array<Answer>(coded.length);
  for (const batch of planBatches(
    coded.map((one) => net.lengthOf(one)),
    { batchSize },
  )) {
    await breathe();
    const part = await net.answer(
      Array.from(batch, (i) => coded[i]),
      options,
    );
    batch.forEach((index, i) => (answers[index] = part[i]));
  }
  return answers;
}
