/**
 * Recordings of frames (sensors, features of video) with a label for every frame: the rows of `frame-rows.ts` put
 * together by recording.
 */
import { DataError } from '../../errors';
import { type FrameRow, frameRowOptionNames, type FrameRowOptions, frameRowsOf } from './frame-rows';
import type { ByteSource } from '../bytes/source';
import { checkFrameRecording, checkRecording, type FrameRecording } from './frames';
import { InvalidRows } from './valid-examples';
import { checkOptionNames } from '../../validation';

/**
 * @throws DataError, with file and line, for a recording whose frames are not contiguous, and for rows as
 * `readFrameRows`: at the end of the file for all of them, the first ten listed; of what is still written to at the
 * first. ConfigError as `readFrameRows`
 */
export async function* readFrames(source: ByteSource, options: FrameRowOptions = {}): AsyncGenerator<FrameRecording> {
  checkOptionNames('readFrames', options, frameRowOptionNames);
  const ended = new Set<string>();
  const invalid = new InvalidRows(source.name, 'frames');
  let rows: FrameRow[] = [];
  let count = 0;
  for await (const row of frameRowsOf(source, source.isLive ? options : { ...options, onInvalid: invalid.add })) {
    count++;
    if (invalid.count > 0) {
      rows = [];
      continue; // no recording after it: the file is refused
    }
    if (rows.length > 0 && rows[0].recording !== row.recording) {
      ended.add(rows[0].recording);
      yield together(rows, options);
      rows = [];
    }
    if (ended.has(row.recording)) throw interleaved(row);
    rows.push(row);
  }
  invalid.refuse(count, (fix, { option }) => {
    return invalid.count === 1 ? fix : `${fix}; if a column is no feature, name it in ${option('ignoreColumns')}`;
  });
  if (rows.length === 0) throw noFrames(source.name);
  yield together(rows, options);
}

function together(rows: readonly FrameRow[], { labels: required }: FrameRowOptions): FrameRecording {
  const { recording, features, group, where, values } = rows[0];
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
    ...(group !== undefined && { group }),
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
