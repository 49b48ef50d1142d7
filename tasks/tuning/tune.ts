/** `tune`: searches settings of a task on validation examples, within a time. */
import type { ExampleSource } from '../../src/data/example-source';
import { fingerprint } from '../../src/fingerprint';
import type { AnyTaskModel, TaskClass } from '../index';
import type { LoadOptions } from '../options';
import { searchExamples } from './examples';
import { checkTuneOptions, type ExampleOf, type TuneOptions, type TuneResult } from './options';
import { fitFilesIn } from './kept/fit-files';
import { refuseOccupiedBySearch } from './kept/place';
import { Search } from './kept/search';
import { Tuner } from './tuner';

/** A class of a task, built from options or from a bundle. */
export interface TunableClass<Model, Options> {
  new (options?: Options): Model;
  /** A saved bundle. Throws BundleError. */
  load(location: string, options?: LoadOptions): Promise<Model>;
}

/**
 * Searches settings on validation examples. The default settings are the first trial; another configuration is the best
 * only where it is better by more than noise, so that the result is never worse than the default on these examples.
 * Candidates are drawn around the best so far; successive halving trains most of them for a part of their epochs alone.
 * The same trials follow from the same data, settings and seed; the time decides how many there are.
 *
 *     const found = await tune(SentimentClassifier, train, { validation, minutes: 10, location: 'runs/tune' });
 *     if (found.reason !== 'aborted') await found.model.predict('a quiet triumph');
 *
 * @param examples of training. Those of the test have no place here.
 * @throws ConfigError for options, a space with nothing left, or a place that another search is in; DataError for examples
 * that cannot be used, and for validation examples that all have one label; BundleError where a place cannot be read or
 * written; what the first training, with the default settings, throws
 */
export async function tune<Model extends AnyTaskModel, Options extends object>(
  Task: TunableClass<Model, Options>,
  examples: ExampleSource<ExampleOf<Model>>,
  options: TuneOptions<Model, Options> = {},
): Promise<TuneResult<Model>> {
  const anyOptions = options as TuneOptions<AnyTaskModel, object>;
  checkTuneOptions(anyOptions);
  const AnyTask = Task as TaskClass;
  const { settings = {}, validation, location, resume = false, overwrite = false, space, search } = anyOptions;
  const { task } = new AnyTask(settings);
  const found = await searchExamples(task.kinds, examples, validation);
  found.notes.forEach((message) => options.onEvent?.({ type: 'warning', message }));
  const tuner = new Tuner(AnyTask, found, anyOptions);
  if (location !== undefined && !resume) await refuseOccupiedBySearch(location, overwrite);
  const identity = {
    task: task.name,
    settings: { ...settings },
    space: space || search ? { space, search } : null,
    data: fingerprint(found.training),
    validation: fingerprint(found.validation),
    files: await fitFilesIn(options.fit),
  };
  const opened = await Search.open(location, resume, JSON.parse(JSON.stringify(identity)) as typeof identity);
  return (await tuner.run(opened)) as TuneResult<Model>;
}
