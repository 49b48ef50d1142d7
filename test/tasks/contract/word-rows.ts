import type { TaggedWords } from '../../../src/data/examples/tagged-words';
import { Tagger, type TaggerOptions } from '../../../src/node';
import { sentences } from '../tagging/support';
import { type Row, trainingOptions } from './row';

const refused: Row['refused'] = {
  examples: [
    ['no tags', { words: ['Kim', 'sleeps'] }],
    ['a tag too few', { words: ['Kim', 'sleeps'], tags: ['O'] }],
    ['no words', { words: [], tags: [] }],
    ['an empty word', { words: ['Kim', ''], tags: ['O', 'O'] }],
    ['words that are a text', { words: 'Kim sleeps', tags: ['O', 'O'] }],
    ['a recording of frames', { frames: [1, 2, 3], size: 3, labels: ['rest'] }],
  ],
  measured: [['an unknown tag', { words: ['Kim', 'sleeps'], tags: ['B-DAY', 'O'] }]],
  trainings: [],
  inputs: [
    ['an empty text', ''],
    ['a text of blanks', ' \n '],
    ['no words', { words: [] }],
    ['an empty word', { words: ['Kim', ''] }],
    ['a recording of frames', { frames: [1, 2, 3], size: 3 }],
  ],
  options: [
    ['an unknown input', { input: 'pictures' }],
    ['a setting of frames', { input: 'words', window: 5 }],
    ['weights of classes with a CRF', { output: 'crf', classWeights: 'balanced' }],
  ],
};

const common = {
  class: Tagger,
  training: sentences(9, 1),
  validation: sentences(4, 2),
  test: sentences(6, 3),
  inputOf: ({ words }: TaggedWords) => ({ words }),
  inputs: ['Mr Baken lives in Kemiburg.', { words: ['Unheard'] }, "Nobody's there, is he?"],
  withoutBaseline: [],
};

const options = {
  ...trainingOptions,
  batchSize: 3,
  hiddenSize: 4,
  embeddingSize: 4,
  characterSize: 4,
  characterEmbeddingSize: 3,
  caseSize: 2,
  suffixSize: 2,
  inputDropout: 0.2,
  dropout: 0.2,
  wordDropout: 0.2,
} satisfies TaggerOptions;

/** Tags that say spans, learnt as a chain. */
export const wordsRow: Row = { ...common, name: 'tagging-words', options, targetEntries: ['target'], refused };

/** A tag for each word alone. */
export const tagsRow: Row = {
  ...common,
  name: 'tagging-tags',
  ...Object.fromEntries(
    (['training', 'validation', 'test'] as const).map((split) => [split, common[split].map(withoutSpans)]),
  ),
  options: {
    ...options,
    tokenizer: 'whitespace',
    cell: 'gru',
    characters: 'cnn',
    caseSize: 0,
    suffixLength: 0,
    labelSmoothing: 0.05,
    classWeights: 'balanced',
  } satisfies TaggerOptions,
  targetEntries: ['target'],
  refused,
};

function withoutSpans({ words, tags }: TaggedWords): TaggedWords {
  return { words, tags: tags.map((tag) => tag.replace(/^.-/, '').toLowerCase()) };
}
