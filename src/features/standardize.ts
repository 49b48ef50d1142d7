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

/** Values stay as they were measured until the scale is applied: 2,000,000,040 has no place in a float32. */
type Values = Float32Array | Float64Array;

/** What is scaled: frame after frame, all of one size. */
interface Frames {
  frames: Values; // [T,F]
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
   * @throws DataError for a column that has one value only (it says nothing, and its deviation is 0), or values so large
   * that their squares overflow.
   */
  static fit(recordings: readonly Frames[], centre: FrameCentre): FrameScale {
    const { size, shape, features } = recordings[0];
    const groups = shape ? shape[2] : size; // channels are last in an image
    const all = recordings.map(({ frames }) => frames);
    const measured = momentsOf(all, groups, centre);
    const { means, deviations } = measured.deviations.every(isExact)
      ? measured
      : momentsOf(all.map((frames) => Float64Array.from(frames)), groups, centre); // prettier-ignore
    const which = (isBad: (deviation: number, group: number) => boolean) =>
      deviations.flatMap((deviation, g) => (isBad(deviation, g) ? [features?.[g] ?? `column ${g + 1}`] : []));
    const large = which((deviation) => !Number.isFinite(deviation));
    if (large.length) throw tooLarge(large);
    const noise = all.every((frames) => frames instanceof Float64Array) ? 0 : FLOAT32_NOISE;
    const constant = which((deviation, g) => deviation <= noise * Math.abs(means[g]));
    if (constant.length) throw constantColumns(constant);
    const spread = (values: readonly number[]) => Array.from({ length: size }, (_, f) => values[f % groups]);
    return new FrameScale(centre, spread(centre === 'recording' ? means.map(() => 0) : means), spread(deviations));
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

  /**
   * @param frames of a whole recording [T,F]
   * @param where the recording, for messages
   * @returns new values
   * @throws DataError for a value so far from those of training that it overflows.
   */
  apply(frames: Values, where = 'recording'): Float32Array {
    const means = this.centre === 'recording' ? meansOf([frames], this.size) : this.means;
    const out = new Float32Array(frames.length);
    this.write(frames, means, out, (t) => `${where} frame ${t + 1}`);
    return out;
  }

  /** The same for one frame [F], where no recording's mean is needed. */
  into(frame: Values, out: Float32Array, where = 'frame'): void {
    this.write(frame, this.means, out, () => where);
  }

  private write(frames: Values, means: readonly number[], out: Float32Array, where: (frame: number) => string): void {
    const { deviations, size } = this;
    for (let i = 0; i < out.length; i++) {
      out[i] = (frames[i] - means[i % size]) / deviations[i % size];
      if (!Number.isFinite(out[i])) throw tooFar(where(Math.floor(i / size)), i % size, frames[i]);
    }
  }
}

/** A column of float32 whose deviation is smaller than this part of its mean differs by rounding only. */
const FLOAT32_NOISE = 1e-7;

/** Whether the squares that a deviation comes of were in the range of float32, neither infinite nor subnormal. */
const isExact = (deviation: number) => Number.isFinite(deviation) && deviation > 1e-18;

/** Mean and deviation of every column, or of every channel. Squares have the precision of the values. */
function momentsOf(all: readonly Values[], groups: number, centre: FrameCentre) {
  const means = meansOf(all, groups);
  const own = all.map((frames) => (centre === 'recording' ? meansOf([frames], groups) : means));
  const squares = all.map((frames, r) => frames.map((x, i) => (x - own[r][i % groups]) ** 2));
  return { means, deviations: meansOf(squares, groups).map(Math.sqrt) };
}

/**
 * Mean of every column, or of every channel. Of float64 the distances from the first frame are summed, so that no
 * precision is lost far from 0 and a column of one value has exactly that mean; sums of float32 have 29 bits to spare.
 */
function meansOf(all: readonly Values[], groups: number): number[] {
  const isDouble = all.every((frames) => frames instanceof Float64Array);
  const origin = Array.from({ length: groups }, (_, g) => (isDouble ? all[0][g] : 0));
  const sums = new Array<number>(groups).fill(0);
  let count = 0;
  for (const frames of all) {
    for (let i = 0; i < frames.length; i++) sums[i % groups] += frames[i] - origin[i % groups];
    count += frames.length / groups;
  }
  return sums.map((sum, g) => origin[g] + sum / count);
}

const listed = (names: readonly string[]) => names.slice(0, 8).join(', ');

function constantColumns(names: readonly string[]): DataError {
  return new DataError({
    where: 'training frames',
    problem: `${names.length === 1 ? 'a column has' : 'columns have'} one value in every frame: ${listed(names)}`,
    expected: 'columns that differ from frame to frame',
    fix: 'Leave them out (ignoreColumns), or train with recordings in which they differ',
  });
}

const tooLarge = (names: readonly string[]) =>
  new DataError({
    where: 'training frames',
    problem: `the squares of values overflow in ${listed(names)}`,
    expected: 'values up to about 1e150',
    fix: 'Divide the column by a power of ten, in training and afterwards',
  });

const tooFar = (where: string, column: number, value: number) =>
  new DataError({
    where,
    problem: `value ${column + 1} is ${value}, which overflows on the scale of training`,
    expected: 'values in about the range of training',
    fix: 'Check the unit of the column',
  });
