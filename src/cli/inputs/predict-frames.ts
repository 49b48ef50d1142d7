/**
 * `tfseq predict` with a model of frames: a CSV, TSV or JSON Lines file, a frame a row → a label and its probability a
 * frame. A model that can stream answers each row as it arrives, also on standard input while it is being written, and
 * where recordings take turns; another one reads a recording to its end first.
 */
import type { FrameRowOptions } from '../../data/formats/frame-rows';
import { ConfigError } from '../../errors';
import {
  type ByteSource,
  fileSource,
  type FramesPrediction,
  type LabelledFrame,
  readFrameRows,
  readFrames,
  type StreamState,
  streamSource,
  type Tagger,
} from '../../node';
import { note, print } from '../output/report';
import { frameLine } from '../output/tag-lines';

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
  const answers = new Map<string, LabelledFrame[]>();
  const say = (recording: string, frame: LabelledFrame) => {
    const known = answers.get(recording);
    if (!options.json)
      print(reading.recordingColumn === undefined ? frameLine(frame) : `${recording}\t${frameLine(frame)}`);
    else if (known) known.push(frame);
    else answers.set(recording, [frame]);
  };
  if (isStandard && !model.canStream) note(whyLate(model));
  if (model.canStream) await streamed(model, source, reading, say);
  else await whole(model, source, reading, say);
  const documents = Array.from(answers, ([recording, frames]) => ({ recording, frames }));
  if (options.json) print(JSON.stringify(documents, null, 1));
}

type Say = (recording: string, frame: LabelledFrame) => void;

/** Recordings may take turns: each goes on where its own last frame left it. */
async function streamed(model: Tagger, source: ByteSource, reading: FrameRowOptions, say: Say): Promise<void> {
  const stream = model.stream();
  const states = new Map<string, StreamState>();
  const start = stream.state;
  let last: string | undefined;
  try {
    for await (const { recording, values } of readFrameRows(source, reading)) {
      if (recording !== last) {
        if (last !== undefined) states.set(last, stream.state);
        stream.state = states.get(recording) ?? start;
        last = recording;
      }
      const { label, probability } = stream.next(values);
      say(recording, { label, probability });
    }
  } finally {
    stream.dispose();
  }
}

async function whole(model: Tagger, source: ByteSource, reading: FrameRowOptions, say: Say): Promise<void> {
  for await (const recording of readFrames(source, reading)) {
    const { frames } = (await model.predict(recording)) as FramesPrediction;
    frames.forEach((frame) => say(recording.recording, frame));
  }
}

/** Whoever writes into a pipe should know what to wait for. */
function whyLate({ config }: Tagger): string {
  const both = 'bidirectional' in config && config.bidirectional;
  const [reason, setting] = both
    ? ['it reads both directions', 'bidirectional=false']
    : ["it takes each recording's own mean off", 'centre=training'];
  return (
    `this model answers at the end of each recording only: ${reason}. ` +
    `For answers frame by frame train one with --set ${setting}`
  );
}

/** The columns of training by their names, whatever else the file has. */
function readingOf(model: Tagger, options: FrameOptions, isStandard: boolean): FrameRowOptions {
  const { labelColumn, recordingColumn = rememberedColumn(model) } = options;
  const format = formatOf(options.format) ?? (isStandard ? 'csv' : undefined);
  return { format, recordingColumn, labelColumn, labels: 'optional', featureColumns: model.features };
}

/** The column of recordings that training was told of. */
export const rememberedColumn = ({ config }: Tagger): string | undefined =>
  config.input === 'frames' ? config.recordingColumn : undefined;

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
