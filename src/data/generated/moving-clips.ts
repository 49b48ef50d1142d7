/**
 * Clips of 16×16 pixels in which a shape moves in one way from the first frame to the last: left, right, up or down (leaving on
 * one side, it comes in on the other), clockwise or anticlockwise around the middle, or not at all. Where it is in a frame
 * says nothing; where it is in the next one says all.
 */
import { ConfigError, show } from '../../errors';
import type { Random } from '../../random';
import { checkOptionNames, isCount, type OptionNames } from '../../validation';
import type { LabeledFrames } from '../examples/labeled-frames/example';
import type { Splits } from '../datasets/splits';
import { SHAPE_RADIUS, shapes } from './moving-shapes';

/** Size and length of the clips, and how many. */
export interface MovingClipsOptions {
  /** Clips. Default: 600 for training, 100 for validation, 200 for the test. */
  sizes?: { train: number; validation: number; test: number };
  /** Height and width of a frame in pixels, 8 to 64. Default 16. */
  pixels?: number;
  /** Frames of a clip; every length is as frequent. Default 8 and 16. */
  shortest?: number;
  longest?: number;
  /** Brightest pixel of the noise behind the shape, 0 to 0.5; the shape has 0.6 to 1. Default 0.2. */
  noise?: number;
}

const optionNames: OptionNames<MovingClipsOptions> = {
  sizes: true,
  pixels: true,
  shortest: true,
  longest: true,
  noise: true,
};

type Place = readonly [y: number, x: number];
/** Where the shape is at frame t, in pixels from where it began or, on a circle, from the middle. */
type Motion = (random: Random, pixels: number) => (t: number) => Place;

const straight =
  (down: number, right: number): Motion =>
  (random, pixels) => {
    const [y, x] = [random.integer(pixels), random.integer(pixels)];
    return (t) => [y + down * t, x + right * t];
  };

const circle =
  (turn: number): Motion =>
  (random, pixels) => {
    const radius = random.uniform(0.2, 0.35) * pixels;
    const start = random.uniform(0, 2 * Math.PI);
    const speed = turn * random.uniform(0.25, 0.5);
    return (t) => {
      const angle = start + speed * t;
      return [pixels / 2 + radius * Math.sin(angle), pixels / 2 + radius * Math.cos(angle)];
    };
  };

const MOTIONS: Readonly<Record<string, Motion>> = {
  left: straight(0, -1),
  right: straight(0, 1),
  up: straight(-1, 0),
  down: straight(1, 0),
  still: straight(0, 0),
  clockwise: circle(1), // y grows downwards
  anticlockwise: circle(-1),
};
const NAMES = Object.keys(MOTIONS);

/** @throws ConfigError for options out of range */
export function movingClipsSplits(random: Random, options: MovingClipsOptions = {}): Required<Splits<LabeledFrames>> {
  checkOptionNames('movingClipsSplits', options, optionNames);
  const { sizes = { train: 600, validation: 100, test: 200 } } = options;
  const { pixels = 16, shortest = 8, longest = 16, noise = 0.2 } = options;
  check({ sizes, pixels, shortest, longest, noise });
  const make = (split: keyof typeof sizes) =>
    Array.from({ length: sizes[split] }, (_, i): LabeledFrames => {
      const clip = random.fork(split).fork(i);
      const steps = shortest + clip.integer(longest - shortest + 1);
      return { recording: `${split}-${i + 1}`, ...makeClip(clip, pixels, steps, noise) };
    });
  return { train: make('train'), validation: make('validation'), test: make('test') };
}

function makeClip(random: Random, pixels: number, steps: number, noise: number): LabeledFrames {
  const label = random.choice(NAMES);
  const covers = random.choice(shapes);
  const brightness = random.uniform(0.6, 1);
  const placeAt = MOTIONS[label](random, pixels);
  const frames = random.fork('noise').uniformArray(steps * pixels * pixels, 0, noise); // [T,H,W]
  const around = (place: number) => ((Math.round(place) % pixels) + pixels) % pixels;
  for (let t = 0; t < steps; t++) {
    const [y, x] = placeAt(t);
    for (let down = -SHAPE_RADIUS; down <= SHAPE_RADIUS; down++)
      for (let right = -SHAPE_RADIUS; right <= SHAPE_RADIUS; right++)
        if (covers(down, right)) frames[(t * pixels + around(y + down)) * pixels + around(x + right)] = brightness;
  }
  return { frames, size: pixels * pixels, label, shape: [pixels, pixels, 1] };
}

function check({ sizes, pixels, shortest, longest, noise }: Required<MovingClipsOptions>): void {
  const areCounts = Object.values(sizes).every((size) => isCount(size, 0)) && isCount(pixels, 8, 64);
  if (areCounts && isCount(shortest) && isCount(longest, shortest) && noise >= 0 && noise <= 0.5) return;
  throw new ConfigError({
    where: 'movingClipsSplits',
    problem: `the options are ${show({ sizes, pixels, shortest, longest, noise }, 200)}`,
    expected: 'whole numbers, pixels from 8 to 64, 1 ≤ shortest ≤ longest, noise from 0 to 0.5',
    fix: 'Pass for example pixels: 16, shortest: 8, longest: 16, noise: 0.2',
  });
}
