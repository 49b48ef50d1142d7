/** Encoded recordings as tensors, cut into windows for training; what comes out as a label for every frame. */
import * as tf from '@tensorflow/tfjs';
import type { FrameBatch } from '../../models/embedders/frames';
import { classReport } from '../../src/metrics/class-report';
import { editScore } from '../../src/metrics/edit-score';
import type { Random } from '../../src/random';
import type { EncodedFrames, FramesPreprocessor } from './frames';
import type { SequenceReader } from '../tagging/sequence-tagging';
import type { Metrics } from '../task';

export interface LabelledFrame {
  label: string;
  /** Of the label. */
  probability: number;
}

export interface FramesPrediction {
  recording?: string;
  frames: LabelledFrame[];
}

export class FrameReader implements SequenceReader<EncodedFrames, FrameBatch, FramesPrediction> {
  constructor(
    private readonly preprocessor: FramesPreprocessor,
    private readonly options: { noise: number },
  ) {}

  batchOf(coded: readonly EncodedFrames[], training?: Random): FrameBatch {
    const F = this.preprocessor.scale.size;
    const T = coded.reduce((longest, { tags }) => Math.max(longest, tags.length), 1);
    const xs = new Float32Array(coded.length * T * F);
    const mask = new Float32Array(coded.length * T);
    const random = this.options.noise ? training?.fork('noise') : undefined;
    coded.forEach((one, b) => {
      const noisy = random ? one.xs.map((x) => x + this.options.noise * random.normal()) : one.xs;
      xs.set(noisy, b * T * F);
      mask.fill(1, b * T, b * T + one.tags.length);
    });
    return { xs: tf.tensor3d(xs, [coded.length, T, F]), mask: tf.tensor2d(mask, [coded.length, T]) };
  }

  answerOf({ recording }: EncodedFrames, ids: Int32Array, probabilities: Float32Array): FramesPrediction {
    const { labels } = this.preprocessor;
    const K = labels.length;
    const frames = Array.from(ids, (id, t) => ({ label: labels[id], probability: probabilities[t * K + id] }));
    return { ...(recording !== undefined && { recording }), frames };
  }

  figuresOf(coded: readonly EncodedFrames[], answers: readonly FramesPrediction[]): Metrics {
    const ids = new Map(this.preprocessor.labels.map((label, id) => [label, id]));
    const predicted = answers.map(({ frames }) => Int32Array.from(frames, ({ label }) => ids.get(label) ?? -1));
    return frameFigures(
      this.preprocessor,
      coded.map(({ tags }) => tags),
      predicted,
    );
  }
}

/** All figures of a tagger of frames. @param truth, predicted class numbers of each recording */
export function frameFigures(
  { labels }: FramesPreprocessor,
  truth: readonly Int32Array[],
  predicted: readonly Int32Array[],
): Metrics {
  const together = (all: readonly Int32Array[]) => Int32Array.from(all.flatMap((own) => Array.from(own)));
  const { accuracy, macroF1 } = classReport(together(truth), together(predicted), labels);
  return { accuracy, macroF1, editScore: editScore(truth, predicted) };
}

export interface WindowOptions {
  /** Frames that count. */
  window: number;
  /** Frames that are read before and after them. */
  before: number;
  after: number;
}

/**
 * Windows of a recording, one after the other; together they count every frame once. The first may be shorter, so that
 * their borders fall elsewhere in each epoch.
 */
export function windowsOf(
  { xs, tags, ...rest }: EncodedFrames,
  { window, before, after }: WindowOptions,
  random: Random,
): EncodedFrames[] {
  const T = tags.length;
  const F = xs.length / T;
  const first = T > window ? random.integer(window) : 0;
  const windows: EncodedFrames[] = [];
  for (let start = first - window; start < T; start += window) {
    const [from, to] = [Math.max(0, start), Math.min(T, start + window)];
    if (from >= to) continue;
    const [read, last] = [Math.max(0, from - before), Math.min(T, to + after)];
    const counted = tags
      .slice(read, last)
      .fill(-1, 0, from - read)
      .fill(-1, to - read);
    windows.push({ ...rest, xs: xs.subarray(read * F, last * F), tags: counted });
  }
  return windows;
}
