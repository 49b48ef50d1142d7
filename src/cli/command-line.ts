/** The verbs and their options. Each verb is a file of its own, loaded only when it is used. */
import { Command, CommanderError } from 'commander';
import { version } from '../version';
import { describeError } from '../display/error-report';
import { exitCodeOf, exitCodes } from './exit';
import type { EvaluateOptions } from './verbs/evaluate';
import type { PredictOptions } from './verbs/predict';
import { withCandidates, withSearch } from './options/search-options';
import type { TrainOptions } from './verbs/train';

interface JsonOption {
  json?: boolean;
}

/** @param settings what the help of `train` ends with */
function commandLine(settings: string): Command {
  const program = new Command('tfseq')
    .description('Train and run sequence models at the level of the task.')
    .version(version)
    .showHelpAfterError('(tfseq --help shows the verbs, tfseq VERB --help their options)')
    .exitOverride();
  addModelVerbs(program, settings);
  addDataVerbs(program);
  program
    .command('gradcheck')
    .description('the gradients of the cells by hand, against finite differences and automatic differentiation')
    .option('--cell <name>', 'lstm, gru, simple-rnn or all', 'all')
    .option('--json', jsonHelp)
    .action(async (options: JsonOption & { cell: string }) => (await import('./verbs/gradcheck')).gradcheck(options));
  program
    .command('doctor')
    .description('which backends are here, why not, and how to get them')
    .option('--json', jsonHelp)
    .action(async (options: JsonOption) => (await import('./verbs/doctor')).doctor(options));
  return program;
}

const jsonHelp = 'print one JSON document';

function addModelVerbs(program: Command, settings: string): void {
  withData(program.command('train'))
    .description('train a task on a data set or a file of your own, and save a bundle')
    .argument('<task>', 'sentiment, tagging or translation')
    .requiredOption('--out <dir>', 'where the bundle and its checkpoints go')
    .option('--config <file>', 'configuration as JSON')
    .option('--set <key=value...>', 'single settings, such as cell=gru hiddenSize=128')
    .option('--resume', 'go on from the checkpoint in --out')
    .option('--seed <n>', 'everything random in the run follows from it')
    .option('--vectors <file>', 'tagging: word vectors as text (GloVe, fastText); needed again to resume')
    .addHelpText(
      'after',
      `\nExamples:
  tfseq train sentiment --data reviews.csv --out runs/mine --set cell=gru epochs=8
  tfseq train tagging --data conll2003-ner --out runs/names --vectors glove.txt
  tfseq train translation --data multi30k-en-de --out runs/german --set tokenizer=whitespace
${settings}`,
    )
    .action(async (task: string, options: TrainOptions) => (await import('./verbs/train')).train(task, options));

  withSearch(withData(program.command('evaluate')))
    .description('figures of a bundle on a data set, beside its baselines')
    .argument('<dir>', bundleHelp)
    .option('--split <name>', 'train, validation, test or all', 'test')
    .option('--report <dir>', 'tagging: confusion matrix, figures of each label, recordings over time (CSV, SVG)')
    .action(async (dir: string, options: EvaluateOptions) => (await import('./verbs/evaluate')).evaluate(dir, options));

  withCandidates(withBackend(program.command('predict')))
    .description('answers for arguments, a file or standard input, one item a line')
    .argument('<dir>', bundleHelp)
    .argument('[input...]', 'texts; without any, the lines of --input or of standard input')
    .option('--input <file>', 'a file with one item a line; - for standard input')
    .option('--format <name>', 'frames: csv, tsv or jsonl, where the name of the file does not tell')
    .option('--recording-column <name>', 'frames: column of the recording; each answer then names its own')
    .option('--label-column <name>', 'frames: column of a label, which is passed over')
    .addHelpText('after', '\nExample: tfseq predict runs/mine "a quiet triumph" "a tedious mess"')
    .action(async (dir: string, inputs: string[], options: PredictOptions) =>
      (await import('./verbs/predict')).predict(dir, inputs, options),
    );

  program
    .command('inspect')
    .description('task, configuration, parameters, vocabulary, metrics and sizes of a bundle')
    .argument('<dir>', bundleHelp)
    .option('--json', jsonHelp)
    .action(async (dir: string, options: JsonOption) => (await import('./verbs/inspect')).inspect(dir, options));
}

const bundleHelp = 'a bundle: the --out of train, or a URL';

const withBackend = (command: Command) =>
  command.option('--backend <name>', 'auto, wasm, tensorflow or cpu', 'auto').option('--json', jsonHelp);

const withData = (command: Command) =>
  withBackend(command)
    .requiredOption('--data <name|path>', 'a data set (tfseq data list), a CSV, TSV or JSON Lines file, or a folder')
    .option('--text-column <name>', 'column of the text in a CSV or TSV file, key in JSON Lines')
    .option('--label-column <name>', 'column of the label')
    .option('--source <side>', 'translation: which side is translated, such as de')
    .option('--target <side>', 'translation: into which, such as en')
    .option('--source-column <name>', 'translation: column of the source in a file with tabs')
    .option('--target-column <name>', 'translation: column of its translation')
    .option('--input-kind <kind>', 'tagging: words or frames, where the ending of the file does not tell')
    .option('--recording-column <name>', 'frames: column of the name of the recording')
    .option('--ignore-columns <names>', 'frames: columns that are no features, parted by commas');

function addDataVerbs(program: Command): void {
  const data = program.command('data').description('the registered data sets');
  data
    .command('list')
    .description('name, task, size and whether it is here')
    .option('--json', jsonHelp)
    .action(async (options: JsonOption) => (await import('./verbs/data')).list(options));
  data
    .command('show <name>')
    .description('origin, licence, files, splits and first examples')
    .option('--json', jsonHelp)
    .action(async (name: string, options: JsonOption) => (await import('./verbs/data')).show(name, options));
  data
    .command('fetch <name>')
    .description('download once into the cache, checked by sha256; continues an interrupted download')
    .option('--json', jsonHelp)
    .action(async (name: string, options: JsonOption) => (await import('./verbs/data')).fetch(name, options));
}

/** The task is loaded for its help alone, since that takes a second. */
async function settingsFor([verb, task, ...rest]: readonly string[]): Promise<string> {
  const asksHelp = rest.includes('--help') || rest.includes('-h');
  if (verb === 'train' && asksHelp && !task.startsWith('-'))
    return (await import('./options/settings-help')).settingsHelp(task);
  return '\ntfseq train TASK --help lists the settings of a task that --set takes.';
}

/** Runs one command line. @returns its exit code; errors are on standard error by then. */
export async function tfseq(args: readonly string[]): Promise<number> {
  try {
    await commandLine(await settingsFor(args)).parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done); // a verb that was interrupted has set it
  } catch (error) {
    // commander has printed its own
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    process.stderr.write(`error: ${describeError(error)}\n`);
    return exitCodeOf(error);
  }
}
