import type { LabeledText } from '../../../src/data/examples/labeled-text';
import { SentimentClassifier, type SentimentOptions } from '../../../src/node';
import { toyExamples } from '../support';
import { type Row, trainingOptions } from './row';

const refused: Row['refused'] = {
  examples: [
    ['a text that is a number', { text: 5, label: 'red' }],
    ['no text', { label: 'red' }],
    ['a label of null', { text: 'red', label: null }],
    ['no label', { text: 'red then blue' }],
    ['a label that is a number', { text: 'red', label: 1 }],
    ['a blank label', { text: 'red', label: ' ' }],
    ['a text of blanks', { text: '  ', label: 'red' }],
  ],
  measured: [['an unknown label', { text: 'red then blue', label: 'green' }]],
  trainings: [
    [
      'a single label',
      [
        { text: 'red', label: 'red' },
        { text: 'very red', label: 'red' },
      ],
    ],
  ],
  inputs: [
    ['an empty text', ''],
    ['a text of blanks', ' \n '],
    ['a list of words', { words: ['red'] }],
  ],
  options: [
    ['an unknown tokenizer', { tokenizer: 'wordz' }],
    ['resetAfter without a GRU', { cell: 'lstm', resetAfter: true }],
    ['an unknown weighting of classes', { classWeights: 'fair' }],
  ],
};

const common = {
  class: SentimentClassifier,
  training: toyExamples(18, 1),
  validation: toyExamples(8, 2),
  test: toyExamples(10, 3),
  inputOf: ({ text }: LabeledText) => text,
  inputs: ['red', 'Blue, and then the very RED of the', 'then purple of blue'],
  targetEntries: ['target'],
  withoutBaseline: [],
  refused,
};

const options = {
  ...trainingOptions,
  batchSize: 6,
  minimumCount: 1,
  hiddenSize: 4,
  embeddingSize: 4,
  embeddingDropout: 0.2,
  dropout: 0.2,
  wordDropout: 0.2,
  labelSmoothing: 0.05,
} satisfies SentimentOptions;

export const sentimentRow: Row = {
  ...common,
  name: 'sentiment',
  options: {
    ...options,
    pooling: 'mean+max',
    ngrams: 'naive-bayes',
    recurrentDropout: 0.1,
    classWeights: 'balanced',
  } satisfies SentimentOptions,
};

/** Text that is tokenised already; the other cell, pooling and use of n-grams. */
export const sentimentOfBlanksRow: Row = {
  ...common,
  name: 'sentiment-of-blanks',
  options: {
    ...options,
    tokenizer: 'whitespace',
    lowercase: false,
    cell: 'gru',
    bidirectional: false,
    layers: 2,
    pooling: 'attention',
    ngrams: 'naive-bayes-after',
  } satisfies SentimentOptions,
};
