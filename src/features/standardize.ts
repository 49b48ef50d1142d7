/**
 * Brings every column of frames to mean 0 and deviation 1, as measured on the training frames alone; for pictures all
 * numbers of a channel together.
 *
 * `recording`: a recording's own mean is taken off instead of training's, for columns whose zero differs from recording
 * to recording (where a person sat before the camera). That needs the whole recording.
 */
import * as v from 'valibot';
import { DataError } from '../errors';
import { positiveNumber, readSaved } from '../validation';

export const frameCentres = ['training', 'recording'] as const;
export type FrameCentre = (typeof frameCentres)[number];

/** What is scaled: frame after frame, all of one size. */
interface Frames {
  frames: Float32Array; // [T,F]
  size: number; // F
  /** Where a frame is a picture: height, width, channels. */
  shape?: readonly [number, number, number];
  /** Names of the columns, for messages. */
  features?: readonly string[];
}

const schema = v.pipe(
  v.strictObject({
    centre: v.picklist(frameCentres),
    means: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1)),
    deviations: v.array(positiveNumber),
  }),
  v.check(({ means, deviations }) => means.length === deviations.length, 'as many means as deviations'),
);

export class FrameScale {
  private constructor(
    readonly centre: FrameCentre,
    private readonly means: readonly number[], // [F], 0 where each recording has its own
    private readonly deviations: readonly number[], // [F]
  ) {}

  /**
   * @param recordings of equal sizes and without NaN
   * @throws DataError for a column that has one value only: it tells nothing, and its deviation is 0.
   */
  static fit(recordings: readonly Frames[], centre: FrameCentre): FrameScale {
    const { size, shape, features } = recordings[0];
    const groups = shape ? shape[2] : size; // channels stand last in a picture
    const all = recordings.map(({ frames }) => frames);
    const together = meansOf(all, groups);
    const own = all.map((frames) => (centre === 'recording' ? meansOf([frames], groups) : together));
    const squares = all.map((frames, r) => frames.map((x, i) => (x - own[r][i % groups]) ** 2));
    const deviations = meansOf(squares, groups).map(Math.sqrt);
    const constant = deviations.flatMap((deviation, g) => (deviation > 1e-7 * Math.abs(together[g]) ? [] : [g]));
    if (constant.length) throw constantColumns(constant, features);
    const spread = (values: readonly number[]) => Array.from({ length: size }, (_, f) => values[f % groups]);
    const means = centre === 'recording' ? together.map(() => 0) : together;
    return new FrameScale(centre, spread(means), spread(deviations));
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): FrameScale {
    const { centre, means, deviations } = readSaved('FrameScale.fromJSON', schema, json);
    return new FrameScale(centre, means, deviations);
  }

  toJSON() {
    return { centre: this.centre, means: [...this.means], deviations: [...this.deviations] };
  }

  /** F */
  get size(): number {
    return this.means.length;
  }

  /** @param frames of a whole recording [T,F] @returns new numbers */
  apply(frames: Float32Array): Float32Array {
    const means = this.centre === 'recording' ? meansOf([frames], this.size) : this.means;
    const out = new Float32Array(frames.length);
    this.write(frames, means, out);
    return out;
  }

  /** The same for one frame [F], where no recording's mean is needed. */
  into(frame: Float32Array, out: Float32Array): void {
    this.write(frame, this.means, out);
  }

  private write(frames: Float32Array, means: readonly number[], out: Float32Array): void {
    const { deviations, size } = this;
    for (let i = 0; i < out.length; i++) out[i] = (frames[i] - means[i % size]) / deviations[i % size];
  }
}

/** Mean of every column, or of every channel. */
function meansOf(all: readonly Float32Array[], groups: number): number[] {
  const sums = new Array<number>(groups).fill(0);
  let count = 0;
  for (const frames of all) {
    for (let i = 0; i < frames.length; i++) sums[i % groups] += frames[i];
    count += frames.length / groups;
  }
  return sums.map((sum) => sum / count);
}

function constantColumns(columns: readonly number[], features: readonly string[] | undefined): DataError {
  const names = columns.map((column) => features?.[column] ?? `column ${column + 1}`);
  return new DataError({
    where: 'training frames',
    problem: `${names.length === 1 ? 'a column has' : 'columns have'} one value in every frame: ${names.slice(0, 8).join(', ')}`,
    expected: 'columns that differ from frame to frame',
    fix: 'Leave them out (ignoreColumns), or train with recordings in which they differ',
  });
}
