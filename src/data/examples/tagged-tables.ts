/** Sentences with a tag for every word from tables with a word a row: `sentence,word,tag`. */
import { DataError, show } from '../../errors';
import type { ByteSource } from '../bytes/source';
import type { ColumnChoice, HeaderOptions } from '../formats/tables/columns';
import type { TableOptions } from '../formats/tables/csv';
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

/** Rows are put together to sentences. A word without a tag, or a tag without a word, is an invalid row of its sentence. */
export async function* readTaggedTable(
  source: ByteSource,
  options: TableOptions & HeaderOptions & TaggedTableColumns,
): AsyncGenerator<() => TaggedWords> {
  let open: Sentence | undefined;
  let name = '';
  let wrong: DataError | undefined;
  const close = (): (() => TaggedWords)[] => {
    const [sentence, error] = [open, wrong];
    open = wrong = undefined;
    return sentence ? [() => sentenceOr(sentence, error)] : [];
  };
  let hasSentences = false;
  const columns = (first: readonly string[]) => {
    const choices = choicesFor(first, options);
    hasSentences = choices.length === 3;
    return { choices };
  };
  for await (const { cells, where, line } of readTable(source, options, columns)) {
    const [word, tag, sentence = ''] = cells.map((cell) => cell.trim());
    if (word === '' && tag === '' && sentence === '') {
      yield* close();
      continue;
    }
    if (hasSentences && sentence !== '' && sentence !== name) yield* close();
    if (sentence !== '') name = sentence;
    open ??= { words: [], tags: [], where, lines: [] };
    if (word === '' || tag === '') wrong ??= halfRow(where, word, tag);
    open.words.push(word);
    open.tags.push(tag);
    open.lines.push(line);
  }
  yield* close();
}

function sentenceOr(sentence: Sentence, error: DataError | undefined): TaggedWords {
  if (error) throw error;
  return sentence;
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
