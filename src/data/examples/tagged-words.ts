/** Sentences with a tag for every word: the example of word tagging. */
import { DataError, show } from '../../errors';
import { areTexts, entriesOf, locationOf } from './example';

/** A sentence and a tag for each of its words. */
export interface TaggedWords {
  words: string[];
  /** One a word. */
  tags: string[];
  /** The sentence as it was written, where the file has it. */
  text?: string;
  /** Its name in the file. */
  id?: string;
  /** Number of its document from 1, where the file marks documents. */
  document?: number;
  /** What CoNLL-U has beside words, and was skipped; left out where there is nothing. */
  skipped?: { multiwordRanges: number; emptyNodes: number };
  /** File and line of the first word, for messages. */
  where?: string;
  /** Line of every word, where each has its own. */
  lines?: number[];
}

/** File and line of one word, or its position, for messages. */
export function locationOfWord({ where = 'sentence', lines }: TaggedWords, index: number): string {
  return lines ? where.replace(/\d+$/, String(lines[index])) : `${where} word ${index + 1}`;
}

/** More words than any sentence has: the text was not split into sentences. */
const MAX_WORDS = 50_000;

/**
 * @param position of the example, for messages where it names no file
 * @throws DataError for what is no sentence, or words and tags that disagree
 */
export function checkTaggedWords(example: unknown, position: string): asserts example is TaggedWords {
  const where = locationOf(example, position);
  const { words, tags } = entriesOf(example);
  if ('frames' in entriesOf(example)) throw framesForWords(where);
  if (!areTexts(words)) throw notWords('words', words, where);
  checkWordCount(words.length, '', where);
  if (!areTexts(tags)) throw notWords('tags', tags, where);
  if (words.length === tags.length) return;
  throw new DataError({
    where,
    problem: `there are ${words.length} words and ${tags.length} tags: ${show(words)}`,
    expected: 'a tag for every word',
    fix: 'Correct or remove the sentence',
  });
}

/** @param text of the sentence. @throws DataError for no words, or far too many. */
export function checkWordCount(count: number, text: string, where: string): void {
  if (count === 0) {
    throw new DataError({
      where,
      problem: text === '' ? 'the sentence has no words' : `${show(text)} has no words`,
      expected: 'at least one',
      fix: 'Leave it out, or check how it is read',
    });
  }
  if (count <= MAX_WORDS) return;
  throw new DataError({
    where,
    problem: `a sentence of ${count} words`,
    expected: `at most ${MAX_WORDS}`,
    fix: 'Split the text into sentences',
  });
}

/** The words of `{ words }`, an input of `predict`. @throws DataError for what is not that; it is not a text either. */
export function givenWords(input: unknown, where: string): readonly string[] {
  const entries = entriesOf(input);
  if ('frames' in entries) throw framesForWords(where);
  if (areTexts(entries.words)) return entries.words;
  throw new DataError({
    where,
    problem: `the input is ${show(input)}`,
    expected: 'a text, or { words }',
    fix: "Pass a string for each sentence, or { words: ['its', 'words'] }",
  });
}

const framesForWords = (where: string) =>
  new DataError({
    where,
    problem: 'it is a recording of frames, and the model tags words',
    expected: 'sentences',
    fix: 'Give recordings to a model that was trained with frames',
  });

const notWords = (entry: string, value: unknown, where: string) =>
  new DataError({
    where,
    problem: `${entry} is ${show(value)}`,
    expected: 'a list of strings, none of them empty',
    fix: 'Write { words: ["John", "sleeps"], tags: ["B-PER", "O"] }, or remove the sentence',
  });
