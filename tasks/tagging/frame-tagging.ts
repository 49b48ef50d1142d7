/**
 * Frames: training on windows of recordings, answers on recordings of any length.
 *
 * A model of one direction goes through a long recording window by window and carries its state from one to the next:
 * the answers are those of the whole. A model of both directions would need its end first; it reads windows that
 * overlap, and answers the middle of each.
 */
import * as tf from '@tensorflow/tfjs';
import type { FrameBatch } from '../../models/embedders/frames';
import type { StackState } from '../../models/recurrent-stack';
import type { SequenceTagger } from '../../models/sequence-tagger/sequence-tagger';
import type { Random } from '../../src/random';
import { FrameReader, type FramesPrediction, windowsOf } from '../inputs/frame-batches';
import type { FramesConfig } from './settings';
import type { EncodedFrames, FramesPreprocessor } from '../inputs/frames';
import { SequenceTagging, type StepScores } from './sequence-tagging';

/** Frames of a recording that are read at one go. */
export const LONGEST = 4096;
/** Frames that overlapping windows read beyond their middle, on both sides. */
export const OVERLAP = 512;

export class FrameTagging extends SequenceTagging<EncodedFrames, FrameBatch, FramesPrediction> {
  constructor(
    network: SequenceTagger<FrameBatch>,
    private readonly preprocessor: FramesPreprocessor,
    private readonly settings: FramesConfig,
  ) {
    super(network, preprocessor.tags, new FrameReader(preprocessor, settings), settings);
  }

  /** Windows of all recordings. */
  trainingUnits(recordings: readonly EncodedFrames[], random: Random): EncodedFrames[] {
    const { window, context, bidirectional } = this.settings;
    const options = { window, before: context, after: bidirectional ? context : 0 };
    return recordings.flatMap((recording, r) => windowsOf(recording, options, random.fork(r)));
  }

  protected override async scoresOf(batch: readonly EncodedFrames[]): Promise<StepScores[]> {
    if (batch.every(({ tags }) => tags.length <= LONGEST)) return super.scoresOf(batch);
    const scores: StepScores[] = [];
    for (const recording of batch) scores.push(await this.longScores(recording));
    return scores;
  }

  private async longScores(recording: EncodedFrames): Promise<StepScores> {
    const K = this.preprocessor.labels.length;
    const T = recording.tags.length;
    const scores = { emissions: new Float32Array(T * K), probabilities: new Float32Array(T * K) };
    const put = (start: number, { emissions, probabilities }: StepScores) => {
      scores.emissions.set(emissions, start * K);
      scores.probabilities.set(probabilities, start * K);
    };
    if (this.settings.bidirectional) await this.overlapping(recording, put);
    else await this.carrying(recording, put);
    return scores;
  }

  private async overlapping(recording: EncodedFrames, put: (start: number, scores: StepScores) => void) {
    const K = this.preprocessor.labels.length;
    const T = recording.tags.length;
    const step = LONGEST - 2 * OVERLAP;
    for (let start = 0; start < T; start += step) {
      const [from, to] = [Math.max(0, start - OVERLAP), Math.min(T, start + step + OVERLAP)];
      const [{ emissions, probabilities }] = await super.scoresOf([partOf(recording, from, to)]);
      const middle = [(start - from) * K, (Math.min(T, start + step) - from) * K] as const;
      put(start, { emissions: emissions.subarray(...middle), probabilities: probabilities.subarray(...middle) });
    }
  }

  private async carrying(recording: EncodedFrames, put: (start: number, scores: StepScores) => void) {
    const T = recording.tags.length;
    let state: StackState | undefined;
    for (let start = 0; start < T; start += LONGEST) {
      const part = partOf(recording, start, Math.min(T, start + LONGEST));
      const { emissions, probabilities, last } = tf.tidy(() => {
        const { emissions, last } = this.network.advance(this.reader.batchOf([part]), state);
        return { emissions, probabilities: tf.softmax(emissions), last };
      });
      const [e, p] = (await Promise.all([emissions.data(), probabilities.data()])) as Float32Array[];
      put(start, { emissions: e, probabilities: p });
      tf.dispose([emissions, probabilities, ...(state ?? [])]);
      state = last;
    }
    tf.dispose(state ?? []);
  }
}

function partOf({ xs, tags, ...rest }: EncodedFrames, from: number, to: number): EncodedFrames {
  const F = xs.length / tags.length;
  return { ...rest, xs: xs.subarray(from * F, to * F), tags: tags.subarray(from, to) };
}
