/** What a tagger of frames predicts: a label for every frame, and how good they are. */
import { classReport } from '../../../src/metrics/class-report';
import { editScore } from '../../../src/metrics/edit-score';
import type { EncodedFrames } from '../../inputs/frames';
import type { InputAndTarget } from '../../joined-preprocessor';
import type { EncodedTags } from '../../targets/tags';
import type { Metrics } from '../../task';

/** The predicted label of one frame. */
export interface LabelledFrame {
  label: string;
  /** Of the label. */
  probability: number;
}

/** The predicted label of every frame of a recording. */
export interface FramesPrediction {
  recording?: string;
  frames: LabelledFrame[];
}

/** @param ids the best labels [T] @param probabilities of every label at every frame [T,K] */
export function framesPrediction(
  labels: readonly string[],
  { recording }: EncodedFrames,
  ids: Int32Array,
  probabilities: Float32Array,
): FramesPrediction {
  const K = labels.length;
  const frames = Array.from(ids, (id, t) => ({ label: labels[id], probability: probabilities[t * K + id] }));
  return { ...(recording !== undefined && { recording }), frames };
}

export function framesPredictionMetrics(
  labels: readonly string[],
  encoded: readonly InputAndTarget<EncodedFrames, EncodedTags>[],
  predictions: readonly FramesPrediction[],
): Metrics {
  const idOf = new Map(labels.map((label, id) => [label, id]));
  const predicted = predictions.map(({ frames }) => Int32Array.from(frames, ({ label }) => idOf.get(label) ?? -1));
  const truth = encoded.map(({ target }) => target.ids);
  return frameMetrics(labels, truth, predicted);
}

/** All metrics of a tagger of frames. @param truth, predicted class numbers of each recording */
export function frameMetrics(
  labels: readonly string[],
  truth: readonly Int32Array[],
  predicted: readonly Int32Array[],
): Metrics {
  const together = (all: readonly Int32Array[]) => Int32Array.from(all.flatMap((own) => Array.from(own)));
  const { accuracy, macroF1 } = classReport(together(truth), together(predicted), labels);
  return { accuracy, macroF1, editScore: editScore(truth, predicted) };
}
