/** Recordings ↔ typed arrays: frames brought to one scale, and labels, learnt from the training recordings. */
import * as v from 'valibot';
import { readSaved, wholeNumber } from '../../src/validation';
import type { DataOptions } from '../../src/data/example-kind';
import {
  checkFrameRecording,
  checkRecording,
  type FrameRecording,
  placeOfFrame,
  placeOfRecording,
} from '../../src/data/examples/frames';
import { FrameScale } from '../../src/features/standardize';
import { checkFrames, checkLayout, inOrder } from '../../src/data/examples/frame-layout';
import { TagEncoder } from '../targets/tags';
import type { Preprocessor } from '../task';
import type { FramesConfig } from '../tagging/settings';

/** What can be asked about: a recording, its labels if there are any left aside. */
export type FramesInput = Pick<FrameRecording, 'frames' | 'size'> & Partial<FrameRecording>;

export interface EncodedFrames {
  kind: 'frames';
  recording?: string;
  /** Scaled. */
  xs: Float32Array; // [T,F]
  /** Class numbers; −1 where nobody said, or where it does not count. */
  tags: Int32Array; // [T]
}

const schema = v.strictObject({
  kind: v.literal('frames'),
  tags: v.unknown(),
  scale: v.unknown(),
  shape: v.nullable(v.strictTuple([wholeNumber(1), wholeNumber(1), wholeNumber(1)])),
  features: v.nullable(v.array(v.string())),
});

export class FramesPreprocessor implements Preprocessor<FrameRecording, FramesInput, EncodedFrames> {
  readonly kind = 'frames';

  private constructor(
    readonly tags: TagEncoder,
    readonly scale: FrameScale,
    /** Height, width and channels of pictures. */
    readonly shape: readonly [number, number, number] | null,
    /** Names of the columns, in their order. */
    readonly features: readonly string[] | null,
  ) {}

  /** @throws DataError for recordings of different sizes, NaN, frames and labels that disagree, constant columns. */
  static build(recordings: readonly FrameRecording[], { centre }: Pick<FramesConfig, 'centre'>): FramesPreprocessor {
    const { size, shape = null, features = null } = recordings[0];
    recordings.forEach((recording, n) => {
      const place = `training recording ${n + 1}`;
      checkFrameRecording(recording, place);
      checkFrames(recording, size, place);
      checkLayout(recording, recordings[0], placeOfRecording(recording, place));
    });
    const tags = TagEncoder.build(
      recordings.map(({ labels }) => labels),
      { scheme: 'none', learntScheme: 'IOB2', repair: false },
      (n, t) => placeOfFrame(recordings[n], `training recording ${n + 1}`, t),
    );
    return new FramesPreprocessor(tags, FrameScale.fit(recordings, centre), shape, features);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): FramesPreprocessor {
    const { tags, scale, shape, features } = readSaved('FramesPreprocessor.fromJSON', schema, json);
    return new FramesPreprocessor(TagEncoder.fromJSON(tags), FrameScale.fromJSON(scale), shape, features);
  }

  toJSON() {
    const { kind, tags, scale, shape, features } = this;
    return {
      kind,
      tags: tags.toJSON(),
      scale: scale.toJSON(),
      shape: shape && [...shape],
      features: features && [...features],
    };
  }

  /** Columns of training by their names, whatever else a file has. */
  get dataOptions(): DataOptions {
    return this.features ? { featureColumns: this.features } : {};
  }

  get labels(): readonly string[] {
    return this.tags.labels;
  }

  /** @throws DataError for another size, NaN, or a label that training did not have. */
  encode(recording: FrameRecording, place: string): EncodedFrames {
    checkFrameRecording(recording, place);
    const coded = this.encodeInput(recording, place);
    return { ...coded, tags: this.tags.encode(recording.labels, (t) => placeOfFrame(recording, place, t)).ids };
  }

  encodeTraining(recording: FrameRecording, place: string): EncodedFrames {
    return this.encode(recording, place);
  }

  /** @throws DataError for another size or shape, a column that is missing, or NaN. */
  encodeInput(input: FramesInput, place: string): EncodedFrames {
    checkRecording(input, place);
    const where = placeOfRecording(input, place);
    checkLayout({ shape: input.shape }, { shape: this.shape ?? undefined }, where);
    const ordered = inOrder(input, this.features, where);
    checkFrames(ordered, this.scale.size, place);
    const { frames, recording } = ordered;
    const tags = new Int32Array(frames.length / this.scale.size).fill(-1);
    return { kind: 'frames', ...(recording !== undefined && { recording }), xs: this.scale.apply(frames), tags };
  }

  drainWarnings(): string[] {
    return [];
  }

  summary() {
    return { columns: this.scale.size };
  }
}
