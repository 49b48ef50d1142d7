/** Frame by frame: a label as soon as its frame is there, from a model of one direction. */
import type { FrameBatch } from '../../../models/embedders/frames';
import type { SequenceTagger } from '../../../models/sequence-tagger/sequence-tagger';
import type { TaggerStepper } from '../../../models/sequence-tagger/stepper';
import { ConfigError, show } from '../../../src/errors';
import type { LabelledFrame } from './predictions';
import { isCount } from '../../../src/validation';
import { checkFrame } from '../../../src/data/examples/frame-layout';
import type { FrameValues } from '../../../src/data/examples/frames';
import type { FramesPreprocessor } from './types';

/** Where a stream stands, as plain numbers, which survive JSON: to go on later, or elsewhere. */
export interface StreamState {
  /** Frames so far. */
  frames: number;
  /** Of each recurrent layer h, and c of an LSTM. */
  layers: Record<string, number[]>[]; // each [H]
}

/** The label of one frame of a stream. */
export interface StreamPrediction extends LabelledFrame {
  /** Of all labels, in the order of `labels`; the same array at every frame. */
  probabilities: Float32Array; // [K]
}

/** Predictions frame by frame, from a tagger of one direction. */
export class FrameStream {
  readonly labels: readonly string[];
  private frames = 0;
  private readonly scaled: Float32Array; // [F]
  private readonly probabilities: Float32Array; // [K]
  private stepper?: TaggerStepper;

  /** @throws ConfigError for a model of both directions, or one that takes off each recording's mean. */
  constructor(
    network: SequenceTagger<FrameBatch>,
    private readonly preprocessor: FramesPreprocessor,
    state?: StreamState,
  ) {
    if (preprocessor.input.scale.centre === 'recording') throw needsWhole();
    this.stepper = network.stepper();
    this.labels = preprocessor.labels;
    this.scaled = new Float32Array(preprocessor.input.scale.size);
    this.probabilities = new Float32Array(preprocessor.labels.length);
    if (state !== undefined) this.state = state;
  }

  /**
   * What the whole recording would be answered here.
   * @param frame [F], as it was measured
   * @throws DataError for another size or NaN, ConfigError after `dispose`.
   */
  next(frame: FrameValues): StreamPrediction {
    const stepper = this.open();
    checkFrame(frame, this.scaled.length, `stream frame ${this.frames + 1}`);
    this.preprocessor.input.scale.into(frame, this.scaled, `stream frame ${this.frames + 1}`);
    const mostProbable = softmax(stepper.step(this.scaled), this.probabilities);
    const { decision } = this.preprocessor.target;
    const best = decision.strength ? decision.best(this.probabilities) : mostProbable;
    this.frames++;
    return { label: this.labels[best], probability: this.probabilities[best], probabilities: this.probabilities };
  }

  /**
   * Where the stream stands: a copy, which this or another stream of the model goes on from once it is assigned.
   * @throws ConfigError after `dispose`, or for what is no state; ShapeError for that of another model.
   */
  get state(): StreamState {
    const layers = this.open().state.map((layer) => mapEach(layer, (values) => Array.from(values)));
    return { frames: this.frames, layers };
  }

  set state(state: StreamState) {
    checkState(state);
    this.open().state = state.layers.map((layer) => mapEach(layer, (values) => Float32Array.from(values)));
    this.frames = state.frames;
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

const mapEach = <A, B>(named: Record<string, A>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value)]));

/** @throws ConfigError for what `state` did not give. */
function checkState(state: unknown): void {
  const { frames, layers } = (state ?? {}) as { frames?: unknown; layers?: unknown };
  const isPart = (values: unknown) =>
    (Array.isArray(values) || values instanceof Float32Array) && values.every((x) => Number.isFinite(x));
  const isLayer = (layer: unknown) => typeof layer === 'object' && layer !== null && Object.values(layer).every(isPart);
  if (isCount(frames, 0) && Array.isArray(layers) && layers.every(isLayer)) return;
  throw new ConfigError({
    where: 'Tagger.stream',
    problem: `the state is ${show(state)}`,
    expected: '{ frames, layers }, as the state of a stream is',
    fix: 'Pass what stream.state gave, or nothing to begin anew',
  });
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
