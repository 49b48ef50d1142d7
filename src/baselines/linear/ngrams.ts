/**
 * The different n-grams of a text as hashes: its words, pairs of neighbours, and runs of letters inside each word, whose
 * borders count as letters. Runs of letters know inflected, compound and misspelt words that training did not have, and
 * are all that there is in a text of one word.
 */
import { emptyHash, hashText } from '../../fingerprint';

export interface NgramSizes {
  /** Longest run of words; 0: none. */
  words: number;
  /** Longest run of letters; 0: none. */
  letters: number;
}

/** Kinds of n-grams have hashes of their own: the letter "a" is not the word "a". */
const [ofWords, ofLetters] = ['w', 'l'].map((kind) => hashText(emptyHash, kind));

/** FNV-1a, 32 bits: of 100,000 n-grams one or two share a hash with another one (Weinberger et al. 2009). */
export function ngramHashes(words: readonly string[], { words: longest, letters }: NgramSizes): Set<number> {
  const hashes = new Set<number>();
  words.forEach((_, from) => {
    let hash = ofWords;
    for (let i = from; i < Math.min(from + longest, words.length); i++) {
      hash = hashText(hash, `\0${words[i]}`);
      hashes.add(hash >>> 0);
    }
  });
  if (letters > 0) for (const word of new Set(words)) addRuns(hashes, `<${word}>`, letters);
  return hashes;
}

/** UTF-16 units stand for letters: a letter of two units is a run of two. */
function addRuns(hashes: Set<number>, word: string, longest: number): void {
  for (let from = 0; from < word.length; from++) {
    let hash = ofLetters;
    for (let i = from; i < Math.min(from + longest, word.length); i++) {
      hash = hashText(hash, word[i]);
      hashes.add(hash >>> 0);
    }
  }
}
