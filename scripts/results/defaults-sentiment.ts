/**
 * Classifiers of texts with default settings alone. `defaults/…`: test figures of three seeds, of the whole training data and
 * of parts of it. `defaults-panel/sentiment`: the validation sets on which the defaults were chosen
 * (docs/decisions/defaults.md); no test example is in them.
 */
import { SentimentClassifier } from '../../src/node';
import { onPanel } from './panels/on-panel';
import { textPanel } from './panels/texts';
import type { Experiment } from './rows';
import { trainOnPart, trainOnSet } from './sentiment';

const sets = ['rt-polarity', 'trec', 'names-by-language', 'review-polarity', 'sst'];
const parts = ['rt-polarity', 'review-polarity', 'trec', 'names-by-language'];

export const sentimentDefaults: Record<string, readonly Experiment[]> = {
  ...Object.fromEntries(sets.map((data) => [`defaults/${data}`, [trainOnSet(data, 'default')]])),
  ...Object.fromEntries(
    parts.map((data) => [`defaults/parts/${data}`, [40, 200, 1000].map((count) => trainOnPart(data, count))]),
  ),
  'defaults-panel/sentiment': onPanel('sentiment', textPanel, (seed) => new SentimentClassifier({ seed })),
};
