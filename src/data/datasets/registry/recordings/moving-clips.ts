/** Clips of a moving shape with one label each, which the package makes itself. */
import { Random } from '../../../../random';
import { movingClipsSplits } from '../../../generated/moving-clips';
import type { LabeledFramesEntry } from '../entry';

const SEED = 1;

export const movingClips: LabeledFramesEntry = {
  name: 'moving-clips',
  kind: 'labelled frames',
  folder: 'moving-clips',
  task: 'classification',
  description: '900 clips of 16×16 pixels in which a shape moves in one of seven ways; made by the package',
  origin: [],
  licence: 'Apache-2.0, as this package',
  citation: 'none; it is made by src/data/generated/moving-clips.ts',
  splitRule: 'made by seed: 600 clips for training, 100 for validation, 200 for the test',
  notes: ['no frame alone shows the motion'],
  files: [],
  read: () => Promise.resolve(movingClipsSplits(Random.fromSeed(SEED).fork('moving-clips'))),
};
