/** Settings of a tagger, whose options or training data say whether it reads words or frames. */
import * as v from 'valibot';
import type { DataKind } from '../../src/data/example-kind';
import { frames, taggedWords } from '../../src/data/kinds';
import { ConfigError, show } from '../../src/errors';
import { type FramesConfig, framesEntries, type FramesOptions } from './frames/settings';
import { type WordsConfig, wordsEntries, type WordsOptions } from './words/settings';

/** Of words, and behind them those that frames alone have. */
export const taggerSettings = {
  ...wordsEntries,
  input: v.optional(v.picklist(['words', 'frames']), 'words'),
  ...Object.fromEntries(Object.entries(framesEntries).filter(([name]) => !Object.hasOwn(wordsEntries, name))),
};

/** Both, so that examples of the other kind are recognised and refused by name. */
export const taggingKinds: readonly DataKind[] = [taggedWords, frames];

/** `input` may be left out: the training data decide. */
export type TaggerOptions = WordsOptions | (Omit<FramesOptions, 'input'> & { input?: 'frames' });
/** Every setting of a tagger of words or frames, with defaults filled in. */
export type TaggingConfig = WordsConfig | FramesConfig;

/** @returns what the options are for, undefined where they do not tell. @throws ConfigError for what is no input. */
export function inputOf(options: unknown): 'words' | 'frames' | undefined {
  const { input } = (options ?? {}) as { input?: unknown };
  if (input === 'words' || input === 'frames') return input;
  if (input !== undefined) throw notAnInput(input);
  const isForFrames = (key: string) => Object.hasOwn(framesEntries, key) && !Object.hasOwn(wordsEntries, key);
  return Object.keys(options ?? {}).some(isForFrames) ? 'frames' : undefined;
}

const notAnInput = (input: unknown) =>
  new ConfigError({
    where: 'Tagger',
    problem: `input is ${show(input)}`,
    expected: '"words" or "frames"',
    fix: 'Leave it out: the data decide',
  });
