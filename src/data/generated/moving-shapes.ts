/**
 * Films of 16×16 pixels in which one shape moves, and for every frame the direction in which it came: left, right, up,
 * down, or still. One frame alone does not show it, two do, so a tagger that remembers can reach 100 %, and one that
 * sees single frames only cannot.
 */
import { ConfigError, show } from '../../errors';
import type { Random } from '../../random';
import { checkOptionNames, isCount, type OptionNames } from '../../validation';
import type { FrameRecording } from '../examples/frames';
import type { Splits } from '../datasets/splits';

/** Size and length of the recordings, and how many. */
export interface MovingShapesOptions {
  /** Recordings. Default: 300 for training, 50 each for validation and test. */
  sizes?: { train: number; validation: number; test: number };
  /** Height and width of a frame in pixels, 8 to 64. Default 16. */
  pixels?: number;
  /** Frames of a recording; every length is as frequent. Default 20 and 40. */
  shortest?: number;
  longest?: number;
  /** Brightest pixel of the noise behind the shape, 0 to 0.5; the shape has 0.6 to 1. Default 0.2. */
  noise?: number;
}

const optionNames: OptionNames<MovingShapesOptions> = {
  sizes: true,
  pixels: true,
  shortest: true,
  longest: true,
  noise: true,
};

const STEPS: Record<string, readonly [down: number, right: number]> = {
  left: [0, -1],
  right: [0, 1],
  up: [-1, 0],
  down: [1, 0],
  still: [0, 0],
};
const DIRECTIONS = Object.keys(STEPS);

/** Whether a shape covers the pixel at this distance from its middle. */
export const shapes: readonly ((y: number, x: number) => boolean)[] = [
  (y, x) => Math.abs(y) <= 1 && Math.abs(x) <= 1, // square
  (y, x) => Math.abs(y) + Math.abs(x) <= 2, // diamond
  (y, x) => (y === 0 || x === 0) && Math.abs(y) <= 2 && Math.abs(x) <= 2, // cross
  (y, x) => Math.max(Math.abs(y), Math.abs(x)) === 2, // frame
];
/** Pixels to each side of its middle that a shape may cover. */
export const SHAPE_RADIUS = 2;

/** @throws ConfigError for options out of range */
export function movingShapesSplits(
  random: Random,
  options: MovingShapesOptions = {},
): Required<Splits<FrameRecording>> {
  checkOptionNames('movingShapesSplits', options, optionNames);
  const { sizes = { train: 300, validation: 50, test: 50 } } = options;
  const { pixels = 16, shortest = 20, longest = 40, noise = 0.2 } = options;
  check({ sizes, pixels, shortest, longest, noise });
  const make = (split: keyof typeof sizes) =>
    Array.from({ length: sizes[split] }, (_, i) => {
      const film = random.fork(split).fork(i);
      const steps = shortest + film.integer(longest - shortest + 1);
      return { recording: `${split}-${i + 1}`, ...makeFilm(film, pixels, steps, noise) };
    });
  return { train: make('train'), validation: make('validation'), test: make('test') };
}

function makeFilm(random: Random, pixels: number, steps: number, noise: number): Omit<FrameRecording, 'recording'> {
  const covers = random.choice(shapes);
  const brightness = random.uniform(0.6, 1);
  const free = pixels - 2 * SHAPE_RADIUS;
  let [y, x] = [random.integer(free), random.integer(free)]; // of the upper left corner of what a shape can cover
  const fits = (direction: string) => {
    const [down, right] = STEPS[direction];
    return y + down >= 0 && y + down < free && x + right >= 0 && x + right < free;
  };
  const frames = random.fork('noise').uniformArray(steps * pixels * pixels, 0, noise); // [T,H,W]
  const paint = (t: number) => {
    for (let down = -SHAPE_RADIUS; down <= SHAPE_RADIUS; down++)
      for (let right = -SHAPE_RADIUS; right <= SHAPE_RADIUS; right++)
        if (covers(down, right))
          frames[(t * pixels + y + SHAPE_RADIUS + down) * pixels + x + SHAPE_RADIUS + right] = brightness;
  };
  const labels: string[] = [];
  let direction = 'still';
  let left = 0; // frames until the direction changes
  for (let t = 0; t < steps; t++) {
    if (t > 0 && (left-- <= 0 || !fits(direction))) {
      direction = random.choice(DIRECTIONS.filter(fits));
      left = 2 + random.integer(6);
    }
    y += STEPS[direction][0];
    x += STEPS[direction][1];
    labels.push(direction);
    paint(t);
  }
  return { frames, steps, size: pixels * pixels, labels, shape: [pixels, pixels, 1] };
}

function check({ sizes, pixels, shortest, longest, noise }: Required<MovingShapesOptions>): void {
  const areCounts = Object.values(sizes).every((size) => isCount(size, 0)) && isCount(pixels, 8, 64);
  if (areCounts && isCount(shortest) && isCount(longest, shortest) && noise >= 0 && noise <= 0.5) return;
  throw new ConfigError({
    where: 'movingShapesSplits',
    problem: `the options are ${show({ sizes, pixels, shortest, longest, noise }, 200)}`,
    expected: 'whole numbers, pixels from 8 to 64, 1 ≤ shortest ≤ longest, noise from 0 to 0.5',
    fix: 'Pass for example pixels: 16, shortest: 20, longest: 40, noise: 0.2',
  });
}
