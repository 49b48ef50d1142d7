/** A script that completes in fish. */
import type { CompletedCommand } from './tree';

/** `__tfseq_in data list`: whether these are the first words of the line. */
const inCommand = `function __tfseq_in
    set -l words (commandline -opc)
    set -l last (math (count $argv) + 1)
    test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
end`;

export function fish(commands: readonly CompletedCommand[]): string {
  return [
    '# tfseq completion for fish: ~/.config/fish/completions/tfseq.fish',
    inCommand,
    ...commands.flatMap((one) => linesOf(one, commands)),
  ].join('\n');
}

const quoted = (text: string) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

function linesOf(
  { path, words, options, takesFiles }: CompletedCommand,
  commands: readonly CompletedCommand[],
): string[] {
  const below = commands.filter((one) => path && one.path.startsWith(`${path} `)).map((one) => one.path);
  const here = path
    ? [`__tfseq_in ${path}`, ...below.map((one) => `not __tfseq_in ${one}`)]
    : ['__fish_use_subcommand'];
  const condition = (...more: string[]) => `complete -c tfseq -n ${quoted([...here, ...more].join('; and '))}`;
  const unsaid = path && words.length ? [`not __fish_seen_subcommand_from ${words.join(' ')}`] : [];
  const descriptionOf = (word: string) => commands.find((one) => one.path === `${path} ${word}`.trim())?.description;
  return [
    ...(takesFiles ? [] : [`${condition()} -f`]),
    ...words.map(
      (word) =>
        `${condition(...unsaid)} -a ${word}${descriptionOf(word) ? ` -d ${quoted(descriptionOf(word) ?? '')}` : ''}`,
    ),
    ...options.map(({ flags, description, takesValue, values }) =>
      [
        condition(),
        ...flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)),
        ...(takesValue ? ['-r', values.length ? `-f -a ${quoted(values.join(' '))}` : '-F'] : []),
        `-d ${quoted(description)}`,
      ].join(' '),
    ),
  ];
}
