/**
 * Recordings that are longer than a window: training sees windows of them, each with the label of the whole; a prediction is
 * the mean of the probabilities that windows with an overlap have ("soft vote").
 */
import type { FrameBatch } from '../../../models/embedders/frames';
import type { Random } from '../../../src/random';
import type { EncodedFrames } from '../../inputs/frames';
import type { LabelPredictorParts } from '../../targets/label-predictor';
import { ClassifierPredictor } from '../metrics';
import type { ClassifierFramesConfig } from './settings';
import type { ClassifierFramesTypes } from './types';

type Encoded = ClassifierFramesTypes['encoded'];

/** Windows in one forward pass. */
const MAX_WINDOWS = 64;

export class ClipPredictor extends ClassifierPredictor<ClassifierFramesTypes, FrameBatch> {
  constructor(
    parts: LabelPredictorParts<ClassifierFramesTypes, FrameBatch>,
    private readonly settings: ClassifierFramesConfig,
  ) {
    super(parts, settings);
  }

  /** Windows one after the other, whose borders fall elsewhere in each epoch; recordings that are no longer stay whole. */
  trainingUnits(recordings: readonly Encoded[], random: Random): readonly Encoded[] {
    const { window } = this.settings;
    if (!window) return recordings;
    return recordings.flatMap((recording, r) => {
      const { steps } = recording.input;
      if (steps <= window) return [recording];
      const first = random.fork(r).integer(Math.min(window, steps - window + 1));
      return startsOf(steps - first, window, window).map((start) => windowOf(recording, first + start, window));
    });
  }

  override calibrate(validation: readonly Encoded[]): Promise<boolean> {
    return super.calibrate(validation.flatMap((recording) => this.windowsOf(recording)));
  }

  protected override async rowsOf(batch: readonly Encoded[]): Promise<readonly ArrayLike<number>[]> {
    const windows = batch.map((recording) => this.windowsOf(recording));
    const all = windows.flat();
    const rows: ArrayLike<number>[] = [];
    for (let from = 0; from < all.length; from += MAX_WINDOWS)
      rows.push(...(await super.rowsOf(all.slice(from, from + MAX_WINDOWS))));
    let at = 0;
    return windows.map(({ length }) => meanOf(rows.slice(at, (at += length))));
  }

  private windowsOf(recording: Encoded): readonly Encoded[] {
    const { window, overlap } = this.settings;
    const { steps } = recording.input;
    if (!window || steps <= window) return [recording];
    const hop = Math.max(1, Math.round(window * (1 - overlap)));
    return startsOf(steps, window, hop).map((start) => windowOf(recording, start, window));
  }
}

/** Every `hop` frames, and so that the last window ends with the recording. */
function startsOf(steps: number, window: number, hop: number): number[] {
  const last = steps - window;
  const starts: number[] = [];
  for (let start = 0; start < last; start += hop) starts.push(start);
  return [...starts, last];
}

function windowOf({ input, target }: Encoded, start: number, window: number): Encoded {
  const F = input.xs.length / input.steps;
  const xs = input.xs.subarray(start * F, (start + window) * F);
  const part: EncodedFrames = { ...input, steps: window, xs };
  return { input: part, target };
}

function meanOf(rows: readonly ArrayLike<number>[]): ArrayLike<number> {
  if (rows.length === 1) return rows[0];
  const mean = new Float64Array(rows[0].length);
  for (const row of rows) for (let k = 0; k < mean.length; k++) mean[k] += row[k] / rows.length;
  return mean;
}
