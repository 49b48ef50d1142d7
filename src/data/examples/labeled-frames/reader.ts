/**
 * Recordings with one label each: JSON with a recording a line,
 * `{"recording": "a1", "frames": [[0.1, 2.5], [0.2, 2.4]], "label": "walk"}`; or frame by frame, as `readFrames` reads them,
 * where all frames of a recording have the same label.
 */
import { DataError, show } from '../../../errors';
import { checkOptionNames } from '../../../validation';
import { firstLineOf } from '../../bytes/first-line';
import type { ByteSource } from '../../bytes/source';
import { formatByEnding } from '../../formats/format';
import { orInvalid } from '../../formats/invalid-lines';
import { readJson } from '../../formats/json';
import { readJsonLines } from '../../formats/jsonl';
import type { FrameRecording } from '../frames';
import { readFrames } from '../frames-reader';
import { frameEndings, frameFormats, frameRowOptionNames, type FrameRowOptions } from '../frame-rows';
import { InvalidRows } from '../valid-examples';
import { checkLabeledFrames, type ClipFrames, type LabeledFrames, toRecording } from './example';

/** Recordings may be long, and an array of them may be one line. */
const MAX_LINE_BYTES = 2 ** 28;

/** A recording whose label may be missing, where none is required. */
export type ReadClip = ClipFrames & Partial<LabeledFrames>;

/**
 * @throws DataError, with file and line, for a recording without a label (unless `labels` is `optional`) or with several,
 * for frames of different sizes and values that are no finite numbers; ConfigError for a format or columns that are not clear
 */
export async function* readLabeledFrames(
  source: ByteSource,
  options: FrameRowOptions = {},
): AsyncGenerator<LabeledFrames> {
  checkOptionNames('readLabeledFrames', options, frameRowOptionNames);
  for await (const clip of readClips(source, options)) {
    checkLabeledFrames(clip, clip.where ?? source.name);
    yield clip;
  }
}

/** The same of files that may have no labels. @throws as `readLabeledFrames` */
export async function* readClips(source: ByteSource, options: FrameRowOptions): AsyncGenerator<ReadClip> {
  const format = options.format ?? (await formatByEnding(source, frameEndings, frameFormats)).format;
  if (format === 'csv' || format === 'tsv') {
    yield* byFrames(source, options);
    return;
  }
  const { encoding } = options;
  const again = await firstLineOf(source, { encoding, maximumLineBytes: MAX_LINE_BYTES });
  const areFrames = /"frame"\s*:/.test(again.first) && !/"frames"\s*:/.test(again.first);
  yield* areFrames
    ? byFrames(again.source, { ...options, format })
    : byRecordings(again.source, { ...options, format });
}

async function* byRecordings(source: ByteSource, options: FrameRowOptions): AsyncGenerator<ReadClip> {
  const { recordingColumn = 'recording', labelColumn = 'label', groupColumn, labels = 'required' } = options;
  const reading = { maximumLineBytes: MAX_LINE_BYTES, ...options };
  const records = options.format === 'json' ? readJson(source, reading) : readJsonLines(source, reading);
  const invalid = new InvalidRows(source.name, 'recordings');
  let count = 0;
  for await (const { value, line } of records) {
    const where = `${source.name} line ${line}`;
    count++;
    const clip = orInvalid({ onInvalid: invalid.add }, (): ReadClip => {
      const { frames, features } = value;
      const [recording, label] = [nameOf(value[recordingColumn]), nameOf(value[labelColumn])];
      const group = groupColumn === undefined ? undefined : groupOf(value[groupColumn], groupColumn, where);
      const found = { frames, where, ...(features !== undefined && { features }), ...(recording !== undefined && { recording }), ...(label !== undefined && { label }), ...(group !== undefined && { group }) }; // prettier-ignore
      const flat = toRecording(found as ReadClip, where);
      if (labels === 'required') checkLabeledFrames(flat, where);
      return flat;
    });
    if (clip && invalid.count === 0) yield clip;
  }
  invalid.refuse(count, (fix) => fix);
  if (count === 0) throw noRecordings(source.name);
}

async function* byFrames(source: ByteSource, options: FrameRowOptions): AsyncGenerator<ReadClip> {
  for await (const { labels, ...recording } of readFrames(source, options)) {
    const [label] = labels;
    const other = labels.findIndex((one) => one !== label);
    if (other >= 0 && options.labels !== 'optional') throw twoLabels({ labels, ...recording }, other);
    yield { ...recording, ...(label !== undefined && other < 0 && { label }) };
  }
}

const nameOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : undefined;

function groupOf(value: unknown, column: string, where: string): string {
  const group = nameOf(value);
  if (group) return group;
  throw new DataError({
    where,
    problem: `${column} is ${show(value)}`,
    expected: 'the name of a group for every recording',
    fix: ({ option }) => `Fill it in, or name another key with ${option('groupColumn')}`,
  });
}

function twoLabels(
  { recording, labels, lines, where }: Pick<FrameRecording, 'recording' | 'labels' | 'lines' | 'where'>,
  frame: number,
): DataError {
  const line = lines?.[frame];
  return new DataError({
    where: `${line === undefined ? (where ?? 'file') : (where ?? '').replace(/\d+$/, String(line))} recording ${recording}`,
    problem: `frame ${frame + 1} has the label ${show(labels[frame])}, and the first one ${show(labels[0])}`,
    expected: 'the same label for all frames of a recording',
    fix: 'Give parts of different labels different names; a label for every frame is what the task tagging learns',
  });
}

const noRecordings = (name: string) =>
  new DataError({
    where: name,
    problem: 'the file holds no recordings',
    expected: 'at least one',
    fix: 'Check the path and the format',
  });
