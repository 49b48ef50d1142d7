/** `tfseq tune`: searches settings on validation examples within a time → a bundle of the best, its config.json, all trials. */
import { mkdir } from 'node:fs/promises';
import type { Command } from 'commander';
import { tasks } from '../../../tasks';
import type { DataOptions } from '../../data/example-kind';
import { oneOf } from '../../display/format';
import { visibleText } from '../../display/visible-text';
import { ConfigError, show } from '../../errors';
import { type BackendChoice, type Dataset, taskClass, tune, type TuningEvent } from '../../node';
import { fileError } from '../../platform/file-errors';
import type { TerminalProgress } from '../../platform/terminal-progress';
import { exitCodes } from '../exit';
import { chooseBackend, withBackend } from '../options/backend';
import {
  type DataFlags,
  dataOptionsOf,
  describeSplits,
  openWithoutTest,
  optionsOfAll,
  withData,
} from '../options/data-options';
import { rememberedOf, trainingName } from '../options/named-data';
import { settingNamesOf, type SettingOptions, settingsOf, withSettings } from '../options/settings';
import { fitFilesOf, fitFlags, withFitFiles } from '../options/task-options';
import { kindsOfTasks, tasksShown } from '../options/tasks';
import { isInstalled } from '../../platform/node-packages/es-module';
import { nextCommands, trainFoundCommand } from '../output/next-commands';
import { jsonHelp, note, print, printJSON, report } from '../output/print';
import { chartPackages, writeFolder } from '../output/svg';
import { trialsSvg } from '../output/tuning/chart';
import { comparisonTable, type Found, tuningDocument, verdict } from '../output/tuning/summary';
import { trialLine, trialsCsv, trialTable } from '../output/tuning/trial-lines';
import { detail, news } from '../output/verbosity';
import { untilInterrupted } from '../training-interruption';
import { lockTraining } from '../training-lock';

interface TuneFlags extends DataFlags, SettingOptions {
  out: string;
  minutes: string;
  trials?: string;
  patience: string;
  search?: string[];
  resume?: boolean;
  overwrite?: boolean;
  backend: BackendChoice;
  json?: boolean;
}

export function define(command: Command, args: readonly string[]): void {
  command
    .argument('<task>', oneOf(tasks.map(({ name }) => name)))
    .requiredOption('--out <dir>', 'directory for the best model (a bundle), its config.json, and all trials')
    .option('--minutes <n>', 'time for the search, that before an interruption included', '10')
    .option('--trials <n>', 'the most trainings; without it as many as the time allows')
    .option('--patience <n>', 'candidates in a row without a gain, after which the search ends', '24')
    .option('--search <setting...>', 'search these settings alone, such as learningRate hiddenSize')
    .option('--resume', 'go on with the search in --out')
    .option('--overwrite', 'replace the search, or the trained model, that is in --out');
  withSettings(command);
  const shown = tasksShown(args);
  withFitFiles(withBackend(withData(command, shown)), shown, { bundles: false })
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      [
        '\nWhat is given by --set or --config stays; all other settings of the search space',
        'are tried, on validation examples alone. The default settings are the first trial,',
        'and stay unless others are better by more than noise.',
        ...searchedBy(args),
      ].join('\n'),
    )
    .action((task: string, flags: TuneFlags) => search(task, flags));
}

/** The search space, of one task. */
function searchedBy([name]: readonly string[]): string[] {
  if (!tasks.some((task) => task.name === name)) return [];
  const { task, config } = new (taskClass(name))();
  const settings = Object.keys(task.searchSpace?.(config).settings ?? {});
  return ['', `Settings of ${name} that are searched:`, ...settings.map((one) => `  ${one}`)];
}

export const settingNames = ([task]: readonly string[]): string[] => settingNamesOf(task);

async function search(taskName: string, flags: TuneFlags): Promise<void> {
  const Task = taskClass(taskName);
  const settings = settingsOf(flags);
  const model = new Task(settings); // its errors come before all others
  const limits = limitsOf(flags);
  const fitFiles = fitFilesOf(model.task, flags);
  const dataOptions = dataOptionsOf(flags, optionsOfAll(kindsOfTasks));
  await chooseBackend(flags.backend);
  const data = await openWithoutTest(model.task.kinds, flags, dataOptions);
  await makeFolder(flags.out);
  const lock = await lockTraining(flags.out, 'tune');
  const interruption = untilInterrupted(flags.out);
  const { signal, progress } = interruption;
  const { out, search: searched, resume = false, overwrite = false } = flags;
  const fit = { name: trainingName(data), dataOptions: rememberedOf(model, dataOptions), ...fitFiles };
  news(`${taskName} on ${data.name}: ${describeSplits(data.splits)} examples; at most ${limits.minutes} minutes`);
  try {
    const { train, validation } = data.splits;
    const options = {
      ...limits,
      settings,
      validation,
      location: out,
      search: searched,
      resume,
      overwrite,
      fit,
      signal,
    };
    const found = await tune(Task, train, { ...options, onEvent: listener(progress) });
    progress.close();
    if (found.reason === 'aborted') return interrupted(found.trials.length);
    await tell(found, { taskName, data, flags, dataOptions, minutes: limits.minutes });
    found.model.dispose();
  } finally {
    progress.close();
    interruption.close();
    await lock.release();
  }
}

/** @throws ConfigError for what is no number. */
function limitsOf({ minutes, trials, patience }: TuneFlags) {
  const number = (flag: string, text: string) => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
    throw notPositive(flag, text);
  };
  return {
    minutes: number('--minutes', minutes),
    patience: number('--patience', patience),
    ...(trials !== undefined && { trials: number('--trials', trials) }),
  };
}

const notPositive = (flag: string, value: string) =>
  new ConfigError({
    where: 'tfseq tune',
    problem: `${flag} is ${show(value)}`,
    expected: 'a number above 0',
    fix: `Give for example ${flag} 10`,
  });

/** Where nothing can be written, it is noticed before anything is trained. */
async function makeFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
  } catch (error) {
    throw fileError('save', out, error);
  }
}

/** A line a trial; steps of its training as of any other. */
function listener(progress: TerminalProgress) {
  return (event: TuningEvent): void => {
    switch (event.type) {
      case 'training':
        if (event.event.type === 'step' || event.event.type === 'warning') progress(event.event);
        return;
      case 'trial': {
        const { trial, best, monitor } = event;
        progress.close();
        return news(
          trialLine(
            trial,
            monitor,
            best.trials.some(({ number }) => number === trial.number),
          ),
        );
      }
      case 'range-test': {
        const { suggested, largest } = event.rangeTest;
        const rate = (value: number | null) => (value === null ? 'none' : value.toPrecision(2));
        return news(`learning rates: the loss falls the fastest at ${rate(suggested)}, rises from ${rate(largest)}`);
      }
      case 'warning':
        return note(event.message);
      case 'trial-start':
        return detail(`trial ${event.number}: ${JSON.stringify(event.plan)}`);
    }
  };
}

function interrupted(trials: number): void {
  report(`interrupted after ${trials} finished trials. Go on with the same command and --resume`);
  process.exitCode = exitCodes.interrupted;
}

interface About {
  taskName: string;
  data: Dataset<object>;
  flags: TuneFlags;
  dataOptions: DataOptions;
  minutes: number;
}

async function tell(found: Found, { taskName, data, flags, dataOptions, minutes }: About): Promise<void> {
  const { out, json } = flags;
  const { trials, monitor, best, model } = found;
  const hasCharts = chartPackages.every(isInstalled);
  const chart = hasCharts && { 'trials.svg': await trialsSvg(found) };
  await writeFolder(out, { 'trials.csv': trialsCsv(trials, monitor), ...chart });
  if (!hasCharts)
    note(`no chart of the trials is drawn: npm install ${chartPackages.map((name) => `${name}@6`).join(' ')}`);
  const about = { task: taskName, data: data.name, bundle: out };
  if (json) return printJSON(tuningDocument(found, about));
  print(`\n${taskName} on ${visibleText(data.name)}, validation data; the test split was not looked at`);
  print(comparisonTable(found));
  print(`\n${trialTable(trials, monitor, best)}\n`);
  print(verdict(found, minutes).join('\n'));
  const source = { kind: model.kind, data: flags.data, inputKind: flags.inputKind, options: dataOptions };
  const next = [
    trainFoundCommand(taskName, out, source, fitFlags(model.task, flags)),
    ...nextCommands(out, source, model),
  ];
  print(
    `\nThe best model is in ${out}, its settings in ${out}/config.json, all trials in ${out}/trials.csv. Try:\n  ${next.join('\n  ')}`,
  );
}
