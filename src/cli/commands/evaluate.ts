/** `tfseq evaluate`: metrics of a bundle on a split of a data set, beside its baselines. */
import type { Command } from 'commander';
import { tasks } from '../../../tasks';
import { readAsTrained } from '../../data/read-as-trained';
import { ConfigError } from '../../errors';
import { type AnyTaskModel, type BackendChoice, load } from '../../node';
import { didYouMean } from '../../spelling';
import { chooseBackend, withBackend } from '../options/backend';
import { type DataFlags, dataOptionsOf, openData, optionsOfAll, withData } from '../options/data-options';
import { predictOptionsOf, withPredictOptions } from '../options/task-options';
import { kindsOfTasks } from '../options/tasks';
import { givenSettings, readCourse } from '../finished-run';
import { advisedCommands } from '../output/advice';
import { evaluationDocument, evaluationTable } from '../output/evaluation-table';
import { writeLabelReport } from '../output/label-report';
import { requireCharts } from '../output/svg';
import { bundleHelp, jsonHelp, note, print, printJSON } from '../output/print';

interface EvaluateOptions extends DataFlags {
  split: string;
  backend: BackendChoice;
  json?: boolean;
  /** Folder for charts and tables. */
  report?: string;
}

export function define(command: Command): void {
  withPredictOptions(withBackend(withData(command, tasks)), 'evaluate')
    .argument('<dir>', bundleHelp)
    .option('--split <name>', 'train, validation, test or all', 'test')
    .option(
      '--report <dir>',
      'for tags and labels: folder for confusion matrix, metrics of each label and timelines of recordings (CSV, SVG)',
    )
    .option('--json', jsonHelp)
    .action((location: string, options: EvaluateOptions) => evaluate(location, options));
}

async function evaluate(location: string, options: EvaluateOptions): Promise<void> {
  const split = splitName(options.split);
  if (options.report !== undefined) requireCharts('evaluate --report');
  await chooseBackend(options.backend);
  const model: AnyTaskModel = await load(location);
  const predictOptions = predictOptionsOf(model.task, options);
  const given = dataOptionsOf(options, optionsOfAll(kindsOfTasks));
  const reading = readAsTrained(model.kind, model.dataOptions, given, options.data);
  const asTrained = model.dataOptions.format !== undefined && { inputKind: model.kind.input }; // the ending does not tell
  const data = await openData(model.task.kinds, { ...asTrained, ...options }, reading);
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
  // Baselines that were fitted on the examples they are measured on would say nothing.
  const baselinesFrom = split === 'all' ? [] : data.splits.train;
  const { baselines, ...metrics } = await model.evaluate(examples, { baselinesFrom, predictOptions });
  const advice = advisedCommands(model.advise(examples, readCourse(location)), model.task.name, {
    bundle: location,
    data: { kind: model.kind, data: options.data, inputKind: options.inputKind, options: reading },
    given: givenSettings(location, model),
  });
  const document = evaluationDocument({
    task: model.task.name,
    data: data.name,
    split,
    examples: examples.length,
    metrics,
    baselines,
    advice,
    signatures: model.signatures(examples),
    seconds: (performance.now() - start) / 1000,
  });
  model.drainWarnings().forEach(note);
  if (options.json) printJSON(document);
  else print(evaluationTable(document));
  if (options.report !== undefined) {
    await writeLabelReport(options.report, model, examples); // last: the metrics are out if it fails
    note(`the report is in ${options.report}`);
  }
  model.dispose();
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
