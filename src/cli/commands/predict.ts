/** `tfseq predict`: inputs from arguments, a file or standard input → their predictions, in the same order. */
import type { Command } from 'commander';
import type { DataKind, DataOptions } from '../../data/example-kind';
import { readAsTrained } from '../../data/read-as-trained';
import { ConfigError } from '../../errors';
import { flagOf } from '../../wording';
import { type AnyTaskModel, type BackendChoice, load } from '../../node';
import { groupsOf } from '../inputs/groups';
import { itemsOf, severalGiven, sourceOf } from '../inputs/items';
import { predictRecordings } from '../inputs/recordings';
import { chooseBackend, withBackend } from '../options/backend';
import { addDataOptions, dataOptionsOf } from '../options/data-options';
import { predictOptionsOf, withPredictOptions } from '../options/task-options';
import { kindsOfTasks } from '../options/tasks';
import { writeAttentionMaps } from '../output/attention-maps';
import { PrintedPredictions } from '../output/printed-predictions';
import { isUnended, unendedNote } from '../output/prediction-lines';
import { bundleHelp, jsonHelp, note } from '../output/print';
import { requireCharts } from '../output/svg';
import { isSeriesModel } from '../../../tasks/model/series-model';
import { continueSeries, refuseSeriesFlags, type SeriesFlags } from '../series/continue-series';
import { requirePicture } from '../series/pictures';

interface PredictOptions extends SeriesFlags {
  input?: string;
  data?: string;
  strict?: boolean;
  withInput?: boolean;
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
    .option('--input <file>', 'a file with one item a line; - for standard input')
    .option(
      '--data <file>',
      'a file in the format of the training data: its inputs, without header, labels and other columns',
    )
    .option('--strict', 'stop at an input that cannot be read, instead of leaving its place empty')
    .option('--with-input', 'print the input and a tab before each prediction; for frames, their values');
  addDataOptions(command, kindsOfTasks, ({ inputs }) => [...inputs.options, ...(inputs.dataOptions ?? [])])
    .option('--attention <dir>', 'for generated text: folder for a chart of the attention of each prediction (SVG)')
    .option('--out <file>', 'for series: the forecast as a CSV file, under the names of the columns')
    .option('--plot <file>', 'for series: a picture of history, forecast and interval (.svg, .png)')
    .option('--holdout <n>', 'for series: the last n rows are not read, but shown beside the forecast')
    .option('--series <names>', 'for series: only these, separated by commas')
    .option('--anomalies', 'for series: rows that the 99 % interval does not hold, in place of the forecast')
    .option('--json', jsonHelp)
    .addHelpText('after', '\nExample: tfseq predict runs/mine "a quiet triumph" "a tedious mess"')
    .action((location: string, inputs: string[], options: PredictOptions) => predict(location, inputs, options));
}

async function predict(location: string, inputs: string[], options: PredictOptions): Promise<void> {
  if (options.attention !== undefined) requireCharts('predict --attention');
  if (options.plot !== undefined) requirePicture('predict --plot', options.plot);
  await chooseBackend(options.backend);
  const model = await load(location);
  refuseSeriesFlags(model, options);
  const how = predictOptionsOf(model.task, options);
  const reading = readingOf(model, options);
  if (model.kind.inputs.unit === 'recordings') {
    if (inputs.length) throw notArguments(inputs.length, model.kind);
    if (options.data !== undefined && options.input !== undefined) throw severalGiven('--input', '--data');
    const { source, isStandard } = sourceOf(options.data ?? options.input);
    const format = isStandard && { format: 'csv' }; // its name has no ending
    const { json, withInput } = options;
    const request = { source, options: { ...format, ...reading }, json, withInput, how, isOpen: isStandard };
    if (isSeriesModel(model)) await continueSeries(model, { source, options: request.options, how, flags: options });
    else await predictRecordings(model, request);
  } else {
    await predictItems(model, inputs, options, reading, how);
  }
  model.dispose();
}

async function predictItems(
  model: AnyTaskModel,
  inputs: string[],
  options: PredictOptions,
  reading: DataOptions,
  how: Record<string, number>,
): Promise<void> {
  const { json, attention } = options;
  const hasAttention = attention !== undefined || (json && model.task.hasAttention);
  const printed = new PrintedPredictions(model, options);
  let count = 0;
  const unended: string[] = [];
  for await (const group of groupsOf(itemsOf(model.kind, inputs, options, reading), groupSize)) {
    const invalid = new Map(group.flatMap(({ error }, i) => (error ? [[i, error] as const] : [])));
    const readable = group.filter(({ error }) => !error);
    const predictions = await model.predict(
      readable.map(({ input }) => input),
      {
        locations: readable.map(({ where }) => where),
        onInvalid: (error, i) => void invalid.set(group.indexOf(readable[i]), error),
        ...how,
        ...(hasAttention && { attention: true }),
      },
    );
    for (const [i, item] of group.entries()) {
      const error = invalid.get(i);
      if (error && options.strict) throw error;
      const prediction = error ? undefined : (predictions[readable.indexOf(item)] ?? undefined);
      count++;
      if (prediction && attention !== undefined) await writeAttentionMaps(attention, [prediction], count);
      if (prediction && isUnended(prediction)) unended.push(item.where);
      printed.add(item, prediction, error);
    }
  }
  printed.end();
  model.drainWarnings().forEach(note);
  if (unended.length) note(unendedNote(unended, count));
}

/** As training read its files; a flag counts more. @throws ConfigError for a flag of another kind of data. */
function readingOf({ kind, dataOptions }: AnyTaskModel, flags: PredictOptions): DataOptions {
  const optionsOf = ({ inputs }: DataKind) => [...inputs.options, ...(inputs.dataOptions ?? [])];
  const all = kindsOfTasks.flatMap(optionsOf);
  const given = dataOptionsOf(flags, all);
  const own = new Set((flags.data === undefined ? kind.inputs.options : optionsOf(kind)).map(({ name }) => name));
  const other = Object.keys(given).find((name) => !own.has(name));
  if (other !== undefined) {
    throw new ConfigError({
      where: `tfseq predict ${flagOf(other)}`,
      ...(optionsOf(kind).some(({ name }) => name === other)
        ? {
            problem: 'no --data is given, and each line is an input',
            expected: 'columns with --data FILE only',
            fix: `Leave ${flagOf(other)} out, or pass --data in place of --input`,
          }
        : {
            problem: `the model is for ${kind.input}, which has no such option`,
            expected: 'options of its kind of data',
            fix: `Leave ${flagOf(other)} out`,
          }),
    });
  }
  return readAsTrained(kind, dataOptions, given, flags.data ?? flags.input);
}

const notArguments = (count: number, { input }: DataKind) =>
  new ConfigError({
    where: 'tfseq predict',
    problem: `${count} inputs are given, and the model is for ${input}`,
    expected: `a file of ${input}`,
    fix: 'Pass --input FILE, or --input - for standard input',
  });
