/** How `fit` brings a task and the training loop together: coding, batches, validation, checkpoints, resume. */
import { planBatches } from '../src/training/batches';
import { Random } from '../src/random';
import type { FitResult, TrainingEvent } from '../src/training/events';
import { fit } from '../src/training/fit';
import type { FitOptions as LoopOptions } from '../src/training/fit-options';
import type { OptimizerConfig } from '../src/training/optimizers/optimizer';
import type { ScheduleConfig } from '../src/training/schedule';
import type { Metrics as LoopMetrics } from '../src/training/monitor';
import { answersOf } from './batched-prediction';
import type { TrainingConfig } from './settings';
import type { Coder, Metrics, TaskNetwork, Watch } from './task';

export interface RunOptions {
  onEvent?: (event: TrainingEvent) => void;
  /** Stops after the step under way, with a checkpoint where there are any. */
  signal?: AbortSignal;
}

/** What a run needs beside the task: everything is coded already. */
export interface RunParts<Coded, Answer, Figures extends Metrics> extends RunOptions {
  config: TrainingConfig;
  net: TaskNetwork<Coded, Answer, Figures>;
  training: readonly Coded[];
  validation?: readonly Coded[];
  /** What chooses the best epoch, if there is a validation. */
  watch: Watch;
  /** Takes what the network says of its answers to the validation. */
  keepTranscript?: (epoch: number, text: string) => Promise<void>;
  checkpoint?: LoopOptions<Coded[]>['checkpoint'];
  resume?: LoopOptions<Coded[]>['resume'];
}

export async function runTraining<Coded, Answer, Figures extends Metrics>(
  parts: RunParts<Coded, Answer, Figures>,
): Promise<FitResult> {
  const { config, net, training, validation, watch, onEvent, signal, checkpoint, resume } = parts;
  const random = Random.fromSeed(config.seed);
  const epochOf = (order: Random) => {
    const units = net.cut?.(training, order.fork('cut')) ?? training;
    const lengths = () => units.map((coded) => net.lengthOf(coded));
    const batches =
      net.planBatches?.(units, order) ?? planBatches(lengths(), { batchSize: config.batchSize, random: order });
    return { units, batches };
  };
  const steps = epochOf(random.fork('batches').fork(0)).batches.length * config.epochs;
  const events = fit<Coded[]>({
    model: {
      parameters: () => net.network.parameters(),
      loss: (batch, context) => net.loss(batch, context),
      weightOf: (batch) => net.weightOf?.(batch) ?? batch.length,
      tokensOf: (batch) => batch.reduce((sum, coded) => sum + net.lengthOf(coded), 0),
    },
    plan(epoch) {
      const { units, batches } = epochOf(random.fork('batches').fork(epoch));
      return { length: batches.length, batch: (index) => Array.from(batches[index], (i) => units[i]) };
    },
    epochs: config.epochs,
    optimizer: optimizerOf(config),
    schedule: scheduleOf(config, steps, validation ? watch : { metric: 'loss', mode: 'min' }),
    random: random.fork('training'),
    clipNorm: config.clipNorm || undefined,
    averaging: config.averaging || undefined,
    validate: validation && ((epoch) => validate(parts, validation, epoch)),
    earlyStopping: validation && { ...watch, patience: config.patience || undefined },
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

async function validate<Coded, Answer, Figures extends Metrics>(
  { net, keepTranscript }: RunParts<Coded, Answer, Figures>,
  validation: readonly Coded[],
  epoch: number,
): Promise<LoopMetrics> {
  const answers = await answersOf(net, validation);
  if (net.transcript) await keepTranscript?.(epoch, net.transcript(validation, answers));
  return net.evaluate(validation, answers);
}

function optimizerOf({ optimizer, weightDecay }: TrainingConfig): OptimizerConfig {
  return optimizer === 'adamw' ? { kind: 'adamw', weightDecay } : { kind: optimizer };
}

function scheduleOf({ schedule, learningRate, warmup }: TrainingConfig, steps: number, watch: Watch): ScheduleConfig {
  switch (schedule) {
    case 'constant':
      return { kind: 'constant', learningRate };
    case 'cosine':
      return { kind: 'cosine', learningRate, warmupSteps: Math.round(warmup * steps) };
    case 'plateau':
      return { kind: 'plateau', learningRate, ...watch };
  }
}

/** Codes examples to measure on, naming each by its place in errors. */
export const codeAll = <Example, Input, Coded>(
  coder: Coder<Example, Input, Coded>,
  examples: readonly Example[],
  what: string,
): Coded[] => examples.map((example, i) => coder.encode(example, `${what} ${i + 1}`));

/** The same for examples to train with. */
export const codeTraining = <Example, Input, Coded>(
  coder: Coder<Example, Input, Coded>,
  examples: readonly Example[],
): Coded[] => examples.map((example, i) => coder.encodeTraining(example, `training example ${i + 1}`));
