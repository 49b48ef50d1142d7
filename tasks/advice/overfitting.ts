/** Whether a network has learnt its training examples rather than the task. */
import { type Advice, type MeasuredModel, percent, type TrainingCourse } from './measured-model';

/** Of accuracy, by which training has more than validation. Dropout is on while training, so the true gap is larger. */
const largeGap = 0.1;
/** Factor of the validation loss, from its least value to that of the last epoch. */
const risingLoss = 1.1;
const strongDropout = 0.5;
const smoothing = 0.1;

export function againstOverfitting({ config, training }: MeasuredModel<unknown, object, unknown>): Advice[] {
  const reason = training && overfittingOf(training);
  const settings = reason === undefined ? undefined : regularised(new Map(Object.entries(config)));
  if (reason === undefined || !settings) return [];
  return [{ what: 'regularisation, or more training data', reason, action: 'train', settings }];
}

function overfittingOf({ history }: TrainingCourse): string | undefined {
  const last = history.at(-1);
  if (!last?.validation) return undefined;
  const [training, validation] = [last.train.accuracy, last.validation.accuracy];
  if (training - validation > largeGap) {
    return `${percent(training)} of the training data are right in the last epoch, ${percent(validation)} of the validation data`;
  }
  const losses = history.map((epoch) => epoch.validation?.loss ?? NaN);
  const [least, end] = [losses.reduce((a, b) => Math.min(a, b)), losses[losses.length - 1]];
  if (!(end > risingLoss * least)) return undefined;
  return `the validation loss rose from ${least.toFixed(3)} in epoch ${losses.indexOf(least) + 1} to ${end.toFixed(3)}`;
}

/** The first of its settings that still leaves room. */
function regularised(config: ReadonlyMap<string, unknown>): Advice['settings'] | undefined {
  const [dropout, labelSmoothing, hiddenSize] = ['dropout', 'labelSmoothing', 'hiddenSize'].map((name) =>
    config.get(name),
  );
  if (typeof dropout === 'number' && dropout < strongDropout) return { dropout: strongDropout };
  if (labelSmoothing === 0 && config.get('output') !== 'crf') return { labelSmoothing: smoothing };
  return typeof hiddenSize === 'number' && hiddenSize > 1 ? { hiddenSize: Math.ceil(hiddenSize / 2) } : undefined;
}
