/**
 * How a word looks, apart from which one it is: its case, and its ending. Words that training never had have them too, so a
 * tagger can use them.
 */
import { toNFC } from '../normalize';

export const wordCases = [
  'lower', // tree
  'title', // Tree
  'upper', // TREE
  'letter', // A
  'mixed', // iPhone
  'number', // 1,234.5
  'digits', // B-52
  'other', // ...
] as const;

/** In the order of `wordCases`; tests of single characters, so that time is linear in the length of a word. */
const fits: readonly ((word: string) => boolean)[] = [
  (word) => /^[\p{Ll}\p{M}'’-]+$/u.test(word) && /\p{Ll}/u.test(word),
  (word) => /^\p{Lu}[\p{Ll}\p{M}'’-]+$/u.test(word) && /\p{Ll}/u.test(word),
  (word) => /^[\p{Lu}\p{M}'’.&-]+$/u.test(word) && /\p{Lu}./su.test(word),
  (word) => /^\p{Lu}$/u.test(word),
  (word) => !/\p{Nd}/u.test(word) && /\p{L}/u.test(word),
  (word) => /^[\p{Nd}.,:%/-]+$/u.test(word) && /\p{Nd}/u.test(word),
  (word) => /\p{Nd}/u.test(word),
];

/** Index in `wordCases`. */
export function wordCase(word: string): number {
  const normal = toNFC(word);
  const index = fits.findIndex((fit) => fit(normal));
  return index < 0 ? fits.length : index;
}

/** The last characters of a word, in lower case; of a shorter one all, marked as the whole word: `<an`. */
export function wordEnding(word: string, length: number): string {
  const characters = Array.from(toNFC(word.toLowerCase()));
  return characters.length > length ? characters.slice(-length).join('') : `<${characters.join('')}`;
}
