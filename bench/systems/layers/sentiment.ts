/** One epoch of the sentiment task. */
import type { Round } from '../child-loop';
import { makeOurs, Skip, type System } from './system';

export async function prepareSentiment({ ours, backend }: System): Promise<Round> {
  if (!ours) throw new Skip('stock TensorFlow.js has no such task');
  if (backend === 'cpu') throw new Skip('minutes an epoch: what is around the recurrence runs in plain JavaScript');
  const { openLabeledText, SentimentClassifier } = await makeOurs();
  const { splits } = await openLabeledText('rt-polarity').catch((error: Error) => {
    throw new Skip(error.message);
  });
  return async () => {
    const model = new SentimentClassifier({ seed: 1, epochs: 1 });
    const { history } = await model.fit(splits.train);
    model.dispose();
    return { ms: 1000 * history[0].seconds };
  };
}
