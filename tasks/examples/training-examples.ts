/**
 * The examples of a training, all in memory or read anew for every epoch. In both cases: what identifies them, how a
 * preprocessor is fitted on them, and how they become batches.
 */
import { exampleCheck } from '../../src/data/example-check';
import type { DataKind } from '../../src/data/example-kind';
import { isReplayable, type ExampleSource, type ReplayableSource } from '../../src/data/example-source';
import { ConfigError, show } from '../../src/errors';
import { fingerprint } from '../../src/fingerprint';
import { checkCount } from '../../src/validation';
import { collect, scan } from './collect';
import { EncodedList, EncodedStream, nameOfTraining } from './encoded-examples';
import type { EncodedExamples, Preprocessor, Task, TaskTypes } from '../task';

export interface TrainingExamples<T extends TaskTypes> {
  readonly count: number;
  /** What must be the same in a run that is resumed. */
  readonly identity: { data: string; shuffleBuffer?: number };
  /** All of them, where they are in memory. */
  readonly list?: readonly T['example'][];
  fitPreprocessor(task: Task<T>, config: T['config']): Preprocessor<T> | Promise<Preprocessor<T>>;
  /** @throws DataError for an example that cannot be encoded. */
  encode(
    task: Task<T>,
    config: T['config'],
    preprocessor: Preprocessor<T>,
  ): EncodedExamples<T> | Promise<EncodedExamples<T>>;
}

export interface ReadOptions {
  /** Names the examples in errors. */
  where: string;
  /** What they may be; all are of one kind. */
  kinds: readonly DataKind[];
  shuffleBuffer?: number;
  onWarning: (message: string) => void;
}

/**
 * Only a replayable source is not held in memory, and only for a task that can fit its preprocessor on one.
 * @throws DataError for no examples, or what is none; ConfigError for a shuffle buffer without a stream
 */
export async function readTrainingExamples<T extends TaskTypes>(
  examples: ExampleSource<T['example']>,
  task: Task<T>,
  config: T['config'],
  { where, kinds, shuffleBuffer, onWarning }: ReadOptions,
): Promise<TrainingExamples<T>> {
  if (shuffleBuffer !== undefined) checkCount(where, 'shuffleBuffer', shuffleBuffer);
  const check = exampleCheck(kinds, 'training example');
  if (isReplayable(examples)) {
    const first = task.preprocessorFitter && kinds.length > 1 ? await firstOf(examples) : undefined;
    if (task.preprocessorFitter?.(config, first)) {
      if (task.encodeStream && shuffleBuffer !== undefined) throw withoutShuffling(where, shuffleBuffer);
      if (task.inferOptions)
        onWarning('examples are streamed: settings that would follow from all of them keep their defaults');
      const buffer = task.encodeStream ? undefined : (shuffleBuffer ?? EncodedStream.defaultBuffer);
      const { count, data } = await scan(examples, where, check);
      return new ExampleStream(
        examples,
        count,
        { data, ...(buffer !== undefined && { shuffleBuffer: buffer }) },
        first,
      );
    }
    onWarning(
      `all examples are held in memory: the preprocessor of ${task.className} is not fitted on a stream with these settings`,
    );
  }
  if (shuffleBuffer !== undefined) throw withoutStream(where, shuffleBuffer);
  return new ExampleList(await collect(examples, where, check));
}

class ExampleList<T extends TaskTypes> implements TrainingExamples<T> {
  readonly count: number;
  readonly identity: { data: string };

  constructor(readonly list: readonly T['example'][]) {
    this.count = list.length;
    this.identity = { data: fingerprint(list) };
  }

  fitPreprocessor(task: Task<T>, config: T['config']): Preprocessor<T> | Promise<Preprocessor<T>> {
    return task.fitPreprocessor(this.list, config);
  }

  encode(_: Task<T>, __: T['config'], preprocessor: Preprocessor<T>): EncodedList<T> {
    const { list } = this;
    return new EncodedList(
      preprocessor.encodeTraining?.(list, nameOfTraining) ??
        list.map((example, i) => preprocessor.encode(example, nameOfTraining(i))),
    );
  }
}

async function firstOf<Example>(examples: ReplayableSource<Example>): Promise<Example | undefined> {
  for await (const example of examples) return example;
  return undefined;
}

/** After the first pass: every example is one; how many there are, and their fingerprint, are known. */
class ExampleStream<T extends TaskTypes> implements TrainingExamples<T> {
  constructor(
    private readonly source: ReplayableSource<T['example']>,
    readonly count: number,
    readonly identity: { data: string; shuffleBuffer?: number },
    private readonly first?: T['example'],
  ) {}

  /** The second pass, and another one where the fitter needs it. */
  async fitPreprocessor(task: Task<T>, config: T['config']): Promise<Preprocessor<T>> {
    const fitter = task.preprocessorFitter?.(config, this.first);
    if (!fitter) throw new Error('readTrainingExamples has checked that there is one');
    do for await (const example of this.source) fitter.add(example);
    while (fitter.needsAnotherPass?.());
    return fitter.fit();
  }

  /** One more pass: errors and warnings come before the first step, as they do for a list. */
  async encode(task: Task<T>, config: T['config'], preprocessor: Preprocessor<T>): Promise<EncodedExamples<T>> {
    const { source, count, identity } = this;
    const open = async function* () {
      let index = 0;
      for await (const example of source) yield preprocessor.encode(example, nameOfTraining(index++));
    };
    if (task.encodeStream) return task.encodeStream(open(), preprocessor, config);
    for await (const encoded of open()) void encoded;
    return new EncodedStream(open, count, identity.shuffleBuffer ?? EncodedStream.defaultBuffer);
  }
}

const withoutStream = (where: string, shuffleBuffer: number) =>
  new ConfigError({
    where,
    problem: `shuffleBuffer is ${show(shuffleBuffer)}, and the examples are in memory, where all are shuffled`,
    expected: 'it for a replayable source only',
    fix: 'Leave it out, or pass replayable(() => …)',
  });

const withoutShuffling = (where: string, shuffleBuffer: number) =>
  new ConfigError({
    where,
    problem: `shuffleBuffer is ${show(shuffleBuffer)}, and this task reads its examples in their order`,
    expected: 'it for a task that shuffles them',
    fix: 'Leave it out',
  });
