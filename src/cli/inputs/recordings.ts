/**
 * `tfseq predict` with a model of recordings: a label and its probability for each frame of a file. A model that can
 * stream predicts each frame as it arrives, also on standard input while it is being written, and where recordings take
 * turns; another one reads a recording to its end first.
 */
import { isStreamingModel, type StreamingModel } from '../../../tasks/streaming-model';
import type { PredictionForms } from '../../../tasks/presentation';
import type { FrameRecording } from '../../data/examples/frames';
import type { ByteSource } from '../../data/bytes/source';
import type { DataOptions, RecordingStep } from '../../data/example-kind';
import type { AnyTaskModel } from '../../node';
import { visibleText } from '../../display/visible-text';
import { dataNote, note, print, printPlain } from '../output/print';
import { predictionLine } from '../output/prediction-lines';
import { frameLine } from '../output/tag-lines';

type LabelledFrame = PredictionForms['frame-labels']['frames'][number];
/** @param values of the frame, F of them */
type Show = (recording: string, frame: LabelledFrame, values: ArrayLike<number>) => void;

export interface RecordingRequest {
  source: ByteSource;
  /** How it is read. */
  options: DataOptions;
  json?: boolean;
  /** The task's own options of `predict`. */
  how?: Readonly<Record<string, number>>;
  /** Whether each line begins with the values of its frame. */
  withInput?: boolean;
  /** Whether the source may still be written to. */
  isOpen: boolean;
}

/** @throws DataError with file and line for frames that cannot be read. */
export async function predictRecordings(model: AnyTaskModel, request: RecordingRequest): Promise<void> {
  if (model.prediction !== 'frame-labels') return predictEach(model, request);
  const { source, options, json } = request;
  const documents = new Map<string, LabelledFrame[]>(); // with --json nothing is printed before all is known
  const lineOf = frameLines(request);
  const show: Show = (recording, frame, values) => {
    const known = documents.get(recording);
    if (!json) lineOf(recording, frame, values).forEach(print);
    else if (known) known.push(frame);
    else documents.set(recording, [frame]);
  };
  const { inputs } = model.kind;
  const streaming = isStreamingModel(model) ? model : undefined;
  if (request.isOpen && streaming?.streamObstacle) note(whyLate(streaming.streamObstacle));
  const steps =
    streaming && !streaming.streamObstacle ? inputs.readSteps?.(source, options, { onNote: dataNote }) : undefined;
  if (streaming && steps) await stream(streaming, steps, show);
  else await predictWhole(model, source, options, show);
  const list = Array.from(documents, ([recording, frames]) => ({ recording, frames }));
  if (json) printPlain(JSON.stringify(list, null, 1));
}

/** Columns separated by tabs, under a header: recording where the file has several, values with `withInput`, label, probability. */
function frameLines({ options, withInput }: RecordingRequest): (...frame: Parameters<Show>) => string[] {
  const hasRecordings = options.recordingColumn !== undefined;
  let isFirst = true;
  return (recording, frame, values) => {
    const inputs = withInput ? Array.from(values, String) : [];
    const line = [...(hasRecordings ? [visibleText(recording)] : []), ...inputs, frameLine(frame)].join('\t');
    if (!isFirst) return [line];
    isFirst = false;
    const names = withInput ? featureNames(options, values.length) : [];
    const header = [...(hasRecordings ? ['recording'] : []), ...names, 'label', 'probability'].join('\t');
    return [header, line];
  };
}

/** As training had them; without names x1, x2, … */
function featureNames({ featureColumns }: DataOptions, count: number): string[] {
  const names = Array.isArray(featureColumns) && featureColumns.length === count ? featureColumns : undefined;
  return Array.from({ length: count }, (_, i) => visibleText(String(names?.[i] ?? `x${i + 1}`)));
}

/** Recordings may take turns: each goes on where its own last frame left it. */
async function stream(model: StreamingModel, steps: AsyncIterable<RecordingStep>, show: Show): Promise<void> {
  const labels = model.stream();
  const states = new Map<string, object>();
  const start = labels.state;
  let last: string | undefined;
  try {
    for await (const { recording, values } of steps) {
      if (recording !== last) {
        if (last !== undefined) states.set(last, labels.state);
        labels.state = states.get(recording) ?? start;
        last = recording;
      }
      const { label, probability } = labels.next(values);
      show(recording, { label, probability }, values);
    }
  } finally {
    labels.dispose();
  }
}

async function predictWhole(model: AnyTaskModel, source: ByteSource, options: DataOptions, show: Show): Promise<void> {
  for await (const { input, where } of model.kind.inputs.read(source, options, { onNote: dataNote })) {
    const [{ frames }] = (await model.predict([input], { locations: [where] })) as PredictionForms['frame-labels'][];
    const { recording, frames: values, size } = input as FrameRecording;
    frames.forEach((frame, t) => show(recording, frame, values.subarray(t * size, (t + 1) * size)));
  }
}

/** A prediction for each recording, which is read whole: its label, or what else the model says of it. */
async function predictEach(model: AnyTaskModel, { source, options, json, how }: RecordingRequest): Promise<void> {
  const lineOf = predictionLine(model);
  const documents: object[] = []; // with --json nothing is printed before all is known
  for await (const { input, where } of model.kind.inputs.read(source, options, { onNote: dataNote })) {
    const [prediction] = (await model.predict([input], { locations: [where], ...how })) as object[];
    const { recording, piece } = input as { recording?: string; piece?: string };
    if (json) documents.push(prediction);
    else print(lineOf(prediction, recording ?? piece ?? ''));
  }
  if (json) printPlain(JSON.stringify(documents, null, 1));
}

/** Who writes into a pipe should know when to expect predictions. */
const whyLate = ({ reason, setting }: { reason: string; setting: string }) =>
  `this model predicts at the end of each recording only: ${reason}. ` +
  `For predictions frame by frame train one with --set ${setting}`;
