/** The tokenizer of a language model, and texts as lists of its tokens. */
import { AbcTokenizer } from '../../src/text/abc';
import { trainBytePairs } from '../../src/text/byte-pairs/training';
import { CharacterTokenizer } from '../../src/text/characters';
import { type RunningText, slicesOf } from '../../src/text/running-text';
import type { Tokenizer } from '../../src/text/tokenizer';
import { WordTokenizer } from '../../src/text/words/tokenizer';
import { type LanguageModelConfig, leastCount } from './settings';

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

/** The tokenizer of the settings. @param warn takes what is not as they say */
export function tokenizerFor(
  texts: readonly { text: string }[],
  config: LanguageModelConfig,
  warn: (message: string) => void,
): Tokenizer {
  const { tokenizer, merges, lowercase } = config;
  if (tokenizer === 'characters') return new CharacterTokenizer();
  if (tokenizer === 'abc') return new AbcTokenizer();
  if (tokenizer !== 'byte-pairs') return new WordTokenizer({ mode: tokenizer === 'words' ? 'unicode' : 'whitespace' });
  const slices = texts.flatMap(({ text }) => [...slicesOf(lowercase ? text.toLowerCase() : text)]);
  const { tokenizer: subwords, report } = trainBytePairs(slices, {
    merges,
    minimumCount: Math.max(2, leastCount(config)),
  });
  if (report.found < report.wanted) {
    warn(`${report.found} merges of byte pairs were found, not ${report.wanted}: no other pair occurs often enough`);
  }
  return subwords;
}
