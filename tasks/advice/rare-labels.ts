/** Whether a model leaves out labels that are rare in training. */
import { type Advice, type MeasuredModel, percent } from './measured-model';

/** Of accuracy over macro-F1: rare labels are mostly missed. */
const largeGap = 0.1;

interface Labelled {
  /** How often training has each label. */
  labelCounts?: readonly number[];
}

export function forRareLabels({ config, preprocessor, metrics }: MeasuredModel<unknown, object, Labelled>): Advice[] {
  const { accuracy, macroF1 } = metrics;
  const weights = new Map<string, unknown>(Object.entries(config)).get('classWeights');
  if (!(weights === 'none' || weights === 'auto') || !(accuracy - macroF1 > largeGap)) return [];
  const counts = preprocessor.labelCounts ?? [];
  const [largest, all] = counts.reduce(([most, sum], count) => [Math.max(most, count), sum + count], [0, 0]);
  const reason = `the most frequent label has ${percent(largest / all)} of the training data, and macro-F1 is ${percent(macroF1)} beside an accuracy of ${percent(accuracy)}`;
  return [{ what: 'class weights', reason, action: 'train', settings: { classWeights: 'balanced' } }];
}
