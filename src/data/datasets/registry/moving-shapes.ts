/** Films of a moving shape, which the package makes itself. */
import { Random } from '../../../random';
import { movingShapesSplits } from '../../generated/moving-shapes';
import type { FramesEntry } from './entry';

const SEED = 1;

export const movingShapes: FramesEntry = {
  name: 'moving-shapes',
  kind: 'frames',
  folder: 'moving-shapes',
  task: 'tagging',
  description: '400 films of 16×16 pixels in which a shape moves left, right, up, down or not; made by the package',
  origin: [],
  licence: 'Apache-2.0, as this package',
  citation: 'none; it is made by src/data/generated/moving-shapes.ts',
  splitRule: 'made by seed: 300 films for training, 50 for validation, 50 for the test',
  notes: [
    'a label is the direction in which the shape came from the frame before, so one frame alone does not show it',
  ],
  files: [],
  read: () => Promise.resolve(movingShapesSplits(Random.fromSeed(SEED).fork('moving-shapes'))),
};
