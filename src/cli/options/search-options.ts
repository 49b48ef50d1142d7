/** Flags of `tfseq predict` and `evaluate` for tasks whose answers are found step by step. */
import type { Command } from 'commander';
import { ConfigError, show } from '../../errors';

export interface SearchOptions {
  beam?: string;
  nBest?: string;
  lengthPenalty?: string;
  coveragePenalty?: string;
  maximumLength?: string;
}

const flags = ['beam', 'nBest', 'lengthPenalty', 'coveragePenalty', 'maximumLength'] as const;

export const withSearch = (command: Command): Command =>
  command
    .option('--beam <n>', 'translation: hypotheses followed at a time; 1 is greedy search')
    .option('--length-penalty <x>', 'translation: 0 prefers short answers')
    .option('--coverage-penalty <x>', 'translation: above 0 pushes back what leaves parts unread')
    .option('--maximum-length <n>', 'translation: most tokens of an answer');

export const withCandidates = (command: Command): Command =>
  withSearch(command)
    .option('--n-best <n>', 'translation: how many answers for each input, with their scores')
    .option('--attention <dir>', 'translation: a picture for each answer, where each token looked (SVG)');

/** What a task is to be asked beside its inputs: the flags that were given. @throws ConfigError for no number. */
export const askedOf = (options: SearchOptions): Record<string, number> =>
  Object.fromEntries(
    flags.flatMap((flag) => (options[flag] === undefined ? [] : [[flag, numberOf(flag, options[flag])]])),
  );

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new ConfigError({
    where: name,
    problem: `${name} is ${show(text)}`,
    expected: 'a number',
    fix: `Give for example ${name} 5`,
  });
}
