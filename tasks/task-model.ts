/**
 * The verbs of every task, over its definition: fit, evaluate, predict, save, load, dispose. What is learnt is a preprocessor
 * (vocabulary, labels) and a network; both come from the first `fit` or from a bundle.
 */
import { ensureBackend } from '../src/backends/backends';
import { loadBundle, saveBundle } from '../src/bundle/store';
import type { ExampleSource } from '../src/data/example-source';
import type { DataKind, DataOptions } from '../src/data/example-kind';
import { ConfigError, show } from '../src/errors';
import { platform } from '../src/platform/platform';
import type { FitResult } from '../src/training/events';
import { predictInBatches } from './batched-prediction';
import { collect } from './collect';
import type { PredictionForm } from './presentation';
import { refuseIdleWarmup, type TrainingConfig } from './settings';
import { encodeAll, encodeTrainingExamples, runTraining, type RunOptions } from './training-run';
import {
  contentOf,
  describe,
  type Fitted,
  makeFitted,
  type ModelDescription,
  type ModelRecord,
  restoreFrom,
} from './bundles';
import { fingerprint } from '../src/fingerprint';
import { requiredCheckpoints, RunCheckpoints } from './checkpoints';
import type { PredictionOptions, Metrics, Task, Monitor } from './task';

export interface FitOptions<Example> extends RunOptions {
  /** Held-out examples: after each epoch the model is measured on them, and the weights of the best epoch are kept. */
  validation?: ExampleSource<Example>;
  /** In place of the configuration's. */
  epochs?: number;
  /**
   * Directory (or `indexeddb://name`) for checkpoints, at the end of every epoch and every `checkpointEvery` steps. The
   * last one goes when the trained model is saved.
   */
  checkpoints?: string;
  /** Goes on with the run whose checkpoint is there, exactly as if it had not been stopped. */
  resume?: boolean;
  /** What the examples are, for the model card: `rt-polarity, train`. */
  name?: string;
  /** How their files were read, as far as further files are to be read the same way; the bundle remembers it. */
  dataOptions?: DataOptions;
}

export interface EvaluateOptions<Example> {
  /** Baselines learn from these; without it from the examples of the last `fit`. */
  baselinesFrom?: readonly Example[];
  /** What the examples are, for the model card: `rt-polarity, test`. */
  name?: string;
  /** How answers are found, as `predict` takes it: `{ beam: 5 }`. */
  answers?: PredictionOptions;
}

export interface PredictOptions {
  /** What errors call the inputs: `reviews.txt line 12`. Without it `input 1`, `input 2`, … */
  places?: readonly string[];
  /** The task's own: how the answers are to be found. */
  [option: string]: unknown;
}

/** The model's figures, and those of trivial and linear models on the same examples. */
export type Evaluation<Figures> = Figures & { baselines: Record<string, Metrics> };

export class TaskModel<Example, Input, Encoded, Answer, Config extends TrainingConfig, Figures extends Metrics> {
  private learnt?: Fitted<Example, Input, Encoded, Answer, Figures>;
  private trainedOn: readonly Example[] = [];
  /** Its checkpoint stays until the model is saved, so that nothing is lost in between. */
  private endedRun?: RunCheckpoints;
  private record: ModelRecord = { metrics: {}, baselines: {} };
  private currentConfig: Config;

  /** @throws ConfigError for an option that is unknown, out of range, or would have no effect. */
  constructor(
    readonly task: Task<Example, Input, Encoded, Answer, Config, Figures>,
    private options: object = {},
  ) {
    this.currentConfig = task.parse(options);
    refuseIdleWarmup(task.className, this.currentConfig);
  }

  /** All settings, defaults filled in. */
  get config(): Readonly<Config> {
    return this.currentConfig;
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
    return { ...this.learnt?.preprocessor.dataOptions, ...this.record.dataOptions };
  }

  /** The figure that chooses the best epoch. */
  get monitor(): Monitor {
    return this.task.monitor(this.currentConfig);
  }

  /**
   * Trains; a second call goes on from the present weights.
   * @throws DataError for examples that cannot be used, ConfigError for options, BundleError where a checkpoint cannot
   * be written or resumed, TrainingError where the loss is no number any more: the weights are then the last good ones.
   */
  async fit(examples: ExampleSource<Example>, options: FitOptions<Example> = {}): Promise<FitResult> {
    tellSlower(await ensureBackend(), options.onEvent);
    const { task } = this;
    if (options.epochs !== undefined) this.configure({ ...this.options, epochs: options.epochs });
    const training = await collect(examples, `${task.className}.fit`);
    if (task.decide && !this.learnt) this.configure({ ...this.options, ...task.decide(training, this.options) });
    const config = this.currentConfig;
    const validation = options.validation && (await collect(options.validation, `${task.className}.fit validation`));

    const checkpoints = options.checkpoints === undefined ? undefined : new RunCheckpoints(options.checkpoints);
    const data = { data: fingerprint(training), validation: fingerprint(validation ?? []) };
    const identity = { task: task.name, config, ...data };
    const resumed = options.resume ? await requiredCheckpoints(checkpoints).resume(identity) : undefined;
    if (!resumed) await checkpoints?.refuseUnfinished();

    this.learnt ??= makeFitted(task, config, resumed ? task.restore(resumed.encoder) : task.prepare(training, config));
    const { preprocessor, net } = this.learnt;
    const parts = {
      training: encodeTrainingExamples(preprocessor, training),
      validation: validation && encodeAll(preprocessor, validation, 'validation example'),
    };
    const notes = [...(resumed?.notes ?? []), ...preprocessor.drainWarnings()];
    for (const message of notes) options.onEvent?.({ type: 'warning', message });
    this.trainedOn = training;
    if (!resumed) await checkpoints?.removeValidationReports();

    const result = await runTraining<Encoded, Answer, Figures>({
      ...parts,
      config,
      net,
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
      trainedOn: describeExamples(options.name, training.length),
      dataOptions: options.dataOptions ?? this.record.dataOptions,
      measuredOn:
        validation && describeExamples(`the validation data of ${options.name ?? 'training'}`, validation.length),
    };
    return result;
  }

  /**
   * Figures on labelled examples; they go into the bundle and its model card when it is saved next.
   * @throws DataError for an example without tokens or with a label that training did not have.
   */
  async evaluate(
    examples: ExampleSource<Example>,
    options: EvaluateOptions<Example> = {},
  ): Promise<Evaluation<Figures>> {
    const { task } = this;
    const { preprocessor, net } = this.ready('evaluate');
    const asked = this.predictionOptions(options.answers ?? {});
    const list = await collect(examples, `${task.className}.evaluate`);
    const coded = encodeAll(preprocessor, list, 'example');
    const figures = await net.evaluate(coded, await predictInBatches(net, coded, asked));
    const { baselinesFrom = this.trainedOn, name } = options;
    const baselines = baselinesFrom.length ? task.baselines(baselinesFrom, list, preprocessor) : {};
    this.record = { ...this.record, metrics: figures, baselines, measuredOn: describeExamples(name, list.length) };
    return { ...figures, baselines };
  }

  /** What figures of these examples are to be quoted with: tokenizer, smoothing, … of BLEU; of a task without such, none. */
  signatures(examples: readonly Example[]): Record<string, string> {
    return this.task.signatures?.(examples, this.ready('signatures').preprocessor) ?? {};
  }

  /**
   * One input → its answer, an array → an array in the same order.
   * @throws DataError for an input that cannot be read, naming its place.
   */
  predict(input: Input, options?: PredictOptions): Promise<Answer>;
  predict(inputs: readonly Input[], options?: PredictOptions): Promise<Answer[]>;
  async predict(input: Input | readonly Input[], options: PredictOptions = {}): Promise<Answer | Answer[]> {
    const { preprocessor, net } = this.ready('predict');
    const { places, ...rest } = options;
    const asked = this.predictionOptions(rest);
    if (!Array.isArray(input))
      return (await predictInBatches(net, [preprocessor.encodeInput(input as Input, 'input')], asked))[0];
    const coded = (input as readonly Input[]).map((one, i) =>
      preprocessor.encodeInput(one, places?.[i] ?? `input ${i + 1}`),
    );
    return predictInBatches(net, coded, asked);
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
    tellSlower(await ensureBackend());
    const content = await loadBundle(platform().openStore(location));
    const { config, learnt, record } = restoreFrom(this.task, content, location);
    this.dispose();
    this.configure(config);
    this.learnt = learnt;
    this.record = record;
  }

  /** What did not survive coding since the last call, one sentence each: unknown words, cut texts. */
  drainWarnings(): string[] {
    return this.learnt?.preprocessor.drainWarnings() ?? [];
  }

  /** Task, settings, labels, parameters, figures. */
  describe(): ModelDescription {
    return describe(this.task, this.currentConfig, this.ready('describe'), this.record);
  }

  /** Frees the weights. Again is harmless. */
  dispose(): void {
    this.learnt?.net.network.dispose();
    this.learnt = undefined;
  }

  private configure(options: object): void {
    this.currentConfig = this.task.parse(options);
    this.options = options;
  }

  private predictionOptions(options: PredictionOptions): PredictionOptions {
    const { task } = this;
    if (task.parsePredictOptions) return task.parsePredictOptions(options, this.currentConfig);
    const [unknown] = Object.keys(options);
    if (unknown === undefined) return options;
    throw new ConfigError({
      where: `${task.className}.predict`,
      problem: `unknown option ${show(unknown)}`,
      expected: 'places, and nothing else',
      fix: 'Remove it',
    });
  }

  /** Whether there is a network, by `fit` or from a bundle. */
  protected get isBuilt(): boolean {
    return this.learnt !== undefined;
  }

  protected ready(verb: string): Fitted<Example, Input, Encoded, Answer, Figures> {
    if (this.learnt) return this.learnt;
    throw new ConfigError({
      where: `${this.task.className}.${verb}`,
      problem: 'there is no trained model',
      expected: 'fit or load before',
      fix: `Call await model.fit(examples), or use await ${this.task.className}.load(location)`,
    });
  }
}

/** Once a process: `ensureBackend` gives every reason once. */
function tellSlower(reasons: readonly string[], onEvent?: FitOptions<never>['onEvent']): void {
  for (const reason of reasons) {
    const message = `slower than it could be: ${reason}`;
    if (onEvent) onEvent({ type: 'warning', message });
    else console.warn(`tfjs-sequence: ${message}`);
  }
}

const describeExamples = (name: string | undefined, count: number) =>
  `${name ?? 'examples without a name'} (${count.toLocaleString('en')} examples)`;
