/** `tfseq predict`: inputs from arguments, a file or standard input → their predictions, in the same order. */
import type { Command } from 'commander';
import type { DataKind, DataOptions } from '../../data/example-kind';
import { ConfigError } from '../../errors';
import { flagOf } from '../../wording';
import { type AnyTaskModel, type BackendChoice, load } from '../../node';
import { groupsOf } from '../inputs/groups';
import { itemsOf, sourceOf } from '../inputs/items';
import { predictRecordings } from '../inputs/recordings';
import { chooseBackend, withBackend } from '../options/backend';
import { addDataOptions, dataOptionsOf } from '../options/data-options';
import { predictOptionsOf, withPredictOptions } from '../options/task-options';
import { kindsOfTasks } from '../options/tasks';
import { writeAttentionMaps } from '../output/attention-maps';
import { isUnended, predictionLine, unendedNote } from '../output/prediction-lines';
import { bundleHelp, jsonHelp, note, print, printPlain } from '../output/print';
import { requireCharts } from '../output/svg';

interface PredictOptions {
  input?: string;
  backend: BackendChoice;
  json?: boolean;
  /** Folder for attention maps. */
  attention?: string;
}

/** Inputs in one forward pass. */
const groupSize = 64;

export function define(command: Command): void {
  withPredictOptions(withBackend(command), 'predict')
    .argument('<dir>', bundleHelp)
    .argument('[input...]', 'texts; without any, the lines of --input or of standard input')
    .option('--input <file>', 'a file with one item a line; - for standard input');
  addDataOptions(command, kindsOfTasks, ({ inputs }) => inputs.options)
    .option('--attention <dir>', 'of generated text: a chart for each prediction, where each token attended to (SVG)')
    .option('--json', jsonHelp)
    .addHelpText('after', '\nExample: tfseq predict runs/mine "a quiet triumph" "a tedious mess"')
    .action((location: string, inputs: string[], options: PredictOptions) => predict(location, inputs, options));
}

async function predict(location: string, inputs: string[], options: PredictOptions): Promise<void> {
  if (options.attention !== undefined) requireCharts('predict --attention');
  await chooseBackend(options.backend);
  const model = await load(location);
  const how = predictOptionsOf(model.task, options);
  const reading = readingOf(model, options);
  if (model.kind.inputs.unit === 'recordings') {
    if (inputs.length) throw notArguments(inputs.length, model.kind);
    const { source, isStandard } = sourceOf(options.input);
    const format = isStandard && { format: 'csv' }; // its name has no ending
    const request = { source, options: { ...format, ...reading }, json: options.json, isOpen: isStandard };
    await predictRecordings(model, request);
  } else {
    await predictItems(model, inputs, options, reading, how);
  }
  model.dispose();
}

async function predictItems(
  model: AnyTaskModel,
  inputs: string[],
  { input: file, json, attention }: PredictOptions,
  reading: DataOptions,
  how: Record<string, number>,
): Promise<void> {
  const hasAttention = attention !== undefined || (json && model.task.hasAttention);
  const lineOf = predictionLine(model);
  let count = 0;
  const unended: string[] = [];
  const documents: string[] = []; // with --json nothing is printed before all is known: half a document is none
  for await (const group of groupsOf(itemsOf(model.kind, inputs, file, reading), groupSize)) {
    const predictions = (await model.predict(
      group.map(({ input }) => input),
      { locations: group.map(({ where }) => where), ...how, ...(hasAttention && { attention: true }) },
    )) as object[];
    if (attention !== undefined) await writeAttentionMaps(attention, predictions, count + 1);
    count += predictions.length;
    unended.push(...group.filter((_, i) => isUnended(predictions[i])).map(({ where }) => where));
    predictions.forEach((prediction, i) => {
      if (json) documents.push(JSON.stringify({ input: group[i].input, ...prediction }));
      else print(lineOf(prediction, String(group[i].input)));
    });
  }
  if (json) printPlain(documents.length ? `[\n${documents.join(',\n')}\n]` : '[]');
  model.drainWarnings().forEach(note);
  if (unended.length) note(unendedNote(unended, count));
}

/** As training read its files; a flag counts more. @throws ConfigError for a flag of another kind of data. */
function readingOf({ kind, dataOptions }: AnyTaskModel, flags: object): DataOptions {
  const all = kindsOfTasks.flatMap(({ inputs }) => inputs.options);
  const given = dataOptionsOf(flags, all);
  const own = new Set(kind.inputs.options.map(({ name }) => name));
  const other = Object.keys(given).find((name) => !own.has(name));
  if (other !== undefined) {
    throw new ConfigError({
      where: `tfseq predict ${flagOf(other)}`,
      problem: `the model is for ${kind.input}, which has no such option`,
      expected: 'options of its kind of data',
      fix: `Leave ${flagOf(other)} out`,
    });
  }
  return { ...dataOptions, ...given };
}

const notArguments = (count: number, { input }: DataKind) =>
  new ConfigError({
    where: 'tfseq predict',
    problem: `${count} inputs are given, and the model is for ${input}`,
    expected: `a file of ${input}`,
    fix: 'Pass --input FILE, or --input - for standard input',
  });
