/** How `fit` brings a task and the training loop together: coding, batches, validation, checkpoints, resume. */
import { planBatches } from '../src/training/batches/bucketing';
import { Random } from '../src/random';
import type { FitResult, TrainingEvent } from '../src/training/events';
import { fit } from '../src/training/fit';
import type { FitOptions as LoopOptions } from '../src/training/fit-options';
import type { OptimizerConfig } from '../src/training/optimizers/create-optimizer';
import type { ScheduleConfig } from '../src/training/schedule';
import { predictInBatches } from './batched-prediction';
import type { TrainingConfig } from './settings';
import type { Metrics, Monitor, Predictor, Preprocessor } from './task';

export interface RunOptions {
  onEvent?: (event: TrainingEvent) => void;
  /** Stops after the step under way, with a checkpoint where there are any. */
  signal?: AbortSignal;
}

/** What a run needs beside the task: everything is coded already. */
export interface RunParts<Encoded, Answer, Figures extends Metrics> extends RunOptions {
  config: TrainingConfig;
  net: Predictor<Encoded, Answer, Figures>;
  training: readonly Encoded[];
  validation?: readonly Encoded[];
  /** What chooses the best epoch, if there is a validation. */
  monitor: Monitor;
  /** Takes what the network says of its answers to the validation. */
  keepValidationReport?: (epoch: number, text: string) => Promise<void>;
  checkpoint?: LoopOptions<Encoded[]>['checkpoint'];
  resume?: LoopOptions<Encoded[]>['resume'];
}

export async function runTraining<Encoded, Answer, Figures extends Metrics>(
  parts: RunParts<Encoded, Answer, Figures>,
): Promise<FitResult> {
  const { config, net, training, validation, monitor, onEvent, signal, checkpoint, resume } = parts;
  const random = Random.fromSeed(config.seed);
  const epochOf = (order: Random) => {
    const units = net.trainingUnits?.(training, order.fork('cut')) ?? training;
    const lengths = () => units.map((coded) => net.lengthOf(coded));
    const batches =
      net.planBatches?.(units, order) ?? planBatches(lengths(), { batchSize: config.batchSize, random: order });
    return { units, batches };
  };
  const steps = epochOf(random.fork('batches').fork(0)).batches.length * config.epochs;
  const events = fit<Encoded[]>({
    model: {
      parameters: () => net.network.parameters(),
      loss: (batch, context) => net.loss(batch, context),
      countUnits: (batch) => net.countUnits?.(batch) ?? batch.length,
      countTokens: (batch) => batch.reduce((sum, coded) => sum + net.lengthOf(coded), 0),
    },
    plan(epoch) {
      const { units, batches } = epochOf(random.fork('batches').fork(epoch));
      return { length: batches.length, batch: (index) => Array.from(batches[index], (i) => units[i]) };
    },
    epochs: config.epochs,
    optimizer: optimizerOf(config),
    schedule: scheduleOf(config, steps, validation ? monitor : { metric: 'loss', mode: 'min' }),
    random: random.fork('training'),
    clipNorm: config.clipNorm || undefined,
    averaging: config.averaging || undefined,
    validate: validation && ((epoch) => validate(parts, validation, epoch)),
    earlyStopping: validation && { ...monitor, patience: config.patience || undefined },
    checkpoint: checkpoint && { ...checkpoint, everySteps: config.checkpointEvery || undefined },
    resume,
    signal,
  });
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done) return value;
      onEvent?.(value);
    }
  } finally {
    await events.return(undefined as never); // frees the optimizer's memory where onEvent throws
  }
}

async function validate<Encoded, Answer, Figures extends Metrics>(
  { net, keepValidationReport }: RunParts<Encoded, Answer, Figures>,
  validation: readonly Encoded[],
  epoch: number,
): Promise<Metrics> {
  const answers = await predictInBatches(net, validation);
  if (net.validationReport) await keepValidationReport?.(epoch, net.validationReport(validation, answers));
  return net.evaluate(validation, answers);
}

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
    case 'plateau':
      return { kind: 'plateau', learningRate, ...monitor };
  }
}

/** Codes examples to measure on, naming each by its place in errors. */
export const encodeAll = <Example, Input, Encoded>(
  preprocessor: Preprocessor<Example, Input, Encoded>,
  examples: readonly Example[],
  what: string,
): Encoded[] => examples.map((example, i) => preprocessor.encode(example, `${what} ${i + 1}`));

/** The same for examples to train with. */
export const encodeTrainingExamples = <Example, Input, Encoded>(
  preprocessor: Preprocessor<Example, Input, Encoded>,
  examples: readonly Example[],
): Encoded[] => examples.map((example, i) => preprocessor.encodeTraining(example, `training example ${i + 1}`));
