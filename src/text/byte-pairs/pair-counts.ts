/**
 * How often every pair of neighbouring tokens occurs in the words of a text, kept up while pairs are merged. Every
 * different word is kept once with its count; a merge touches only the words that contain its pair.
 */
import { byteCharacters, bytesToVisible } from './bytes';
import { PairQueue } from './pair-queue';

/** Ids are those of the bytes' characters, then of what merges make. */
export class PairCounts {
  private readonly tokens: string[] = [...byteCharacters];
  private readonly ids = new Map(this.tokens.map((token, id) => [token, id]));
  private readonly words: Uint16Array[];
  private readonly wordCounts: number[];
  private readonly counts = new Map<number, number>();
  /** Words that contain a pair, or did. */
  private readonly places = new Map<number, number[]>();
  private readonly queue = new PairQueue();
  /** A pair as one number is left · ids + right: small numbers are fast keys. */
  private readonly idLimit: number;

  /** @param words and how often each occurs @param merges the most that will be made */
  constructor(words: ReadonlyMap<string, number>, merges: number) {
    this.idLimit = byteCharacters.length + merges;
    this.words = Array.from(words.keys(), (word) => {
      return Uint16Array.from(bytesToVisible(word), (character) => this.ids.get(character)!);
    });
    this.wordCounts = [...words.values()];
    this.words.forEach((word, w) => {
      this.count(w, 1);
      for (let i = 1; i < word.length; i++) this.notePlace(this.pairAt(word, i), w);
    });
    for (const [pair, count] of this.counts) this.queue.push(pair, count);
  }

  /** Merges the most frequent pair everywhere; nothing where none occurs `minimumCount` times. */
  mergeBest(minimumCount: number): { merge: string; count: number } | undefined {
    for (let best = this.queue.pop(); best; best = this.queue.pop()) {
      const count = this.counts.get(best.pair) ?? 0;
      if (count !== best.count) {
        if (count > 0 && count < best.count) this.queue.push(best.pair, count); // fewer since it was put there
        continue;
      }
      if (count < minimumCount) return undefined;
      const [left, right] = [Math.floor(best.pair / this.idLimit), best.pair % this.idLimit];
      this.merge(best.pair, left, right);
      return { merge: `${this.tokens[left]} ${this.tokens[right]}`, count };
    }
    return undefined;
  }

  private merge(pair: number, left: number, right: number): void {
    const merged = this.idOf(this.tokens[left] + this.tokens[right]);
    const grown = new Set<number>(); // only pairs with the new token can have become more frequent
    for (const w of this.places.get(pair) ?? []) {
      if (!contains(this.words[w], left, right)) continue; // another merge was faster
      this.count(w, -1);
      const word = join(this.words[w], left, right, merged);
      this.words[w] = word;
      this.count(w, 1);
      for (let i = 1; i < word.length; i++) {
        if (word[i - 1] !== merged && word[i] !== merged) continue;
        this.notePlace(this.pairAt(word, i), w);
        grown.add(this.pairAt(word, i));
      }
    }
    this.counts.delete(pair);
    this.places.delete(pair);
    for (const other of grown) this.queue.push(other, this.counts.get(other)!);
  }

  /** Two merges may make the same token: a + bc, ab + c. */
  private idOf(token: string): number {
    const id = this.ids.get(token) ?? this.tokens.length;
    if (id === this.tokens.length) {
      this.tokens.push(token);
      this.ids.set(token, id);
    }
    return id;
  }

  /** Adds the pairs of a word to the counts, or takes them away. */
  private count(w: number, sign: 1 | -1): void {
    const word = this.words[w];
    for (let i = 1; i < word.length; i++) {
      const pair = this.pairAt(word, i);
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + sign * this.wordCounts[w]);
    }
  }

  private notePlace(pair: number, w: number): void {
    const places = this.places.get(pair);
    if (!places) this.places.set(pair, [w]);
    else if (places.at(-1) !== w) places.push(w);
  }

  private pairAt(word: Uint16Array, i: number): number {
    return word[i - 1] * this.idLimit + word[i];
  }
}

function contains(word: Uint16Array, left: number, right: number): boolean {
  for (let i = 1; i < word.length; i++) if (word[i - 1] === left && word[i] === right) return true;
  return false;
}

function join(word: Uint16Array, left: number, right: number, merged: number): Uint16Array {
  const joined = new Uint16Array(word.length);
  let length = 0;
  for (let i = 0; i < word.length; i++) {
    const fits = word[i] === left && word[i + 1] === right;
    joined[length++] = fits ? merged : word[i];
    if (fits) i++;
  }
  return joined.slice(0, length);
}
