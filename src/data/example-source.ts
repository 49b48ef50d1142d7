/**
 * Where examples come from: an array, an iterable that is read once, or a source that can be read again from its start,
 * such as a file. Only the last one is trained on without holding all of its examples in memory.
 */
export type ExampleSource<Example> = Iterable<Example> | AsyncIterable<Example> | ReplayableSource<Example>;

/**
 * Every `[Symbol.asyncIterator]()` starts again and gives the same examples in the same order. It says so itself
 * (`replayable`), because nothing shows it: a Node or web stream opens a second time too, and is empty then.
 */
export interface ReplayableSource<Example> extends AsyncIterable<Example> {
  readonly replayable: true;
}

/**
 *     const examples = replayable(() => readLabeledText(source));
 *     await model.fit(examples); // reads the file once an epoch
 *
 * @param open starts a new pass; called once for each
 */
export function replayable<Example>(open: () => AsyncIterable<Example>): ReplayableSource<Example> {
  return { replayable: true, [Symbol.asyncIterator]: () => open()[Symbol.asyncIterator]() };
}

/** An array is replayable as well, but not one of these: it is in memory already. */
export function isReplayable<Example>(examples: ExampleSource<Example>): examples is ReplayableSource<Example> {
  if (typeof examples !== 'object' || examples === null) return false; // unchecked input
  return Symbol.asyncIterator in examples && 'replayable' in examples && examples.replayable;
}
