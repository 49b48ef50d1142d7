/** What a tagger of words that is worse than a baseline lacks. */
import { type Advice, type MeasuredModel, percent } from '../../advice/measured-model';
import type { WordsConfig } from './settings';

/** Of the accuracy of all words over that of words which training did not have. */
const largeGap = 0.1;

export function adviseOnWords({ config, metrics }: MeasuredModel<unknown, WordsConfig, unknown>): Advice[] {
  const { accuracy, oovAccuracy } = metrics;
  const unread = config.characters === 'none' && accuracy - oovAccuracy > largeGap;
  const reason = `${percent(oovAccuracy)} of the words that training did not have are right, ${percent(accuracy)} of all`;
  return [
    ...(unread ? [{ what: 'characters', reason, action: 'train', settings: { characters: 'bilstm' } } as const] : []),
    ...(config.scheme !== 'none' && config.output === 'softmax' ? [chain] : []),
  ];
}

const chain: Advice = {
  what: 'a CRF',
  reason: 'tags encode spans, and each is predicted by itself',
  action: 'train',
  settings: { output: 'crf' },
};
