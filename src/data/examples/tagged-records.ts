/** Sentences with a tag for every word from JSON: `{"words": […], "tags": […]}`, or with the keys of Hugging Face's data sets. */
import { DataError, show } from '../../errors';
import type { JsonRecord } from '../formats/json-object';
import { pick } from './labeled-text-reader';
import type { TaggedTableColumns } from './tagged-tables';
import { checkTaggedWords, type TaggedWords } from './tagged-words';

export interface TagNameOptions {
  /** Names of tags that a file has as numbers from 0, in their order: `['O', 'B-PER', 'I-PER']`. */
  tagNames?: readonly string[];
}

const WORD_KEYS = ['words', 'tokens'];
const TAG_KEYS = ['tags', 'ner_tags'];

/** Whether a line of JSON begins a record that holds words. */
export const isTaggedRecord = (line: string): boolean => /^\s*\[?\s*\{.*"(?:words|tokens)"\s*:/.test(line);

export async function* readTaggedRecords(
  name: string,
  records: AsyncIterable<JsonRecord>,
  options: Pick<TaggedTableColumns, 'wordColumn' | 'tagColumn'> & TagNameOptions,
): AsyncGenerator<() => TaggedWords> {
  for await (const { value, line } of records) {
    const where = `${name} line ${line}`;
    yield () => {
      const words = pick(where, value, options.wordColumn, WORD_KEYS, 'wordColumn', 'textColumn');
      const tags = pick(where, value, options.tagColumn, TAG_KEYS, 'tagColumn', 'labelColumn');
      const { text } = value;
      const sentence = {
        words,
        tags: named(where, tags, options.tagNames),
        where,
        ...(typeof text === 'string' && { text }),
      };
      checkTaggedWords(sentence, where);
      return sentence;
    };
  }
}

/** Numbers by their names. @throws DataError for numbers without names */
function named(where: string, tags: unknown, names: readonly string[] | undefined): unknown {
  if (!Array.isArray(tags) || !tags.some((tag) => typeof tag === 'number')) return tags;
  return tags.map((tag: unknown) => {
    const name = typeof tag === 'number' ? names?.[tag] : tag;
    if (typeof name === 'string') return name;
    throw new DataError({
      where,
      problem: names
        ? `the tag ${show(tag)} has no name: there are ${names.length}`
        : `tags are numbers: ${show(tags)}`,
      expected: names
        ? `a number from 0 to ${names.length - 1}`
        : 'their names, which the description of the data set has',
      fix: ({ option, choose }) =>
        `Pass ${choose("tagNames: ['O', 'B-PER', …]", `${option('tagNames')} O,B-PER,…`)}, in the order of the numbers`,
    });
  });
}
