/** Recordings ↔ typed arrays: frames brought to one scale, and labels, learnt from the training recordings. */
import * as v from 'valibot';
import type { FrameRecording } from '../src/data/frames';
import { FrameScale } from '../src/data/frame-scale';
import { DataError, show } from '../src/errors';
import { readSaved, wholeNumber } from '../src/text/saved';
import { TagCoder } from './tag-coder';
import type { Coder } from './task';
import type { FramesConfig } from './tagging-config';

/** What can be asked about: a recording, its labels if there are any left aside. */
export type FramesInput = Pick<FrameRecording, 'frames' | 'size'> & Partial<FrameRecording>;

export interface CodedFrames {
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

export class FramesCoder implements Coder<FrameRecording, FramesInput, CodedFrames> {
  readonly kind = 'frames';

  private constructor(
    readonly tags: TagCoder,
    readonly scale: FrameScale,
    /** Height, width and channels of pictures. */
    readonly shape: readonly [number, number, number] | null,
    /** Names of the columns, in their order. */
    readonly features: readonly string[] | null,
  ) {}

  /** @throws DataError for recordings of different sizes, NaN, frames and labels that disagree, constant columns. */
  static build(recordings: readonly FrameRecording[], { centre }: Pick<FramesConfig, 'centre'>): FramesCoder {
    const { size, shape = null, features = null } = recordings[0];
    recordings.forEach((recording, n) => {
      const where = placeOf(recording, `training recording ${n + 1}`);
      checkFrames(recording, size, where);
      checkLabels(recording, where);
    });
    const tags = TagCoder.build(
      recordings.map(({ labels }) => labels),
      { scheme: 'none', learntScheme: 'IOB2', repair: false },
      (n, t) => `${placeOf(recordings[n], `training recording ${n + 1}`)} frame ${t + 1}`,
    );
    return new FramesCoder(tags, FrameScale.fit(recordings, centre), shape, features);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): FramesCoder {
    const { tags, scale, shape, features } = readSaved('FramesCoder.fromJSON', schema, json);
    return new FramesCoder(TagCoder.fromJSON(tags), FrameScale.fromJSON(scale), shape, features);
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

  get labels(): readonly string[] {
    return this.tags.labels;
  }

  /** @throws DataError for another size, NaN, or a label that training did not have. */
  encode(recording: FrameRecording, place: string): CodedFrames {
    const where = placeOf(recording, place);
    const coded = this.encodeInput(recording, place);
    checkLabels(recording, where);
    return { ...coded, tags: this.tags.encode(recording.labels, (t) => `${where} frame ${t + 1}`).ids };
  }

  encodeTraining(recording: FrameRecording, place: string): CodedFrames {
    return this.encode(recording, place);
  }

  /** @throws DataError for another size, or NaN. */
  encodeInput(input: FramesInput, place: string): CodedFrames {
    checkFrames(input, this.scale.size, placeOf(input, place));
    checkColumns(input.features, this.features, placeOf(input, place));
    const { frames, recording } = input;
    const tags = new Int32Array(frames.length / this.scale.size).fill(-1);
    return { kind: 'frames', ...(recording !== undefined && { recording }), xs: this.scale.apply(frames), tags };
  }

  takeNotes(): string[] {
    return [];
  }

  summary() {
    return { columns: this.scale.size };
  }
}

/** Recording, and file and line where they are known. */
const placeOf = ({ recording, where }: Partial<FrameRecording>, place: string): string =>
  `${where ?? place}${recording === undefined ? '' : ` recording ${recording}`}`;

/** @throws DataError naming the frame. */
export function checkFrames({ frames, size }: Pick<FrameRecording, 'frames' | 'size'>, F: number, where: string): void {
  if (size !== F || !frames?.length || frames.length % F !== 0) {
    throw new DataError({
      where,
      problem: `there are ${frames?.length ?? 0} numbers in frames of ${show(size)}`,
      expected: `at least one frame, each of ${F} numbers`,
      fix: 'Give every frame the columns that training had, in their order',
    });
  }
  const at = frames.findIndex((x) => !Number.isFinite(x));
  if (at < 0) return;
  throw new DataError({
    where: `${where} frame ${Math.floor(at / F) + 1}`,
    problem: `number ${(at % F) + 1} is ${frames[at]}`,
    expected: 'finite numbers',
    fix: 'Fill the gap (the value before, say), or cut the recording there',
  });
}

/** The same columns in another order would be answered all the same, and wrong. */
function checkColumns(found: readonly string[] | undefined, expected: readonly string[] | null, where: string): void {
  const at = expected?.findIndex((name, f) => found !== undefined && found[f] !== name) ?? -1;
  if (at < 0) return;
  throw new DataError({
    where,
    problem: `column ${at + 1} of the frames is ${show(found?.[at])}`,
    expected: `${show(expected?.[at])}, as in training`,
    fix: 'Give the columns in the order of training',
  });
}

function checkLabels({ frames, size, labels }: FrameRecording, where: string): void {
  const steps = frames.length / size;
  if (labels?.length === steps) return;
  throw new DataError({
    where,
    problem: `there are ${steps} frames and ${labels?.length ?? 0} labels`,
    expected: 'a label for every frame',
    fix: 'Check the column of labels',
  });
}
