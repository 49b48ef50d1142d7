/**
 * Frames: training on windows of recordings, predictions for recordings of any length.
 *
 * A model of one direction goes through a long recording window by window and carries its state from one to the next:
 * the predictions are those of the whole. A model of both directions would need its end first; it reads windows that
 * overlap, and predicts the middle of each.
 */
import * as tf from '@tensorflow/tfjs';
import type { FrameBatch } from '../../../models/embedders/frames';
import type { StackState } from '../../../models/recurrent-stack';
import type { SequenceTagger } from '../../../models/sequence-tagger/sequence-tagger';
import type { Random } from '../../../src/random';
import { type StepScores, TagPredictor } from '../../targets/tag-predictor';
import { framesPrediction, framesPredictionMetrics } from './predictions';
import type { FramesConfig } from './settings';
import type { FramesPreprocessor, FrameTaggingTypes } from './types';
import { type EncodedRecording, framesBetween, windowsOf } from './windows';

/** Frames of a recording that are read at once. */
export const MAX_CHUNK_FRAMES = 4096;
/** Frames that overlapping windows read beyond their middle, on both sides. */
export const CHUNK_OVERLAP = 512;

export class FramePredictor extends TagPredictor<FrameTaggingTypes, FrameBatch> {
  constructor(
    network: SequenceTagger<FrameBatch>,
    readonly preprocessor: FramesPreprocessor,
    private readonly settings: FramesConfig,
  ) {
    const { input, target } = preprocessor;
    const { labels } = target;
    super(
      {
        network,
        input,
        target,
        prediction: (encoded, ids, probabilities) => framesPrediction(labels, encoded, ids, probabilities),
        metrics: (encoded, predictions) => framesPredictionMetrics(labels, encoded, predictions),
      },
      settings,
    );
  }

  /** Windows of all recordings. */
  trainingUnits(recordings: readonly EncodedRecording[], random: Random): EncodedRecording[] {
    const { window, context, bidirectional } = this.settings;
    const options = { window, before: context, after: bidirectional ? context : 0 };
    return recordings.flatMap((recording, r) => windowsOf(recording, options, random.fork(r)));
  }

  protected override async scoresOf(batch: readonly EncodedRecording[]): Promise<StepScores[]> {
    if (batch.every((recording) => this.lengthOf(recording) <= MAX_CHUNK_FRAMES)) return super.scoresOf(batch);
    const scores: StepScores[] = [];
    for (const recording of batch) scores.push(await this.longScores(recording));
    return scores;
  }

  private async longScores(recording: EncodedRecording): Promise<StepScores> {
    const K = this.preprocessor.labels.length;
    const T = this.lengthOf(recording);
    const scores = { emissions: new Float32Array(T * K), probabilities: new Float32Array(T * K) };
    const put = (start: number, { emissions, probabilities }: StepScores) => {
      scores.emissions.set(emissions, start * K);
      scores.probabilities.set(probabilities, start * K);
    };
    if (this.settings.bidirectional) await this.overlapping(recording, put);
    else await this.carrying(recording, put);
    return scores;
  }

  private async overlapping(recording: EncodedRecording, put: (start: number, scores: StepScores) => void) {
    const K = this.preprocessor.labels.length;
    const T = this.lengthOf(recording);
    const step = MAX_CHUNK_FRAMES - 2 * CHUNK_OVERLAP;
    for (let start = 0; start < T; start += step) {
      const [from, to] = [Math.max(0, start - CHUNK_OVERLAP), Math.min(T, start + step + CHUNK_OVERLAP)];
      const [{ emissions, probabilities }] = await super.scoresOf([partOf(recording, from, to)]);
      const middle = [(start - from) * K, (Math.min(T, start + step) - from) * K] as const;
      put(start, { emissions: emissions.subarray(...middle), probabilities: probabilities.subarray(...middle) });
    }
  }

  private async carrying(recording: EncodedRecording, put: (start: number, scores: StepScores) => void) {
    const T = this.lengthOf(recording);
    let state: StackState | undefined;
    for (let start = 0; start < T; start += MAX_CHUNK_FRAMES) {
      const part = partOf(recording, start, Math.min(T, start + MAX_CHUNK_FRAMES));
      const { emissions, probabilities, last } = tf.tidy(() => {
        const { emissions, last } = this.network.advance(this.collate([part]), state);
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

/** For predictions: its target is left aside. */
const partOf = ({ input, target }: EncodedRecording, from: number, to: number): EncodedRecording => ({
  input: framesBetween(input, from, to),
  target,
});
