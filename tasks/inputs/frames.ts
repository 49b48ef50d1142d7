/** Recordings → frames brought to one scale, as measured on the training recordings. */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { FrameBatch } from '../../models/embedders/frames';
import type { DataOptions } from '../../src/data/example-kind';
import { checkFrames, checkLayout, inOrder } from '../../src/data/examples/frame-layout';
import { checkRecording, type FrameRecording, locationOfRecording } from '../../src/data/examples/frames';
import { type FrameCentre, FrameScale } from '../../src/features/standardize';
import type { Random } from '../../src/random';
import { sizeOf } from '../../src/shapes';
import { checkOption, readSaved, wholeNumber } from '../../src/validation';
import type { InputEncoder } from './input-encoder';

/** A recording; its labels, if there are any, are ignored. */
export type FramesInput = Pick<FrameRecording, 'frames' | 'size'> & Partial<FrameRecording>;

export interface EncodedFrames {
  recording?: string;
  steps: number;
  /** Scaled. */
  xs: Float32Array; // [T,F]
}

export interface FramesInputOptions {
  /** Deviation of the noise that is added to frames of deviation 1 while training. Default 0. */
  noise?: number;
}

const schema = v.object({
  scale: v.unknown(),
  shape: v.nullable(v.strictTuple([wholeNumber(1), wholeNumber(1), wholeNumber(1)])),
  features: v.nullable(v.array(v.string())),
});

export class RecordingInput implements InputEncoder<FramesInput, EncodedFrames, FrameBatch> {
  private constructor(
    readonly scale: FrameScale,
    /** Height, width and channels of pictures. */
    readonly shape: readonly [number, number, number] | null,
    /** Names of the columns, in their order. */
    readonly features: readonly string[] | null,
    private readonly options: FramesInputOptions,
  ) {}

  /**
   * @param centre what is taken off every column: training's mean, or each recording's own
   * @throws DataError for recordings of different sizes, NaN, constant columns.
   */
  static fit(
    recordings: readonly FramesInput[],
    { centre = 'training', ...options }: FramesInputOptions & { centre?: FrameCentre } = {},
  ): RecordingInput {
    const { size, shape = null, features = null } = recordings[0];
    recordings.forEach((recording, n) => {
      const where = `training example ${n + 1}`;
      checkFrames(recording, size, where);
      checkLayout(recording, recordings[0], locationOfRecording(recording, where));
    });
    return new RecordingInput(FrameScale.fit(recordings, centre), shape, features, options);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, options: FramesInputOptions = {}): RecordingInput {
    const where = 'RecordingInput.fromJSON';
    const { scale: saved, shape, features } = readSaved(where, schema, json);
    const scale = FrameScale.fromJSON(saved);
    checkOption(where, 'shape', shape, shape === null || sizeOf(shape) === scale.size, `${scale.size} values together`);
    const areNames = features === null || (features.length === scale.size && new Set(features).size === scale.size);
    checkOption(where, 'features', features, areNames, `${scale.size} different names`);
    return new RecordingInput(scale, shape, features, options);
  }

  toJSON() {
    const { scale, shape, features } = this;
    return { kind: 'frames', scale: scale.toJSON(), shape: shape && [...shape], features: features && [...features] };
  }

  /** @throws DataError for another size or shape, a column that is missing, or NaN. */
  encode(input: FramesInput, where: string): EncodedFrames {
    checkRecording(input, where);
    checkLayout({ shape: input.shape }, { shape: this.shape ?? undefined }, locationOfRecording(input, where));
    const ordered = inOrder(input, this.features, locationOfRecording(input, where));
    checkFrames(ordered, this.scale.size, where);
    const { frames, recording } = ordered;
    const steps = frames.length / this.scale.size;
    return {
      ...(recording !== undefined && { recording }),
      steps,
      xs: this.scale.apply(frames, locationOfRecording(input, where)),
    };
  }

  /** Columns of training by their names, whatever else a file has. */
  get dataOptions(): DataOptions {
    return this.features ? { featureColumns: this.features } : {};
  }

  lengthOf({ steps }: EncodedFrames): number {
    return steps;
  }

  collate(batch: readonly EncodedFrames[], training?: Random): FrameBatch {
    const { noise = 0 } = this.options;
    const F = this.scale.size;
    const B = batch.length;
    const T = batch.reduce((longest, { steps }) => Math.max(longest, steps), 1);
    const random = noise ? training?.fork('noise') : undefined;
    const all = new Float32Array(B * T * F);
    const mask = new Float32Array(B * T);
    batch.forEach(({ xs, steps }, b) => {
      all.set(random ? xs.map((x) => x + noise * random.normal()) : xs, b * T * F);
      mask.fill(1, b * T, b * T + steps);
    });
    return { xs: tf.tensor3d(all, [B, T, F]), mask: tf.tensor2d(mask, [B, T]) };
  }

  drainWarnings(): string[] {
    return [];
  }

  summary(): Record<string, number> {
    return { columns: this.scale.size };
  }
}
