/** `--quiet` and `--verbose`: how much a command prints on standard error beside notes and errors. */
import type { Command } from 'commander';
import { ConfigError } from '../../errors';
import { downloadProgress } from '../../platform/terminal-progress';
import { report } from './print';

interface VerbosityFlags {
  quiet?: boolean;
  verbose?: boolean;
}

let level: 'quiet' | 'normal' | 'verbose' = 'normal';

export const isQuiet = (): boolean => level === 'quiet';
export const isVerbose = (): boolean => level === 'verbose';

/** What a command is doing; not with `--quiet`. */
export function news(text: string): void {
  if (!isQuiet()) report(text);
}

/** What helps to find out why something is as it is; with `--verbose` only. */
export function detail(text: string): void {
  if (isVerbose()) report(text);
}

/** Progress of a download; not with `--quiet`. */
export const downloadNews = () => (isQuiet() ? undefined : downloadProgress());

/** Both flags on every command and subcommand. */
export function withVerbosity(command: Command): void {
  command.commands.forEach(withVerbosity);
  if (command.commands.length) return;
  command
    .option('-q, --quiet', 'no progress on standard error: notes and errors only')
    .option('--verbose', 'also settings, versions, checkpoints and times, and the stack of an error');
}

/** @throws ConfigError for both. */
export function setVerbosity({ quiet = false, verbose = false }: VerbosityFlags): void {
  level = quiet ? 'quiet' : verbose ? 'verbose' : 'normal';
  if (!quiet || !verbose) return;
  throw new ConfigError({
    where: 'tfseq',
    problem: 'both --quiet and --verbose are given',
    expected: 'one of the two',
    fix: 'Leave one out',
  });
}
