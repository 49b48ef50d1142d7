/** Frame by frame: a label as soon as its frame is there, from a model of one direction. */
import type { FrameBatch } from '../models/frame-front';
import type { SequenceTagger } from '../models/sequence-tagger';
import type { StepperState, TaggerStepper } from '../models/tagger-stepper';
import { ConfigError } from '../src/errors';
import type { LabelledFrame } from './frame-reader';
import { checkFrames, type FramesCoder } from './tagging-frames';

/** Where a stream stands, as plain numbers: to go on later, or elsewhere. */
export interface StreamState {
  /** Frames so far. */
  frames: number;
  layers: StepperState;
}

export interface StreamAnswer extends LabelledFrame {
  /** Of all labels, in the order of `labels`; the same array at every frame. */
  probabilities: Float32Array; // [K]
}

export class FrameStream {
  readonly labels: readonly string[];
  private frames = 0;
  private readonly scaled: Float32Array; // [F]
  private readonly probabilities: Float32Array; // [K]
  private stepper?: TaggerStepper;

  /** @throws ConfigError for a model of both directions, or one that takes off each recording's mean. */
  constructor(
    network: SequenceTagger<FrameBatch>,
    private readonly coder: FramesCoder,
    state?: StreamState,
  ) {
    if (coder.scale.centre === 'recording') throw needsWhole();
    this.stepper = network.stepper();
    this.labels = coder.labels;
    this.scaled = new Float32Array(coder.scale.size);
    this.probabilities = new Float32Array(coder.labels.length);
    if (!state) return;
    this.stepper.state = state.layers;
    this.frames = state.frames;
  }

  /**
   * What the whole recording would be answered here.
   * @param frame [F], as it was measured
   * @throws DataError for another size or NaN, ConfigError after `dispose`.
   */
  next(frame: Float32Array): StreamAnswer {
    const stepper = this.open();
    checkFrames({ frames: frame, size: frame.length }, this.scaled.length, `frame ${this.frames + 1}`);
    this.coder.scale.into(frame, this.scaled);
    const best = softmax(stepper.step(this.scaled), this.probabilities);
    this.frames++;
    return { label: this.labels[best], probability: this.probabilities[best], probabilities: this.probabilities };
  }

  /** A copy, to start another stream from. @throws ConfigError after `dispose`. */
  get state(): StreamState {
    return { frames: this.frames, layers: this.open().state };
  }

  /** Frees its memory. Again is harmless. */
  dispose(): void {
    this.stepper?.dispose();
    this.stepper = undefined;
  }

  private open(): TaggerStepper {
    if (this.stepper) return this.stepper;
    throw new ConfigError({
      where: 'stream',
      problem: 'it has been disposed of',
      expected: 'a stream that is in use',
      fix: 'Keep its state before, and start another one with it',
    });
  }
}

/** Probabilities of scores; returns the place of the largest. */
function softmax(scores: Float32Array, probabilities: Float32Array): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if (scores[k] > scores[best]) best = k;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    probabilities[k] = Math.exp(scores[k] - scores[best]);
    sum += probabilities[k];
  }
  for (let k = 0; k < scores.length; k++) probabilities[k] /= sum;
  return best;
}

const needsWhole = () =>
  new ConfigError({
    where: 'Tagger.stream',
    problem: "the model takes each recording's own mean off (centre: recording), which is known at its end only",
    expected: 'a model with the mean of training',
    fix: 'Train one with centre: training, and bidirectional: false',
  });
