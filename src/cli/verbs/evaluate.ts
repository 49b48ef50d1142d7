/** `tfseq evaluate`: figures of a bundle on a split of a data set, beside its baselines. */
import { ConfigError } from '../../errors';
import { type AnyTaskModel, type BackendChoice, load, Tagger } from '../../node';
import { didYouMean } from '../../spelling';
import { chooseBackend } from '../options/backend';
import { type DataOptions, openData } from '../options/data-options';
import { rememberedColumn } from '../inputs/predict-frames';
import { type EvaluationDocument, evaluationTable, note, print, printJSON, signed } from '../output/report';
import { askedOf, type SearchOptions } from '../options/search-options';
import { writeTaggingReport } from '../output/tagging-report';

export interface EvaluateOptions extends DataOptions, SearchOptions {
  split: string;
  backend: BackendChoice;
  json?: boolean;
  /** Folder for pictures and tables. */
  report?: string;
}

export async function evaluate(location: string, options: EvaluateOptions): Promise<void> {
  const split = splitName(options.split);
  await chooseBackend(options.backend);
  const model = await load(location);
  const data = await openData(model.task, { ...options, ...readAsInTraining(model, options) });
  const examples = split === 'all' ? Object.values(data.splits).flat() : (data.splits[split] ?? []);
  if (!examples.length) {
    throw new ConfigError({
      where: `tfseq evaluate --split ${split}`,
      problem: `${data.name} has no ${split} examples`,
      expected: `one of ${Object.keys(data.splits).join(', ')}`,
      fix: 'Name another split',
    });
  }
  const start = performance.now();
  // Baselines that have seen the examples they are measured on would say nothing.
  const baselinesFrom = split === 'all' ? [] : data.splits.train;
  const { baselines, ...metrics } = await model.evaluate(examples, { baselinesFrom, answers: askedOf(options) });
  const document: EvaluationDocument = {
    task: model.task.name,
    data: data.name,
    split,
    examples: examples.length,
    metrics,
    baselines,
    ...signed(model.signatures(examples)),
    seconds: (performance.now() - start) / 1000,
  };
  model.drainWarnings().forEach(note);
  if (options.report !== undefined) {
    await writeTaggingReport(options.report, model, examples);
    note(`the report is in ${options.report}`);
  }
  if (options.json) printJSON(document);
  else print(evaluationTable(document, model.monitor));
  model.dispose();
}

/** Frames have the columns of training, whatever else the file has. */
function readAsInTraining(model: AnyTaskModel, { recordingColumn }: EvaluateOptions): Partial<DataOptions> {
  if (!(model instanceof Tagger) || model.config.input !== 'frames') return {};
  return { recordingColumn: recordingColumn ?? rememberedColumn(model), featureColumns: model.features };
}

/** `all`: every example, for a file that is a test set as a whole. */
const splitNames = ['train', 'validation', 'test', 'all'] as const;
type SplitName = (typeof splitNames)[number];

function splitName(name: string): SplitName {
  const found = splitNames.find((known) => known === name);
  if (found) return found;
  throw new ConfigError({
    where: 'tfseq evaluate --split',
    problem: `the split is ${name}`,
    expected: splitNames.join(', '),
    fix: didYouMean(name, splitNames, 'Name one of these'),
  });
}
