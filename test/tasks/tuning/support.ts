import type { FinishedTrial, Trial } from '../../../tasks/tuning/trials';

/** A finished trial of the default with six epochs, where nothing else is given. */
export const trial = (number: number, value: number, more: Partial<Trial> = {}): FinishedTrial => ({
  number,
  settings: {},
  rung: 1,
  epochs: 6,
  seed: 1,
  bestEpoch: 1,
  seconds: 6,
  epochSeconds: 1,
  groups: [],
  ...more,
  outcome: 'finished',
  value,
});

/** Values of ten groups around one, the same deviations for every trial. */
export const groupsAround = (value: number, noise: readonly number[] = []): number[] =>
  Array.from({ length: 10 }, (_, g) => value + 0.05 * Math.sin(g) + (noise[g] ?? 0));

/** Differences of groups with a standard error of 1/30 of their size. */
export const wobble = (size: number) => Array.from({ length: 10 }, (_, g) => (g % 2 ? size : -size));
