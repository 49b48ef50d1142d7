/**
 * The tag that a word had most often in training. A word that training has not gets the tag that most of the different
 * training words with its longest known ending have; words with a capital letter count apart from others (after Brants
 * 2000, TnT, section 2.3).
 */
import { fitted } from './baseline';
import { TagCounts } from './tag-counts';
import { checkLabels, type TaggedTokens, type TaggingBaseline } from './tagging-baseline';

export interface FrequentTagOptions {
  /** Longest ending looked at, in characters. 0: no endings, only whether there is a capital letter. Default 5. */
  longestSuffix?: number;
}

export class FrequentTag implements TaggingBaseline {
  private readonly longestSuffix: number;
  private model?: { words: TagCounts; endings: TagCounts };

  constructor({ longestSuffix = 5 }: FrequentTagOptions = {}) {
    this.longestSuffix = longestSuffix;
  }

  fit(sentences: readonly TaggedTokens[], classes: number): void {
    const labels = sentences.map((sentence) => sentence.labels);
    const sizes = sentences.map(({ tokens }) => tokens.length);
    checkLabels('FrequentTag.fit', labels, sizes, classes);
    const words = new TagCounts(classes);
    for (const { tokens, labels } of sentences)
      tokens.forEach((token, t) => words.add(token.normalize('NFC'), labels[t]));
    const endings = new TagCounts(classes);
    for (const word of words.keys()) {
      for (const ending of this.endingsOf(word)) endings.add(ending, words.mostFrequent(word)!);
    }
    this.model = { words, endings };
  }

  predict(tokens: readonly string[]): Int32Array {
    const { words, endings } = fitted('FrequentTag.predict', this.model);
    const guess = (token: string) => this.endingsOf(token).map((ending) => endings.mostFrequent(ending));
    const tagOf = (token: string) => words.mostFrequent(token) ?? guess(token).find((tag) => tag !== undefined)!;
    return Int32Array.from(tokens, (token) => tagOf(token.normalize('NFC')));
  }

  /** From the longest one to none at all, for words with and without a capital; at last one that all words share. */
  private endingsOf(word: string): string[] {
    const characters = Array.from(word);
    const longest = Math.min(this.longestSuffix, characters.length);
    const kind = /\p{Lu}/u.test(word) ? 'A' : 'a';
    const endings = Array.from({ length: longest + 1 }, (_, i) => characters.slice(characters.length - longest + i));
    return [...endings.map((ending) => `${kind}${ending.join('')}`), ''];
  }
}
