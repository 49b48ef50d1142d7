/**
 * The methods of every task: fit, evaluate, predict, save, load, dispose. What is fitted is a preprocessor (vocabulary,
 * labels) and a predictor (network); both come from the first `fit` or from a bundle.
 */
import { exampleCheck } from '../src/data/example-check';
import type { DataKind, DataOptions } from '../src/data/example-kind';
import type { ExampleSource } from '../src/data/example-source';
import { fingerprint } from '../src/fingerprint';
import type { FitResult } from '../src/training/events';
import { adviceFor } from './advice/advise';
import type { Advice, TrainingCourse } from './advice/measured-model';
import { startBackend } from './backend-start';
import {
  contentOf,
  describe,
  type Fitted,
  type ModelDescription,
  type ModelRecord,
  readBundle,
  recordOf,
  restoreFrom,
} from './bundles';
import { beginRun, type FitOfRun, withCheckpoints } from './checkpoints';
import { collect } from './examples/collect';
import { readTrainingExamples } from './examples/training-examples';
import { ModelActivity } from './model-activity';
import { measure, noBaselines } from './model/evaluation';
import { firstFit } from './model/first-fit';
import { predictInputs } from './model/predicted-inputs';
import { checkSaveOptions, ModelPlaces, type SaveOptions } from './model/places';
import {
  checkEvaluateOptions,
  checkFitOptions,
  type EvaluateOptions,
  type Evaluation,
  type FitOptions,
  type LoadOptions,
  type PredictOptions,
  splitPredictOptions,
  type TolerantOptions,
} from './options';
import type { PredictionForm } from './presentation';
import { refuseIdleWarmup } from './settings';
import type { EncodedExamples, Monitor, Task, TaskTypes } from './task';
import { encodeAll, runTraining, withEncoded } from './training-run';

export class TaskModel<T extends TaskTypes> {
  /** The variant for the present options, where the task has several. */
  private currentTask: Task<T>;
  private currentConfig: T['config'];
  private fitted?: Fitted<T>;
  private trainedOn: readonly T['example'][] = [];
  private readonly places = new ModelPlaces();
  private readonly notes: string[] = [];
  private readonly activity: ModelActivity;
  private record: ModelRecord = { metrics: {}, baselines: {} };

  /** @throws ConfigError for an option that is unknown, out of range, or would have no effect. */
  constructor(
    private baseTask: Task<T>,
    private options: object = {},
  ) {
    this.currentTask = baseTask.variant?.(options) ?? baseTask;
    this.currentConfig = this.currentTask.parseConfig(options);
    refuseIdleWarmup(baseTask.className, this.currentConfig);
    this.activity = new ModelActivity(baseTask.className);
  }

  /** The task that this model is of, with the kind of input that its options or training data chose. */
  get task(): Task<T> {
    return this.currentTask;
  }

  /** All settings, defaults filled in. */
  get config(): Readonly<T['config']> {
    return this.currentConfig;
  }

  /** The metric that chooses the best epoch. */
  get monitor(): Monitor {
    return this.task.monitor(this.currentConfig);
  }

  /** The form of its predictions, by which they are shown. */
  get prediction(): PredictionForm {
    return this.task.prediction(this.currentConfig);
  }

  /** The kind of data that it reads. */
  get kind(): DataKind {
    const { input } = this.currentConfig as { input?: string };
    return this.task.kinds.find((kind) => kind.input === input) ?? this.task.kinds[0];
  }

  /** How files are to be read for it: what the bundle remembers of training, and the columns of training. */
  get dataOptions(): DataOptions {
    return { ...this.fitted?.preprocessor.dataOptions, ...this.record.dataOptions };
  }

  /**
   * Trains; a second call goes on from the present weights.
   * @throws DataError for examples that cannot be used, ConfigError for options, BundleError where a checkpoint cannot
   * be written or resumed, TrainingError where the loss is not a number any more: the weights are then the last good ones.
   */
  async fit(examples: ExampleSource<T['example']>, options: FitOptions<T['example']> = {}): Promise<FitResult> {
    checkFitOptions(`${this.task.className}.fit`, options);
    return this.activity.train(options.signal, (signal) =>
      withCheckpoints(options.checkpoints, (run) => this.train(examples, { ...options, signal, run })),
    );
  }

  private async train(examples: ExampleSource<T['example']>, options: FitOfRun<T['example']>): Promise<FitResult> {
    const { onEvent, signal, schedule } = options;
    const onWarning = (message: string) => onEvent?.({ type: 'warning', message });
    await startBackend(onEvent);
    const { className } = this.task;
    const kinds = this.fitted ? [this.kind] : this.task.kinds;
    if (options.epochs !== undefined) this.configure({ ...this.options, epochs: options.epochs });
    const reading = { where: `${className}.fit`, kinds, shuffleBuffer: options.shuffleBuffer, onWarning };
    const training = await readTrainingExamples(examples, this.task, this.config, reading);
    if (!this.fitted && training.list) this.inferOptions(training.list, onWarning);
    const { config, task } = this;
    const check = exampleCheck([this.kind], 'validation example');
    const validation = options.validation && (await collect(options.validation, `${className}.fit validation`, check));
    const identity = { task: task.name, config, ...training.identity, validation: fingerprint(validation ?? []) };
    const resumed = await beginRun(options, identity);
    this.fitted ??= await firstFit({ task, config, training, resumed, activity: this.activity });
    this.activity.refuseDisposed();
    const { preprocessor, predictor } = this.fitted;
    const run = async (encodedTraining: EncodedExamples<T>) => {
      const encoded = {
        training: encodedTraining,
        validation: validation && encodeAll(preprocessor, validation, 'validation example'),
      };
      [...(resumed?.warnings ?? []), ...preprocessor.drainWarnings()].forEach(onWarning);
      this.trainedOn = training.list ?? [];
      if (!resumed) await options.run?.removeValidationReports();
      const result = await runTraining<T>({
        ...encoded,
        config,
        predictor,
        monitor: this.monitor,
        ...{ onEvent, signal, schedule },
        ...options.run?.writersOf(identity, preprocessor),
        resume: resumed?.state,
      });
      preprocessor.drainWarnings(); // of streamed examples, encoded again in every epoch: the same ones
      this.places.endRun(result.reason === 'aborted' ? undefined : options.run, resumed !== undefined);
      const named = { name: options.name, dataOptions: options.dataOptions ?? this.record.dataOptions };
      this.record = recordOf(result, named, training.count, validation?.length, this.record.trainedOn);
      return result;
    };
    return this.activity.using(predictor.network, () => withEncoded(training.encode(task, config, preprocessor), run));
  }

  /**
   * Metrics on labelled examples; they go into the bundle and its model card when it is saved next.
   * @throws DataError for an example without tokens or with a label that training did not have.
   */
  async evaluate(
    examples: ExampleSource<T['example']>,
    options: EvaluateOptions<T['example']> = {},
  ): Promise<Evaluation<T['metrics']>> {
    const { task, kind } = this;
    const predictOptions = checkEvaluateOptions(task, this.config, options);
    const fitted = this.ready('evaluate');
    return this.activity.using(fitted.predictor.network, async () => {
      const list = await collect(examples, `${task.className}.evaluate`, exampleCheck([kind], 'example'));
      const { baselinesFrom: from = this.trainedOn, name } = options;
      const measured = await measure(list, { task, kind, ...fitted, from, predictOptions, name });
      if (!from.length && !options.baselinesFrom) this.notes.push(noBaselines);
      this.record = { ...this.record, ...measured };
      return { ...measured.metrics, baselines: measured.baselines };
    });
  }

  /** What metrics of these examples are to be quoted with: tokenizer, smoothing, … of BLEU; nothing for a task without such. */
  signatures(examples: readonly T['example'][]): Record<string, string> {
    return this.task.metricSignatures?.(examples, this.ready('signatures').preprocessor) ?? {};
  }

  /** What the last evaluation, which was of these examples, points to where the model is worse than a baseline. */
  advise(examples: readonly T['example'][], training?: TrainingCourse): Advice[] {
    const { preprocessor } = this.ready('advise');
    return adviceFor(this.task, { ...this.record, config: this.config, preprocessor, examples, training });
  }

  /**
   * One input → its prediction, an array → an array in the same order.
   * @throws DataError for an input that cannot be read, naming it; with `onInvalid` null takes the place of its prediction.
   */
  predict(inputs: readonly T['input'][], options: TolerantOptions): Promise<(T['prediction'] | null)[]>;
  predict(input: T['input'], options?: PredictOptions): Promise<T['prediction']>;
  predict(inputs: readonly T['input'][], options?: PredictOptions): Promise<T['prediction'][]>;
  async predict(
    input: T['input'] | readonly T['input'][],
    predictOptions: PredictOptions = {},
  ): Promise<T['prediction'] | (T['prediction'] | null)[]> {
    const { locations, onInvalid, ...options } = splitPredictOptions(this.task, this.config, predictOptions);
    const fitted = this.ready('predict');
    const { network } = fitted.predictor;
    return this.activity.using(network, () => predictInputs(fitted, input, { locations, onInvalid, options }));
  }

  /**
   * Into a directory (Node) or `indexeddb://name` (browser), as one step. The bundle of another model is replaced with
   * `overwrite: true` only. @throws BundleError, what was there stays; ConfigError for no location.
   */
  async save(location: string, options: SaveOptions = {}): Promise<void> {
    checkSaveOptions(`${this.task.className}.save`, location, options);
    const content = contentOf(this.task, this.currentConfig, this.ready('save'), this.record);
    await this.places.save(location, content, options);
  }

  /** Becomes what a bundle holds. @throws BundleError if it is damaged, of another task or of a newer version. */
  async restore(location: string, options?: LoadOptions): Promise<void> {
    this.activity.refuseWhileTraining('load');
    const content = await readBundle(`${this.task.className}.load`, location, options);
    await startBackend();
    this.activity.refuseWhileTraining('load');
    const { config, fitted, record } = restoreFrom(this.baseTask, content, location, options?.settings);
    this.dispose();
    this.activity.renew();
    this.configure(config);
    this.fitted = fitted;
    this.record = record;
    this.places.cameFrom(location);
  }

  /** What did not survive encoding since the last call, one sentence each: unknown words, truncated texts. */
  drainWarnings(): string[] {
    return [...this.notes.splice(0), ...(this.fitted?.preprocessor.drainWarnings() ?? [])];
  }

  /** Task, settings, labels, parameters, metrics. */
  describe(): ModelDescription {
    return describe(this.task, this.currentConfig, this.ready('describe'), this.record);
  }

  /**
   * Frees the weights, once predictions that are being made have been made. A `fit` that runs is stopped after its step
   * and rejects with a ConfigError. Again is harmless.
   */
  dispose(): void {
    this.activity.dispose(this.fitted?.predictor.network);
    this.fitted = undefined;
  }

  /** For a task that is fitted with more than its examples: takes the place of the one from the constructor. */
  protected replaceTask(task: Task<T>): void {
    this.baseTask = task;
    this.currentTask = task.variant?.(this.options) ?? task;
  }

  /** Other options for a fit that starts from another model. @returns brings back those of now, unless there is a network */
  protected startWith(optionsFrom: (given: object) => object, trainedOn: string): () => void {
    this.refuseWhileTraining('fit');
    const { options, record } = this;
    this.configure(optionsFrom(options));
    this.record = { ...record, trainedOn };
    return () => {
      if (!this.fitted) this.record = record;
      if (!this.fitted) this.configure(options);
    };
  }

  /** The present network is not freed, by `dispose` or otherwise, before the function that this returns is called. */
  protected holdNetwork(): () => void {
    return this.activity.hold(this.ready('use').predictor.network);
  }

  /** @throws ConfigError while a `fit` runs. */
  protected refuseWhileTraining(method: string): void {
    this.activity.refuseWhileTraining(method);
  }

  /** Whether there is a network, by `fit` or from a bundle. */
  protected get isBuilt(): boolean {
    return this.fitted !== undefined;
  }

  protected ready(method: string): Fitted<T> {
    if (this.fitted) return this.fitted;
    throw this.activity.notReady(method);
  }

  private configure(options: object): void {
    this.currentTask = this.baseTask.variant?.(options) ?? this.baseTask;
    this.currentConfig = this.currentTask.parseConfig(options);
    this.options = options;
  }

  /** What follows from the training examples: the variant of the task, and options that were left out. */
  private inferOptions(training: readonly T['example'][], note: (sentence: string) => void): void {
    this.currentTask = this.baseTask.variant?.(this.options, training[0]) ?? this.baseTask;
    const inferred = this.currentTask.inferOptions?.(training, this.options, note);
    if (inferred) this.configure({ ...this.options, ...inferred });
  }
}
