/**
 * `tfseq predict` with a model of frames: a CSV, TSV or JSON Lines file, a frame a row → a label and its probability a
 * frame. A model that can stream answers each row as it arrives, also on standard input while it is being written;
 * another one reads a recording to its end first.
 */
import type { FrameRow, FrameRowOptions } from '../data/frame-rows';
import { ConfigError } from '../errors';
import {
  type ByteSource,
  fileSource,
  type FramesAnswer,
  type LabelledFrame,
  readFrameRows,
  readFrames,
  streamSource,
  type Tagger,
} from '../node';
import { print } from './report';
import { frameLine } from './tagging-lines';

export interface FrameOptions {
  input?: string;
  json?: boolean;
  format?: string;
  recordingColumn?: string;
  labelColumn?: string;
}

/** @throws ConfigError for inputs that are no file, DataError with file and line for frames that cannot be read. */
export async function predictFrames(model: Tagger, inputs: readonly string[], options: FrameOptions): Promise<void> {
  if (inputs.length) throw notArguments(inputs.length);
  const isStandard = options.input === undefined || options.input === '-';
  const source = isStandard ? streamSource('standard input', process.stdin) : fileSource(options.input as string);
  const reading = readingOf(model, options, isStandard);
  const answers: FramesAnswer[] = [];
  const say = (recording: string, frame: LabelledFrame, isNew: boolean) => {
    if (options.json) collectFrame(answers, recording, frame, isNew);
    else print(reading.recordingColumn === undefined ? frameLine(frame) : `${recording}\t${frameLine(frame)}`);
  };
  if (model.canStream) await streamed(model, source, reading, say);
  else await whole(model, source, reading, say);
  if (options.json) print(JSON.stringify(answers, null, 1));
}

type Say = (recording: string, frame: LabelledFrame, isNew: boolean) => void;

async function streamed(model: Tagger, source: ByteSource, reading: FrameRowOptions, say: Say): Promise<void> {
  let stream: ReturnType<Tagger['stream']> | undefined;
  let last: FrameRow | undefined;
  try {
    for await (const row of readFrameRows(source, reading)) {
      const isNew = row.recording !== last?.recording;
      if (isNew) stream?.dispose();
      if (isNew || !stream) stream = model.stream();
      const { label, probability } = stream.next(row.values);
      say(row.recording, { label, probability }, isNew);
      last = row;
    }
  } finally {
    stream?.dispose();
  }
}

async function whole(model: Tagger, source: ByteSource, reading: FrameRowOptions, say: Say): Promise<void> {
  for await (const recording of readFrames(source, reading)) {
    const { frames } = (await model.predict(recording)) as FramesAnswer;
    frames.forEach((frame, t) => say(recording.recording, frame, t === 0));
  }
}

function collectFrame(answers: FramesAnswer[], recording: string, frame: LabelledFrame, isNew: boolean): void {
  if (isNew) answers.push({ recording, frames: [] });
  answers[answers.length - 1].frames.push(frame);
}

/** The columns of training by their names, whatever else the file has. */
function readingOf(model: Tagger, options: FrameOptions, isStandard: boolean): FrameRowOptions {
  const { recordingColumn, labelColumn } = options;
  const format = formatOf(options.format) ?? (isStandard ? 'csv' : undefined);
  return { format, recordingColumn, labelColumn, labels: 'optional', featureColumns: model.features };
}

function formatOf(name: string | undefined): FrameRowOptions['format'] {
  if (name === undefined || name === 'csv' || name === 'tsv' || name === 'jsonl') return name;
  throw new ConfigError({
    where: 'tfseq predict --format',
    problem: `the format is ${name}`,
    expected: 'csv, tsv or jsonl',
    fix: 'Name one of these',
  });
}

const notArguments = (count: number) =>
  new ConfigError({
    where: 'tfseq predict',
    problem: `${count} inputs are given, and the model is for frames`,
    expected: 'a file of frames',
    fix: 'Pass --input FILE, or --input - for standard input',
  });
