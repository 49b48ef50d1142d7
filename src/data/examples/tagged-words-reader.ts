/** Sentences with a tag for every word, the example of word tagging, from any of the formats that hold them. */
import { DataError } from '../../errors';
import { type ConllColumns, readConll } from '../formats/conll';
import { type ConlluTag, readConllu } from '../formats/conllu';
import { formatByEnding } from '../formats/format';
import { readJsonLines } from '../formats/jsonl';
import type { LineOptions } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { checkTaggedWords, type TaggedWords } from './tagged-words';

/** `conll`: columns separated by spaces or tabs, a word a line. `jsonl`: `{"words": […], "tags": […]}`. */
export const taggedWordsFormats = ['conll', 'conllu', 'jsonl'] as const;
export type TaggedWordsFormat = (typeof taggedWordsFormats)[number];

/** Which columns are words and tags. */
export interface TaggedWordsOptions extends LineOptions, ConllColumns {
  /** Default: by the file's ending (.conllu, .jsonl, .conll, .bio, .iob, .txt, .tsv, each also with .gz). */
  format?: TaggedWordsFormat;
  /** Column of a CoNLL-U file. Default `upos`. */
  tag?: ConlluTag;
}

/**
 * Tags are left as they are in the file.
 * @throws ConfigError when the format or the columns are not clear; DataError with file and line for what does not
 * follow the format, a file without sentences, and as `readLines`
 */
export async function* readTaggedWords(
  source: ByteSource,
  options: TaggedWordsOptions = {},
): AsyncGenerator<TaggedWords> {
  const format = options.format ?? formatOf(source.name);
  const read = { conll: readConll, conllu: readConllu, jsonl: fromJsonLines }[format];
  let count = 0;
  for await (const sentence of read(source, options)) {
    count++;
    checkTaggedWords(sentence, source.name);
    yield sentence;
  }
  if (count > 0) return;
  throw new DataError({
    where: source.name,
    problem: 'the file holds no sentences',
    expected: 'at least one word with a tag',
    fix: 'Check the path and the format',
  });
}

const ENDINGS: Record<string, TaggedWordsFormat> = {
  conllu: 'conllu',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  conll: 'conll',
  bio: 'conll',
  iob: 'conll',
  txt: 'conll',
  tsv: 'conll',
};

const formatOf = (name: string) => formatByEnding(name, ENDINGS, taggedWordsFormats);

async function* fromJsonLines(source: ByteSource, options: LineOptions): AsyncGenerator<TaggedWords> {
  for await (const { value, line } of readJsonLines(source, options)) {
    const { words, tags, text } = value;
    const sentence = { words, tags, where: `${source.name} line ${line}`, ...(typeof text === 'string' && { text }) };
    checkTaggedWords(sentence, sentence.where);
    yield sentence;
  }
}
