/** How the examples of a data set are held: in arrays, or in their files, which are read again for every pass. */
import { replayable, type ReplayableSource } from '../example-source';
import { splitStream } from './split-streams';
import { type Sequence, splitByTime, splitSequence, type Timeline } from './contiguous-splits';
import { mapSplits, splitByKey, type SplitOptions, type SplitSources, toArray } from './splits';

/** @typeParam Source what holds the examples of one split */
export interface Holding<Example, Source> {
  /** What an iterable gives that can be opened again. */
  hold(open: () => AsyncIterable<Example>): Promise<Source>;
  /** The same, in splits that never share a key. */
  split(
    open: () => AsyncIterable<Example>,
    keyOf: (example: Example) => string,
    options: SplitOptions,
  ): Promise<SplitSources<Source>>;
  /** The same, in parts of the whole sequence. */
  splitInOrder(
    open: () => AsyncIterable<Example>,
    sequence: Sequence<Example>,
    options: SplitOptions,
  ): Promise<SplitSources<Source>>;
  /** The same, each example cut by time. */
  splitByTime(
    open: () => AsyncIterable<Example>,
    timeline: Timeline<Example>,
    options: SplitOptions,
  ): Promise<SplitSources<Source>>;
  /** What is in memory already. */
  array(examples: Example[]): Source;
}

export const inArrays = <Example>(): Holding<Example, Example[]> => ({
  hold: (open) => toArray(open()),
  split: async (open, keyOf, options) => splitByKey(await toArray(open()), keyOf, options),
  async splitInOrder(open, sequence, options) {
    const examples = await toArray(open());
    return asArrays(await splitSequence(() => iterate(examples), sequence, options));
  },
  async splitByTime(open, timeline, options) {
    const examples = await toArray(open());
    return asArrays(splitByTime(() => iterate(examples), timeline, options));
  },
  array: (examples) => examples,
});

async function asArrays<Example>({
  train,
  validation,
  test,
}: SplitSources<() => AsyncIterable<Example>>): Promise<SplitSources<Example[]>> {
  return {
    train: await toArray(train()),
    ...(validation && { validation: await toArray(validation()) }),
    ...(test && { test: await toArray(test()) }),
  };
}

export const inFiles = <Example>(): Holding<Example, ReplayableSource<Example>> => ({
  hold: (open) => Promise.resolve(replayable(open)),
  split: (open, keyOf, options) => splitStream(replayable(open), keyOf, options),
  splitInOrder: async (open, sequence, options) => mapSplits(await splitSequence(open, sequence, options), replayable),
  splitByTime: (open, timeline, options) =>
    Promise.resolve(mapSplits(splitByTime(open, timeline, options), replayable)),
  array: (examples) => replayable(() => iterate(examples)),
});

// eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
async function* iterate<Example>(examples: readonly Example[]): AsyncGenerator<Example> {
  yield* examples;
}
