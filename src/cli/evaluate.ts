/** `tfseq evaluate`: figures of a bundle on a split of a data set, beside its baselines. */
import { ConfigError } from '../errors';
import { type BackendChoice, load, useBackend } from '../node';
import { didYouMean } from '../spelling';
import { type DataOptions, openData } from './data-options';
import { type EvaluationDocument, evaluationTable, note, print, printJSON } from './report';

export interface EvaluateOptions extends DataOptions {
  split: string;
  backend: BackendChoice;
  json?: boolean;
}

export async function evaluate(location: string, options: EvaluateOptions): Promise<void> {
  const split = splitName(options.split);
  await useBackend(options.backend);
  const model = await load(location);
  const data = await openData(options);
  const examples = data.splits[split];
  if (!examples?.length) {
    throw new ConfigError({
      where: `tfseq evaluate --split ${split}`,
      problem: `${data.name} has no ${split} examples`,
      expected: `one of ${Object.keys(data.splits).join(', ')}`,
      fix: 'Name another split',
    });
  }
  const start = performance.now();
  const { baselines, ...metrics } = await model.evaluate(examples, { baselinesFrom: data.splits.train });
  const document: EvaluationDocument = {
    task: model.task.name,
    data: data.name,
    split,
    examples: examples.length,
    metrics,
    baselines,
    seconds: (performance.now() - start) / 1000,
  };
  model.takeNotes().forEach(note);
  if (options.json) printJSON(document);
  else print(evaluationTable(document, model.task.watch));
  model.dispose();
}

type Split = 'train' | 'validation' | 'test';

function splitName(name: string): Split {
  if (name === 'train' || name === 'validation' || name === 'test') return name;
  throw new ConfigError({
    where: 'tfseq evaluate --split',
    problem: `the split is ${name}`,
    expected: 'train, validation or test',
    fix: didYouMean(name, ['train', 'validation', 'test'], 'Name one of these'),
  });
}
