/**
 * `tfseq completion bash|zsh|fish`: a script that completes commands, options and the values that are known, made of the
 * commands themselves. It is static: a press of the tab key starts no Node.
 */
import type { Argument, Command, Option } from 'commander';
import { ConfigError, show } from '../../errors';
import { didYouMean } from '../../spelling';
import { printPlain } from '../output/print';

const shells = { bash, zsh, fish } as const;
const names = Object.keys(shells);

export function define(command: Command): void {
  command
    .argument('<shell>', names.join(', '))
    .addHelpText(
      'after',
      [
        '\nIn ~/.bashrc:                         source <(tfseq completion bash)',
        'In ~/.zshrc, after compinit:          source <(tfseq completion zsh)',
        'Once, for fish:                       tfseq completion fish > ~/.config/fish/completions/tfseq.fish',
      ].join('\n'),
    )
    .action((shell: string) => printPlain(completionScript(shell, treeOf(command.parent ?? command))));
}

/** A command or a subcommand. */
interface CompletedCommand {
  /** `data list`; empty for the program itself. */
  path: string;
  description: string;
  /** Names that may come next: subcommands, or the values of its first argument. */
  words: string[];
  options: CompletedOption[];
}

interface CompletedOption {
  flags: string[];
  description: string;
  /** Whether a value follows; `values` where they are known, else files. */
  takesValue: boolean;
  values: string[];
}

/** @throws ConfigError for a shell that there is not. */
export function completionScript(shell: string, commands: readonly CompletedCommand[]): string {
  if (Object.hasOwn(shells, shell)) return shells[shell as keyof typeof shells](commands);
  throw new ConfigError({
    where: 'tfseq completion',
    problem: `the shell is ${show(shell)}`,
    expected: names.join(', '),
    fix: didYouMean(shell, names, 'Name one of these'),
  });
}

/** The program and all its commands and subcommands. */
export function treeOf(command: Command, path = ''): CompletedCommand[] {
  const below = command.commands.filter((one) => one.name() !== 'help');
  const [argument] = command.registeredArguments as (Argument | undefined)[];
  const help = { flags: ['-h', '--help'], description: 'show help', takesValue: false, values: [] };
  const own = {
    path,
    description: command.description(),
    words: below.length ? below.map((one) => one.name()) : listed(argument?.description),
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

const flagsOf = ({ options }: CompletedCommand) => options.flatMap(({ flags }) => flags);

function bash(commands: readonly CompletedCommand[]): string {
  const paths = commands.flatMap(({ path }) => (path ? [`'${path}'`] : []));
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ flags, values: known }) =>
        flags.map((flag) => `    '${path} ${flag}') words='${known.join(' ')}'; files=${known.length ? 0 : 1} ;;`),
      ),
  );
  const words = commands.map((one) => `    '${one.path}') words='${[...one.words, ...flagsOf(one)].join(' ')}' ;;`);
  return `# tfseq completion for bash: source <(tfseq completion bash)
_tfseq() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path='' word words='' files=0 known
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    for known in ${paths.join(' ')}; do
      if [[ "$known" == "\${path:+$path }$word" ]]; then path="$known"; break; fi
    done
  done
  case "$path $prev" in
${values.join('\n')}
    *) case "$path" in
${words.join('\n')}
    esac
    if [[ "$cur" != -* && -n "$path" ]]; then files=1; fi ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if (( files )); then
    local IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _tfseq tfseq`;
}

/** zsh reads bash's completions by a module of its own. */
function zsh(commands: readonly CompletedCommand[]): string {
  return `# tfseq completion for zsh: source <(tfseq completion zsh), after compinit
autoload -U +X bashcompinit && bashcompinit
${bash(commands).split('\n').slice(1).join('\n')}`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
  const lines = commands.flatMap(({ path, words, options }) => {
    const [name, below] = path.split(' ');
    const subcommands = commands.filter((one) => one.path.startsWith(`${path} `)).map((one) => one.path.split(' ')[1]);
    const condition = !path
      ? '__fish_use_subcommand'
      : below
        ? `__fish_seen_subcommand_from ${name}; and __fish_seen_subcommand_from ${below}`
        : `__fish_seen_subcommand_from ${name}${subcommands.length ? `; and not __fish_seen_subcommand_from ${subcommands.join(' ')}` : ''}`;
    const start = `complete -c tfseq -n ${quoted(condition)}`;
    const descriptionOf = (word: string) =>
      commands.find((one) => one.path === `${path} ${word}`.trim())?.description ?? '';
    return [
      ...words.map((word) => `${start} ${path ? '' : '-f '}-a ${word} -d ${quoted(descriptionOf(word))}`),
      ...options.map(({ flags, description, takesValue, values }) =>
        [
          start,
          ...flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)),
          ...(takesValue ? ['-r'] : []),
          ...(values.length ? [`-f -a ${quoted(values.join(' '))}`] : []),
          `-d ${quoted(description)}`,
        ].join(' '),
      ),
    ];
  });
  return ['# tfseq completion for fish: ~/.config/fish/completions/tfseq.fish', ...lines].join('\n');
}
