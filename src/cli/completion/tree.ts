/** What can be completed: the commands, their options, and the values that are known. */
import type { Argument, Command, Option } from 'commander';

/** A command or a subcommand. */
export interface CompletedCommand {
  /** `data list`; empty for the program itself. */
  path: string;
  description: string;
  /** Names that may come next: subcommands, or the values of its first argument. */
  words: string[];
  /** Whether files may come next. */
  takesFiles: boolean;
  options: CompletedOption[];
}

export interface CompletedOption {
  flags: string[];
  description: string;
  /** Whether a value follows; `values` where they are known, else files. */
  takesValue: boolean;
  values: string[];
}

/** The program and all its commands and subcommands. */
export function treeOf(command: Command, path = ''): CompletedCommand[] {
  const below = command.commands.filter((one) => one.name() !== 'help');
  const [argument] = command.registeredArguments as (Argument | undefined)[];
  const help = { flags: ['-h', '--help'], description: 'show help', takesValue: false, values: [] };
  const words = below.length ? below.map((one) => one.name()) : listed(argument?.description);
  const own = {
    path,
    description: command.description(),
    words,
    takesFiles: argument !== undefined && words.length === 0,
    options: [...command.options.filter(({ hidden }) => !hidden).map(completed), help],
  };
  return [own, ...below.flatMap((one) => treeOf(one, `${path} ${one.name()}`.trim()))];
}

function completed(option: Option): CompletedOption {
  const { short, long, description, required, optional } = option;
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description: description.split(/[;(]/)[0].trim(),
    takesValue: required || optional,
    values: option.argChoices ?? listed(description),
  };
}

/** `auto, wasm, tensorflow or cpu` → its names; nothing for other descriptions. */
function listed(description = ''): string[] {
  const parts = description.split(/, | or /);
  return parts.length > 1 && parts.every((part) => /^[a-z][a-z0-9-]*$/.test(part)) ? parts : [];
}
