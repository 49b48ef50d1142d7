/** Sentences with a tag for every word from tables with a word a row: `sentence,word,tag`. */
import { DataError, show } from '../../errors';
import type { ByteSource } from '../bytes/source';
import type { ColumnChoice, HeaderOptions } from '../formats/tables/columns';
import type { TableOptions } from '../formats/tables/csv';
import { InvalidLines } from '../formats/invalid-lines';
import { readTable } from '../formats/tables/table';
import type { TaggedWords } from './tagged-words';

export const WORD_NAMES = ['word', 'words', 'token', 'tokens', 'form'];
export const TAG_NAMES = ['tag', 'tags', 'label', 'ner', 'ner_tag', 'ner_tags', 'upos'];
const SENTENCE_NAMES = ['sentence', 'sentence #', 'sentence_id', 'sentence id', 'sentence_idx', 'sent_id', 'sent'];

/** Names in the header, or numbers counted from 1. */
export interface TaggedTableColumns {
  /** Default: word, token or form. */
  wordColumn?: string | number;
  /** Default: tag, label, ner or upos. */
  tagColumn?: string | number;
  /**
   * What is the same for all words of a sentence; an empty cell goes on with the sentence. Default: sentence or
   * sentence_id; without such a column empty rows separate sentences.
   */
  sentenceColumn?: string | number;
}

/** Whether a first row says that words and tags follow. */
export function isTaggedTable(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  return [WORD_NAMES, TAG_NAMES].every((usual) => names.some((name) => usual.includes(name)));
}

type Sentence = TaggedWords & Required<Pick<TaggedWords, 'lines' | 'where'>>;

/**
 * Rows are put together to sentences. With `onInvalid` a sentence is left out in which a row has no word, no tag, or
 * another number of cells; of the latter nothing says whose they are: the sentence before, and the one that begins after.
 */
export async function* readTaggedTable(
  source: ByteSource,
  options: TableOptions & HeaderOptions & TaggedTableColumns,
): AsyncGenerator<TaggedWords> {
  let open: Sentence | undefined;
  let name = '';
  let hasSentences = false;
  const columns = (first: readonly string[]) => {
    const choices = choicesFor(first, options);
    hasSentences = choices.length === 3;
    return { choices };
  };
  const invalid = new InvalidLines(options.onInvalid);
  const close = (): TaggedWords[] => {
    const closed = invalid.end() && open ? [open] : [];
    open = undefined;
    return closed;
  };
  const headers: DataError[] = []; // again, where files were put together
  const closeFile = (): TaggedWords[] => {
    const closed = close();
    headers.splice(0).forEach((error) => {
      invalid.add(error);
      invalid.end();
    });
    return closed;
  };
  let isAfterWrongWidth = false;
  const onWrongWidth = (error: DataError) => {
    isAfterWrongWidth = true;
    invalid.add(error);
  };
  const rows = { ...options, onRepeatedHeader: (error: DataError) => void headers.push(error) };
  for await (const { cells, where, line } of readTable(
    source,
    options.onInvalid ? { ...rows, onInvalid: onWrongWidth } : rows,
    columns,
  )) {
    if (headers.length > 0) yield* closeFile();
    const [word, tag, sentence = ''] = cells.map((cell) => cell.trim());
    if (word === '' && tag === '' && sentence === '') {
      yield* close();
      isAfterWrongWidth = false;
      continue;
    }
    if (hasSentences && sentence !== '' && sentence !== name) {
      yield* close();
      if (isAfterWrongWidth) invalid.add(unclearStart(where));
    }
    isAfterWrongWidth = false;
    if (sentence !== '') name = sentence;
    if (word === '' || tag === '') invalid.add(halfRow(where, word, tag));
    if (invalid.found) continue; // nothing of its sentence is used
    open ??= { words: [], tags: [], where, lines: [] };
    open.words.push(word);
    open.tags.push(tag);
    open.lines.push(line);
  }
  yield* closeFile();
}

function choicesFor(first: readonly string[], options: TaggedTableColumns): ColumnChoice[] {
  const { wordColumn, tagColumn, sentenceColumn } = options;
  const names = first.map((cell) => cell.trim().toLowerCase());
  const isNumbered = [wordColumn, tagColumn, sentenceColumn].some((given) => typeof given === 'number');
  const hasSentences =
    sentenceColumn !== undefined || (!isNumbered && SENTENCE_NAMES.some((one) => names.includes(one)));
  const sentences = { option: 'sentenceColumn', given: sentenceColumn, usual: SENTENCE_NAMES };
  return [
    { option: 'wordColumn', flag: 'textColumn', given: wordColumn, usual: WORD_NAMES },
    { option: 'tagColumn', flag: 'labelColumn', given: tagColumn, usual: TAG_NAMES },
    ...(hasSentences ? [sentences] : []),
  ];
}

const halfRow = (where: string, word: string, tag: string) =>
  new DataError({
    where,
    problem: word === '' ? `there is no word for the tag ${show(tag)}` : `there is no tag for the word ${show(word)}`,
    expected: 'a word and a tag in every row',
    fix: 'Correct the row, or remove its sentence',
  });

const unclearStart = (where: string) =>
  new DataError({
    where,
    problem: 'the row before this sentence cannot be read, and may be its first word',
    expected: 'a word and a tag in every row',
    fix: 'Correct the row before',
  });
