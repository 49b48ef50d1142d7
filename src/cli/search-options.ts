/** How `tfseq predict` lets answers be searched: flags of tasks whose answers are found step by step. */
import type { Command } from 'commander';
import { ConfigError, show } from '../errors';

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
    .option('--n-best <n>', 'translation: how many answers for each input, with their scores')
    .option('--length-penalty <x>', 'translation: 0 prefers short answers')
    .option('--coverage-penalty <x>', 'translation: above 0 pushes back what leaves parts unread')
    .option('--maximum-length <n>', 'translation: most tokens of an answer')
    .option('--attention <dir>', 'translation: a picture for each answer, where each token looked (SVG)');

/** What a task is to be asked beside its inputs: the flags that were given. @throws ConfigError for no number. */
export function askedOf(task: string, options: SearchOptions & { attention?: string; json?: boolean }): object {
  const given = flags.flatMap((flag) => (options[flag] === undefined ? [] : [[flag, numberOf(flag, options[flag])]]));
  const looks = options.attention !== undefined || (options.json && task === 'translation');
  return { ...(Object.fromEntries(given) as object), ...(looks && { attention: true }) };
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new ConfigError({
    where: `tfseq predict ${name}`,
    problem: `${name} is ${show(text)}`,
    expected: 'a number',
    fix: `Give for example ${name} 5`,
  });
}
