import { LanguageModel, type LanguageModelOptions } from '../../../src/node';
import { toyExamples } from '../support';
import { type Row, trainingOptions } from './row';

const texts = (count: number, seed: number) => toyExamples(count, seed).map(({ text }) => ({ text }));

const common = {
  class: LanguageModel,
  training: texts(4, 1),
  validation: texts(2, 2),
  test: texts(3, 3),
  inputOf: ({ text }: { text: string }) => text,
  inputs: ['red', 'the very blue and then of the', 'zzz? Ω'],
  targetEntries: [],
  withoutBaseline: [],
  refused: {
    examples: [
      ['an empty text', { text: '' }],
      ['a text that is a number', { text: 5 }],
      ['a label alone', { label: 'red' }],
      ['a part of a text that goes on with 1', { text: 'red', continues: 1 }],
    ],
    measured: [],
    trainings: [
      ['a text of one symbol', [{ text: 'aaaaaaaaaaaaaaaaaaaaaaaa' }]],
      ['a text shorter than a window', [{ text: 'abcd' }]],
    ],
    inputs: [['an empty text', '']],
    options: [
      ['both directions', { bidirectional: true }],
      ['one matrix of two sizes', { tied: true, embeddingSize: 3, hiddenSize: 4 }],
      ['a window of nothing', { window: 0 }],
      ['the reset gate of another cell', { cell: 'lstm', resetAfter: true }],
    ],
  },
} satisfies Partial<Row>;

const options = {
  ...trainingOptions,
  batchSize: 4,
  window: 10,
  layers: 2,
  hiddenSize: 4,
  embeddingSize: 4,
  embeddingDropout: 0.1,
  dropout: 0.2,
  outputDropout: 0.2,
} satisfies LanguageModelOptions;

/** One matrix for embedding and output, a mask on the recurrent ones, windows of random lengths. */
export const tiedWordsRow: Row = {
  ...common,
  name: 'language-model-of-words',
  inputs: ['red', 'the very blue and then of the', 'then purple of blue\n'],
  options: {
    ...options,
    ...{ tokenizer: 'words', minimumCount: 1, window: 3, windowLength: 'random', batchSize: 4 },
    ...{ cell: 'gru', resetAfter: true, tied: true, weightDrop: 0.2, recurrentDropout: 0.1 },
  } satisfies LanguageModelOptions,
};

const labelled = (count: number, seed: number) =>
  toyExamples(count, seed).map(({ text, label }) => ({ text: text.slice(0, 12), label }));

/** Each text follows from its label. */
export const conditionalRow: Row = {
  ...common,
  name: 'language-model-of-labels',
  training: labelled(12, 1),
  validation: labelled(3, 2),
  test: labelled(4, 3),
  inputOf: ({ text, label }: { text: string; label: string }) => ({ text, label }),
  inputs: [
    { text: 'zzz? Ω', label: 'red' },
    { text: 'a', label: 'blue' },
  ],
  options: { ...options, batchSize: 3 } satisfies LanguageModelOptions,
  refused: {
    ...common.refused,
    examples: [
      ['an empty text', { text: '', label: 'red' }],
      ['a text alone', { text: 'red' }],
    ],
    measured: [['an unknown label', { text: 'red', label: 'green' }]],
    trainings: [],
    inputs: [
      ['a text alone', 'red'],
      ['an unknown label', { text: 'red', label: 'green' }],
      ['an empty text', { text: '', label: 'red' }],
    ],
  },
};

export const charactersRow: Row = { ...common, name: 'language-model', options };
