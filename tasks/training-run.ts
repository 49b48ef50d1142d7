/** How `fit` brings a task and the training loop together: encoding, batches, validation, checkpoints, resume. */
import { Random } from '../src/random';
import type { FitResult, TrainingEvent } from '../src/training/events';
import { fit } from '../src/training/fit';
import type { FitOptions as LoopOptions } from '../src/training/fit-options';
import type { OptimizerConfig } from '../src/training/optimizers/create-optimizer';
import type { ScheduleConfig } from '../src/training/schedule';
import { predictInBatches } from './batched-prediction';
import { layerRatesOf } from './pretraining/layer-rates';
import type { TrainingConfig } from './settings';
import type { EncodedExamples, Metrics, Monitor, Predictor, Preprocessor, TaskTypes } from './task';

export interface RunOptions {
  /** Called with every event of the run: steps, epochs, checkpoints, warnings. */
  onEvent?: (event: TrainingEvent) => void;
  /** Stops after the step under way, with a checkpoint where there are any. */
  signal?: AbortSignal;
}

/** What a run needs beside the task. */
export interface RunParts<T extends TaskTypes> extends RunOptions {
  config: TrainingConfig;
  /** In place of the configuration's. */
  schedule?: ScheduleConfig;
  predictor: Predictor<T>;
  training: EncodedExamples<T>;
  validation?: readonly T['encoded'][];
  /** What chooses the best epoch, if there is a validation. */
  monitor: Monitor;
  /** Keeps the predictor's report on the validation. */
  keepValidationReport?: (epoch: number, text: string) => Promise<void>;
  checkpoint?: LoopOptions<T['encoded'][]>['checkpoint'];
  resume?: LoopOptions<T['encoded'][]>['resume'];
}

export async function runTraining<T extends TaskTypes>(parts: RunParts<T>): Promise<FitResult> {
  const { config, predictor, training, validation, monitor, onEvent, signal, checkpoint, resume } = parts;
  const random = Random.fromSeed(config.seed);
  const plan = (epoch: number) => training.planEpoch(predictor, config.batchSize, random.fork('batches').fork(epoch));
  const steps = plan(0).length * config.epochs;
  const events = fit<T['encoded'][]>({
    model: {
      parameters: () => predictor.network.parameters(),
      carried: () => predictor.carried?.() ?? [],
      loss: (batch, context) => predictor.loss(batch, context),
      split: (batch) => predictor.split?.(batch).map((part) => Array.from(part, (i) => batch[i])) ?? [batch],
      countUnits: (batch) => predictor.countUnits?.(batch) ?? batch.length,
      countTokens: (batch) => batch.reduce((sum, one) => sum + predictor.lengthOf(one), 0),
    },
    plan,
    epochs: config.epochs,
    optimizer: optimizerOf(config),
    schedule: parts.schedule ?? scheduleOf(config, steps, validation ? monitor : { metric: 'loss', mode: 'min' }),
    random: random.fork('training'),
    clipNorm: config.clipNorm || undefined,
    layerRates: layerRatesOf(config, predictor.network, onEvent),
    averaging: config.averaging || undefined,
    validate: validation && ((epoch) => validate(parts, validation, epoch)),
    earlyStopping: validation && { ...monitor, patience: config.patience || undefined, ties: tiesOf(validation) },
    checkpoint: checkpoint && { ...checkpoint, everySteps: config.checkpointEvery || undefined },
    resume,
    signal,
  });
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done) return { ...value, ...(await calibrate(parts)) };
      onEvent?.(value);
    }
  } finally {
    await events.return(undefined as never); // frees the optimizer's memory where onEvent throws
  }
}

async function calibrate<T extends TaskTypes>(parts: RunParts<T>): Promise<Pick<FitResult, 'calibrated'>> {
  const { predictor, validation } = parts;
  const isChanged = await predictor.calibrate?.(validation ?? []);
  return isChanged && validation ? { calibrated: await metricsOn(parts.predictor, validation) } : {};
}

async function validate<T extends TaskTypes>(
  { predictor, keepValidationReport }: RunParts<T>,
  validation: readonly T['encoded'][],
  epoch: number,
): Promise<Metrics> {
  const predictions = await predictInBatches(predictor, validation, undefined, nameOfValidation);
  if (predictor.validationReport)
    await keepValidationReport?.(epoch, predictor.validationReport(validation, predictions));
  return predictor.evaluate(validation, predictions);
}

const nameOfValidation = (index: number) => `validation example ${index + 1}`;

async function metricsOn<T extends TaskTypes>(predictor: Predictor<T>, encoded: readonly T['encoded'][]) {
  return predictor.evaluate(encoded, await predictInBatches(predictor, encoded, undefined, nameOfValidation));
}

/** A difference of one example is no difference. */
const tiesOf = ({ length }: readonly object[]) =>
  ({ metric: 'loss', mode: 'min', within: 1.5 / Math.max(1, length) }) as const;

function optimizerOf({ optimizer, weightDecay }: TrainingConfig): OptimizerConfig {
  return optimizer === 'adamw' ? { kind: 'adamw', weightDecay } : { kind: optimizer };
}

function scheduleOf(
  { schedule, learningRate, warmup }: TrainingConfig,
  steps: number,
  monitor: Monitor,
): ScheduleConfig {
  switch (schedule) {
    case 'constant':
      return { kind: 'constant', learningRate };
    case 'cosine':
      return { kind: 'cosine', learningRate, warmupSteps: Math.round(warmup * steps) };
    case 'triangular':
      return { kind: 'triangular', learningRate, warmupSteps: Math.round(warmup * steps) };
    case 'plateau':
      return { kind: 'plateau', learningRate, ...monitor };
  }
}

/** Encodes examples to measure on, naming each by its index in errors. */
export const encodeAll = <T extends TaskTypes>(
  preprocessor: Preprocessor<T>,
  examples: readonly T['example'][],
  what: string,
): T['encoded'][] => examples.map((example, i) => preprocessor.encode(example, `${what} ${i + 1}`));

/** What encoded examples take outside of memory is freed at the end. */
export async function withEncoded<T extends TaskTypes, Result>(
  examples: EncodedExamples<T> | Promise<EncodedExamples<T>>,
  use: (encoded: EncodedExamples<T>) => Promise<Result>,
): Promise<Result> {
  const encoded = await examples;
  try {
    return await use(encoded);
  } finally {
    await encoded.dispose?.();
  }
}
