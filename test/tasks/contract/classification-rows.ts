import { Classifier, type ClassifierOptions, type LabeledFrames } from '../../../src/node';
import { clips, pictureClips } from '../classification/support';
import { type Row, trainingOptions } from './row';
import { sentimentRow } from './sentiment-rows';
import { without } from './values';

const one = { frames: [[1, 2, 3]], label: 'up' };

const refused: Row['refused'] = {
  examples: [
    ['no frames', { frames: [], label: 'up' }],
    ['an empty recording', { frames: new Float32Array(0), size: 3, label: 'up' }],
    ['another size', { frames: [[1, 2]], label: 'up' }],
    ['frames of two sizes', { frames: [[1, 2, 3], [1, 2]], label: 'up' }], // prettier-ignore
    ['a gap', { frames: Float32Array.of(1, NaN, 3), size: 3, label: 'up' }],
    ['a gap in a row', { frames: [[1, NaN, 3]], label: 'up' }],
    ['a text in a row', { frames: [[1, '2', 3]], label: 'up' }],
    ['a row that is a number', { frames: [[1, 2, 3], 4], label: 'up' }],
    ['values without a size', { frames: Float32Array.of(1, 2, 3), label: 'up' }],
    ['another size than it says', { frames: [[1, 2, 3]], size: 2, label: 'up' }],
    ['no label', { frames: [[1, 2, 3]] }],
    ['labels of frames', { frames: [[1, 2, 3]], labels: ['up'] }],
    ['a label that is a number', { frames: [[1, 2, 3]], label: 1 }],
    ['a blank label', { frames: [[1, 2, 3]], label: ' ' }],
    ['a group that is a number', { ...one, group: 7 }],
    ['columns that are a number', { ...one, features: 7 }],
    ['an image of another size', { ...one, shape: [2, 2, 1] }],
    ['a text', { text: 'red', label: 'up' }],
  ],
  measured: [['an unknown label', { frames: [[1, 2, 3]], label: 'sideways' }]],
  trainings: [
    [
      'a single label',
      [
        { frames: [[1, 2]], label: 'up' },
        { frames: [[2, 1]], label: 'up' },
      ],
    ],
    [
      'a column of one value',
      [
        { frames: [[1, 5], [2, 5]], label: 'up' },
        { frames: [[2, 5]], label: 'down' },
      ],
    ],
    [
      'columns in another order',
      [
        { frames: [[1, 2]], label: 'up', features: ['x', 'y'] },
        { frames: [[2, 1]], label: 'down', features: ['y', 'x'] },
      ],
    ],
  ], // prettier-ignore
  inputs: [
    ['a text', 'up'],
    ['no frames', { size: 3 }],
    ['half a frame', { frames: Float32Array.of(1, 2), size: 3 }],
    ['a narrower frame', { frames: [[1, 2]] }],
    ['a gap', { frames: [[1, 2, Infinity]] }],
  ],
  options: [
    ['an unknown centre', { input: 'frames', centre: 'middle' }],
    ['a setting of texts', { input: 'frames', tokenizer: 'words' }],
    ['an unknown input', { input: 'smells' }],
    ['a share above 1', { unknownBelow: 1.5 }],
  ],
};

const options = {
  ...trainingOptions,
  hiddenSize: 4,
  batchSize: 4,
  inputDropout: 0.1,
  dropout: 0.2,
  noise: 0.1,
} satisfies ClassifierOptions;

const inputOf = ({ frames, size }: LabeledFrames) => ({ frames, ...(size !== undefined && { size }) });

export const clipsRow: Row = {
  name: 'classification-frames',
  class: Classifier,
  options: {
    ...options,
    pooling: 'mean+max',
    classWeights: 'balanced',
    labelSmoothing: 0.05,
    recurrentDropout: 0.1,
  } satisfies ClassifierOptions,
  training: clips(16, 1),
  validation: clips(8, 2),
  test: clips(8, 3),
  inputOf,
  inputs: [{ frames: [[1, 2, 3]] }, { frames: Float32Array.of(1, 2, 3, 4, 5, 6), size: 3 }],
  targetEntries: ['target'],
  withoutBaseline: ['calibrationError', 'uncalibratedError'],
  refused,
};

const films = pictureClips({ train: 8, validation: 4, test: 4 });

/** Frames that are pictures, a network of one direction whose last state is read. */
export const pictureClipsRow: Row = {
  name: 'classification-pictures',
  class: Classifier,
  options: {
    ...options,
    cell: 'lstm',
    bidirectional: false,
    pooling: 'last',
    centre: 'recording',
    filters: [2, 2],
    imageSize: 4,
  } satisfies ClassifierOptions,
  training: films.train,
  validation: films.validation,
  test: films.test,
  inputOf: (film: LabeledFrames) => without(film, 'label'),
  inputs: [without(films.test[0], 'label')],
  targetEntries: ['target'],
  withoutBaseline: ['calibrationError', 'uncalibratedError'],
  refused: {
    examples: [
      ['pictures of another shape', { ...films.test[0], shape: [16, 4, 1] }],
      ['no label', without(films.test[0], 'label')],
    ],
    measured: [['an unknown label', { ...films.test[0], label: 'forward' }]],
    trainings: [],
    inputs: [['pictures of another shape', { ...films.test[0], shape: [16, 4, 1] }]],
    options: [['no filters of a number', { filters: ['8'] }]],
  },
};

/** The texts of sentiment. */
export const classifiedTextsRow: Row = {
  ...sentimentRow,
  name: 'classification-texts',
  class: Classifier,
  options: {
    ...trainingOptions,
    batchSize: 6,
    minimumCount: 1,
    hiddenSize: 4,
    embeddingSize: 4,
    ngrams: 'none',
  } satisfies ClassifierOptions,
  withoutBaseline: ['calibrationError', 'uncalibratedError'],
  refused: { ...sentimentRow.refused, options: [['a setting of frames', { input: 'text', noise: 0.2 }]] },
};
