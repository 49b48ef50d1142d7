/** Whether a training ended too soon. */
import type { Advice, TrainingCourse } from './measured-model';

/** Below that, networks of this kind have often learnt no more than the frequencies of the labels. */
export const fewUpdates = 500;
/** Part by which the training loss falls in the last epoch of a training that is not monitored and not yet at its end. */
const fallingLoss = 0.02;
const mostEpochs = 100;

/** To go on from the weights that were reached; as many epochs again, or those that are missing to `fewUpdates`. */
export function moreEpochs(training: TrainingCourse): (Advice & { settings: { epochs: number } }) | undefined {
  const { epochs, globalStep: updates } = training;
  const isShort = updates < fewUpdates;
  const reasons = [...lateEnd(training), ...(isShort ? [`so few updates (under ${fewUpdates}) rarely suffice`] : [])];
  if (!reasons.length) return undefined;
  const missing = isShort ? Math.ceil((epochs * fewUpdates) / updates) - epochs : 0;
  const settings = { epochs: Math.min(mostEpochs, Math.max(epochs, missing)) };
  return { what: 'more epochs', reason: reasons.join(', and '), action: 'continue', settings };
}

function lateEnd({ epochs, bestEpoch, history }: TrainingCourse): string[] {
  if (bestEpoch !== null) return bestEpoch === epochs ? ['the last epoch was the best'] : [];
  const [before, last] = history.slice(-2).map(({ train }) => train.loss);
  const falls = last < before * (1 - fallingLoss); // not where either is missing
  return falls
    ? [`the training loss still falls, in the last epoch from ${before.toFixed(3)} to ${last.toFixed(3)}`]
    : [];
}
