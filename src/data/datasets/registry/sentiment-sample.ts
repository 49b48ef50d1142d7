/** The quick start's sentences, which the package makes itself. */
import { sentimentSampleSplits } from '../../generated/sentiment-sample';
import type { LabeledTextEntry } from './entry';

export const sentimentSample: LabeledTextEntry = {
  name: 'sentiment-sample',
  kind: 'labelled text',
  folder: 'sentiment-sample',
  task: 'sentiment',
  description: 'short made-up film opinions in which word order counts; comes with the package, no download',
  origin: [],
  licence: 'Apache-2.0, as this package',
  citation: 'none; it is made by src/data/generated/sentiment-sample.ts',
  splitRule: 'made by seed; no sentence occurs twice',
  notes: ['for trying things out: results on it say nothing about real reviews'],
  files: [],
  read: () => Promise.resolve(sentimentSampleSplits()),
};
