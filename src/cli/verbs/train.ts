/** `tfseq train`: data → fit → figures beside the baselines → bundle. Ctrl-C saves and ends with 130. */
import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleError, ConfigError, TrainingError } from '../../errors';
import {
  type AnyTaskModel,
  type BackendChoice,
  type ByteSource,
  type Dataset,
  fileSource,
  taskClass,
} from '../../node';
import { fileError } from '../../platform/file-errors';
import { chooseBackend } from '../options/backend';
import { type DataOptions, describeSplits, openData } from '../options/data-options';
import { exitCodes } from '../exit';
import { onInterrupt } from '../interrupt';
import { terminalProgress, type TerminalProgress } from '../../platform/terminal-progress';
import { type EvaluationDocument, evaluationTable, note, print, printJSON, signed } from '../output/report';
import { type SettingOptions, settingsOf } from '../options/settings';

export interface TrainOptions extends DataOptions, SettingOptions {
  out: string;
  resume?: boolean;
  backend: BackendChoice;
  json?: boolean;
  /** Of a tagger of words: a file of word vectors. */
  vectors?: string;
}

export async function train(taskName: string, options: TrainOptions): Promise<void> {
  const Task = taskClass(taskName);
  const model = new Task({ ...settingsOf(options), ...columnsOf(taskName, options) });
  await checkWritable(options.out);
  const backend = await chooseBackend(options.backend);
  const data = await openData(model.task, options);
  say(`${taskName} on ${data.name}: ${describeSplits(data.splits)} examples; backend ${backend.name}`);

  const interruption = untilInterrupted(options.out);
  try {
    if (!(await fitted(model, data, options, interruption))) return;
    await model.save(options.out); // what follows may take its time; nothing is lost any more
    if (interruption.endsHere()) return;
    const document = await measure(model, data);
    await model.save(options.out); // with its figures
    report(model, document, options);
  } finally {
    interruption.close();
  }
  model.dispose();
}

function report(model: AnyTaskModel, document: EvaluationDocument, options: TrainOptions): void {
  if (options.json) printJSON({ ...document, bundle: options.out });
  else {
    print(`\n${evaluationTable(document, model.monitor)}`);
    print(`\nSaved in ${options.out}. Try:\n  ${nextCommands(model, options).join('\n  ')}`);
  }
}

/** What the bundle remembers of how its frames are read. */
const columnsOf = (taskName: string, { recordingColumn }: TrainOptions) =>
  taskName === 'tagging' && recordingColumn !== undefined ? { recordingColumn } : {};

/** Before the work, not after it. @throws BundleError where nothing can be written. */
async function checkWritable(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    throw fileError('save', out, error);
  }
}

/** Ctrl-C from the first step to the last figure. */
interface Interruption {
  signal: AbortSignal;
  progress: TerminalProgress;
  /** Once the trained model is saved: whether Ctrl-C has asked to stop. From now on it stops at once. */
  endsHere(): boolean;
  close(): void;
}

function untilInterrupted(out: string): Interruption {
  const abort = new AbortController();
  const progress = terminalProgress();
  let isSaved = false;
  const end = () => {
    say(`interrupted: the trained model is saved in ${out}, without figures; tfseq evaluate measures it`);
    process.exitCode = exitCodes.interrupted;
  };
  const interrupt = onInterrupt((isRepeated) => {
    progress.close();
    if (isSaved) end();
    if (isSaved || isRepeated) process.exit(exitCodes.interrupted);
    say('stopping after this step and saving; press Ctrl-C again to stop at once');
    abort.abort();
  });
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: abort.signal,
    progress,
    endsHere() {
      isSaved = true;
      if (abort.signal.aborted) end();
      return abort.signal.aborted;
    },
    close() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/** @returns false where Ctrl-C ended it; the exit code is then set and everything saved. */
async function fitted(
  model: AnyTaskModel,
  data: Dataset<unknown>,
  options: TrainOptions,
  { signal, progress }: Interruption,
): Promise<boolean> {
  const { out, resume = false } = options;
  try {
    const { reason } = await model.fit(data.splits.train, {
      validation: data.splits.validation,
      checkpoints: out,
      resume,
      onEvent: progress,
      signal,
      name: `${data.name}, train`,
      ...vectorsOf(model, options.vectors),
    });
    if (reason !== 'aborted') return true;
    await saveUnlessThere(model, out);
    say(`interrupted. Go on with the same command and --resume; the checkpoint is in ${out}/checkpoint`);
    process.exitCode = exitCodes.interrupted;
    return false;
  } catch (error) {
    progress.close();
    if (error instanceof TrainingError) await saveUnlessThere(model, out);
    if (error instanceof BundleError && error.during === 'save') adviseResuming(out);
    throw error;
  }
}

/** @throws ConfigError for a task that takes none. */
function vectorsOf(model: AnyTaskModel, file: string | undefined): { vectors?: ByteSource } {
  if (file === undefined) return {};
  if (model.task.name === 'tagging') return { vectors: fileSource(file) };
  throw new ConfigError({
    where: 'tfseq train --vectors',
    problem: `the task is ${model.task.name}`,
    expected: 'tagging',
    fix: 'Leave --vectors out',
  });
}

/** Keeps the weights reached so far; an earlier, finished model is not replaced by an unfinished one. */
async function saveUnlessThere(model: AnyTaskModel, out: string): Promise<void> {
  if (existsSync(join(out, 'bundle.json'))) return say(`the model saved earlier in ${out} is left as it is`);
  await model.save(out);
  say(`the weights reached so far are saved in ${out}`);
}

function adviseResuming(out: string): void {
  if (!existsSync(join(out, 'checkpoint'))) return;
  say(`the checkpoint before is whole: once ${out} can be written again, go on with the same command and --resume`);
}

async function measure(model: AnyTaskModel, { name, splits }: Dataset<unknown>): Promise<EvaluationDocument> {
  const split = splits.test ? 'test' : splits.validation ? 'validation' : 'train';
  const examples = splits[split] ?? splits.train;
  say(`measuring on the ${split} split, baselines too`);
  const start = performance.now();
  const { baselines, ...metrics } = await model.evaluate(examples, { name: `${name}, ${split}` });
  const seconds = (performance.now() - start) / 1000;
  model.drainWarnings().forEach(note);
  const figures = { metrics, baselines, ...signed(model.signatures(examples)) };
  return { task: model.task.name, data: name, split, examples: examples.length, ...figures, seconds };
}

const nextCommands = (model: AnyTaskModel, { out, data, ...options }: TrainOptions) => {
  const columns = [
    ...option('--text-column', options.textColumn),
    ...option('--label-column', options.labelColumn),
    ...option('--source', options.source),
    ...option('--target', options.target),
    ...option('--source-column', options.sourceColumn),
    ...option('--target-column', options.targetColumn),
    ...option('--input-kind', options.inputKind),
    ...option('--recording-column', options.recordingColumn),
    ...option('--ignore-columns', options.ignoreColumns),
  ];
  const place = quoted(out);
  return [
    `npx tfseq predict ${place} ${takesFrames(model) ? '--input FILE' : '"…"'}`,
    ['npx tfseq evaluate', place, '--data', quoted(data), ...columns].join(' '),
    `npx tfseq inspect ${place}`,
  ];
};

const takesFrames = (model: AnyTaskModel) => 'input' in model.config && model.config.input === 'frames';
const option = (name: string, value: string | undefined) => (value === undefined ? [] : [name, quoted(value)]);
/** For a shell, where it has to be. */
const quoted = (text: string) => (/^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const say = (text: string): void => void process.stderr.write(`${text}\n`);
