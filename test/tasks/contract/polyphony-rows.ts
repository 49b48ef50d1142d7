import { type PianoRoll, PolyphonyModel, type PolyphonyOptions, Random } from '../../../src/node';
import { type Row, trainingOptions } from './row';

function pieces(count: number, seed: number): PianoRoll[] {
  const random = Random.fromSeed(seed);
  const chords = [[60, 64, 67], [65, 69], [59, 62, 67], []];
  return Array.from({ length: count }, () => ({
    notes: Array.from({ length: 3 + random.integer(5) }, () => random.choice(chords)),
  }));
}

const options = {
  ...trainingOptions,
  batchSize: 4,
  layers: 2,
  hiddenSize: 4,
  inputDropout: 0.1,
  dropout: 0.2,
  transpose: 2,
} satisfies PolyphonyOptions;

export const polyphonyRow: Row = {
  name: 'polyphony',
  class: PolyphonyModel,
  options,
  training: pieces(12, 1),
  validation: pieces(4, 2),
  test: pieces(5, 3),
  inputOf: ({ notes }: PianoRoll) => ({ notes }),
  inputs: [{ notes: [[21], [108]] }, '{"notes": [[60], [], [72, 76]]}'],
  targetEntries: [],
  withoutBaseline: [],
  refused: {
    examples: [
      ['no steps', { notes: [] }],
      ['one step', { notes: [[60]] }],
      ['notes that are a text', { notes: 'c e g' }],
      ['a step that is a number', { notes: [[60], 62] }],
      ['half a note', { notes: [[60.5], [62]] }],
      ['a note below the keyboard', { notes: [[20], [62]] }],
      ['words', { words: ['Kim'], tags: ['O'] }],
    ],
    measured: [],
    trainings: [],
    inputs: [
      ['a text', 'c e g'],
      ['one step', { notes: [[60]] }],
      ['a list of steps', [[60], [62]]],
    ],
    options: [
      ['both directions', { bidirectional: true }],
      ['more than an octave', { transpose: 13 }],
      ['the reset gate of another cell', { cell: 'lstm', resetAfter: true }],
    ],
  },
};
