/** `tfseq train`: data → fit → metrics beside the baselines → bundle. Ctrl-C saves and ends with 130. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version as tfVersion } from '@tensorflow/tfjs';
import type { Command } from 'commander';
import { tasks } from '../../../tasks';
import type { StreamedDataset } from '../../data/datasets/dataset';
import { toArray } from '../../data/datasets/splits';
import type { DataOptions } from '../../data/example-kind';
import { readAsTrained } from '../../data/read-as-trained';
import { BundleError, TrainingError } from '../../errors';
import { version } from '../../version';
import {
  type AnyTaskModel,
  type BackendChoice,
  type BackendReport,
  type Dataset,
  type FitResult,
  taskClass,
} from '../../node';
import { exitCodes } from '../exit';
import { chooseBackend, withBackend } from '../options/backend';
import {
  type DataFlags,
  dataOptionsOf,
  describeSplits,
  openData,
  optionsOfAll,
  splitSizes,
  streamData,
  withData,
} from '../options/data-options';
import { nameInBundle, rememberedOf, trainingName } from '../options/named-data';
import { settingNamesOf, type SettingOptions, settingsOf, withSettings } from '../options/settings';
import { settingsHelp } from '../options/settings-help';
import { fitFilesOf, withFitFiles } from '../options/task-options';
import { asksHelp, kindsOfTasks, tasksShown } from '../options/tasks';
import { type EvaluationDocument, evaluationDocument, evaluationTable } from '../output/evaluation-table';
import { oneOf } from '../../display/format';
import { advisedCommands } from '../output/advice';
import { continueCommand, type FurtherTraining, type GivenSettings, nextCommands } from '../output/next-commands';
import { jsonHelp, note, print, printJSON, report } from '../output/print';
import { detail, news } from '../output/verbosity';
import { configFile, RunHistory } from '../run-history';
import { trainingDocument, trainingSummary } from '../output/training-summary';
import { prepareOutput } from '../training-output';
import { lockTraining } from '../training-lock';
import { type TrainingInterruption, untilInterrupted } from '../training-interruption';

interface TrainOptions extends DataFlags, SettingOptions {
  out: string;
  resume?: boolean;
  overwrite?: boolean;
  /** A bundle. */
  continueFrom?: string;
  stream?: boolean;
  backend: BackendChoice;
  json?: boolean;
}

export function define(command: Command, args: readonly string[]): void {
  const examples = tasksShown(args).flatMap(({ commandExamples = [] }) =>
    commandExamples.map((line) => `  tfseq ${line}`),
  );
  command
    .argument('<task>', oneOf(tasks.map(({ name }) => name)))
    .requiredOption('--out <dir>', 'directory for the model (a bundle) and its checkpoints')
    .option('--resume', 'go on from the checkpoint in --out')
    .option('--overwrite', 'replace the trained model, or the unfinished run, that is in --out')
    .option('--continue-from <dir>', 'start from the weights of this bundle: fine-tuning, or more epochs')
    .option('--stream', 'read the files again for every epoch instead of holding the training examples in memory');
  withSettings(command);
  const shown = tasksShown(args);
  withFitFiles(withBackend(withData(command, shown)), shown)
    .option('--json', jsonHelp)
    .addHelpText('after', `\nExamples:\n${examples.join('\n')}\n${settingsFor(args)}`)
    .action((task: string, options: TrainOptions) => train(task, options));
}

export const settingNames = ([task]: readonly string[]): string[] => settingNamesOf(task);

function settingsFor([task, ...rest]: readonly string[]): string {
  if (asksHelp(rest) && !task.startsWith('-')) return settingsHelp(task);
  return '\ntfseq train TASK --help lists the settings of a task that --set takes.';
}

async function train(taskName: string, options: TrainOptions): Promise<void> {
  const Task = taskClass(taskName);
  const settings = settingsOf(options);
  const { continueFrom } = options;
  const fresh = continueFrom === undefined && new Task(settings); // its errors come before all others
  await prepareOutput(options);
  const backend = await chooseBackend(options.backend);
  const model = fresh || (await Task.load(String(continueFrom), { settings }));
  const files = fitFilesOf(model.task, options);
  const given = dataOptionsOf(options, optionsOfAll(kindsOfTasks));
  const dataOptions = fresh ? given : readAsTrained(model.kind, model.dataOptions, given, options.data);
  const lock = await lockTraining(options.out);
  try {
    await trainAndMeasure(model, { ...options, backend, files, dataOptions });
  } finally {
    await lock.release();
  }
  model.dispose();
}

type AnyDataset = Dataset<object> | StreamedDataset<object>;
const isHeld = (data: AnyDataset): data is Dataset<object> => Array.isArray(data.splits.train);

type Training = Omit<TrainOptions, 'backend'> & {
  backend: BackendReport;
  files: ReturnType<typeof fitFilesOf>;
  dataOptions: DataOptions;
};

async function trainAndMeasure(model: AnyTaskModel, options: Training): Promise<void> {
  const { out, json, backend, dataOptions } = options;
  const { name, kinds } = model.task;
  const data = await (options.stream ? streamData : openData)(kinds, options, dataOptions);
  const examples = isHeld(data) ? `${describeSplits(data.splits)} examples` : 'examples are read for every epoch';
  news(`${name} on ${data.name}: ${examples}; backend ${backend.name}`);
  const history = new RunHistory(out, () => aboutRun(model, data, options), model);
  detail(`${JSON.stringify(history.about())}\nsettings ${JSON.stringify(model.config)}`);
  const interruption = untilInterrupted(out);
  try {
    const result = await fitted(model, data, options, { ...interruption, history });
    if (!result) return;
    await model.save(out, { overwrite: true }); // what follows may take its time; nothing can be lost any more
    if (interruption.endsHere()) return;
    const training = trainingDocument(result);
    const source = { kind: model.kind, data: options.data, inputKind: options.inputKind, options: dataOptions };
    const further = { bundle: out, data: source, given: givenOf(options) };
    const document = await measure(model, data, { result, further });
    await model.save(out); // with its metrics
    history.evaluated(document);
    if (json) return printJSON({ ...document, training, bundle: out });
    const advice = document.advice.filter(({ action }) => action !== 'continue'); // the summary has that
    print(`\n${evaluationTable({ ...document, advice })}`);
    const commandWith = (settings: object) => continueCommand(name, { ...further, settings: { ...settings } });
    print(`\n${trainingSummary(result, model.monitor, commandWith).join('\n')}`);
    print(`\nSaved in ${out}. Try:\n  ${nextCommands(out, source, model).join('\n  ')}`);
  } finally {
    interruption.close();
  }
}

/** @returns undefined where Ctrl-C ended it; the exit code is then set and everything saved. */
async function fitted(
  model: AnyTaskModel,
  data: AnyDataset,
  { out, resume = false, overwrite = false, files, dataOptions }: Training,
  { signal, progress, history }: TrainingInterruption & { history: RunHistory },
): Promise<FitResult | undefined> {
  try {
    const result = await model.fit(data.splits.train, {
      validation: data.splits.validation,
      checkpoints: out,
      resume,
      overwrite,
      onEvent(event) {
        progress(event);
        history.add(event);
      },
      signal,
      name: trainingName(data),
      dataOptions: rememberedOf(model, dataOptions),
      ...files,
    });
    if (result.reason !== 'aborted') return result;
    await saveUnlessThere(model, out);
    report(`interrupted. Go on with the same command and --resume; the checkpoint is in ${out}/checkpoint`);
    process.exitCode = exitCodes.interrupted;
    return undefined;
  } catch (error) {
    progress.close();
    if (error instanceof TrainingError) await saveUnlessThere(model, out);
    if (error instanceof BundleError && error.during === 'save') adviseResuming(out);
    throw error;
  }
}

/** What its history says of a run. */
const aboutRun = (model: AnyTaskModel, data: AnyDataset, { backend, continueFrom, ...options }: Training) => ({
  task: model.task.name,
  data: nameInBundle(data),
  examples: isHeld(data) ? splitSizes(data.splits) : undefined,
  continueFrom: continueFrom === undefined ? undefined : nameInBundle({ name: continueFrom }),
  settings: settingsOf(options),
  seed: model.config.seed,
  backend: backend.name,
  versions: { 'tfjs-sequence': version, '@tensorflow/tfjs': tfVersion.tfjs, node: process.version },
});

/** Keeps the weights reached so far; an earlier, finished model is not replaced by an unfinished one. */
async function saveUnlessThere(model: AnyTaskModel, out: string): Promise<void> {
  if (existsSync(join(out, 'bundle.json'))) return report(`the model saved earlier in ${out} is left as it is`);
  await model.save(out);
  report(`the weights reached so far are saved in ${out}`);
}

function adviseResuming(out: string): void {
  if (!existsSync(join(out, 'checkpoint'))) return;
  report(`the checkpoint before is whole: once ${out} can be written again, go on with the same command and --resume`);
}

/** For a new training: those of this call, or, where it began with a bundle, all that its run has written. */
const givenOf = ({ out, continueFrom, ...options }: Training): GivenSettings =>
  continueFrom === undefined ? { settings: settingsOf(options) } : { config: join(out, configFile), settings: {} };

interface Finished {
  result: FitResult;
  further: Omit<FurtherTraining, 'settings'>;
}

async function measure(
  model: AnyTaskModel,
  data: AnyDataset,
  { result, further }: Finished,
): Promise<EvaluationDocument> {
  const { name, splits } = data;
  const split = splits.test ? 'test' : splits.validation ? 'validation' : 'train';
  const source = splits[split] ?? splits.train;
  const examples = Array.isArray(source) ? source : await toArray(source);
  const baselinesToo = isHeld(data) ? 'baselines too' : 'without baselines, which need all training examples in memory';
  news(`measuring on the ${split} split, ${baselinesToo}`);
  const start = performance.now();
  const { baselines, ...metrics } = await model.evaluate(examples, {
    name: `${nameInBundle(data)}, ${split}`,
    ...(!isHeld(data) && { baselinesFrom: [] }), // the line above says why
  });
  const seconds = (performance.now() - start) / 1000;
  model.drainWarnings().forEach(note);
  const advice = advisedCommands(model.advise(examples, result), model.task.name, further);
  const results = { metrics, baselines, advice, signatures: model.signatures(examples), seconds };
  return evaluationDocument({ task: model.task.name, data: name, split, examples: examples.length, ...results });
}
