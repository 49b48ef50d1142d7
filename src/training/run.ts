/** Everything that a run holds, and what it does at each point of the loop in fit.ts. */
import { ConfigError, DataError } from '../errors';
import { sizeOf } from '../shapes';
import { WeightAverage } from './averaging';
import { yieldToEventLoop } from '../event-loop';
import type { TrainingState } from './checkpoint/checkpoint';
import type { CheckpointEvent, EndReason, FitResult, StartEvent, StepEvent, TrainingEvent } from './events';
import type { EpochPlan } from './batches/epoch-plan';
import type { FitOptions } from './fit-options';
import { createOptimizer } from './optimizers/create-optimizer';
import type { Optimizer } from './optimizers/optimizer';
import { addEpoch, addStep, freshProgress, pace, runningMetrics, type Progress } from './progress';
import { afterEpoch, learningRateAt } from './schedule';
import { trainStep } from './step';
import type { NamedVariable } from '../parameters';
import { readVariables, writeVariables } from './variables';
import type { Metrics } from '../metrics/metric-types';
import { updateMonitor } from './monitor';

export class Run<Batch> {
  progress: Progress;
  /** Whether something happened that `checkpoint.save` does not have yet. */
  unsaved = false;
  private best: TrainingState['best'] = null;
  private readonly variables: readonly NamedVariable[];
  private readonly optimizer: Optimizer;
  private readonly average?: WeightAverage;
  private readonly clock: () => number;
  private readonly yieldIfDue: () => Promise<void>;

  constructor(private readonly options: FitOptions<Batch>) {
    this.progress = freshProgress(options.plan(0).length);
    this.variables = options.model.parameters();
    this.optimizer = createOptimizer(options.optimizer, this.variables);
    if (options.averaging) this.average = new WeightAverage(options.averaging, this.variables);
    this.clock = options.clock ?? (() => performance.now());
    this.yieldIfDue = yieldToEventLoop(this.clock);
  }

  get aborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  get finished(): boolean {
    return this.progress.epoch >= this.options.epochs || this.stalled;
  }

  private get stalled(): boolean {
    return this.progress.best.stale >= (this.options.earlyStopping?.patience ?? Infinity);
  }

  private get learningRate(): number {
    const { globalStep, schedule } = this.progress;
    return learningRateAt(this.options.schedule, schedule, globalStep, this.plannedSteps);
  }

  private get plannedSteps(): number {
    return this.progress.stepsPerEpoch * this.options.epochs;
  }

  start(): StartEvent {
    if (this.options.resume) this.restore(this.options.resume);
    const { stepsPerEpoch, globalStep } = this.progress;
    const parameters = this.variables.reduce((sum, { variable }) => sum + sizeOf(variable.shape), 0);
    return { type: 'start', epochs: this.options.epochs, stepsPerEpoch, parameters, globalStep };
  }

  /** The batches of the epoch under way. */
  plan(): EpochPlan<Batch> {
    const plan = this.options.plan(this.progress.epoch);
    if (plan.length > 0) return plan;
    throw new DataError({
      where: `epoch ${this.progress.epoch + 1}`,
      problem: 'there are no batches',
      expected: 'at least one',
      fix: 'Check that the training examples are not empty',
    });
  }

  async step(plan: EpochPlan<Batch>): Promise<StepEvent> {
    const { model, clipNorm, random } = this.options;
    const { globalStep, step } = this.progress;
    const { learningRate, optimizer } = this;
    await this.yieldIfDue();
    const started = this.clock();
    const batch = await plan.batch(step);
    const chance = random.fork('step').fork(globalStep);
    const progress = Math.min(globalStep / this.plannedSteps, 1 - Number.EPSILON); // epochs may differ in length
    const settings = { optimizer, learningRate, clipNorm, step: globalStep + 1, random: chance, progress };
    const result = await trainStep(model, batch, settings);
    this.average?.update(globalStep + 1);
    const seconds = (this.clock() - started) / 1000;
    addStep(this.progress, result, model.countUnits(batch), model.countTokens(batch), seconds);
    this.unsaved = this.options.checkpoint !== undefined;
    return this.stepEvent(plan.length, learningRate, result.loss, result.gradientNorm);
  }

  private stepEvent(steps: number, learningRate: number, loss: number, gradientNorm: number): StepEvent {
    const { epoch, step, globalStep } = this.progress;
    const { epochs } = this.options;
    return {
      type: 'step',
      epoch: epoch + 1,
      epochs,
      step,
      steps,
      globalStep,
      loss,
      metrics: runningMetrics(this.progress),
      learningRate,
      gradientNorm,
      ...pace(this.progress, epochs),
    };
  }

  /** Validates, looks whether this epoch is the best, lets the schedule know. */
  async *endEpoch(): AsyncGenerator<TrainingEvent> {
    const { progress, options, learningRate } = this;
    const train = runningMetrics(progress);
    const { validation, improved } = this.average
      ? await this.average.during(() => this.judge(train))
      : await this.judge(train);
    const metrics = validation ?? train;
    progress.schedule = afterEpoch(options.schedule, progress.schedule, metrics);
    addEpoch(progress, { epoch: progress.epoch + 1, train, validation, learningRate, seconds: progress.sums.seconds });
    this.unsaved = options.checkpoint !== undefined;
    for (const [name, value] of Object.entries(metrics)) {
      if (!Number.isFinite(value))
        yield { type: 'warning', message: `${name} is ${value} after epoch ${progress.epoch}` };
    }
    yield { type: 'epoch', epochs: options.epochs, improved, ...progress.history[progress.epoch - 1] };
  }

  /** With the weights in place that would be kept: their average, where there is one. */
  private async judge(train: Metrics): Promise<{ validation: Metrics | null; improved: boolean }> {
    const { earlyStopping, validate } = this.options;
    const validation = validate ? await validate(this.progress.epoch + 1) : null;
    if (!earlyStopping) return { validation, improved: false };
    const { improved, ...state } = updateMonitor(earlyStopping, this.progress.best, validation ?? train);
    this.progress.best = { ...state, epoch: improved ? this.progress.epoch + 1 : this.progress.best.epoch };
    if (improved) this.best = await readVariables(this.variables);
    return { validation, improved };
  }

  /** A checkpoint inside the epoch; its end has its own. */
  saveDue(plan: EpochPlan<Batch>): boolean {
    const everySteps = this.options.checkpoint?.everySteps ?? Infinity;
    return this.progress.globalStep % everySteps === 0 && this.progress.step < plan.length;
  }

  async save(): Promise<CheckpointEvent> {
    await this.options.checkpoint?.save({
      progress: structuredClone(this.progress),
      weights: await readVariables(this.variables),
      slots: await readVariables(this.optimizer.slots()),
      average: this.average ? await readVariables(this.average.averages) : null,
      best: this.best,
    });
    this.unsaved = false;
    const { epoch, step, globalStep } = this.progress;
    return { type: 'checkpoint', epoch, step, globalStep };
  }

  private restore(state: TrainingState): void {
    const { stepsPerEpoch } = this.progress;
    if (state.progress.stepsPerEpoch !== stepsPerEpoch) {
      throw new ConfigError({
        where: 'resume',
        problem: `the checkpoint has ${state.progress.stepsPerEpoch} steps an epoch, this run ${stepsPerEpoch}`,
        expected: 'the data and the batch size of the run that is resumed',
        fix: 'Resume with the same data and configuration, or start anew without resuming',
      });
    }
    writeVariables('optimizer of the checkpoint', this.optimizer.slots(), state.slots);
    writeVariables('average of the checkpoint', this.average?.averages ?? [], state.average ?? []);
    writeVariables('weights of the checkpoint', this.variables, state.weights);
    this.best = state.best;
    this.progress = structuredClone(state.progress);
  }

  /** Puts the weights in place that are to be kept. */
  finish(): FitResult {
    if (this.best) writeVariables('best weights', this.variables, this.best);
    else this.average?.settle();
    const { epoch, globalStep, best, history } = this.progress;
    return {
      reason: this.reason(),
      epochs: epoch,
      globalStep,
      weights: this.best ? 'best' : this.average ? 'average' : 'last',
      bestEpoch: best.epoch,
      bestValue: best.best,
      history: structuredClone(history),
    };
  }

  /** After a failed step: the best weights, which are known to be good; where none are kept, those before the step. */
  fallBack(): void {
    if (this.best) writeVariables('best weights', this.variables, this.best);
  }

  private reason(): EndReason {
    if (this.progress.epoch >= this.options.epochs) return 'completed';
    return this.stalled ? 'early-stopping' : 'aborted';
  }

  dispose(): void {
    this.optimizer.dispose();
    this.average?.dispose();
  }
}
