/** The tokenizer of a language model, and texts as lists of its tokens. */
import { AbcTokenizer } from '../../../src/text/abc';
import { type BytePairReport, BytePairTrainer } from '../../../src/text/byte-pairs/training';
import { CharacterTokenizer } from '../../../src/text/characters';
import { type RunningText, slicesOf } from '../../../src/text/running-text';
import type { Tokenizer } from '../../../src/text/tokenizer';
import { WordTokenizer } from '../../../src/text/words/tokenizer';
import { type LanguageModelConfig, leastCount } from '../settings';

/** Tokens of a text, a list for each part of it, so that those of a long text are never all there. */
export function* tokenLists(
  running: RunningText,
  text: string,
  lowercase: boolean,
  isStart = true,
): Generator<string[]> {
  let first = isStart;
  for (const slice of slicesOf(lowercase ? text.toLowerCase() : text)) {
    yield running.tokenize(slice, first);
    first = false;
  }
}

/** The tokenizer of the settings; of byte pairs undefined, since those are learnt from the text. */
export function fixedTokenizer({ tokenizer }: LanguageModelConfig): Tokenizer | undefined {
  if (tokenizer === 'characters') return new CharacterTokenizer();
  if (tokenizer === 'abc') return new AbcTokenizer();
  if (tokenizer === 'byte-pairs') return undefined;
  return new WordTokenizer({ mode: tokenizer === 'words' ? 'unicode' : 'whitespace' });
}

export const bytePairsOf = ({ merges, ...config }: LanguageModelConfig): BytePairTrainer =>
  new BytePairTrainer({ merges, minimumCount: Math.max(2, leastCount(config)) });

/** A sentence where fewer merges were found than the settings say. */
export const fewMerges = ({ found, wanted }: BytePairReport): string[] =>
  found < wanted ? [`${found} merges of byte pairs were found, not ${wanted}: no other pair occurs often enough`] : [];
