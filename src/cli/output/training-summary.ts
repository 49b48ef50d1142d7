/** What `tfseq train` says of a finished training: updates, the best epoch, and the command where more would help. */
import type { Monitor } from '../../metrics/metric-types';
import type { FitResult } from '../../node';

/** Below that, networks of this kind have often learnt no more than the frequencies of the labels. */
export const fewUpdates = 500;

export interface TrainingDocument {
  reason: FitResult['reason'];
  /** Passes over the training examples. */
  epochs: number;
  /** Steps of the optimizer. */
  updates: number;
  /** From 1; null where no metric was monitored. */
  bestEpoch: number | null;
  bestValue: number | null;
}

export const trainingDocument = ({
  reason,
  epochs,
  globalStep,
  bestEpoch,
  bestValue,
}: FitResult): TrainingDocument => ({
  reason,
  epochs,
  updates: globalStep,
  bestEpoch,
  bestValue,
});

/**
 * @param command trains this model on: the settings that it needs are added
 * @returns sentences, each a line of its own
 */
export function trainingSummary(
  { epochs, updates, bestEpoch, reason }: TrainingDocument,
  { metric }: Monitor,
  command: string,
): string[] {
  const ended = reason === 'early-stopping' ? ', stopped early' : '';
  const best = bestEpoch === null ? '' : `; epoch ${bestEpoch} is the best by validation ${metric}`;
  const summary = `${counted(updates, 'update')} in ${counted(epochs, 'epoch')}${ended}${best}.`;
  const isLastBest = bestEpoch === epochs;
  const isShort = updates < fewUpdates;
  if (!(isLastBest || isShort)) return [summary];
  const more = Math.min(100, Math.max(epochs, isShort ? Math.ceil((epochs * fewUpdates) / updates) - epochs : 0));
  const reasons = [
    ...(isLastBest ? ['the last epoch was the best'] : []),
    ...(isShort ? [`so few updates (under ${fewUpdates}) rarely suffice`] : []),
  ];
  return [
    summary,
    `More epochs may well help: ${reasons.join(', and ')}. Go on with`,
    `  ${command} --set epochs=${more}`,
  ];
}

const counted = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
