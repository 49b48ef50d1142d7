/**
 * The verbs of every task: fit, evaluate, predict, save, load, dispose. What is fitted is a preprocessor (vocabulary,
 * labels) and a predictor (network); both come from the first `fit` or from a bundle.
 */
import { ensureBackend } from '../src/backends/backends';
import { exampleCheck } from '../src/data/example-check';
import type { DataKind, DataOptions } from '../src/data/example-kind';
import type { ExampleSource } from '../src/data/example-source';
import { loadBundle, saveBundle } from '../src/bundle/store';
import { ConfigError, show } from '../src/errors';
import { fingerprint } from '../src/fingerprint';
import { platform } from '../src/platform/platform';
import type { FitResult } from '../src/training/events';
import { predictInBatches } from './batched-prediction';
import {
  contentOf,
  describe,
  type Fitted,
  makeFitted,
  type ModelDescription,
  type ModelRecord,
  restoreFrom,
} from './bundles';
import { requiredCheckpoints, RunCheckpoints } from './checkpoints';
import { collect } from './collect';
import type { EvaluateOptions, Evaluation, FitOptions, PredictOptions } from './options';
import type { PredictionForm } from './presentation';
import { refuseIdleWarmup } from './settings';
import type { Monitor, PredictionOptions, Task, TaskTypes } from './task';
import { encodeAll, encodeTrainingExamples, runTraining } from './training-run';

export type { EvaluateOptions, Evaluation, FitOptions, PredictOptions } from './options';

export class TaskModel<T extends TaskTypes> {
  /** The variant for the present options, where the task has several. */
  private currentTask: Task<T>;
  private currentConfig: T['config'];
  private fitted?: Fitted<T>;
  private trainedOn: readonly T['example'][] = [];
  /** Its checkpoint stays until the model is saved, so that nothing is lost in between. */
  private endedRun?: RunCheckpoints;
  private record: ModelRecord = { metrics: {}, baselines: {} };

  /** @throws ConfigError for an option that is unknown, out of range, or would have no effect. */
  constructor(
    private baseTask: Task<T>,
    private options: object = {},
  ) {
    this.currentTask = baseTask.variant?.(options) ?? baseTask;
    this.currentConfig = this.currentTask.parseConfig(options);
    refuseIdleWarmup(baseTask.className, this.currentConfig);
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
    warnSlower(await ensureBackend(), options.onEvent);
    const { className, kinds } = this.task;
    if (options.epochs !== undefined) this.configure({ ...this.options, epochs: options.epochs });
    const training = await collect(examples, `${className}.fit`, exampleCheck(kinds, 'training example'));
    if (!this.fitted) this.inferOptions(training);
    const { task, config } = this;
    const validation =
      options.validation &&
      (await collect(options.validation, `${className}.fit validation`, exampleCheck(kinds, 'validation example')));

    const checkpoints = options.checkpoints === undefined ? undefined : new RunCheckpoints(options.checkpoints);
    const identity = {
      task: task.name,
      config,
      data: fingerprint(training),
      validation: fingerprint(validation ?? []),
    };
    const resumed = options.resume ? await requiredCheckpoints(checkpoints).resume(identity) : undefined;
    if (!resumed) await checkpoints?.refuseUnfinished();

    this.fitted ??= makeFitted(
      task,
      config,
      resumed ? task.restorePreprocessor(resumed.encoder, config) : task.fitPreprocessor(training, config),
    );
    const { preprocessor, predictor } = this.fitted;
    const encoded = {
      training: encodeTrainingExamples(preprocessor, training),
      validation: validation && encodeAll(preprocessor, validation, 'validation example'),
    };
    const warnings = [...(resumed?.warnings ?? []), ...preprocessor.drainWarnings()];
    for (const message of warnings) options.onEvent?.({ type: 'warning', message });
    this.trainedOn = training;
    if (!resumed) await checkpoints?.removeValidationReports();

    const result = await runTraining<T>({
      ...encoded,
      config,
      predictor,
      monitor: this.monitor,
      onEvent: options.onEvent,
      signal: options.signal,
      checkpoint: checkpoints && { save: (state) => checkpoints.save(identity, preprocessor.toJSON(), state) },
      keepValidationReport: checkpoints && ((epoch, text) => checkpoints.keepValidationReport(epoch, text)),
      resume: resumed?.state,
    });
    this.endedRun = result.reason === 'aborted' ? undefined : checkpoints;
    const best = result.history.find(({ epoch }) => epoch === (result.bestEpoch ?? result.epochs));
    this.record = {
      metrics: best?.validation ?? {},
      baselines: {},
      dataOptions: options.dataOptions ?? this.record.dataOptions,
      trainedOn: describeExamples(options.name, training.length),
      measuredOn:
        validation && describeExamples(`the validation data of ${options.name ?? 'training'}`, validation.length),
    };
    return result;
  }

  /**
   * Metrics on labelled examples; they go into the bundle and its model card when it is saved next.
   * @throws DataError for an example without tokens or with a label that training did not have.
   */
  async evaluate(
    examples: ExampleSource<T['example']>,
    options: EvaluateOptions<T['example']> = {},
  ): Promise<Evaluation<T['metrics']>> {
    const { task } = this;
    const { preprocessor, predictor } = this.ready('evaluate');
    const predictOptions = this.checkedPredictOptions(options.predictOptions ?? {});
    const list = await collect(examples, `${task.className}.evaluate`, exampleCheck(task.kinds, 'example'));
    const encoded = encodeAll(preprocessor, list, 'example');
    const metrics = await predictor.evaluate(encoded, await predictInBatches(predictor, encoded, predictOptions));
    const { baselinesFrom = this.trainedOn, name } = options;
    const baselines = baselinesFrom.length ? task.baselines(baselinesFrom, list, preprocessor) : {};
    this.record = { ...this.record, metrics, baselines, measuredOn: describeExamples(name, list.length) };
    return { ...metrics, baselines };
  }

  /** What metrics of these examples are to be quoted with: tokenizer, smoothing, … of BLEU; nothing for a task without such. */
  signatures(examples: readonly T['example'][]): Record<string, string> {
    return this.task.metricSignatures?.(examples, this.ready('signatures').preprocessor) ?? {};
  }

  /**
   * One input → its prediction, an array → an array in the same order.
   * @throws DataError for an input that cannot be read, naming it.
   */
  predict(input: T['input'], options?: PredictOptions): Promise<T['prediction']>;
  predict(inputs: readonly T['input'][], options?: PredictOptions): Promise<T['prediction'][]>;
  async predict(
    input: T['input'] | readonly T['input'][],
    { locations, ...options }: PredictOptions = {},
  ): Promise<T['prediction'] | T['prediction'][]> {
    const { preprocessor, predictor } = this.ready('predict');
    const predictOptions = this.checkedPredictOptions(options);
    if (!isList(input)) {
      const [prediction] = await predictInBatches(
        predictor,
        [preprocessor.encodeInput(input, 'input')],
        predictOptions,
      );
      return prediction;
    }
    const encoded = input.map((one, i) => preprocessor.encodeInput(one, locations?.[i] ?? `input ${i + 1}`));
    return predictInBatches(predictor, encoded, predictOptions);
  }

  /** Directory (Node) or `indexeddb://name` (browser), replaced as one. @throws BundleError; what was there stays. */
  async save(location: string): Promise<void> {
    const content = contentOf(this.task, this.currentConfig, this.ready('save'), this.record);
    await saveBundle(platform().openStore(location), content);
    await this.endedRun?.remove();
    this.endedRun = undefined;
  }

  /** Becomes what a bundle holds. @throws BundleError if it is damaged, of another task or of a newer version. */
  async restore(location: string): Promise<void> {
    warnSlower(await ensureBackend());
    const content = await loadBundle(platform().openStore(location));
    const { config, fitted, record } = restoreFrom(this.baseTask, content, location);
    this.dispose();
    this.configure(config);
    this.fitted = fitted;
    this.record = record;
  }

  /** What did not survive encoding since the last call, one sentence each: unknown words, truncated texts. */
  drainWarnings(): string[] {
    return this.fitted?.preprocessor.drainWarnings() ?? [];
  }

  /** Task, settings, labels, parameters, metrics. */
  describe(): ModelDescription {
    return describe(this.task, this.currentConfig, this.ready('describe'), this.record);
  }

  /** Frees the weights. Again is harmless. */
  dispose(): void {
    this.fitted?.predictor.network.dispose();
    this.fitted = undefined;
  }

  /** For a task that is fitted with more than its examples: takes the place of the one from the constructor. */
  protected replaceTask(task: Task<T>): void {
    this.baseTask = task;
    this.currentTask = task.variant?.(this.options) ?? task;
  }

  /** Whether there is a network, by `fit` or from a bundle. */
  protected get isBuilt(): boolean {
    return this.fitted !== undefined;
  }

  protected ready(verb: string): Fitted<T> {
    if (this.fitted) return this.fitted;
    throw new ConfigError({
      where: `${this.task.className}.${verb}`,
      problem: 'there is no trained model',
      expected: 'fit or load before',
      fix: `Call await model.fit(examples), or use await ${this.task.className}.load(location)`,
    });
  }

  private configure(options: object): void {
    this.currentTask = this.baseTask.variant?.(options) ?? this.baseTask;
    this.currentConfig = this.currentTask.parseConfig(options);
    this.options = options;
  }

  /** What follows from the training examples: the variant of the task, and options that were left out. */
  private inferOptions(training: readonly T['example'][]): void {
    this.currentTask = this.baseTask.variant?.(this.options, training[0]) ?? this.baseTask;
    const inferred = this.currentTask.inferOptions?.(training, this.options);
    if (inferred) this.configure({ ...this.options, ...inferred });
  }

  private checkedPredictOptions(options: PredictionOptions): PredictionOptions {
    const { task } = this;
    if (task.parsePredictOptions) return task.parsePredictOptions(options, this.currentConfig);
    const [unknown] = Object.keys(options);
    if (unknown === undefined) return options;
    throw new ConfigError({
      where: `${task.className}.predict`,
      problem: `unknown option ${show(unknown)}`,
      expected: 'locations, and nothing else',
      fix: 'Remove it',
    });
  }
}

const isList = <Input>(input: Input | readonly Input[]): input is readonly Input[] => Array.isArray(input);

/** Once a process: `ensureBackend` gives every reason once. */
function warnSlower(reasons: readonly string[], onEvent?: FitOptions<never>['onEvent']): void {
  for (const reason of reasons) {
    const message = `slower than it could be: ${reason}`;
    if (onEvent) onEvent({ type: 'warning', message });
    else console.warn(`tfjs-sequence: ${message}`);
  }
}

const describeExamples = (name: string | undefined, count: number) =>
  `${name ?? 'examples without a name'} (${count.toLocaleString('en')} examples)`;
