/** Sentences with a tag for every word: the example of word tagging. */
export interface TaggedWords {
  words: string[];
  /** One a word. */
  tags: string[];
  /** The sentence as it was written, where the file tells it. */
  text?: string;
  /** Its name in the file. */
  id?: string;
  /** Number of its document from 1, where the file marks documents. */
  document?: number;
  /** What CoNLL-U has beside words, and was passed over; left out where there is nothing. */
  skipped?: { multiwordRanges: number; emptyNodes: number };
  /** File and line of the first word, for messages. */
  where?: string;
  /** Line of every word, where each has its own. */
  lines?: number[];
}

/** Where one word stands, for messages. */
export function placeOfWord({ where = 'sentence', lines }: TaggedWords, place: number): string {
  return lines ? where.replace(/\d+$/, String(lines[place])) : `${where} word ${place + 1}`;
}
