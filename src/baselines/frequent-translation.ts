/**
 * Translation by looking up. A sentence that training has gets the target that it had most often there; any other one
 * is translated word by word, s to the t whose sentences coincide best with its own (Dice 1945):
 *
 *   argmax_t 2 c(s,t) / (c(s) + c(t))
 *
 * c counts pairs of sentences that contain s, t, or both on their sides. A word that training has not is copied. Of
 * equal ones the first in training counts.
 */
import { fitted } from './baseline';
import { checkPairs, type TranslationBaseline, type TranslationPair } from './translation-baseline';

interface Lookup {
  sentences: Map<string, readonly string[]>;
  words: Map<string, string>;
}

export class FrequentTranslation implements TranslationBaseline {
  private lookup?: Lookup;

  fit(pairs: readonly TranslationPair[]): void {
    checkPairs('FrequentTranslation.fit', pairs);
    this.lookup = { sentences: frequentTargets(pairs), words: associatedWords(pairs) };
  }

  translate(source: readonly string[]): string[] {
    const { sentences, words } = fitted('FrequentTranslation.translate', this.lookup);
    const whole = sentences.get(keyOf(source));
    return whole ? [...whole] : source.map((word) => words.get(word) ?? word);
  }
}

const keyOf = (tokens: readonly string[]) => tokens.join('\0');

function frequentTargets(pairs: readonly TranslationPair[]): Map<string, readonly string[]> {
  const counts = new Map<string, Map<string, { target: readonly string[]; count: number }>>();
  for (const { source, target } of pairs) {
    const key = keyOf(source);
    const targets = counts.get(key) ?? counts.set(key, new Map()).get(key)!;
    const found = targets.get(keyOf(target));
    if (found) found.count++;
    else targets.set(keyOf(target), { target, count: 1 });
  }
  const best = (targets: Iterable<{ target: readonly string[]; count: number }>) =>
    [...targets].reduce((a, b) => (b.count > a.count ? b : a)).target;
  return new Map(Array.from(counts, ([key, targets]) => [key, best(targets.values())]));
}

function associatedWords(pairs: readonly TranslationPair[]): Map<string, string> {
  const sources = new WordCounts();
  const targets = new WordCounts();
  const together = new Map<number, Map<number, number>>(); // source id → target id → c(s,t)
  for (const { source, target } of pairs) {
    const targetIds = targets.add(target);
    for (const s of sources.add(source)) {
      const row = together.get(s) ?? together.set(s, new Map()).get(s)!;
      for (const t of targetIds) row.set(t, (row.get(t) ?? 0) + 1);
    }
  }
  const words = new Map<string, string>();
  for (const [s, row] of together) {
    let best = -1;
    let bestScore = 0;
    for (const [t, count] of row) {
      const score = (2 * count) / (sources.counts[s] + targets.counts[t]);
      if (score > bestScore) [best, bestScore] = [t, score];
    }
    if (best >= 0) words.set(sources.words[s], targets.words[best]);
  }
  return words;
}

/** Words as ids, and in how many sentences each occurs. */
class WordCounts {
  readonly words: string[] = [];
  readonly counts: number[] = [];
  private readonly ids = new Map<string, number>();

  /** Counts the different words of one sentence. Returns their ids. */
  add(sentence: readonly string[]): number[] {
    return Array.from(new Set(sentence), (word) => {
      const id = this.ids.get(word) ?? this.words.push(word) - 1;
      this.ids.set(word, id);
      this.counts[id] = (this.counts[id] ?? 0) + 1;
      return id;
    });
  }
}
