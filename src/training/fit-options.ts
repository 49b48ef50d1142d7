/** The options of `fit`, and their checks. */
import type { Random } from '../random';
import { checkCount, checkOption, checkOptionNames, isCount, type OptionNames } from '../validation';
import type { EpochPlan } from './batches/epoch-plan';
import type { TrainingState } from './checkpoint/checkpoint';
import { checkLayerRates, type LayerRates } from './optimizers/layer-rates';
import type { OptimizerConfig } from './optimizers/create-optimizer';
import type {
  ConstantSchedule,
  CosineSchedule,
  ExponentialSchedule,
  PlateauSchedule,
  ScheduleConfig,
  TriangularSchedule,
} from './schedule';
import { oneOf } from '../display/format';
import { ConfigError, show } from '../errors';
import type { Trainable } from './trainable';
import type { Metrics } from '../metrics/metric-types';
import type { MonitorOptions, TieBreaker } from './monitor';

/** Which epoch is the best, and when to stop. */
export interface EarlyStopping extends MonitorOptions {
  /** Epochs without a better one until the run ends. */
  patience?: number;
  /** What decides between epochs whose monitored values are next to equal; without it the first of equal ones. */
  ties?: TieBreaker;
}

/** What the loop needs: a model, batches, an optimizer, a schedule and random numbers. */
export interface FitOptions<Batch> {
  model: Trainable<Batch>;
  /** The batches of an epoch. @param epoch from 0. Epochs should have about the same length: the first one's gives that of the run. */
  plan: (epoch: number) => EpochPlan<Batch>;
  epochs: number;
  optimizer: OptimizerConfig;
  schedule: ScheduleConfig;
  random: Random;
  /** Largest global norm of the gradients; none without it. */
  clipNorm?: number;
  /** Learning rates of their own for the layers, and when each is trained; without it all alike, from the start. */
  layerRates?: LayerRates;
  /** Decay of a moving average of the weights; the average is then validated and kept. */
  averaging?: number;
  /** Called after each epoch, with the weights (or their average) in place. @param epoch from 1 */
  validate?: (epoch: number) => Metrics | Promise<Metrics>;
  /** Keeps the weights of the best epoch, and stops after `patience` epochs without a better one (never without it). */
  earlyStopping?: EarlyStopping;
  /** Called after every epoch, every `everySteps` steps and before an abort. An error of `save` ends the run. */
  checkpoint?: {
    /** Stores a state. */
    save: (state: TrainingState) => void | Promise<void>;
    everySteps?: number;
  };
  /** Continues from here; the other options should be those of the run that saved it. */
  resume?: TrainingState;
  /** Stops after the step under way, with a checkpoint. */
  signal?: AbortSignal;
  /** Milliseconds; default `performance.now`. */
  clock?: () => number;
}

const optionNames: OptionNames<FitOptions<never>> = {
  model: true,
  plan: true,
  epochs: true,
  optimizer: true,
  schedule: true,
  random: true,
  clipNorm: true,
  layerRates: true,
  averaging: true,
  validate: true,
  earlyStopping: true,
  checkpoint: true,
  resume: true,
  signal: true,
  clock: true,
};
const monitorNames: OptionNames<MonitorOptions> = { metric: true, mode: true, minimumDelta: true };
const earlyStoppingNames: OptionNames<EarlyStopping> = { ...monitorNames, patience: true, ties: true };
const tieNames: OptionNames<TieBreaker> = { metric: true, mode: true, within: true };
const checkpointNames: OptionNames<NonNullable<FitOptions<never>['checkpoint']>> = { save: true, everySteps: true };
const constantNames: OptionNames<ConstantSchedule> = { kind: true, learningRate: true };
const cosineNames: OptionNames<CosineSchedule> = { ...constantNames, warmupSteps: true, minimum: true };
const triangularNames: OptionNames<TriangularSchedule> = { ...constantNames, warmupSteps: true, minimum: true };
const plateauNames: OptionNames<PlateauSchedule> = {
  ...{ ...constantNames, ...monitorNames, factor: true },
  ...{ patience: true, minimum: true },
};
const exponentialNames: OptionNames<ExponentialSchedule> = { ...constantNames, minimum: true, rangeSteps: true };
const scheduleNames = {
  constant: constantNames,
  cosine: cosineNames,
  triangular: triangularNames,
  plateau: plateauNames,
  exponential: exponentialNames,
};

/** @throws ConfigError for an option, or one inside of another, that is not there. */
function checkNames<Batch>(options: FitOptions<Batch>): void {
  checkOptionNames<object>('fit', options, optionNames);
  const { schedule, earlyStopping, checkpoint } = options;
  if (earlyStopping) checkOptionNames('fit earlyStopping', earlyStopping, earlyStoppingNames);
  if (earlyStopping?.ties) checkOptionNames('fit earlyStopping.ties', earlyStopping.ties, tieNames);
  if (checkpoint) checkOptionNames('fit checkpoint', checkpoint, checkpointNames);
  const { kind } = schedule;
  if (Object.hasOwn(scheduleNames, kind))
    return checkOptionNames<object>('fit schedule', schedule, scheduleNames[kind]);
  throw new ConfigError({
    where: 'fit schedule',
    problem: `kind is ${show(kind)}`,
    expected: oneOf(Object.keys(scheduleNames).map((name) => show(name))),
  });
}

/** @throws ConfigError for an unknown option, and for a number out of its range. */
export function checkOptions<Batch>(options: FitOptions<Batch>): void {
  checkNames(options);
  const { epochs, schedule, clipNorm, averaging, earlyStopping, checkpoint, layerRates } = options;
  checkCount('fit', 'epochs', epochs);
  checkOption('fit', 'learningRate', schedule.learningRate, isPositive(schedule.learningRate), 'a number above 0');
  checkIfGiven('clipNorm', clipNorm, isPositive, 'a number above 0; leave it out for no clipping');
  checkIfGiven('averaging', averaging, (d) => d > 0 && d < 1, 'a decay between 0 and 1; leave it out for no average');
  checkIfGiven('earlyStopping.patience', earlyStopping?.patience, isCount, 'a whole number above 0');
  checkIfGiven(
    'earlyStopping.ties.within',
    earlyStopping?.ties?.within,
    (w) => w >= 0 && Number.isFinite(w),
    'a number of at least 0',
  );
  checkIfGiven('checkpoint.everySteps', checkpoint?.everySteps, isCount, 'a whole number above 0');
  if (layerRates) checkLayerRates(layerRates);
  if (schedule.kind === 'cosine' || schedule.kind === 'triangular')
    checkIfGiven('warmupSteps', schedule.warmupSteps, (w) => w >= 0, 'at least 0');
  if (schedule.kind === 'exponential') {
    checkIfGiven('minimum', schedule.minimum, isPositive, 'a number above 0');
    checkIfGiven('rangeSteps', schedule.rangeSteps, isCount, 'a whole number above 0');
  }
  if (schedule.kind !== 'plateau') return;
  checkIfGiven('factor', schedule.factor, (f) => f > 0 && f < 1, 'a number between 0 and 1');
  checkIfGiven('schedule.patience', schedule.patience, isCount, 'a whole number above 0');
}

const isPositive = (value: number) => value > 0 && Number.isFinite(value);

function checkIfGiven(name: string, value: number | undefined, fits: (value: number) => boolean, expected: string) {
  if (value !== undefined) checkOption('fit', name, value, fits(value), expected);
}
