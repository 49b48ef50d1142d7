/**
 * Brings every column of frames to mean 0 and deviation 1, as measured on the training frames alone; for pictures all
 * numbers of a channel together.
 */
import * as v from 'valibot';
import { ConfigError, DataError, show } from '../errors';
import type { FrameRecording } from './frames';

const schema = v.strictObject({ means: v.array(v.number()), deviations: v.array(v.number()) });

export class FrameScale {
  private constructor(
    private readonly means: readonly number[], // [F]
    private readonly deviations: readonly number[], // [F]
  ) {}

  /**
   * @param recordings of equal sizes and without NaN
   * @throws DataError for a column that has one value only: it tells nothing, and its deviation is 0.
   */
  static fit(recordings: readonly FrameRecording[]): FrameScale {
    const { size, shape, features } = recordings[0];
    const groups = shape ? shape[2] : size; // channels stand last in a picture
    const counts = recordings.reduce((sum, { frames }) => sum + frames.length, 0) / groups;
    const mean = (value: (x: number, group: number) => number): number[] => {
      const sums = new Array<number>(groups).fill(0);
      for (const { frames } of recordings) frames.forEach((x, i) => (sums[i % groups] += value(x, i % groups)));
      return sums.map((sum) => sum / counts);
    };
    const means = mean((x) => x);
    const deviations = mean((x, group) => (x - means[group]) ** 2).map(Math.sqrt);
    const constant = deviations.flatMap((deviation, g) => (deviation > 1e-9 * Math.abs(means[g]) ? [] : [g]));
    if (constant.length) throw constantColumns(constant, features);
    const spread = (values: readonly number[]) => Array.from({ length: size }, (_, f) => values[f % groups]);
    return new FrameScale(spread(means), spread(deviations));
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): FrameScale {
    const result = v.safeParse(schema, json);
    if (result.success && result.output.means.length === result.output.deviations.length) {
      return new FrameScale(result.output.means, result.output.deviations);
    }
    throw new ConfigError({
      where: 'FrameScale.fromJSON',
      problem: `the saved scale is ${show(json)}`,
      expected: 'as many means as deviations',
      fix: 'Use the bundle as it was saved',
    });
  }

  toJSON() {
    return { means: [...this.means], deviations: [...this.deviations] };
  }

  /** F */
  get size(): number {
    return this.means.length;
  }

  /** @param frames [T,F] @returns new numbers */
  apply(frames: ArrayLike<number>): Float32Array {
    const out = new Float32Array(frames.length);
    this.into(frames, out);
    return out;
  }

  /** @param frames [T,F] @param out [T,F], written */
  into(frames: ArrayLike<number>, out: Float32Array): void {
    const { means, deviations, size } = this;
    for (let i = 0; i < out.length; i++) out[i] = (frames[i] - means[i % size]) / deviations[i % size];
  }
}

function constantColumns(columns: readonly number[], features: readonly string[] | undefined): DataError {
  const names = columns.map((column) => features?.[column] ?? `column ${column + 1}`);
  return new DataError({
    where: 'training frames',
    problem: `${names.length === 1 ? 'a column has' : 'columns have'} the same value in every frame: ${names.slice(0, 8).join(', ')}`,
    expected: 'columns that differ from frame to frame',
    fix: 'Leave them out (ignoreColumns), or train with recordings in which they differ',
  });
}
