/** What can be wrong with a sentence, before anything is made of it. */
import type { TaggedWords } from '../../src/data/examples/tagged-words';
import { DataError, show } from '../../src/errors';

/** More words than any sentence has: somebody forgot to cut a text into sentences. */
const MOST_WORDS = 50_000;

const isWord = (word: unknown): word is string => typeof word === 'string' && word !== '';

/** @throws DataError for what is no sentence, or words and tags that disagree. */
export function checkExample(example: TaggedWords, place: string): void {
  const { words, tags, where } = example;
  if ('frames' in example) throw framesForWords(where ?? place);
  const at = where ?? place;
  if (!Array.isArray(words) || !words.every(isWord) || !Array.isArray(tags) || !tags.every(isWord)) {
    throw new DataError({
      where: at,
      problem: `words are ${show(words)} and tags ${show(tags)}`,
      expected: 'two lists of strings, none of them empty',
      fix: 'Correct or remove the sentence',
    });
  }
  checkSize(words.length, '', at);
  if (words.length === tags.length) return;
  throw new DataError({
    where: at,
    problem: `there are ${words.length} words and ${tags.length} tags: ${show(words)}`,
    expected: 'a tag for every word',
    fix: 'Correct or remove the sentence',
  });
}

/** @throws DataError for no words, or far too many. */
export function checkSize(count: number, text: string, where: string): void {
  if (count === 0) throw noWords(text, where);
  if (count > MOST_WORDS) throw tooManyWords(count, where);
}

/** @throws DataError for what is neither a text nor `{ words }`. */
export function givenWords(input: unknown, where: string): string[] {
  if (typeof input === 'object' && input !== null && 'frames' in input) throw framesForWords(where);
  const { words } = (input ?? {}) as { words?: unknown };
  if (Array.isArray(words) && words.every(isWord)) return words;
  throw notText(input, where);
}

const framesForWords = (where: string) =>
  new DataError({
    where,
    problem: 'it is a recording of frames, and the model tags words',
    expected: 'sentences',
    fix: 'Give recordings to a model that was trained with frames',
  });

const noWords = (text: string, where: string) =>
  new DataError({
    where,
    problem: text === '' ? 'the sentence has no words' : `${show(text)} has no words`,
    expected: 'at least one',
    fix: 'Leave it out, or check how it is read',
  });

const tooManyWords = (count: number, where: string) =>
  new DataError({
    where,
    problem: `a sentence of ${count} words`,
    expected: `at most ${MOST_WORDS}`,
    fix: 'Cut the text into sentences',
  });

const notText = (input: unknown, where: string) =>
  new DataError({
    where,
    problem: `the input is ${show(input)}`,
    expected: 'a text, or { words }',
    fix: "Pass a string for each sentence, or { words: ['its', 'words'] }",
  });
