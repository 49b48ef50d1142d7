/** Tokenizer and vocabulary of a text that comes piece by piece. */
import { ConfigError, show } from '../../../src/errors';
import type { BytePairTrainer } from '../../../src/text/byte-pairs/training';
import { runningText, slicesOf, type RunningText } from '../../../src/text/running-text';
import type { Tokenizer } from '../../../src/text/tokenizer';
import { type Vocabulary, VocabularyBuilder } from '../../../src/text/vocabulary';
import { type LanguageModelConfig, leastCount } from '../settings';
import { bytePairsOf, fewMerges, fixedTokenizer, tokenLists } from './tokenizers';

/** What counts tokens, once there is a tokenizer. */
interface Counting {
  tokenizer: Tokenizer;
  running: RunningText;
  builder: VocabularyBuilder;
}

export class VocabularyFitter {
  private trainer?: BytePairTrainer;
  private counting?: Counting;
  private warnings: string[] = [];

  constructor(private readonly config: LanguageModelConfig) {
    const tokenizer = fixedTokenizer(config);
    if (tokenizer) this.counting = countingWith(tokenizer, config);
    else this.trainer = bytePairsOf(config);
  }

  /** @returns whether the pass is one for the tokenizer alone */
  add(text: string): boolean {
    const { lowercase } = this.config;
    if (!this.counting) {
      for (const slice of slicesOf(lowercase ? text.toLowerCase() : text)) this.trainer?.add(slice);
      return true;
    }
    const { running, builder } = this.counting;
    for (const tokens of tokenLists(running, text, lowercase)) builder.add(tokens);
    return false;
  }

  /** Whether all texts are to be added once more. @throws DataError where there is no text. */
  needsAnotherPass(): boolean {
    if (!this.trainer) return false;
    const { tokenizer, report } = this.trainer.train();
    this.trainer = undefined;
    this.warnings = fewMerges(report);
    this.counting = countingWith(tokenizer, this.config);
    return true;
  }

  /** @throws DataError for texts without tokens; ConfigError for one symbol, or options that keep none. */
  fit(): { tokenizer: Tokenizer; vocabulary: Vocabulary; warnings: string[] } {
    const { tokenizer, builder } = this.counting as Counting; // after the last pass
    const vocabulary = builder.build();
    if (vocabulary.report.distinct < 2) throw oneSymbol(vocabulary);
    return { tokenizer, vocabulary, warnings: this.warnings };
  }
}

function countingWith(tokenizer: Tokenizer, config: LanguageModelConfig): Counting {
  const maximumSize = tokenizer.tokens ? 0 : config.maximumVocabulary; // subwords have their own number
  const builder = new VocabularyBuilder({ minimumCount: leastCount(config), maximumSize, always: tokenizer.tokens });
  return { tokenizer, running: runningText(tokenizer), builder };
}

const oneSymbol = (vocabulary: Vocabulary) =>
  new ConfigError({
    where: 'LanguageModel.fit',
    problem: `the training text has one symbol, ${show(vocabulary.tokenOf(vocabulary.size - 1))}, again and again`,
    expected: 'at least two different ones: else there is nothing to predict',
    fix: 'Check how the file is read, and the tokenizer',
  });
