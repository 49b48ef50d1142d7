/** Whether frames are laid out as those of training: size, shape and columns. */
import { DataError, show } from '../../errors';
import { type FrameRecording, type FrameValues, isNumbers, locationOfFrame, locationOfRecording } from './frames';

/** @throws DataError for frames of another size than F, or a value that is not finite, naming the frame. */
export function checkFrames(recording: Pick<FrameRecording, 'frames' | 'size'>, F: number, position: string): void {
  const { frames, size } = recording;
  if (size !== F || !frames.length || frames.length % F !== 0) {
    throw new DataError({
      where: locationOfRecording(recording, position),
      problem: `there are ${frames.length} values in frames of ${show(size)}`,
      expected: `at least one frame, each of ${F} values`,
      fix: 'Give every frame the columns that training had, in their order',
    });
  }
  for (let i = 0; i < frames.length; i++)
    if (!Number.isFinite(frames[i]))
      throw notFinite(locationOfFrame(recording, position, Math.floor(i / F)), i % F, frames[i]);
}

/** @throws DataError for a frame of a stream that no label can be predicted for. */
export function checkFrame(frame: unknown, F: number, where: string): asserts frame is FrameValues {
  if (!isNumbers(frame) || frame.length !== F) {
    throw new DataError({
      where,
      problem: isNumbers(frame) ? `there are ${frame.length} values` : `the frame is ${show(frame)}`,
      expected: `${F} values`,
      fix: 'Give every frame the columns that training had, in their order',
    });
  }
  for (let f = 0; f < F; f++) if (!Number.isFinite(frame[f])) throw notFinite(where, f, frame[f]);
}

const notFinite = (where: string, column: number, value: number) =>
  new DataError({
    where,
    problem: `value ${column + 1} is ${value}`,
    expected: 'finite numbers',
    fix: 'Fill the gap (the value before, say), or split the recording there',
  });

/** @throws DataError for images of another shape, or in another order of columns within training. */
export function checkLayout(
  found: Partial<FrameRecording>,
  expected: Pick<FrameRecording, 'shape' | 'features'>,
  where: string,
): void {
  const differs = (a?: readonly unknown[], b?: readonly unknown[]) => a !== undefined && show(a, 1e6) !== show(b, 1e6);
  if (differs(found.shape, expected.shape)) {
    throw new DataError({
      where,
      problem: `frames are images of ${show(found.shape)} (height, width, channels)`,
      expected: expected.shape
        ? `${show(expected.shape)}, as in training`
        : 'frames that are no images, as in training',
      fix: 'Give images as in training',
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
 * Frames with the columns of training, found by their names: in another order the predictions would be wrong, without an error.
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
        : `${features.length} columns are named, and frames have ${show(size)} values`,
      expected: `the columns of training: ${show(columns, 200)}`,
      fix: 'Add or rename it; further columns may stay, and their order does not matter',
    });
  }
  const order = columns.map((name) => features.indexOf(name));
  const F = columns.length;
  const length = (frames.length / size) * F;
  const ordered = frames instanceof Float64Array ? new Float64Array(length) : new Float32Array(length); // [T,F]
  for (let i = 0; i < ordered.length; i++) ordered[i] = frames[Math.floor(i / F) * size + order[i % F]];
  return { ...recording, frames: ordered, size: F, features: columns };
}
