/** The state of a run, and what happens at each point of the loop in fit.ts. */
import { ConfigError, DataError } from '../errors';
import { yieldToEventLoop } from '../event-loop';
import { sizeOf } from '../shapes';
import type { EpochPlan } from './batches/epoch-plan';
import type { CheckpointEvent, EndReason, FitResult, StartEvent, StepEvent, TrainingEvent } from './events';
import type { FitOptions } from './fit-options';
import type { Metrics } from '../metrics/metric-types';
import { improves, updateMonitor } from './monitor';
import { addEpoch, addStep, freshProgress, pace, runningMetrics, type Progress } from './progress';
import { RunTensors } from './run-tensors';
import { ratesOf } from './optimizers/layer-rates';
import { afterEpoch, learningRateAt } from './schedule';
import { trainStep } from './step';

export class Run<Batch> {
  progress: Progress;
  /** Whether `checkpoint.save` does not have the present state yet. */
  unsaved = false;
  private readonly tensors: RunTensors;
  private readonly clock: () => number;
  private readonly yieldIfDue: () => Promise<void>;

  constructor(private readonly options: FitOptions<Batch>) {
    this.progress = freshProgress(options.plan(0).length);
    this.tensors = new RunTensors(options);
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

  async start(): Promise<StartEvent> {
    const { epochs, resume } = this.options;
    if (resume) checkStepsPerEpoch(resume.progress, this.progress);
    await this.tensors.start(resume);
    if (resume) this.progress = structuredClone(resume.progress);
    const { stepsPerEpoch, globalStep, history } = structuredClone(this.progress);
    const parameters = this.tensors.weights.reduce((sum, { variable }) => sum + sizeOf(variable.shape), 0);
    return { type: 'start', epochs, stepsPerEpoch, parameters, globalStep, history };
  }

  /** The batches of the present epoch. */
  plan(): EpochPlan<Batch> {
    const { epoch, step } = this.progress;
    const plan = this.options.plan(epoch);
    if (step > plan.length) throw otherEpoch(epoch, step, plan.length);
    if (plan.length > 0) return plan;
    throw new DataError({
      where: `epoch ${epoch + 1}`,
      problem: 'there are no batches',
      expected: 'at least one',
      fix: 'Check that the training examples are not empty',
    });
  }

  async step(plan: EpochPlan<Batch>): Promise<StepEvent> {
    const { model, clipNorm, random } = this.options;
    const { globalStep, step } = this.progress;
    const { learningRate, tensors } = this;
    const { optimizer, guard } = tensors;
    await this.yieldIfDue();
    const started = this.clock();
    const batch = await plan.batch(step);
    if (step === 0 || plan.startsStreams?.(step)) tensors.resetCarried();
    const result = await trainStep(model, batch, {
      optimizer,
      learningRate,
      rates: this.options.layerRates && ratesOf(this.options.layerRates, tensors.weights, this.progress),
      clipNorm,
      guard,
      step: globalStep + 1,
      random: random.fork('step').fork(globalStep),
      progress: Math.min(globalStep / this.plannedSteps, 1 - Number.EPSILON), // epochs may differ in length
    });
    tensors.average?.update(globalStep + 1);
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

  /** Validates, keeps the weights if this epoch is the best, updates the schedule. */
  async *endEpoch(): AsyncGenerator<TrainingEvent> {
    const { progress, options, learningRate } = this;
    const { average } = this.tensors;
    const train = runningMetrics(progress);
    const { validation, improved } = average
      ? await average.during(() => this.validate(train))
      : await this.validate(train);
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

  /** Called with the weights in place that would be kept: their average, where there is one. */
  private async validate(train: Metrics): Promise<{ validation: Metrics | null; improved: boolean }> {
    const { earlyStopping, validate } = this.options;
    const validation = validate ? await validate(this.progress.epoch + 1) : null;
    if (!earlyStopping) return { validation, improved: false };
    const metrics = validation ?? train;
    const { improved, ...state } = this.monitored(earlyStopping, metrics);
    this.progress.best = { ...state, epoch: improved ? this.progress.epoch + 1 : this.progress.best.epoch };
    if (improved) await this.tensors.keepBest();
    return { validation, improved };
  }

  private monitored({ ties, ...options }: NonNullable<FitOptions<Batch>['earlyStopping']>, metrics: Metrics) {
    const { best, history } = this.progress;
    if (!ties || best.epoch === null) return updateMonitor(options, best, metrics);
    const epochs = history.map(({ validation, train }) => validation ?? train);
    const values = epochs.map((one) => one[options.metric]).filter(Number.isFinite);
    const peak = values.reduce((a, b) => (options.mode === 'max' ? Math.max(a, b) : Math.min(a, b)));
    const improved = improves(options, ties, metrics, { chosen: epochs[best.epoch - 1], peak });
    return improved
      ? { best: metrics[options.metric], stale: 0, improved }
      : { best: best.best, stale: best.stale + 1, improved };
  }

  /** Whether a checkpoint inside the epoch is due; its end has its own. */
  saveDue(plan: EpochPlan<Batch>): boolean {
    const everySteps = this.options.checkpoint?.everySteps ?? Infinity;
    return this.progress.globalStep % everySteps === 0 && this.progress.step < plan.length;
  }

  async save(): Promise<CheckpointEvent> {
    const progress = structuredClone(this.progress);
    await this.options.checkpoint?.save({ progress, ...(await this.tensors.read()) });
    this.unsaved = false;
    const { epoch, step, globalStep } = this.progress;
    return { type: 'checkpoint', epoch, step, globalStep };
  }

  /** Puts the weights in place that are to be kept. */
  finish(): FitResult {
    const weights = this.tensors.keepFinal();
    const { epoch, globalStep, best, history } = this.progress;
    return {
      reason: this.reason(),
      epochs: epoch,
      globalStep,
      weights,
      bestEpoch: best.epoch,
      bestValue: best.best,
      history: structuredClone(history),
    };
  }

  /** After a failed step: the best weights; where none are kept, those before the step, which are in place. */
  restoreBest(): void {
    this.tensors.restoreBest();
  }

  private reason(): EndReason {
    if (this.progress.epoch >= this.options.epochs) return 'completed';
    return this.stalled ? 'early-stopping' : 'aborted';
  }

  dispose(): void {
    this.tensors.dispose();
  }
}

function checkStepsPerEpoch(saved: Progress, present: Progress): void {
  if (saved.stepsPerEpoch === present.stepsPerEpoch) return;
  throw new ConfigError({
    where: 'resume',
    problem: `the checkpoint has ${saved.stepsPerEpoch} steps an epoch, this run ${present.stepsPerEpoch}`,
    expected: 'the data and the batch size of the run that is resumed',
    fix: 'Resume with the same data and configuration, or start anew without resuming',
  });
}

const otherEpoch = (epoch: number, step: number, steps: number) =>
  new ConfigError({
    where: 'resume',
    problem: `the checkpoint has ${step} steps done in epoch ${epoch + 1}, which has ${steps}`,
    expected: `at most ${steps}`,
    fix: 'Resume with the same data and configuration, or start anew without resuming',
  });
