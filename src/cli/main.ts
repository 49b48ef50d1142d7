#!/usr/bin/env node
/** `tfseq`: parses the command line and hands over to one file per verb, loaded only when it is used. */
import { Command, CommanderError } from 'commander';
import { version } from '../version';
import { describeError, exitCodeOf, exitCodes } from './exit';
import type { EvaluateOptions } from './evaluate';
import type { PredictOptions } from './predict';
import type { TrainOptions } from './train';

interface JsonOption {
  json?: boolean;
}

const backendHelp = 'auto, wasm, tensorflow or cpu';

function commandLine(): Command {
  const program = new Command('tfseq')
    .description('Train and run sequence models at the level of the task.')
    .version(version)
    .showHelpAfterError('(tfseq --help shows the verbs and their options)')
    .exitOverride();

  program
    .command('train <task>')
    .description('train a task on a data set or a file of your own, and save a bundle')
    .requiredOption('--data <name|path>', 'a registered data set (tfseq data list), a file or a folder')
    .requiredOption('--out <dir>', 'where the bundle and its checkpoints go')
    .option('--config <file>', 'configuration as JSON')
    .option('--set <key=value...>', 'single settings, such as cell=gru hiddenSize=128')
    .option('--resume', 'go on from the checkpoint in --out')
    .option('--seed <n>', 'everything random in the run follows from it')
    .option('--backend <name>', backendHelp, 'auto')
    .option('--text-column <name>', 'column of the text in a CSV or TSV file, key in JSON Lines')
    .option('--label-column <name>', 'column of the label')
    .option('--json', 'print the result as one JSON document')
    .action(async (task: string, options: TrainOptions) => (await import('./train')).train(task, options));

  program
    .command('evaluate <dir>')
    .description('figures of a bundle on a data set, beside its baselines')
    .requiredOption('--data <name|path>', 'a registered data set, a file or a folder')
    .option('--split <name>', 'train, validation or test', 'test')
    .option('--backend <name>', backendHelp, 'auto')
    .option('--text-column <name>', 'column of the text')
    .option('--label-column <name>', 'column of the label')
    .option('--json', 'print one JSON document')
    .action(async (dir: string, options: EvaluateOptions) => (await import('./evaluate')).evaluate(dir, options));

  program
    .command('predict <dir> [input...]')
    .description('answers for arguments, a file or standard input, one item a line')
    .option('--input <file>', 'a file with one item a line; - for standard input')
    .option('--backend <name>', backendHelp, 'auto')
    .option('--json', 'print one JSON document: an array with one answer a line')
    .action(async (dir: string, inputs: string[], options: PredictOptions) =>
      (await import('./predict')).predict(dir, inputs, options),
    );

  program
    .command('inspect <dir>')
    .description('task, configuration, parameters, vocabulary, metrics and sizes of a bundle')
    .option('--json', 'print one JSON document')
    .action(async (dir: string, options: JsonOption) => (await import('./inspect')).inspect(dir, options));

  const data = program.command('data').description('the registered data sets');
  data
    .command('list')
    .description('name, task, size and whether it is here')
    .option('--json', 'print one JSON document')
    .action(async (options: JsonOption) => (await import('./data')).list(options));
  data
    .command('show <name>')
    .description('origin, licence, files, splits and first examples')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: JsonOption) => (await import('./data')).show(name, options));
  data
    .command('fetch <name>')
    .description('download once into the cache, checked by sha256; continues an interrupted download')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: JsonOption) => (await import('./data')).fetch(name, options));

  program
    .command('gradcheck')
    .description('the gradients of the cells by hand, against finite differences and automatic differentiation')
    .option('--cell <name>', 'lstm, gru, simple-rnn or all', 'all')
    .option('--json', 'print one JSON document')
    .action(async (options: { cell: string; json?: boolean }) => (await import('./gradcheck')).gradcheck(options));

  program
    .command('doctor')
    .description('which backends are here, why not, and how to get them')
    .option('--json', 'print one JSON document')
    .action(async (options: JsonOption) => (await import('./doctor')).doctor(options));

  return program;
}

async function main(): Promise<void> {
  try {
    await commandLine().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage; // commander has printed it
      return;
    }
    process.stderr.write(`error: ${describeError(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

// A reader that closes the pipe early (head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : exitCodes.failed),
);
void main();
