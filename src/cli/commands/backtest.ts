/** `tfseq backtest`: forecasts one after the other, each with what was known then; the error by row of the horizon. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { taskClasses } from '../../../tasks';
import { type Backtest, isSeriesModel } from '../../../tasks/model/series-model';
import { stepErrorsChart } from '../../charts';
import { type TimeSeries } from '../../data/examples/series/example';
import { readAsTrained } from '../../data/read-as-trained';
import { ConfigError, show } from '../../errors';
import { type AnyTaskModel, type BackendChoice, load } from '../../node';
import { fileError } from '../../platform/file-errors';
import { chooseBackend, withBackend } from '../options/backend';
import { type DataFlags, dataOptionsOf, openData, optionsOfAll, withData } from '../options/data-options';
import { settingsOf } from '../options/settings';
import { kindsOfTasks } from '../options/tasks';
import { bundleHelp, jsonHelp, note, print, printJSON } from '../output/print';
import { table } from '../output/table';
import { news } from '../output/verbosity';
import { pictureOf, requirePicture } from '../series/pictures';

interface BacktestFlags extends DataFlags {
  origins: string;
  horizon?: string;
  refit?: boolean;
  plot?: string;
  config?: string;
  backend: BackendChoice;
  json?: boolean;
}

/** Tasks whose models continue series. */
const seriesTasks = Object.values(taskClasses).filter(({ prototype }) => isSeriesModel(prototype));

export function define(command: Command): void {
  withBackend(withData(command, seriesTasks.map((Class) => new Class().task))) // prettier-ignore
    .argument('[dir]', bundleHelp)
    .option('--config <file>', 'in place of a model: settings (JSON), with which one is trained for each origin')
    .option('--origins <n>', 'forecasts, each a horizon after the one before; the last one ends with the data', '10')
    .option('--horizon <n>', 'rows of each; default: as in training')
    .option('--refit', 'train a new model, with the same settings, on what is known at each origin')
    .option('--plot <file>', 'picture of the error by row of the horizon (.svg, .png)')
    .option('--json', jsonHelp)
    .addHelpText('after', '\nExample: tfseq backtest runs/load --data load.csv --origins 20')
    .action((location: string | undefined, flags: BacktestFlags) => backtest(location, flags));
}

async function backtest(location: string | undefined, flags: BacktestFlags): Promise<void> {
  if (flags.plot !== undefined) requirePicture('backtest --plot', flags.plot);
  const origins = count('origins', flags.origins);
  const horizon = flags.horizon === undefined ? undefined : count('horizon', flags.horizon);
  await chooseBackend(flags.backend);
  const model = await modelOf(location, flags);
  const given = dataOptionsOf(flags, optionsOfAll(kindsOfTasks));
  const reading = readAsTrained(model.kind, model.dataOptions, given, flags.data);
  const data = await openData(model.task.kinds, flags, reading);
  const { train, validation = train, test = validation } = data.splits;
  const series = test as TimeSeries[]; // with all that came before
  if (!isSeriesModel(model)) throw notOfSeries(model);
  const onOrigin = (origin: number, all: number) => news(`origin ${origin} of ${all}`);
  const isRefit = flags.refit ?? location === undefined;
  const fresh = location === undefined;
  if (fresh) await model.fit([...train], { validation: [...validation] });
  const result = await model.backtest(series, { origins, refit: isRefit, onOrigin, ...(horizon && { horizon }) });
  model.drainWarnings().forEach(note);
  if (flags.json) printJSON({ data: data.name, ...result });
  else print(report(result));
  if (flags.plot !== undefined) {
    await writePicture(flags.plot, result);
    note(`written: ${flags.plot}`);
  }
  model.dispose();
}

async function modelOf(location: string | undefined, { config }: BacktestFlags): Promise<AnyTaskModel> {
  if ((location === undefined) === (config === undefined))
    throw new ConfigError({ where: 'tfseq backtest', problem: location === undefined ? 'neither a model nor --config is given' : 'both a model and --config are given', expected: 'one of the two', fix: 'Name the folder of a model, or pass --config FILE' }); // prettier-ignore
  if (location !== undefined) {
    const model: AnyTaskModel = await load(location);
    if (!isSeriesModel(model)) throw notOfSeries(model);
    return model;
  }
  const [Class] = seriesTasks;
  return new Class(settingsOf({ config, set: [] }));
}

function report({ horizon, metrics, baselines, steps, origins, refit }: Backtest): string {
  const all = { model: metrics, ...baselines };
  const names = ['mse', 'mae', 'maeUnits', 'smape', 'mase'].filter((name) => name in metrics);
  const digits = (value: number | undefined) => (value === undefined ? '–' : value.toPrecision(4));
  const total = Object.entries(all).map(([name, own]) => [name, ...names.map((metric) => digits(own[metric]))]);
  const every = Math.max(1, Math.ceil(horizon / 12));
  const shown = Array.from({ length: horizon }, (_, h) => h).filter(
    (h) => (h + 1) % every === 0 || h === 0 || h === horizon - 1,
  );
  const byStep = shown.map((h) => [String(h + 1), ...Object.values(steps).map((errors) => digits(errors[h]))]);
  const how = refit ? 'a new model at each' : 'one model for all';
  return [
    `${origins.length} origins from ${origins[0]} to ${origins[origins.length - 1]}, ${horizon} rows each, ${how}`,
    '',
    table(total, { head: ['', ...names], right: (column) => column > 0 }),
    '',
    'mean absolute error by row of the horizon, on the scale of training:',
    table(byStep, { head: ['row', ...Object.keys(steps)], right: () => true }),
  ].join('\n');
}

async function writePicture(path: string, { steps }: Backtest): Promise<void> {
  const picture = await pictureOf(stepErrorsChart(steps, 'mean absolute error'), path);
  try {
    writeFileSync(path, picture);
  } catch (error) {
    throw fileError('save', path, error);
  }
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new ConfigError({ where: 'tfseq backtest', problem: `--${name} is ${show(text)}`, expected: 'a whole number above 0', fix: `Give for example --${name} 10` }); // prettier-ignore
}

const notOfSeries = ({ kind }: AnyTaskModel) =>
  new ConfigError({
    where: 'tfseq backtest',
    problem: `the model is for ${kind.input}`,
    expected: 'a model that continues series',
    fix: 'Name another model',
  });
