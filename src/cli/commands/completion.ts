/**
 * `tfseq completion bash|zsh|fish`: a script that completes commands, options and the values that are known, made of the
 * commands themselves. It is static: a press of the tab key starts no Node.
 */
import type { Command } from 'commander';
import { ConfigError, show } from '../../errors';
import { didYouMean } from '../../spelling';
import { bash } from '../completion/bash';
import { fish } from '../completion/fish';
import { type CompletedCommand, treeOf } from '../completion/tree';
import { zsh } from '../completion/zsh';
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
