import { type FrameRecording, movingShapesSplits, Random, Tagger, type TaggerOptions } from '../../../src/node';
import { recordings } from '../tagging/support';
import { type Row, trainingOptions } from './row';
import { without } from './values';

const inputOf = (recording: FrameRecording) => without(recording, 'labels');

const refused: Row['refused'] = {
  examples: [
    ['no frames', { recording: 'a', size: 3, labels: [] }],
    ['an empty recording', { recording: 'a', frames: new Float32Array(0), size: 3, steps: 0, labels: [] }],
    ['another size', { recording: 'a', frames: Float32Array.of(1, 2), size: 2, steps: 1, labels: ['rest'] }],
    ['a gap', { recording: 'a', frames: Float32Array.of(1, NaN, 3), size: 3, steps: 1, labels: ['rest'] }],
    ['no labels', { recording: 'a', frames: Float32Array.of(1, 2, 3), size: 3, steps: 1 }],
    [
      'a label too many',
      { recording: 'a', frames: Float32Array.of(1, 2, 3), size: 3, steps: 1, labels: ['rest', 'rest'] },
    ],
    ['words', { words: ['Kim'], tags: ['O'] }],
    ['a size that is a text', { frames: Float32Array.of(1, 2, 3), size: '3', labels: ['rest'] }],
    ['labels that are a text', { frames: Float32Array.of(1, 2, 3), size: 3, labels: 'r' }],
    ['a label that is a number', { frames: Float32Array.of(1, 2, 3), size: 3, labels: [1] }],
    ['a frame without a label', { frames: Float32Array.of(1, 2, 3), size: 3, labels: [undefined] }],
    ['columns that are a number', { frames: Float32Array.of(1, 2, 3), size: 3, labels: ['rest'], features: 7 }],
    ['an image of another size', { frames: Float32Array.of(1, 2, 3), size: 3, labels: ['rest'], shape: [2, 2, 1] }],
  ],
  measured: [
    ['an unknown label', { recording: 'a', frames: Float32Array.of(1, 2, 3), size: 3, steps: 1, labels: ['up'] }],
  ],
  trainings: [
    [
      'a column of one value',
      [{ recording: 'a', frames: Float32Array.of(1, 5, 2, 5), size: 2, steps: 2, labels: ['rest', 'left'] }],
    ],
  ],
  inputs: [
    ['a text', 'rest'],
    ['words', { words: ['rest'] }],
    ['no frames', { size: 3 }],
    ['half a frame', { frames: Float32Array.of(1, 2), size: 3 }],
    ['a gap', { frames: Float32Array.of(1, 2, NaN), size: 3 }],
    ['a size that is a text', { frames: Float32Array.of(1, 2, 3), size: '3' }],
    ['columns that are a number', { frames: Float32Array.of(1, 2, 3), size: 3, features: 7 }],
  ],
  options: [
    ['an unknown centre', { input: 'frames', centre: 'middle' }],
    ['a setting of words', { input: 'frames', characters: 'cnn' }],
  ],
};

const options = {
  ...trainingOptions,
  hiddenSize: 4,
  inputDropout: 0.1,
  dropout: 0.2,
  noise: 0.1,
} satisfies TaggerOptions;

const [first] = recordings(1, 4, 9);

export const framesRow: Row = {
  name: 'tagging-frames',
  class: Tagger,
  options: {
    ...options,
    batchSize: 3,
    window: 10,
    context: 3,
    classWeights: 'balanced',
    labelSmoothing: 0.05,
  } satisfies TaggerOptions,
  training: recordings(3, 1, 28),
  validation: recordings(2, 2, 30),
  test: recordings(2, 3, 30),
  inputOf,
  inputs: [
    { frames: first.frames, size: 3 },
    { frames: first.frames.slice(0, 3), size: 3 },
  ],
  targetEntries: ['target'],
  withoutBaseline: [],
  refused,
};

const films = movingShapesSplits(Random.fromSeed(5), {
  pixels: 8,
  shortest: 5,
  longest: 9,
  sizes: { train: 6, validation: 2, test: 2 },
});

/** A network that sees one direction only, and frames that are pictures. */
export const picturesRow: Row = {
  name: 'tagging-pictures',
  class: Tagger,
  options: {
    ...options,
    batchSize: 2,
    cell: 'gru',
    bidirectional: false,
    centre: 'recording',
    filters: [2, 2],
    imageSize: 4,
  } satisfies TaggerOptions,
  training: films.train,
  validation: films.validation,
  test: films.test,
  inputOf,
  inputs: [inputOf(films.test[0])],
  targetEntries: ['target'],
  withoutBaseline: [],
  refused: {
    examples: [
      ['pictures of another shape', { ...films.test[0], shape: [16, 4, 1] }],
      ['no labels', inputOf(films.test[0])],
    ],
    measured: [['an unknown label', { ...films.test[0], labels: films.test[0].labels.map(() => 'forward') }]],
    trainings: [],
    inputs: [['pictures of another shape', { ...films.test[0], shape: [16, 4, 1] }]],
    options: [['no filters of a number', { filters: ['8'] }]],
  },
};
