/**
 * What a linear tagger sees of a word: itself, its neighbours up to two words away, its first and last letters, its shape,
 * and pairs of these with those of the next words. Each is a feature by its hash (Weinberger et al. 2009).
 */
import { emptyHash, hashText } from '../../fingerprint';

/** Longest prefix and suffix, in UTF-16 units. */
const longestAffix = 4;
/** Of a neighbour's ending. */
const endingLength = 3;

/** Of one word, whatever stands beside it. */
interface WordHashes {
  lower: number;
  shape: number;
  ending: number;
  /** Features that need no neighbours. */
  own: Int32Array;
}

export class WordContexts {
  private readonly known = new Map<string, WordHashes>();

  /** Features of the words of a sentence, one row for each word [T, any number]. */
  of(words: readonly string[]): Int32Array[] {
    const hashes = words.map((word) => this.hashesOf(word));
    const at = (t: number) => hashes[t] ?? beyond;
    return hashes.map(({ own }, t) =>
      Int32Array.from([...own, ...together(at(t - 2), at(t - 1), at(t), at(t + 1), at(t + 2))]),
    );
  }

  private hashesOf(word: string): WordHashes {
    const found = this.known.get(word);
    if (found) return found;
    const hashes = {
      lower: hash(word.toLowerCase()),
      shape: hash(shapeOf(word)),
      ending: hash(word.slice(-endingLength)),
    };
    const affixes = Array.from({ length: longestAffix }, (_, i) => [word.slice(0, i + 1), word.slice(-i - 1)]).flat();
    const own = [hashes.lower, hash(word), hashes.shape, ...affixes.map(hash)].map(featureOf);
    const all = { ...hashes, own: Int32Array.from(own) };
    this.known.set(word, all);
    return all;
  }
}

const hash = (text: string) => hashText(emptyHash, text);

/** Before the first word and behind the last one. */
const beyond = { lower: 0, shape: 0, ending: 0 };
type Neighbour = typeof beyond;

/** The same value is another feature at another place of the list. */
function together(before2: Neighbour, before: Neighbour, word: Neighbour, next: Neighbour, next2: Neighbour): number[] {
  const values = [
    before2.lower,
    before.lower,
    next.lower,
    next2.lower,
    before.shape,
    next.shape,
    before.ending,
    next.ending,
    joined(before.lower, word.lower),
    joined(word.lower, next.lower),
    joined(joined(before.shape, word.shape), next.shape),
    0, // of every word: how frequent a tag is
  ];
  return values.map((value, i) => featureOf(value, 100 + i));
}

const joined = (a: number, b: number) => Math.imul(a, 31) ^ b;

const featureOf = (value: number, place: number) => Math.imul(value ^ Math.imul(place + 1, 0x9e3779b1), 0x85ebca6b);

/** `McDonald-7` → `XxXx-0` */
const shapeOf = (word: string): string =>
  word
    .replace(/\p{Lu}+/gu, 'X')
    .replace(/[\p{Ll}\p{Lo}]+/gu, 'x')
    .replace(/\p{Nd}+/gu, '0');
