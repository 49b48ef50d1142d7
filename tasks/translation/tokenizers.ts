/** The tokenizer of one side of a translation, with the vocabulary of its training texts. */
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { trainBytePairs } from '../../src/text/byte-pairs/training';
import { CharacterTokenizer } from '../../src/text/characters';
import { defaultNormalization, normalize } from '../../src/text/normalize';
import { SequenceEncoder } from '../../src/text/sequence-encoder';
import type { Tokenizer } from '../../src/text/tokenizer';
import { WordTokenizer, writesBlanks } from '../../src/text/words/tokenizer';
import type { TranslatorConfig, TranslatorOptions } from './settings';

/**
 * Spellings, sums, strings of letters: where no text has two words, words would be whole texts, and the next text is
 * unknown. They are read by their characters unless somebody says otherwise.
 */
export function inferTokenizer(pairs: readonly ParallelText[], options: TranslatorOptions): TranslatorOptions {
  if (options.tokenizer !== undefined) return {};
  const isOneWord = (text: unknown) => typeof text === 'string' && !/\S\s+\S/.test(text) && writesBlanks(text);
  const isSpelling = pairs.every((pair) => isOneWord(pair?.source) && isOneWord(pair.target));
  return isSpelling ? { tokenizer: 'characters' } : {};
}

/**
 * @param warn takes what is not as the options say.
 * @throws DataError for texts without any token, ConfigError for options that keep none.
 */
export function fitEncoder(
  texts: readonly string[],
  config: TranslatorConfig,
  warn: (message: string) => void,
): SequenceEncoder {
  const { lowercase, minimumCount, maximumLength } = config;
  const normalization = { ...defaultNormalization, lowercase };
  const tokenizer: Tokenizer =
    config.tokenizer === 'byte-pairs'
      ? subwords(
          texts.map((text) => normalize(text, normalization)),
          config,
          warn,
        )
      : tokenizerOf(config.tokenizer);
  const maximumSize = tokenizer.tokens ? 0 : config.maximumVocabulary; // subwords have their own number
  return SequenceEncoder.build(texts, { tokenizer, normalization, minimumCount, maximumSize, maximumLength });
}

function subwords(
  texts: readonly string[],
  { merges, minimumCount }: TranslatorConfig,
  warn: (message: string) => void,
) {
  const { tokenizer, report } = trainBytePairs(texts, { merges, minimumCount });
  const { wanted, found } = report;
  if (found < wanted) {
    warn(`${found} merges of byte pairs were found, not ${wanted}: no other pair occurs ${minimumCount} times`);
  }
  return tokenizer;
}

function tokenizerOf(kind: Exclude<TranslatorConfig['tokenizer'], 'byte-pairs'>): Tokenizer {
  switch (kind) {
    case 'characters':
      return new CharacterTokenizer();
    case 'words':
      return new WordTokenizer();
    case 'whitespace':
      return new WordTokenizer({ mode: 'whitespace' });
  }
}
