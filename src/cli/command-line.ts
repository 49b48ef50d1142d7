/** The commands. Each is a file of its own with its options, loaded only when it is called: the library takes a second. */
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { version } from '../version';
import { onCommandLine } from '../wording';
import { describeError } from '../display/error-report';
import { exitCodeOf, exitCodes } from './exit';
import { report } from './output/print';
import { detail, setVerbosity, withVerbosity } from './output/verbosity';
import { refuseUnknownOption } from './unknown-option';

interface CommandModule {
  /** Adds arguments, options and the action. @param args of the command line, after its name */
  define: (command: Command, args: readonly string[]) => void;
  /** What `--set` takes, for a command that has it. */
  settingNames?: (args: readonly string[]) => readonly string[];
}

interface CommandEntry {
  name: string;
  description: string;
  load: () => Promise<CommandModule>;
}

/** It needs the options of all commands. */
const completion = 'completion';

const commands: readonly CommandEntry[] = [
  {
    name: 'train',
    description: 'train a task on a data set or a file of your own, and save the model (a bundle)',
    load: () => import('./commands/train'),
  },
  {
    name: 'tune',
    description: 'search settings of a task on validation data within a time, and save the best model',
    load: () => import('./commands/tune'),
  },
  {
    name: 'init',
    description: 'print a configuration file with every setting of a task, its default and what it means',
    load: () => import('./commands/init'),
  },
  {
    name: 'evaluate',
    description: 'metrics of a trained model on a data set, beside its baselines',
    load: () => import('./commands/evaluate'),
  },
  {
    name: 'predict',
    description: 'predictions for inputs given as arguments, in a file or on standard input, one a line',
    load: () => import('./commands/predict'),
  },
  {
    name: 'backtest',
    description: 'forecasts of series one after the other, each with what was known then: errors by row ahead',
    load: () => import('./commands/backtest'),
  },
  {
    name: 'generate',
    description: 'text from a model that generates: after a prompt, or from nothing; written as it comes',
    load: () => import('./commands/generate'),
  },
  {
    name: 'inspect',
    description: 'task, settings, parameters, vocabulary, metrics and file sizes of a trained model',
    load: () => import('./commands/inspect'),
  },
  {
    name: 'data',
    description: 'list, describe and download public data sets; check files of your own',
    load: () => import('./commands/data'),
  },
  {
    name: 'gradcheck',
    description:
      'compare the hand-written gradients of the cells with finite differences and automatic differentiation',
    load: () => import('./commands/gradcheck'),
  },
  {
    name: 'doctor',
    description: 'which backends and kernels are available, why others are not, and how to get them',
    load: () => import('./commands/doctor'),
  },
  {
    name: completion,
    description: 'a script that completes commands and options in bash, zsh or fish',
    load: () => import('./commands/completion'),
  },
];

async function commandLine(args: readonly string[]): Promise<Command> {
  const program = new Command('tfseq')
    .description('Train and run sequence models on TensorFlow.js.')
    .version(version, '-v, --version', 'print the version')
    .showHelpAfterError('(tfseq --help lists the commands, tfseq COMMAND --help their options)')
    .configureOutput({ writeErr: (text) => report(text.trimEnd()) })
    .exitOverride()
    .hook('preAction', (_, called) => setVerbosity(called.opts()));
  const [called, ...rest] = args.filter((arg, i) => !(i === 0 && arg === 'help'));
  for (const { name, description, load } of commands) {
    const command = program.command(name).description(description);
    if (name !== called) {
      if (called === completion) (await load()).define(command, []);
      continue;
    }
    const { define, settingNames } = await load();
    const defined = [command, new Command(name)];
    for (const one of defined) {
      define(one, rest);
      withVerbosity(one);
    }
    refuseUnknownOption(command, defined[1], rest, settingNames?.(rest) ?? []);
  }
  return program;
}

/** Runs one command line. @returns its exit code; errors are on standard error by then. */
export async function tfseq(args: readonly string[]): Promise<number> {
  try {
    const given = args[0] === '-V' ? ['-v', ...args.slice(1)] : [...args]; // what earlier releases called it
    await (await commandLine(given)).parseAsync(given, { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done); // set by a command that was interrupted
  } catch (error) {
    // commander has printed its own
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    report(`error: ${describeError(error, onCommandLine)}`);
    if (error instanceof Error) detail(inspect(error)); // its stack, and that of its cause
    return exitCodeOf(error);
  }
}
