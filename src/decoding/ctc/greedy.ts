/**
 * The most probable output of each frame: equal neighbours become one label, then blanks are dropped. Not always the most
 * probable labelling, which is a sum over paths (`prefix-beam.ts`), but close to it where a network is sure.
 */
import { mostProbable } from '../stream';
import { checkFrames, type CtcFrames } from './log-probabilities';

/** A label and the frames that say it. */
export interface LabelSpan {
  label: number;
  /** First frame. */
  start: number;
  /** The frame after the last. */
  end: number;
  /** Mean probability of the label in these frames, in [0, 1]. */
  confidence: number;
}

/** What `ctcGreedy` found. */
export interface CtcGreedy {
  labels: Int32Array;
  /** Of the one path, in nats. */
  logProbability: number;
  /** One for each label. */
  spans: LabelSpan[];
}

/** @throws ShapeError for sizes that do not fit, or NaN. */
export function ctcGreedy(frames: CtcFrames): CtcGreedy {
  checkFrames('ctcGreedy', frames);
  const stream = new CtcGreedyStream(frames.outputs, frames.blank);
  stream.push(frames.logProbabilities);
  return stream.result();
}

/** The same frame by frame: a result that only grows. */
export class CtcGreedyStream {
  private readonly spans: LabelSpan[] = [];
  private sums: number[] = [];
  private last: number;
  private logProbability = 0;
  private time = 0;

  /** @param outputs K */
  constructor(
    private readonly outputs: number,
    private readonly blank = 0,
  ) {
    this.last = blank;
    checkFrames('CtcGreedyStream', { logProbabilities: new Float32Array(0), outputs, blank });
  }

  /** @param logProbabilities of the next frames [T,K] @returns the labels that these have added. @throws ShapeError */
  push(logProbabilities: Float32Array): Int32Array {
    const { outputs: K, blank } = this;
    checkFrames('CtcGreedyStream', { logProbabilities, outputs: K, blank });
    const before = this.spans.length;
    for (let first = 0; first < logProbabilities.length; first += K) {
      const row = logProbabilities.subarray(first, first + K);
      this.advance(mostProbable(row, [], 0), row);
    }
    return Int32Array.from(this.spans.slice(before), ({ label }) => label);
  }

  /** Of all frames so far. */
  result(): CtcGreedy {
    const spans = this.spans.map((span, i) => ({ ...span, confidence: this.sums[i] / (span.end - span.start) }));
    const labels = Int32Array.from(spans, ({ label }) => label);
    return { labels, logProbability: this.logProbability, spans };
  }

  private advance(label: number, row: Float32Array): void {
    const { spans, sums, time } = this;
    this.logProbability += row[label];
    if (label !== this.blank && label !== this.last) {
      spans.push({ label, start: time, end: time, confidence: 0 });
      sums.push(0);
    }
    if (label !== this.blank) {
      spans[spans.length - 1].end = time + 1;
      sums[sums.length - 1] += Math.exp(row[label]);
    }
    this.last = label;
    this.time++;
  }
}
