import { type ParallelText, Translator, type TranslatorOptions } from '../../../src/node';
import { toyExamples } from '../support';
import { type Row, trainingOptions } from './row';

/** The words of a text in reverse. */
const pairs = (count: number, seed: number): ParallelText[] =>
  toyExamples(count, seed).map(({ text }) => ({ source: text, target: text.split(' ').reverse().join(' ') }));

const common = {
  class: Translator,
  training: pairs(18, 1),
  validation: pairs(6, 2),
  test: pairs(8, 3),
  inputOf: ({ source }: ParallelText) => source,
  inputs: ['red', 'the very blue and then of the', 'then purple of blue'],
  targetEntries: ['target'],
  /** Baselines say no token after a true one, and have no probabilities. */
  withoutBaseline: ['accuracy', 'perplexity'],
  refused: {
    examples: [
      ['a text where a pair should be', { text: 'red' }],
      ['no target', { source: 'red' }],
      ['a source that is a number', { source: 5, target: 'red' }],
      ['an empty target', { source: 'red', target: '' }],
      ['a source of blanks', { source: ' \t', target: 'red' }],
    ],
    measured: [],
    trainings: [],
    inputs: [
      ['an empty text', ''],
      ['a text of blanks', ' \n '],
      ['a pair', { source: 'red', target: 'red' }],
    ],
    options: [
      ['an unknown metric to watch', { monitor: 'loss' }],
      ['two vocabularies with one matrix', { tying: 'all', sharedVocabulary: false }],
      ['a schedule that falls to where it begins', { teacherForcingSchedule: 'linear' }],
    ],
  },
} satisfies Partial<Row>;

const options = {
  ...trainingOptions,
  batchSize: 6,
  minimumCount: 1,
  hiddenSize: 4,
  embeddingSize: 4,
  embeddingDropout: 0.2,
  dropout: 0.2,
  labelSmoothing: 0.05,
} satisfies TranslatorOptions;

/** The old names `watch` and `blanks` stand in its saved bundle. */
export const translationRow: Row = {
  ...common,
  name: 'translation',
  options: {
    ...options,
    monitor: 'perplexity',
    tokenizer: 'whitespace',
    attention: 'general',
    tying: 'target',
    teacherForcing: 0.8,
  } satisfies TranslatorOptions,
};

export const bytePairsRow: Row = {
  ...common,
  name: 'translation-of-byte-pairs',
  options: {
    ...options,
    monitor: 'chrf',
    tokenizer: 'byte-pairs',
    merges: 20,
    cell: 'lstm',
    resetAfter: false,
    bidirectional: false,
    attention: 'additive',
    inputFeeding: true,
    tying: 'all',
    reverseSource: true,
    teacherForcing: 0.5,
    teacherForcingSchedule: 'linear',
    batchTokens: 0,
  } satisfies TranslatorOptions,
};
