/** Recordings of frames (sensors, features of video) with a label for every frame. */
import { DataError, show } from '../../errors';
import { isCount } from '../../validation';
import { areTexts, entriesOf, locationOf } from './example';

/** Frame after frame. */
export type FrameValues = Float32Array | Float64Array;

/** A recording: T frames of F features each, and a label for every frame. */
export interface FrameRecording {
  recording: string;
  /** Features, frame after frame, as measured: float64 where values are far from 0 or of many digits. */
  frames: FrameValues; // [T,F]
  steps: number;
  size: number; // F
  /** One a frame; none, if the file has no labels and none were required. */
  labels: string[];
  /** What must not be in two splits: the person who was recorded. */
  group?: string;
  /** Names of the features. */
  features?: readonly string[];
  /** Where a frame is an image: height, width, channels. */
  shape?: readonly [number, number, number];
  /** File and line of the first frame, for messages. */
  where?: string;
  /** Line of every frame, where it comes from a file. */
  lines?: number[];
}

/** What a model can predict labels for: a recording; its labels, if it has any, are ignored. */
export type UnlabeledRecording = Pick<FrameRecording, 'frames' | 'size'> & Partial<FrameRecording>;

/** Recording, and file and line where they are known; else its position among the others. */
export function locationOfRecording(example: object, position: string): string {
  const { recording } = entriesOf(example);
  const name = typeof recording === 'string' ? recording : show(recording);
  return `${locationOf(example, position)}${recording === undefined ? '' : ` recording ${name}`}`;
}

/** The same of a single frame, from 0: with its own line. */
export function locationOfFrame(example: object, position: string, t: number): string {
  const { lines } = entriesOf(example);
  const where = locationOf(example, position);
  const ofFrame = Array.isArray(lines) ? where.replace(/\d+$/, String(lines[t])) : where;
  return `${locationOfRecording({ ...example, where: ofFrame }, position)} frame ${t + 1}`;
}

/**
 * @param position of the example, for messages where it names no file
 * @throws DataError for what is no recording, or labels that are no label for every frame
 */
export function checkFrameRecording(example: unknown, position: string): asserts example is FrameRecording {
  checkRecording(example, position);
  checkLabels(example, position);
}

/** @throws DataError for what is no recording of whole frames, or contradicts itself. */
export function checkRecording(input: unknown, position: string): asserts input is UnlabeledRecording {
  const recording = entriesOf(input);
  const { frames, size, shape, features } = recording;
  if (!isNumbers(frames)) throw notARecording(input, locationOf(input, position));
  const refuse = (problem: string, expected: string): never => {
    const where = locationOfRecording(recording, position);
    throw new DataError({ where, problem, expected, fix: 'Pass { frames: Float32Array, size } that fit together' });
  };
  if (typeof size !== 'number' || !isCount(size))
    return refuse(`size is ${show(size)}`, 'a whole number of at least 1: the values of a frame');
  if (frames.length === 0 || frames.length % size !== 0)
    refuse(`there are ${frames.length} values in frames of ${size}`, `at least one frame, each of ${size} values`);
  if (shape !== undefined && !(isShape(shape) && shape[0] * shape[1] * shape[2] === size))
    refuse(`shape is ${show(shape)}`, `height, width and channels of an image of ${size} values, as size says`);
  if (features !== undefined && !(areTexts(features) && features.length === size))
    refuse(`features is ${show(features)}`, `the names of the ${size} columns`);
}

function checkLabels(example: UnlabeledRecording, position: string): void {
  const { labels }: { labels?: unknown } = example;
  const steps = example.frames.length / example.size;
  const list: readonly unknown[] = Array.isArray(labels) ? labels : [];
  const bad = list.findIndex((label) => typeof label !== 'string' || label.trim() === '');
  if (list.length === steps && bad < 0) return;
  const isList = labels === undefined || Array.isArray(labels);
  throw new DataError({
    where: list.length === steps ? locationOfFrame(example, position, bad) : locationOfRecording(example, position),
    problem:
      list.length === steps
        ? `the label is ${show(list[bad])}`
        : `there are ${steps} frames and ${isList ? `${list.length} labels` : `labels is ${show(labels)}`}`,
    expected: 'a label for every frame, a string',
    fix: 'Check the column of labels',
  });
}

/** An array or a typed array. */
export const isNumbers = (value: unknown): value is ArrayLike<number> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

const isShape = (value: unknown): value is readonly [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every((size) => isCount(size));

function notARecording(input: unknown, where: string): DataError {
  const areWords = typeof input === 'string' || 'words' in entriesOf(input);
  return new DataError({
    where,
    problem: `the input is ${show(input)}`,
    expected: 'a recording, { frames, size }: the model labels frames',
    fix: areWords ? 'Give words to a model that was trained with words' : 'Pass { frames: Float32Array, size }',
  });
}
