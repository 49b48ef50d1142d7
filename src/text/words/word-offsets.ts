/** Words of a raw text with their offsets, for predictions that point into the text. */
import { DataError } from '../../errors';
import { WordTokenizer } from './tokenizer';

export interface PlacedWord {
  text: string;
  /** In UTF-16 units, as JavaScript counts: `text.slice(start, end)` is the word. */
  start: number;
  end: number;
}

/** @throws ConfigError where the script needs `Intl.Segmenter` and the engine has none. */
export function placedWords(text: string, mode: 'unicode' | 'whitespace'): PlacedWord[] {
  let from = 0;
  return new WordTokenizer({ mode }).tokenize(text).map((word) => {
    const start = text.indexOf(word, from);
    if (start < 0) throw lost(word);
    from = start + word.length;
    return { text: word, start, end: from };
  });
}

/** Words that are given, as they would stand with a blank between them. */
export function joinedWords(words: readonly string[]): PlacedWord[] {
  let start = 0;
  return words.map((text) => {
    const placed = { text, start, end: start + text.length };
    start = placed.end + 1;
    return placed;
  });
}

/**
 * Splits contractions as the words of training were split: `don't` → `do` `n't`, if training had both parts and not the
 * whole. What training has, or where it lacks a part, stays.
 */
export function cutContractions(words: readonly PlacedWord[], isKnown: (word: string) => boolean): PlacedWord[] {
  return words.flatMap((word) => {
    if (isKnown(word.text)) return [word];
    const cut = contraction(word.text, isKnown);
    if (cut === undefined) return [word];
    const middle = word.start + cut;
    const [left, right] = [word.text.slice(0, cut), word.text.slice(cut)];
    return [
      ...cutContractions([{ text: left, start: word.start, end: middle }], isKnown),
      { text: right, start: middle, end: word.end },
    ];
  });
}

/** Where the ending begins. The part before it may be any word: names have 's too. */
function contraction(word: string, isKnown: (word: string) => boolean): number | undefined {
  const cuts = [...word.matchAll(/n['’]t$|['’]\p{L}+$/giu)].map(({ index }) => index);
  return cuts.find((cut) => cut > 0 && isKnown(word.slice(cut)));
}

const lost = (word: string) =>
  new DataError({
    where: 'placedWords',
    problem: `the word ${JSON.stringify(word)} is not found in its text`,
    expected: 'words that stand in the text',
    fix: 'Report this text; meanwhile pass a list of words',
  });
