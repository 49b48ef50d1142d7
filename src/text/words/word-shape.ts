/**
 * How a word looks, apart from which one it is: its case, and its ending. Words that training never had have them too, so a
 * tagger can use them.
 */
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

const patterns: readonly RegExp[] = [
  /^[\p{Ll}\p{M}'’-]*\p{Ll}[\p{Ll}\p{M}'’-]*$/u,
  /^\p{Lu}[\p{Ll}\p{M}'’-]*\p{Ll}[\p{Ll}\p{M}'’-]*$/u,
  /^[\p{Lu}\p{M}'’.&-]*\p{Lu}[\p{Lu}\p{M}'’.&-]+$/u,
  /^\p{Lu}$/u,
  /^[^\p{Nd}]*\p{L}[^\p{Nd}]*$/u,
  /^[\p{Nd}.,:%/-]*\p{Nd}[\p{Nd}.,:%/-]*$/u,
  /\p{Nd}/u,
];

/** Index in `wordCases`. */
export function wordCase(word: string): number {
  const place = patterns.findIndex((pattern) => pattern.test(word));
  return place < 0 ? patterns.length : place;
}

/** The last characters of a word, in lower case; of a shorter one all, marked as the whole word: `<an`. */
export function wordEnding(word: string, length: number): string {
  const characters = Array.from(word.toLowerCase());
  return characters.length > length ? characters.slice(-length).join('') : `<${characters.join('')}`;
}
