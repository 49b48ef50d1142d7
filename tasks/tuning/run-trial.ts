/** One trial: a fresh model is trained and measured on the validation examples, as a whole and in groups. */
import { BackendError, BundleError, SequenceError } from '../../src/errors';
import type { FitResult } from '../../src/training/events';
import type { AnyTaskModel, TaskClass } from '../index';
import type { FitOptions } from '../options';
import { MIN_GROUPS } from './comparison';
import type { Settings } from './space/space';
import type { Plan, Trial, TrialOutcome } from './trials';

/** Groups of validation examples, or blocks of the steps of a few long ones, for standard errors. */
const GROUPS = 20;

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

export type Measured = Pick<Trial, 'outcome' | 'value' | 'bestEpoch' | 'seconds' | 'groups' | 'problem'>;

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
  const { clock, fit, training } = parts;
  const start = clock();
  const seconds = () => (clock() - start) / 1000;
  let model: AnyTaskModel | undefined;
  try {
    model = new parts.Task(parts.options);
    const result = await model.fit(training, { ...fit, validation: parts.validation });
    if (result.reason === 'aborted') return unfinished('stopped', seconds(), model);
    const found = await measure(model, result, parts);
    return { measured: { ...found, outcome: 'finished', seconds: seconds() }, model };
  } catch (error) {
    if (!isOfSettings(error)) {
      model?.dispose();
      throw error;
    }
    return { ...unfinished('failed', seconds(), model, error.message), error };
  }
}

function unfinished(outcome: TrialOutcome, seconds: number, model?: AnyTaskModel, problem?: string): TrialResult {
  model?.dispose();
  return { measured: { outcome, value: null, bestEpoch: null, seconds, groups: [], ...(problem && { problem }) } };
}

const isOfSettings = (error: unknown): error is SequenceError =>
  error instanceof SequenceError && !(error instanceof BundleError) && !(error instanceof BackendError);

async function measure(
  model: AnyTaskModel,
  { bestEpoch, bestValue }: FitResult,
  { validation, isComparable, name }: TrialParts,
): Promise<Pick<Trial, 'value' | 'bestEpoch' | 'groups'>> {
  const groups = bestValue !== null && isComparable(bestValue) ? await measureGroups(model, validation) : [];
  const value = await metricOf(model, validation, name); // last: it is what the model says of itself
  model.drainWarnings();
  return { value: Number.isFinite(value) ? value : null, bestEpoch, groups };
}

async function metricOf(model: AnyTaskModel, examples: readonly object[], name?: string): Promise<number> {
  const metrics: Record<string, unknown> = await model.evaluate(examples, { baselinesFrom: [], name });
  return Number(metrics[model.monitor.metric]);
}

/** @returns the monitored metric of each group; none where there are too few examples for groups */
export async function measureGroups(model: AnyTaskModel, validation: readonly object[]): Promise<number[]> {
  const values = validation.length < MIN_GROUPS ? await ofBlocks(model, validation) : await ofExamples(model, validation); // prettier-ignore
  return values.every(Number.isFinite) ? values : [];
}

async function ofExamples(model: AnyTaskModel, validation: readonly object[]): Promise<number[]> {
  const count = Math.min(GROUPS, validation.length);
  const values: number[] = [];
  for (let group = 0; group < count; group++) {
    values.push(
      await metricOf(
        model,
        validation.filter((_, i) => i % count === group),
      ),
    );
  }
  return values;
}

/** A few recordings: blocks of steps that follow each other, of which neighbours are alike. */
async function ofBlocks(model: AnyTaskModel, validation: readonly object[]): Promise<number[]> {
  const { task, config } = model;
  if (model.monitor.metric !== 'accuracy' || !task.trueLabels || !task.predictedLabels) return [];
  const predictions = (await model.predict(validation)) as object[];
  const truth = validation.flatMap((example) => task.trueLabels?.(example, config) ?? []);
  const predicted = predictions.flatMap((prediction) => task.predictedLabels?.(prediction) ?? []);
  if (truth.length < GROUPS) return [];
  const bounds = Array.from({ length: GROUPS + 1 }, (_, g) => Math.round((g * truth.length) / GROUPS));
  return bounds.slice(1).map((end, g) => {
    const right = truth.slice(bounds[g], end).filter((label, i) => label === predicted[bounds[g] + i]).length;
    return right / (end - bounds[g]);
  });
}

/** What a model of a plan is made with. @param base all settings of the default; none before there is one */
export const optionsOf = ({ settings, epochs, seed }: Plan, base: Settings): Settings => ({
  ...base,
  ...settings,
  epochs,
  seed,
});
