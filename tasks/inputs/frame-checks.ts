/** What can be wrong with recordings of frames, before anything is made of them. */
import type { FrameRecording } from '../../src/data/examples/frames';
import { DataError, show } from '../../src/errors';

/** Recording, and file and line where they are known. */
export const placeOfRecording = ({ recording, where }: Partial<FrameRecording>, place: string): string =>
  `${where ?? place}${recording === undefined ? '' : ` recording ${recording}`}`;

/** The same of a single frame, from 0: with its own line. */
export function placeOfFrame(recording: Partial<FrameRecording>, place: string, t: number): string {
  const line = recording.lines?.[t];
  const where = line === undefined ? recording.where : recording.where?.replace(/\d+$/, String(line));
  return `${placeOfRecording({ ...recording, where }, place)} frame ${t + 1}`;
}

const isList = (value: unknown): value is ArrayLike<number> => Array.isArray(value) || ArrayBuffer.isView(value);

/** @throws DataError for what is no recording. */
export function checkRecording(input: unknown, where: string): asserts input is Partial<FrameRecording> {
  if (typeof input === 'object' && input !== null && 'frames' in input && isList(input.frames)) return;
  const areWords = typeof input === 'string' || (typeof input === 'object' && input !== null && 'words' in input);
  throw new DataError({
    where,
    problem: `the input is ${show(input)}`,
    expected: 'a recording, { frames, size }: the model labels frames',
    fix: areWords ? 'Give words to a model that was trained with words' : 'Pass { frames: Float32Array, size }',
  });
}

/** @throws DataError naming the frame. */
export function checkFrames(recording: Pick<FrameRecording, 'frames' | 'size'>, F: number, place: string): void {
  const { frames, size } = recording;
  if (size !== F || !frames.length || frames.length % F !== 0) {
    throw new DataError({
      where: placeOfRecording(recording, place),
      problem: `there are ${frames.length} numbers in frames of ${show(size)}`,
      expected: `at least one frame, each of ${F} numbers`,
      fix: 'Give every frame the columns that training had, in their order',
    });
  }
  const at = frames.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw notFinite(placeOfFrame(recording, place, Math.floor(at / F)), at % F, frames[at]);
}

/** @throws DataError for a frame of a stream that cannot be answered. */
export function checkFrame(frame: unknown, F: number, where: string): asserts frame is Float32Array {
  if (!isList(frame) || frame.length !== F) {
    throw new DataError({
      where,
      problem: isList(frame) ? `there are ${frame.length} numbers` : `the frame is ${show(frame)}`,
      expected: `${F} numbers`,
      fix: 'Give every frame the columns that training had, in their order',
    });
  }
  for (let f = 0; f < F; f++) if (!Number.isFinite(frame[f])) throw notFinite(where, f, frame[f]);
}

const notFinite = (where: string, column: number, value: number) =>
  new DataError({
    where,
    problem: `number ${column + 1} is ${value}`,
    expected: 'finite numbers',
    fix: 'Fill the gap (the value before, say), or cut the recording there',
  });

/** @throws DataError for pictures of another shape, or in another order of columns within training. */
export function checkLayout(
  found: Partial<FrameRecording>,
  expected: Pick<FrameRecording, 'shape' | 'features'>,
  where: string,
): void {
  const differs = (a?: readonly unknown[], b?: readonly unknown[]) => a !== undefined && show(a, 1e6) !== show(b, 1e6);
  if (differs(found.shape, expected.shape)) {
    throw new DataError({
      where,
      problem: `frames are pictures of ${show(found.shape)} (height, width, channels)`,
      expected: expected.shape
        ? `${show(expected.shape)}, as in training`
        : 'frames that are no pictures, as in training',
      fix: 'Give pictures as in training',
    });
  }
  if (!differs(found.features, expected.features)) return;
  throw new DataError({
    where,
    problem: `the columns are ${show(found.features, 200)}`,
    expected: show(expected.features, 200),
    fix: 'Give all recordings the same columns in the same order',
  });
}

/**
 * Frames with the columns of training, found by their names: another order would be answered all the same, and wrong.
 * @throws DataError for a column that is missing.
 */
export function inOrder<R extends Partial<FrameRecording> & Pick<FrameRecording, 'frames' | 'size'>>(
  recording: R,
  columns: readonly string[] | null,
  where: string,
): R {
  const { features, frames, size } = recording;
  if (!columns || !features || (features.length === columns.length && columns.every((name, f) => name === features[f])))
    return recording;
  const missing = columns.filter((name) => !features.includes(name));
  if (missing.length || features.length !== size) {
    throw new DataError({
      where,
      problem: missing.length
        ? `there is no column ${missing.slice(0, 8).join(', ')}`
        : `${features.length} columns are named, and frames have ${show(size)} numbers`,
      expected: `the columns of training: ${show(columns, 200)}`,
      fix: 'Add or rename it; further columns may stay, and their order does not matter',
    });
  }
  const places = columns.map((name) => features.indexOf(name));
  const F = columns.length;
  const ordered = new Float32Array((frames.length / size) * F); // [T,F]
  for (let i = 0; i < ordered.length; i++) ordered[i] = frames[Math.floor(i / F) * size + places[i % F]];
  return { ...recording, frames: ordered, size: F, features: columns };
}

/** @throws DataError unless every frame has its label. */
export function checkLabels({ frames, size, labels }: FrameRecording, where: string): void {
  const steps = frames.length / size;
  if (labels?.length === steps) return;
  throw new DataError({
    where,
    problem: `there are ${steps} frames and ${labels?.length ?? 0} labels`,
    expected: 'a label for every frame',
    fix: 'Check the column of labels',
  });
}
