/** Recordings of three columns whose second one rises, falls, or does neither; small enough to learn in seconds. */
import type { LabeledFrames } from '../../../src/data/examples/labeled-frames/example';
import { movingShapesSplits } from '../../../src/data/generated/moving-shapes';
import { Random } from '../../../src/random';

const slopes = { up: 1, down: -1, level: 0 };

export function clip(random: Random, label: keyof typeof slopes, rate = 1): LabeledFrames {
  const steps = 4 + random.integer(9);
  const start = 5 * random.normal();
  const frames = Array.from({ length: steps }, (_, t) => [
    10 + random.normal(),
    100 + start + rate * slopes[label] * t + 0.3 * random.normal(),
    0.1 * random.normal(),
  ]);
  return { frames, label };
}

/** @param rate how fast they rise and fall */
export function clips(count: number, seed: number, rate = 1): LabeledFrames[] {
  const random = Random.fromSeed(seed);
  const labels = ['up', 'down', 'level'] as const;
  return Array.from({ length: count }, (_, i) => clip(random, labels[i % 3], rate));
}

/** Films of 8 × 8 pixels, labelled by whether the shape moves first. */
export function pictureClips(sizes: { train: number; validation: number; test: number }) {
  const films = movingShapesSplits(Random.fromSeed(5), { pixels: 8, shortest: 4, longest: 7, sizes });
  const labelled = (list: typeof films.train): LabeledFrames[] =>
    list.map(({ labels, ...film }, i) => ({
      ...film,
      label: i % 2 || labels[1] === 'still' ? 'still' : 'moves',
    }));
  return { train: labelled(films.train), validation: labelled(films.validation), test: labelled(films.test) };
}
