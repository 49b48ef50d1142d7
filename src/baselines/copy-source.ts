/** The source as its own translation: names, numbers and punctuation marks are right by that. Learns nothing. */
import { checkPairs, type TranslationBaseline, type TranslationPair } from './translation-baseline';

export class CopySource implements TranslationBaseline {
  fit(pairs: readonly TranslationPair[]): void {
    checkPairs('CopySource.fit', pairs);
  }

  translate(source: readonly string[]): string[] {
    return [...source];
  }
}
