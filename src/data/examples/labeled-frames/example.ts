/** A recording of frames (a movement, an utterance, a picture row by row) with one label for all of it. */
import { DataError, show } from '../../../errors';
import { isCount } from '../../../validation';
import { areTexts, entriesOf } from '../example';
import { checkRecording, type FrameRecording, type FrameValues, locationOfRecording } from '../frames';

/** Frames as a list of rows, or one after the other in an array with their size. */
export interface ClipFrames {
  /** T frames of F values: rows, or all of them frame after frame. */
  frames: FrameValues | readonly (readonly number[])[]; // [T,F]
  /** F; may be left out where frames are rows. */
  size?: number;
  /** Name of the recording. */
  recording?: string;
  /** Names of the values of a frame. */
  features?: readonly string[];
  /** Where a frame is an image, or a row of one (height 1): height, width, channels. */
  shape?: readonly [number, number, number];
  /** File and line of the first frame, for messages. */
  where?: string;
  /** Line of every frame, where it comes from a file. */
  lines?: number[];
}

/** A recording with one label. */
export interface LabeledFrames extends ClipFrames {
  label: string;
  /** What must not be in two splits: who speaks, who writes. */
  group?: string;
}

/** @throws DataError for what is no recording of whole frames, or has no label. */
export function checkLabeledFrames(example: unknown, position: string): asserts example is LabeledFrames {
  toRecording(example, position);
  const { label, group } = entriesOf(example);
  const where = locationOfRecording(Object(example) as object, position);
  if (typeof label !== 'string' || label.trim() === '') {
    const isList = areTexts(entriesOf(example).labels);
    throw new DataError({
      where,
      problem: isList ? 'there are labels of frames, and no label' : `the label is ${show(label)}`,
      expected: 'one label for the recording, a string',
      fix: 'Pass { frames, label }',
    });
  }
  if (group === undefined || typeof group === 'string') return;
  throw new DataError({
    where,
    problem: `the group is ${show(group)}`,
    expected: 'a name',
    fix: 'Pass it as a string',
  });
}

/**
 * The same with its frames one after the other, as the encoder of frames takes them.
 * @throws DataError for what is no recording of whole frames, naming the frame.
 */
export function toRecording<Clip>(clip: Clip, position: string): Clip & Pick<FrameRecording, 'frames' | 'size'> {
  const { frames } = entriesOf(clip);
  const isRows = Array.isArray(frames) && (frames.length === 0 || typeof frames[0] !== 'number');
  const recording = isRows ? { ...clip, ...fromRows(frames, clip, position) } : clip;
  checkRecording(recording, position);
  return recording;
}

function fromRows(rows: readonly unknown[], clip: unknown, position: string) {
  const where = locationOfRecording(Object(clip) as object, position);
  const refuse = (t: number, problem: string, expected: string) =>
    new DataError({
      where: t < 0 ? where : `${where} frame ${t + 1}`,
      problem,
      expected,
      fix: 'Pass { frames: [[0.1, 2.5], [0.2, 2.4]] }: a list of frames, each with the same number of values',
    });
  const { size: given } = entriesOf(clip);
  const [first] = rows;
  if (!isValues(first)) throw refuse(first === undefined ? -1 : 0, first === undefined ? 'there are no frames' : `the frame is ${show(first)}`, 'a list of numbers'); // prettier-ignore
  const size = first.length;
  if (given !== undefined && given !== size)
    throw refuse(-1, `size is ${show(given)}, and the first frame has ${size} values`, 'as many as size says');
  const frames = new Float64Array(rows.length * size); // [T,F]
  rows.forEach((row, t) => {
    if (!isValues(row)) throw refuse(t, `the frame is ${show(row)}`, 'a list of numbers');
    if (row.length !== size) throw refuse(t, `the frame has ${row.length} values`, `${size}, as the first one`);
    for (let f = 0; f < size; f++) {
      const value: unknown = row[f];
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw refuse(t, `value ${f + 1} is ${show(value)}`, 'finite numbers');
      frames[t * size + f] = value;
    }
  });
  return { frames, size };
}

const isValues = (row: unknown): row is ArrayLike<number> =>
  (Array.isArray(row) || ArrayBuffer.isView(row)) && 'length' in row && isCount(row.length);

/** What is in one split: its group, else its name, else what `hash` makes of its values. */
export const keyOfClip = (clip: LabeledFrames, hash: (values: ArrayLike<number>) => string): string =>
  clip.group ?? clip.recording ?? hash(valuesOf(clip));

/** Frame after frame. */
export const valuesOf = ({ frames }: Pick<ClipFrames, 'frames'>): ArrayLike<number> =>
  Array.isArray(frames) ? (frames as readonly (number | readonly number[])[]).flat() : (frames as FrameValues);

/** Steps, and values of each. */
export function sizeOfClip({ frames, size }: ClipFrames): { steps: number; size: number } {
  const [first] = frames;
  const F = size ?? (typeof first === 'number' ? 1 : first.length);
  return { size: F, steps: typeof first === 'number' ? frames.length / F : frames.length };
}
