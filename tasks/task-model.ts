/**
 * The verbs of every task, over its definition: fit, evaluate, predict, save, load, dispose. What is learnt is a coder
 * (vocabulary, labels) and a network; both come from the first `fit` or from a bundle.
 */
import { ensureBackend } from '../src/backends/backends';
import { loadBundle, saveBundle } from '../src/bundle/store';
import { planBatches } from '../src/data/batching';
import { ConfigError, DataError } from '../src/errors';
import { platform } from '../src/platform/platform';
import { Random } from '../src/random';
import type { TrainingConfig } from './config';
import { type FitOptions, type FitReport, train } from './fitting';
import { contentOf, describe, type ModelDescription, restoreFrom } from './persistence';
import type { Coder, Metrics, TaskDefinition, TaskNetwork } from './task';

/** What training or loading gives a model. */
export interface Learnt<Example, Input, Coded, Answer, Figures extends Metrics> {
  coder: Coder<Example, Input, Coded>;
  net: TaskNetwork<Coded, Answer, Figures>;
}

export interface EvaluateOptions<Example> {
  /** Baselines learn from these; without it from the examples of the last `fit`. */
  baselinesFrom?: readonly Example[];
}

/** The model's figures, and those of trivial and linear models on the same examples. */
export type Evaluation<Figures> = Figures & { baselines: Record<string, Figures> };

export type ExampleSource<Example> = Iterable<Example> | AsyncIterable<Example>;

/** Examples in one forward pass outside of training. */
const answerBatch = 64;

export class TaskModel<Example, Input, Coded, Answer, Config extends TrainingConfig, Figures extends Metrics> {
  private learnt?: Learnt<Example, Input, Coded, Answer, Figures>;
  private trainedOn: readonly Example[] = [];
  private metrics: Record<string, Metrics> = {};
  private currentConfig: Config;

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(
    readonly task: TaskDefinition<Example, Input, Coded, Answer, Config, Figures>,
    options: unknown = {},
  ) {
    this.currentConfig = task.parse(options);
  }

  /** All settings, defaults filled in. */
  get config(): Readonly<Config> {
    return this.currentConfig;
  }

  /**
   * Trains; again goes on from the present weights. With `validation` the weights of its best epoch are kept.
   * @throws DataError for examples that cannot be used, ConfigError for options, TrainingError where the loss is no
   * number any more (the weights are then the last good ones), BundleError if a checkpoint cannot be written or resumed.
   */
  async fit(examples: ExampleSource<Example>, options: FitOptions<Example> = {}): Promise<FitReport> {
    await ensureBackend();
    const { validation, epochs, ...rest } = options;
    if (epochs !== undefined) this.currentConfig = this.task.parse({ ...this.currentConfig, epochs });
    const training = await collect(examples);
    this.trainedOn = training;
    const held = validation && (await collect(validation));
    const { learnt, report } = await train(this.task, this.currentConfig, this.learnt, training, held, rest);
    this.learnt = learnt;
    this.metrics = report.validation ? { validation: report.validation } : {};
    return report;
  }

  /** @throws DataError for an example without tokens or with a label that training did not have. */
  async evaluate(
    examples: ExampleSource<Example>,
    options: EvaluateOptions<Example> = {},
  ): Promise<Evaluation<Figures>> {
    const { coder, net } = this.ready('evaluate');
    const list = await collect(examples);
    if (!list.length) throw noExamples(`${this.task.className}.evaluate`);
    const coded = list.map((example, i) => coder.encode(example, `example ${i + 1}`));
    const figures = net.evaluate(coded, await answersOf(net, coded));
    const { baselinesFrom = this.trainedOn } = options;
    return { ...figures, baselines: this.task.baselines(baselinesFrom, list, coder) };
  }

  /**
   * One input → its answer, an array → an array in the same order.
   * @throws DataError for an input that cannot be read, naming its place.
   */
  predict(input: Input): Promise<Answer>;
  predict(inputs: readonly Input[]): Promise<Answer[]>;
  async predict(input: Input | readonly Input[]): Promise<Answer | Answer[]> {
    const { coder, net } = this.ready('predict');
    const inputs = Array.isArray(input) ? (input as readonly Input[]) : [input as Input];
    const coded = inputs.map((one, i) => coder.encodeInput(one, inputs.length > 1 ? `input ${i + 1}` : 'input'));
    const answers = await answersOf(net, coded);
    return Array.isArray(input) ? answers : answers[0];
  }

  /** Figures to keep in the bundle and its model card, beside those of training: `{ test: { accuracy: 0.77 } }`. */
  remember(metrics: Record<string, Metrics>): void {
    this.metrics = { ...this.metrics, ...metrics };
  }

  /** Directory (Node) or `indexeddb://name` (browser), replaced as one. @throws BundleError; what was there stays. */
  async save(location: string): Promise<void> {
    const learnt = this.ready('save');
    await saveBundle(platform().openStore(location), contentOf(this.task, this.currentConfig, learnt, this.metrics));
  }

  /** Becomes what a bundle holds. @throws BundleError if it is damaged, of another task or of a newer version. */
  async restore(location: string): Promise<void> {
    await ensureBackend();
    const content = await loadBundle(platform().openStore(location));
    const { config, learnt, metrics } = restoreFrom(this.task, content, location);
    this.dispose();
    this.currentConfig = config;
    this.learnt = learnt;
    this.metrics = metrics;
  }

  /** What did not survive coding since the last call, one sentence each: unknown words, cut texts. */
  takeNotes(): string[] {
    return this.learnt?.coder.takeNotes() ?? [];
  }

  /** Task, settings, parameters, labels, figures. */
  describe(): ModelDescription {
    return describe(this.task, this.currentConfig, this.ready('describe'), this.metrics);
  }

  /** Frees the weights. Again is harmless. */
  dispose(): void {
    this.learnt?.net.network.dispose();
    this.learnt = undefined;
  }

  private ready(verb: string): Learnt<Example, Input, Coded, Answer, Figures> {
    if (this.learnt) return this.learnt;
    throw new ConfigError({
      where: `${this.task.className}.${verb}`,
      problem: 'there is no trained model',
      expected: 'fit or load before',
      fix: `Call await model.fit(examples), or use await ${this.task.className}.load(location)`,
    });
  }
}

/** Answers in the order of the inputs; computed in batches of similar length. */
export async function answersOf<Coded, Answer>(
  net: Pick<TaskNetwork<Coded, Answer, Metrics>, 'answer' | 'lengthOf'>,
  coded: readonly Coded[],
): Promise<Answer[]> {
  const answers = new Array<Answer>(coded.length);
  for (const batch of planBatches(coded.map(net.lengthOf, net), { batchSize: answerBatch })) {
    const part = await net.answer(Array.from(batch, (i) => coded[i]));
    batch.forEach((index, i) => (answers[index] = part[i]));
  }
  return answers;
}

async function collect<Example>(examples: ExampleSource<Example>): Promise<readonly Example[]> {
  if (Array.isArray(examples)) return examples as Example[];
  const list: Example[] = [];
  for await (const example of examples) list.push(example);
  return list;
}

export const noExamples = (where: string) =>
  new DataError({ where, problem: 'there are 0 examples', expected: 'at least one', fix: 'Check how they are read' });
