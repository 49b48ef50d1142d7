/** Words of a raw text with their offsets, for predictions that point into the text. */
import { DataError } from '../../errors';
import { toNFC } from '../normalize';
import { WordTokenizer } from './tokenizer';

export interface PlacedWord {
  text: string;
  /** In UTF-16 units, as JavaScript counts: `text.slice(start, end)` is the word. */
  start: number;
  end: number;
}

/**
 * Words are found in the NFC of a text, so that NFC and NFD have the same ones; offsets and spellings are those of the
 * text as given.
 * @throws ConfigError where the script needs `Intl.Segmenter` and the engine has none.
 */
export function placedWords(text: string, mode: 'unicode' | 'whitespace'): PlacedWord[] {
  const normal = toNFC(text);
  const toGiven = normal === text ? undefined : offsetsIn(text);
  let from = 0;
  return new WordTokenizer({ mode }).tokenize(normal).map((word) => {
    const at = normal.indexOf(word, from);
    if (at < 0) throw lost(word);
    from = at + word.length;
    const [start, end] = toGiven ? [toGiven[at], toGiven[from]] : [at, from];
    return { text: text.slice(start, end), start, end };
  });
}

/** What composes to one character, if anything does: the letters of a Korean syllable, a base with its marks. */
const composable =
  /[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[\uac00-\ud7a3][\u11a8-\u11ff]?|\P{M}\p{M}*|\p{M}+/gu;

/** For every offset in the NFC of a text, its offset in the text. */
function offsetsIn(text: string): number[] {
  const offsets: number[] = [];
  for (const { 0: part, index } of text.matchAll(composable)) {
    const normal = toNFC(part);
    for (let k = 0; k < normal.length; k++) offsets.push(index + Math.min(k, part.length));
  }
  offsets.push(text.length);
  return offsets;
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
  const cuts = [...word.matchAll(/n['’]t$|['’][\p{L}\p{M}]+$/giu)].map(({ index }) => index);
  return cuts.find((cut) => cut > 0 && isKnown(word.slice(cut)));
}

const lost = (word: string) =>
  new DataError({
    where: 'placedWords',
    problem: `the word ${JSON.stringify(word)} is not found in its text`,
    expected: 'words that stand in the text',
    fix: 'Report this text; meanwhile pass a list of words',
  });
