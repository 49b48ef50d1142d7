/** What `tfseq train` says of a finished training: updates, the best epoch, and the command where more would help. */
import { formatMetric } from '../../display/format';
import type { Metrics, Monitor } from '../../metrics/metric-types';
import type { FitResult } from '../../node';
import { moreEpochs } from '../../../tasks/advice/more-epochs';

export interface TrainingDocument {
  reason: FitResult['reason'];
  /** Passes over the training examples. */
  epochs: number;
  /** Steps of the optimizer. */
  updates: number;
  /** From 1; null where no metric was monitored. */
  bestEpoch: number | null;
  bestValue: number | null;
  /** Metrics of the validation once what is fitted on it was; not for every task. */
  calibrated?: Metrics;
}

export const trainingDocument = ({
  reason,
  epochs,
  globalStep,
  bestEpoch,
  bestValue,
  calibrated,
}: FitResult): TrainingDocument => ({
  reason,
  epochs,
  updates: globalStep,
  bestEpoch,
  bestValue,
  calibrated,
});

/**
 * @param commandWith the command that trains this model on with these settings
 * @returns sentences, each a line of its own
 */
export function trainingSummary(
  result: FitResult,
  { metric }: Monitor,
  commandWith: (settings: { epochs: number }) => string,
): string[] {
  const { epochs, updates, bestEpoch, reason, calibrated } = trainingDocument(result);
  const ended = reason === 'early-stopping' ? ', stopped early' : '';
  const best = bestEpoch === null ? '' : `; epoch ${bestEpoch} is the best by validation ${metric}`;
  const weighed =
    calibrated && ` Calibrated on the validation examples: ${metric} ${formatMetric(metric, calibrated[metric])}.`;
  const summary = `${counted(updates, 'update')} in ${counted(epochs, 'epoch')}${ended}${best}.${weighed ?? ''}`;
  const further = moreEpochs(result);
  if (!further) return [summary];
  return [summary, `More epochs may well help: ${further.reason}. Go on with`, `  ${commandWith(further.settings)}`];
}

const counted = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
