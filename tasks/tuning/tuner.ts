/** The loop of a search: what is next, its training, what is kept of it. */
import { DataError } from '../../src/errors';
import { Random } from '../../src/random';
import type { Metrics, Monitor } from '../../src/metrics/metric-types';
import type { TrainingEvent } from '../../src/training/events';
import type { AnyTask, AnyTaskModel, TaskClass } from '../index';
import type { FitOptions } from '../options';
import { type SpaceParts, searchSpace, withinRates } from './space/bounds';
import { bestOf, type Compared } from './comparison';
import { controllerWith } from './abort';
import { differing, keyOf, nextCandidate } from './space/draw';
import type { SearchExamples } from './examples';
import { nextPlan, rungsOf, type SearchEnd } from './halving';
import type { AbortedSearch, FinishedSearch, TuneOptions, TuneResult } from './options';
import { rangeTest } from './space/range-test';
import { optionsOf, runTrial, type TrialResult } from './run-trial';
import type { SavedSearch } from './kept/saved-search';
import type { Search } from './kept/search';
import type { AnySpace, Settings } from './space/space';
import type { Plan, Trial } from './trials';

export class Tuner {
  private readonly task: AnyTask;
  /** What was given, with defaults as far as the data do not decide. */
  private readonly config: AnyTaskModel['config'];
  private readonly clock: () => number;
  private readonly started: number;
  private secondsBefore = 0;

  /** @throws ConfigError for settings, and for a space with nothing left. */
  constructor(
    private readonly Task: TaskClass,
    private readonly examples: SearchExamples,
    private readonly options: TuneOptions<AnyTaskModel, object>,
  ) {
    const { settings = {} } = options;
    const model = new Task(settings);
    this.task = model.task.variant?.(settings, examples.training[0]) ?? model.task;
    this.config = this.task.parseConfig(settings);
    this.clock = options.clock ?? (() => performance.now());
    this.started = this.clock();
    this.spaceAround(this.config); // throws before anything is trained
  }

  async run(search: Search): Promise<TuneResult<AnyTaskModel>> {
    this.secondsBefore = search.saved.seconds;
    try {
      for (;;) {
        const plan = this.next(search);
        if (this.isAborted) return this.aborted(search);
        if (typeof plan === 'string') return await this.finish(search, plan);
        await this.try(search, plan);
        if (!this.isAborted) await this.testRates(search);
      }
    } finally {
      search.dispose();
    }
  }

  private next(search: Search): Plan | SearchEnd {
    const { trials, saved } = search;
    const { trials: most = Infinity, patience = 24 } = this.options;
    const { epochs, seed } = trials.length ? this.baseOf(saved) : this.config;
    return nextPlan({
      trials,
      monitor: this.monitorOf(search),
      epochs,
      seed,
      secondsLeft: this.secondsLeft,
      trialsLeft: most - trials.length,
      patience,
      draw: (parent) => this.draw(search, parent),
    });
  }

  private draw({ trials, saved: { base, rangeTest: tested } }: Search, parent: Settings): Settings | undefined {
    const space = withinRates(this.spaceAround(base), tested, base);
    const tried = new Set(trials.map(({ settings }) => keyOf(settings)));
    const random = Random.fromSeed(this.config.seed).fork('tuning').fork(trials.length);
    return nextCandidate({ space, base, parent, tried, isValid: (settings) => this.isValid(base, settings) }, random);
  }

  /** Settings that contradict one another are no candidate. */
  private isValid(base: Settings, settings: Settings): boolean {
    try {
      new this.Task({ ...base, ...settings });
      return true;
    } catch {
      return false;
    }
  }

  private async try(search: Search, plan: Plan): Promise<void> {
    const { onEvent } = this.options;
    const number = search.trials.length + 1;
    const isFirst = number === 1;
    onEvent?.({ type: 'trial-start', number, plan });
    const places = await search.begin(plan);
    const { measured, model, error } = await this.train(search, plan, places);
    if (isFirst && error) throw error;
    if (isFirst && model && measured.value === null) throw notMeasured(model);
    if (measured.outcome === 'stopped' && this.isAborted) return;
    if (isFirst && model) search.setDefault(model, await this.baselinesOf(model));
    const trial: Trial = { number, ...plan, ...(isFirst && model && fullPlanOf(model)), ...measured };
    search.saved.seconds = this.seconds;
    const best = await search.add(trial, model, this.monitorOf(search));
    onEvent?.({ type: 'trial', trial, best, monitor: this.monitorOf(search) });
  }

  /** @param places where its checkpoints are */
  private async train(search: Search, plan: Plan, places: FitOptions<object>): Promise<TrialResult> {
    const { Task, examples, clock, options } = this;
    const isFirst = search.trials.length === 0;
    const ended = controllerWith(options.signal);
    const onEvent = (event: TrainingEvent) => {
      if (event.type !== 'warning' || isFirst) options.onEvent?.({ type: 'training', event }); // the same for every trial
      if (!isFirst && this.secondsLeft <= 0) ended.abort();
    };
    try {
      return await runTrial({
        Task,
        options: isFirst ? { ...options.settings } : optionsOf(plan, search.saved.base),
        ...examples,
        fit: { ...options.fit, ...places, onEvent, signal: ended.signal },
        name: this.nameOfValidation,
        isComparable: (value) => isFirst || plan.rung === 'confirmation' || this.isBetter(search, value),
        clock,
      });
    } finally {
      ended.release();
    }
  }

  private get nameOfValidation(): string | undefined {
    const { name } = (this.options.fit ?? {}) as { name?: string };
    return name && `validation data of ${name}`;
  }

  /** Than the default. */
  private isBetter(search: Search, value: number): boolean {
    const { mode } = this.monitorOf(search);
    const standard = search.trials[0].value ?? 0;
    return mode === 'max' ? value > standard : value < standard;
  }

  private async testRates(search: Search): Promise<void> {
    const { settings } = this.spaceAround(search.saved.base);
    if (search.saved.rangeTest || settings.learningRate?.kind !== 'log-uniform') return;
    if (this.secondsLeft < search.trials[0].seconds) return;
    const model = new this.Task(optionsOf(search.trials[0], search.saved.base));
    try {
      const { signal, fit } = this.options;
      const found = await rangeTest(model, this.examples.training, { ...fit, signal });
      if (this.isAborted) return;
      search.saved.seconds = this.seconds;
      await search.setRangeTest(found);
      this.options.onEvent?.({ type: 'range-test', rangeTest: found });
    } finally {
      model.dispose();
    }
  }

  private async baselinesOf(model: AnyTaskModel): Promise<Record<string, Metrics>> {
    const { baselines } = await model.evaluate(this.examples.validation);
    model.drainWarnings();
    return baselines;
  }

  private async finish(search: Search, reason: SearchEnd): Promise<FinishedSearch<AnyTaskModel>> {
    const monitor = this.monitorOf(search);
    const all = search.compared(monitor);
    const best = bestOf(all);
    const model = (await search.modelOf(best, this.Task)) ?? (await this.trainAgain(search, best));
    const { trials, saved } = search;
    const [{ settings, epochs }] = best.trials;
    return {
      reason,
      model,
      config: model.config,
      settings: differing({ ...settings, epochs }, saved.base),
      ...{ best, standard: all[0], monitor, trials },
      baselines: saved.baselines,
      rangeTest: saved.rangeTest,
      seconds: this.seconds,
    };
  }

  /** Where its model was lost with the process that trained it: the same settings and seed give the same model. */
  private async trainAgain(search: Search, best: Compared): Promise<AnyTaskModel> {
    const [trial] = best.trials;
    const message = `trial ${trial.number}, the best one, is trained again: its model was not saved before the interruption`;
    this.options.onEvent?.({ type: 'warning', message });
    const { model, error } = await this.train(search, trial, {});
    if (!model) throw error ?? new Error('a training that nothing has stopped ends with a model');
    await search.adopt(trial.number, model);
    return model;
  }

  private aborted({ saved, trials }: Search): AbortedSearch {
    return { reason: 'aborted', trials, seconds: saved.seconds };
  }

  private get isAborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  private get seconds(): number {
    return this.secondsBefore + (this.clock() - this.started) / 1000;
  }

  private get secondsLeft(): number {
    return (this.options.minutes ?? 10) * 60 - this.seconds;
  }

  private spaceAround(base: Settings): AnySpace {
    const { settings = {}, space, search } = this.options;
    const parts: SpaceParts = { task: this.task, base, given: { ...settings }, space, search };
    return searchSpace(parts);
  }

  private baseOf({ base }: SavedSearch): AnyTaskModel['config'] {
    return this.task.parseConfig(base);
  }

  private monitorOf({ saved, trials }: Search): Monitor {
    return this.task.monitor(trials.length ? this.baseOf(saved) : this.config);
  }
}

/** Nothing can be compared with it. */
function notMeasured(model: AnyTaskModel): DataError {
  const { metric } = model.monitor;
  model.dispose();
  return new DataError({
    where: 'tune',
    problem: `${metric} of the default settings is not a finite number on the validation examples`,
    expected: 'validation examples on which it can be measured',
    fix: 'Give other validation examples, or another metric by the setting monitor where the task has it',
  });
}

const fullPlanOf = ({ config: { epochs } }: AnyTaskModel) => ({ epochs, rung: rungsOf(epochs) - 1 });
