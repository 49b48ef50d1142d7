/**
 * Recordings of frames (sensors, features of video) with a label for every frame: the rows of `frame-rows.ts` put
 * together by recording.
 */
import { DataError } from '../../errors';
import { type FrameRow, frameRowOptionNames, type FrameRowOptions, readFrameRows } from './frame-rows';
import type { ByteSource } from '../bytes/source';
import { checkFrameRecording, checkRecording, type FrameRecording } from './frames';
import { checkOptionNames } from '../../validation';

/**
 * @throws DataError, with file and line, for a recording whose frames are not contiguous, and as `readFrameRows`;
 * ConfigError as `readFrameRows`
 */
export async function* readFrames(source: ByteSource, options: FrameRowOptions = {}): AsyncGenerator<FrameRecording> {
  checkOptionNames('readFrames', options, frameRowOptionNames);
  const ended = new Set<string>();
  let rows: FrameRow[] = [];
  for await (const row of readFrameRows(source, options)) {
    if (rows.length > 0 && rows[0].recording !== row.recording) {
      ended.add(rows[0].recording);
      yield together(rows, options);
      rows = [];
    }
    if (ended.has(row.recording)) throw interleaved(row);
    rows.push(row);
  }
  if (rows.length === 0) throw noFrames(source.name);
  yield together(rows, options);
}

function together(rows: readonly FrameRow[], { labels: required }: FrameRowOptions): FrameRecording {
  const { recording, features, where, values } = rows[0];
  const frames = new Float64Array(rows.length * values.length); // [T,F]
  rows.forEach((row, t) => frames.set(row.values, t * values.length));
  const labels = rows.flatMap(({ label }) => label ?? []);
  const lines = rows.map((row) => row.line);
  const example: FrameRecording = {
    recording,
    frames,
    steps: rows.length,
    size: values.length,
    labels,
    ...(features && { features }),
    where,
    lines,
  };
  if (required === 'optional') checkRecording(example, where);
  else checkFrameRecording(example, where);
  return example;
}

function interleaved({ recording, where }: FrameRow): DataError {
  return new DataError({
    where,
    problem: `recording ${recording} goes on here, after another one began`,
    expected: 'all frames of a recording one after the other, in the order of time',
    fix: 'Sort the file by recording, or give the second part another name',
  });
}

function noFrames(name: string): DataError {
  return new DataError({
    where: name,
    problem: 'the file holds no frames',
    expected: 'at least one',
    fix: 'Check the path and the format',
  });
}
