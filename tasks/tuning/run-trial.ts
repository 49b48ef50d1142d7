/** One trial: a fresh model is trained and measured on the validation examples, as a whole and in groups. */
import { BackendError, BundleError, SequenceError } from '../../src/errors';
import type { FitResult, TrainingEvent } from '../../src/training/events';
import type { AnyTaskModel, TaskClass } from '../index';
import type { FitOptions } from '../options';
import { measureGroups, metricOf } from './groups';
import type { Settings } from './space/space';
import type { Plan, Trial, TrialOutcome } from './trials';

export interface TrialParts {
  Task: TaskClass;
  /** All that the model is made with. */
  options: Settings;
  training: readonly object[];
  validation: readonly object[];
  /** Beside `validation`. */
  fit: FitOptions<object>;
  /** Of the validation examples, for the model card. */
  name: string | undefined;
  /** Whether a model with this value may be compared with another one. */
  isComparable: (value: number) => boolean;
  /** Milliseconds. */
  clock: () => number;
}

export type Measured = Omit<Trial, keyof Plan | 'number'>;

export interface TrialResult {
  measured: Measured;
  /** Trained to its end. */
  model?: AnyTaskModel;
  /** Why it failed. */
  error?: SequenceError;
}

/**
 * @returns the model too where it was trained to its end. `stopped` where the signal of `fit` ended it.
 * @throws what is no fault of the settings: places that cannot be written, faults of ours
 */
export async function runTrial(parts: TrialParts): Promise<TrialResult> {
  const { fit, training } = parts;
  const { times, onEvent } = stopwatch(parts);
  let model: AnyTaskModel | undefined;
  try {
    model = new parts.Task(parts.options);
    const result = await model.fit(training, { ...fit, onEvent, validation: parts.validation });
    if (result.reason === 'aborted') return unfinished('stopped', times(), model);
    const found = await measure(model, result, parts);
    return { measured: { ...found, ...times(), outcome: 'finished' }, model };
  } catch (error) {
    if (!isOfSettings(error)) {
      model?.dispose();
      throw error;
    }
    return { ...unfinished('failed', times(), model, error.message), error };
  }
}

function unfinished(outcome: TrialOutcome, times: Times, model?: AnyTaskModel, problem?: string): TrialResult {
  model?.dispose();
  return { measured: { outcome, ...times, value: null, bestEpoch: null, groups: [], ...(problem && { problem }) } };
}

type Times = Pick<Trial, 'seconds' | 'epochSeconds'>;

/** Measures a trial from now on, and its epochs by the events of its training. */
function stopwatch({ clock, fit }: TrialParts): { times: () => Times; onEvent: (event: TrainingEvent) => void } {
  const start = clock();
  let [trainingStart, lastEpoch, epochs] = [start, start, 0];
  return {
    times: () => ({
      seconds: (clock() - start) / 1000,
      epochSeconds: epochs && (lastEpoch - trainingStart) / 1000 / epochs,
    }),
    onEvent(event) {
      fit.onEvent?.(event);
      if (event.type === 'start') trainingStart = clock();
      if (event.type !== 'epoch') return;
      lastEpoch = clock();
      epochs++;
    },
  };
}

const isOfSettings = (error: unknown): error is SequenceError =>
  error instanceof SequenceError && !(error instanceof BundleError) && !(error instanceof BackendError);

async function measure(
  model: AnyTaskModel,
  { bestEpoch }: FitResult,
  { validation, isComparable, name }: TrialParts,
): Promise<Pick<Trial, 'value' | 'bestEpoch' | 'groups'>> {
  const value = await metricOf(model, validation, name); // not the best epoch's: a task may calibrate after training
  const groups = isComparable(value) ? await measureGroups(model, validation) : [];
  if (groups.length) await metricOf(model, validation, name); // last, as what the model says of itself
  model.drainWarnings();
  return { value: Number.isFinite(value) ? value : null, bestEpoch, groups };
}

/** What a model of a plan is made with. @param base all settings of the default; none before there is one */
export const optionsOf = ({ settings, epochs, seed }: Plan, base: Settings): Settings => ({
  ...base,
  ...settings,
  epochs,
  seed,
});
